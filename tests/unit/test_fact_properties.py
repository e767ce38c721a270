"""Laws of the facts that hold for every ledger and every week's hours."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.opened import is_open, next_opening

from answerable.facts.openings import BEYOND, closings, openings
from answerable.facts.status import overall
from answerable.facts.uptime import day_cells, uptime
from answerable.records.company import Channel, Component
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.model import Incident, Maintenance

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WEEK = timedelta(days=7)
MINUTES = st.integers(0, 8 * 24 * 60)
STATUSES = st.sampled_from(["degraded_performance", "partial_outage", "major_outage"])
DOWN = {"degraded_performance": 0.0, "partial_outage": 0.3, "major_outage": 1.0}  # Statuspage's weights
SPANS = st.tuples(MINUTES, MINUTES, STATUSES)
WINDOWS = st.tuples(MINUTES, MINUTES, st.sampled_from([None, 0, 24 * 60 - 1, 24 * 60, 3 * 24 * 60]))
"""The beginning and end of maintenance, and how many minutes before it was announced."""


def back(minutes: int) -> str:
    """The instant that many minutes before now."""
    return (NOW - timedelta(minutes=minutes)).isoformat()


def incident(number: int, span: tuple[int, int, str]) -> Incident:
    """An incident of `web` between two instants of the last eight days; one that ends now is open."""
    first, last, status = max(span[:2]) + 1, min(span[:2]), span[2]
    updates = [{"at": back(first), "status": "investigating"}]
    if last:
        updates.append({"at": back(last), "status": "resolved", "text": "Works."})
    about = {"id": f"i{number}", "title": "t", "impact": "minor", "components": {"web": status}, "updates": updates}
    return Incident.model_validate(about)


def maintenance(number: int, span: tuple[int, int, int | None]) -> Maintenance:
    """A window of `web` between two instants of the last eight days."""
    first, last, notice = max(span[:2]) + 1, min(span[:2]), span[2]
    about: dict[str, object] = {"id": f"m{number}", "title": "t", "components": {"web": "under_maintenance"}}
    about |= {"starts": back(first), "ends": back(last), "announced": None if notice is None else back(first + notice)}
    return Maintenance.model_validate(about)


def ledger(spans: list[tuple[int, int, str]], windows: list[tuple[int, int, int | None]] = []) -> Ledger:  # noqa: B006
    """A ledger of `web` alone."""
    return make_ledger(
        components=[Component.model_validate({"id": "web", "name": "web", "since": "2026-01-01"})],
        incidents=[incident(*pair) for pair in enumerate(spans)],
        maintenances=[maintenance(*pair) for pair in enumerate(windows)],
    )


def minute_by_minute(
    spans: list[tuple[int, int, str]], windows: list[tuple[int, int, int | None]]
) -> tuple[float, int]:
    """Weighted minutes down and minutes counted in the last week, by asking each minute: slow, and plain."""
    down, counted = 0.0, 0
    announced = [(min(a, b), max(a, b) + 1) for a, b, notice in windows if notice is not None and notice >= 24 * 60]
    for minute in range(1, 7 * 24 * 60 + 1):  # minute n begins n minutes ago
        began = [first for last, first in announced if last < minute <= first]
        holds = [
            DOWN[status]
            for a, b, status in spans
            if min(a, b) < minute <= max(a, b) + 1 and all(max(a, b) + 1 > first for first in began)
        ]
        bad = max(holds, default=0.0)
        if bad or not began:
            counted += 1
            down += bad
    return down, counted


@given(st.lists(SPANS, max_size=4), st.lists(WINDOWS, max_size=3))
def test_uptime_is_what_counting_each_minute_gives(
    spans: list[tuple[int, int, str]], windows: list[tuple[int, int, int | None]]
) -> None:
    """However incidents and windows overlap."""
    down, counted = minute_by_minute(spans, windows)
    figure = uptime(ledger(spans, windows), "web", NOW, WEEK)
    assert figure.minutes_counted == pytest.approx(counted)
    if counted:
        assert figure.share == pytest.approx(1 - down / counted)
    else:
        assert figure.share is None


@given(st.lists(SPANS, max_size=4), SPANS)
def test_one_more_incident_never_makes_it_look_better(
    spans: list[tuple[int, int, str]], more: tuple[int, int, str]
) -> None:
    """Neither uptime nor any day's cell."""
    before, after = ledger(spans), ledger([*spans, more])
    one, two = uptime(before, "web", NOW, WEEK), uptime(after, "web", NOW, WEEK)
    assert one.share is not None and two.share is not None
    assert two.share <= one.share + 1e-12
    for old, new in zip(day_cells(before, "web", NOW, 9), day_cells(after, "web", NOW, 9), strict=True):
        assert new.minutes_down >= old.minutes_down - 1e-9
        assert set(old.incidents) <= set(new.incidents)


@given(st.lists(SPANS, max_size=4))
def test_days_add_up_to_the_window(spans: list[tuple[int, int, str]]) -> None:
    """The minutes down of nine days' cells are those of the nine days' uptime."""
    found = ledger(spans)
    midnight = NOW.replace(hour=0) - timedelta(days=8)
    cells = day_cells(found, "web", NOW, 9)
    assert sum(cell.minutes_down for cell in cells) == pytest.approx(
        uptime(found, "web", NOW, NOW - midnight).minutes_down
    )


@given(st.lists(SPANS, max_size=4))
def test_the_whole_is_green_only_when_nothing_is_open(spans: list[tuple[int, int, str]]) -> None:
    """Maintenance aside, an open incident always shows."""
    assert (overall(ledger(spans), NOW).indicator == "none") is all(min(a, b) for a, b, _ in spans)


CLOCKS = st.integers(0, 24 * 4 - 1).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")
SHIFTS = st.tuples(CLOCKS, CLOCKS).filter(lambda shift: shift[0] != shift[1]).map("-".join)
CHANNELS = st.builds(
    lambda hours, zone, country: Channel.model_validate(
        {"id": "c", "name": "c", "zone": zone, "hours": hours, "holidays": country}
    ),
    st.dictionaries(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), SHIFTS),
    st.sampled_from(["UTC", "Europe/Berlin", "Asia/Tehran", "America/St_Johns"]),
    st.sampled_from([None, "DE", "IR", "IL"]),
)
INSTANTS = st.integers(0, 700 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(CHANNELS, INSTANTS)
def test_openings_are_in_order_and_apart(channel: Channel, start: datetime) -> None:
    """Each ends after it begins and before the next one begins; between them somebody is there, else nobody."""
    found = openings(channel, start, 14)
    assert all(opening.start < opening.end for opening in found)
    assert all(one.end < two.start for one, two in itertools.pairwise(found))
    for opening in found:
        assert is_open(channel, opening.start)
        endless = opening.end > start + timedelta(days=14 + BEYOND)
        assert endless or not is_open(channel, opening.end)


@given(CHANNELS, INSTANTS)
def test_openings_and_closings_share_the_time(channel: Channel, start: datetime) -> None:
    """Together they cover the days looked at without a gap, and the next opening begins one of them."""
    opened, closed = openings(channel, start, 14), closings(channel, start, 14)
    spans = [*((part.start, part.end) for part in opened), *((part.start, part.end) for part in closed)]
    spans.sort(key=itemgetter(0))
    assert spans[0][0] <= start
    assert all(end == begin for (_, end), (begin, _) in itertools.pairwise(spans))
    first = next_opening(channel, start)
    later = [opening for opening in opened if opening.start > start]
    assert not later or first == later[0]
