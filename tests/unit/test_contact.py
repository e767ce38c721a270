"""What the pages say about hours as of the build, and what they bring along for later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from tests.unit.opened import is_open

from answerable.publish.context import Context
from answerable.publish.pages.contact import channel_hours, off_hours
from answerable.records.company import Channel
from answerable.records.ledger import make_ledger

FRIDAY_NIGHT = datetime(2026, 11, 27, 23, tzinfo=UTC)


def context(*channels: Mapping[str, object], now: datetime = FRIDAY_NIGHT) -> Context:
    """A site with these channels in Berlin, each with an address."""
    made = [Channel.model_validate({"name": "n", "zone": "Europe/Berlin", "url": "tel:1", **c}) for c in channels]
    return Context(make_ledger(channels=made), now, "en", "en", "s", "https://s.example.com/")


WEEKDAYS = {"id": "x", "hours": {"mon-fri": "09:00-17:00"}}


@pytest.mark.parametrize(
    ("others", "best"),
    [
        ([], None),
        ([{"id": "night", "hours": "always"}, {"id": "late", "hours": "daily"}], "night"),
        ([{"id": "sat", "hours": {"sat": "10:00-14:00"}}, {"id": "late", "hours": "22:00-02:00"}], "late"),
        ([{"id": "sun", "hours": {"sun": "10:00-14:00"}}, {"id": "sat", "hours": {"sat": "10:00-14:00"}}], "sat"),
        ([{"id": "tue", "hours": {"tue": "10:00-14:00"}}], None),
        ([{"id": "unreachable", "hours": "always", "url": None}], None),
        ([{"id": "unstated"}], None),
    ],
)
def test_another_way_is_one_that_is_open_else_the_first_to_open(others: list[dict[str, object]], best: str) -> None:
    """In the order of channels.yml; one that opens later than the channel itself is no help."""
    others = [{**other, "hours": "00:00-24:00"} if other.get("hours") == "daily" else other for other in others]
    site = context(WEEKDAYS, *others)
    notice = off_hours(site, channel_hours(site))
    assert notice is not None
    assert (notice.best.channel.id if notice.best else None) == best


def test_a_channel_that_never_closes_has_no_off_hours_notice() -> None:
    """Day and night is day and night; with holidays it is not."""
    site = context({"id": "x", "hours": "always"})
    assert off_hours(site, channel_hours(site)) is None
    site = context({"id": "x", "hours": "always", "holidays": "DE"})
    assert off_hours(site, channel_hours(site)) is not None


def read(windows: str) -> list[tuple[datetime, datetime | None]]:
    """The windows that travel with a page, read by a second hand: minutes since the instant before."""
    found, before = [], datetime.min.replace(tzinfo=UTC)
    for pair in windows.split():
        instants: list[datetime | None] = []
        for text in pair.split("/"):
            if text:
                before = before + timedelta(minutes=int(text)) if text[0] == "+" else datetime.fromisoformat(text)
            instants.append(before if text else None)
        start, end = instants
        assert start is not None
        found.append((start, end))
    return found


def test_what_travels_with_a_page_tells_every_quarter_of_an_hour_of_sixty_days() -> None:
    """Over Christmas, New Year and the clock change of New York, without another build."""
    built = datetime(2027, 1, 20, 12, tzinfo=UTC)
    nights = {"id": "x", "zone": "America/New_York", "hours": {"mon-sat": ["08:00-12:00", "20:00-02:00"]}}
    site = context({**nights, "holidays": "US"}, now=built)
    [desk] = channel_hours(site)
    opened, closed = read(desk.openings), read(desk.closings)
    for quarter in range(60 * 24 * 4):
        at = built + timedelta(minutes=15 * quarter)
        expected = is_open(site.ledger.channels[0], at)
        assert any(start <= at and (end is None or at < end) for start, end in opened) is expected
        assert any(start <= at and (end is None or at < end) for start, end in closed) is not expected


@pytest.mark.parametrize("second", [1, 29, 31, 59])
def test_the_second_of_a_build_does_not_move_what_travels_with_a_page(second: int) -> None:
    """Closed on Friday night until nine on Saturday, which no reader sees as 08:59 or 09:01."""
    [desk] = channel_hours(context({"id": "x", "hours": "09:00-17:00"}, now=FRIDAY_NIGHT.replace(second=second)))
    assert desk.closed is not None and desk.closed.end is not None
    assert desk.closed.end in [end for _, end in read(desk.closings)]
    assert desk.closed.end in [start for start, _ in read(desk.openings)]


def test_an_opening_without_a_known_end_has_none() -> None:
    """Around the clock the page does not promise a closing where it stopped looking."""
    [desk] = channel_hours(context({"id": "x", "hours": "always"}))
    assert desk.open is not None and desk.open.end is None
    assert desk.openings.endswith("Z/")


def test_each_day_has_its_own_row() -> None:
    """A day around the clock within others is not closed, and a holiday says its name."""
    site = context({"id": "x", "hours": "always", "holidays": "DE"}, now=datetime(2026, 12, 24, 12, tzinfo=UTC))
    [desk] = channel_hours(site)
    assert [(day.all_day, bool(day.openings)) for day in desk.days[:4]] == [
        (True, True),
        (False, False),
        (False, False),
        (True, True),
    ]
    assert desk.days[1].why == "Christmas Day"
    assert [day.shown for day in desk.days[:9]] == [True] * 7 + [False] * 2
    assert desk.days[60].since <= site.now + timedelta(days=60) < desk.days[60].until
