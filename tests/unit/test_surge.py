"""The surge rule: worked by hand, against scipy, and on a month of 50,000 made-up complaints with planted surges."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from scipy.stats import poisson  # type: ignore[import-untyped]
from tests.unit import complaint_month

from answerable.facts.surge import ALL, Arrivals, Subject, UsualLevel, firings, level_of, poisson_tail, recent, surges
from answerable.publish.context import Context
from answerable.publish.figures.transparency import surge_section
from answerable.records.company import Policy, SurgeRule
from answerable.records.ledger import make_ledger

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)  # a Tuesday
REFUNDS = Subject("topic", "refunds")
UTC_ZONE = ZoneInfo("UTC")
Row = tuple[float, str, str | None]


def times_of(arrivals: Iterable[Row]) -> dict[Subject, list[float]]:
    """Received (seconds since 1970), topic and component of each complaint, in any order, as times by subject."""
    times: dict[Subject, list[float]] = {ALL: []}
    for received, topic, component in arrivals:
        for subject in (ALL, Subject("topic", topic), *([Subject("component", component)] if component else [])):
            times.setdefault(subject, []).append(received)
    for found in times.values():
        found.sort()
    return times


def rows(
    start: datetime, number: int, minutes: float, topic: str = "refunds", component: str | None = None
) -> list[Row]:
    """So many complaints evenly spread over the minutes that end at `start + minutes`, the last one at the end."""
    begin, step = start.timestamp(), minutes * 60 / number
    return [(begin + step * (index + 1), topic, component) for index in range(number)]


def history(per_hour: int, weeks: int = 6) -> list[Row]:
    """The same number in each hour of past weeks, up to an hour before NOW."""
    hours = weeks * 7 * 24
    return [row for hour in range(2, hours) for row in rows(NOW - timedelta(hours=hour), per_hour, 60)]


@pytest.mark.parametrize("mean", [0.5, 1, 3.2, 8, 20, 150, 900])
@pytest.mark.parametrize("times", [1.2, 2, 3, 6])
def test_the_poisson_tail_is_scipy_s(mean: float, times: float) -> None:
    """P(X ≥ n), from far in the middle to far out."""
    count = math.ceil(mean * times) + 1
    assert poisson_tail(count, mean) == pytest.approx(poisson.sf(count - 1, mean), rel=1e-9)


def test_the_level_is_a_median_and_one_bad_week_does_not_move_it() -> None:
    """Of 2 3 3 4 5 5 80 the median is 4; distances 2 1 1 0 1 1 76 have the median 1, so the most is 4 + 3 * 1.4826."""
    level = level_of([3, 80, 5, 2, 4, 3, 5])
    assert level.usual == 4
    assert level.most == pytest.approx(8.4478)
    assert level_of([0, 0, 0]) == UsualLevel(0, 0.5)
    assert level_of([]) == UsualLevel(None, None)


@pytest.mark.parametrize(
    ("usual", "number", "fires"),
    [
        (2, 19, False),  # fewer than the policy's count
        (2, 20, True),
        (6, 20, False),  # three times as many as usual, and yet once in 60,000 windows by chance: sf(19, 6) = 1.7e-5
        (6, 24, True),  # sf(23, 6) = 3.5e-8
        (30, 80, False),  # chance says no, but it is not three times the usual
        (30, 90, True),
    ],
)
def test_a_surge_is_many_and_far_above_the_usual(usual: int, number: int, fires: bool) -> None:
    """Six weeks with the same number in each hour, then this hour."""
    times = times_of([*history(usual), *rows(NOW - timedelta(minutes=59), number, 59)])
    found = surges(times, SurgeRule(), UTC_ZONE, NOW)
    assert [(s.subject, s.peak, s.level.usual) for s in found] == ([(REFUNDS, number, usual)] if fires else [])


def test_the_evidence_says_since_when_and_how_many() -> None:
    """40 complaints in twenty minutes: noticed when there were 20, with the ordinary one of that first window."""
    times = times_of([*history(1), *rows(NOW - timedelta(minutes=20), 40, 20)])
    [surge] = surges(times, SurgeRule(), UTC_ZONE, NOW)
    assert (surge.number, surge.peak, surge.until) == (41, 40, NOW)
    assert surge.since == NOW - timedelta(hours=1)
    assert surge.noticed == NOW - timedelta(minutes=10)


def test_a_busy_monday_morning_is_no_surge() -> None:
    """Sixty complaints at nine on Mondays, five an hour else: the level is that of the hour of the week."""
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    past = [
        row
        for hour in range(1, 6 * 7 * 24)
        for row in rows(monday - timedelta(hours=hour + 1), 60 if hour % 168 in (167, 0, 1) else 5, 60)
    ]
    times = times_of([*past, *rows(monday - timedelta(minutes=59), 60, 59)])
    assert surges(times, SurgeRule(), UTC_ZONE, monday) == ()
    tuesday = times_of([*past, *rows(monday + timedelta(hours=23, minutes=1), 60, 59)])
    assert [s.subject for s in surges(tuesday, SurgeRule(), UTC_ZONE, monday + timedelta(days=1))] == [REFUNDS]


def test_the_hour_of_the_week_is_that_of_the_wall_clock() -> None:
    """Berlin's clocks went back on 25 October: the rush at eight by the clock was at six by UTC and is at seven now."""
    zone = ZoneInfo("Europe/Berlin")
    # The rush lasts three hours, so that neighbours of the hour are as busy; outside it there is nobody.
    days = [datetime(2026, 9, 21, 7, tzinfo=zone) + timedelta(days=day) for day in range(42)]
    past = [row for day in days for row in rows(day.astimezone(UTC), 40 * 3, 180)]
    morning = datetime(2026, 11, 2, 9, tzinfo=zone).astimezone(UTC)
    today = rows(morning - timedelta(minutes=59), 40, 59)
    assert surges(times_of([*past, *today]), SurgeRule(), zone, morning) == ()
    early = morning - timedelta(hours=2)
    before = rows(early - timedelta(minutes=59), 40, 59)
    assert [s.subject for s in surges(times_of([*past, *before]), SurgeRule(), zone, early)] == [REFUNDS]


def test_without_a_past_the_count_alone_decides_and_says_so() -> None:
    """A company's first day with the program may be a bad one."""
    [surge] = surges(times_of(rows(NOW - timedelta(minutes=30), 20, 30)), SurgeRule(), UTC_ZONE, NOW)
    assert surge.level == UsualLevel(None, None)


def test_one_or_two_are_complaints() -> None:
    """On a topic that nobody ever complained about."""
    quiet = rows(NOW - timedelta(minutes=5), 2, 5, topic="privacy")
    assert surges(times_of([*history(5), *quiet]), SurgeRule(count=2), UTC_ZONE, NOW - timedelta(minutes=30)) == ()
    assert surges(times_of([*history(5), *quiet]), SurgeRule(), UTC_ZONE, NOW) == ()


def test_a_flood_over_all_topics_is_one_surge_of_everything() -> None:
    """Twelve about each of four topics are a flood, and none of the four alone."""
    flood = [row for topic in "abcd" for row in rows(NOW - timedelta(minutes=30), 12, 30, topic)]
    times = times_of([*history(1), *flood])
    assert [s.subject for s in surges(times, SurgeRule(), UTC_ZONE, NOW)] == [ALL]
    more = times_of([*history(1), *flood, *rows(NOW - timedelta(minutes=30), 12, 30, "a")])
    assert [s.subject for s in surges(more, SurgeRule(), UTC_ZONE, NOW)] == [Subject("topic", "a")]


def test_a_component_can_surge_over_several_topics() -> None:
    """Each topic has a few; the component has them all."""
    flood = [row for topic in "ab" for row in rows(NOW - timedelta(minutes=30), 15, 30, topic, "checkout")]
    found = surges(times_of([*history(1), *flood]), SurgeRule(), UTC_ZONE, NOW)
    assert [s.subject for s in found] == [Subject("component", "checkout")]


def test_order_does_not_matter_and_more_complaints_never_end_a_surge() -> None:
    """The rows come from several files."""
    made = [*history(2), *rows(NOW - timedelta(minutes=40), 30, 40)]
    assert surges(times_of(made), SurgeRule(), UTC_ZONE, NOW) == surges(
        times_of(made[::-1]), SurgeRule(), UTC_ZONE, NOW
    )
    more = [*made, *rows(NOW - timedelta(minutes=40), 10, 40)]
    assert surges(times_of(more), SurgeRule(), UTC_ZONE, NOW)


def test_the_page_on_counting_has_the_rule_and_when_it_held() -> None:
    """Names where the company gives one, ids where it gives none, and nothing of them as HTML."""
    past, minutes = history(2), timedelta(minutes=40)
    flood = rows(NOW - minutes, 30, 40)
    strange = rows(NOW - minutes, 25, 40, "<b>")
    times = times_of([*past, *flood, *strange])
    arrivals = Arrivals(list(times[ALL]), {s.id: list(found) for s, found in times.items() if s.kind == "topic"})
    policy = Policy.model_validate({"topics": [{"id": "refunds", "name": "Money back"}]})
    context = Context(make_ledger(policy=policy), NOW, "en", "en", "s", "https://s.example.com/")
    html = surge_section(context, "../../", recent(arrivals, policy.surge, policy.zone, NOW))
    assert "at least 20 in 1 hour, at least 3 times as many as usual" in html
    assert "once in 1,000,000 such times" in html
    assert '<th scope="row">Money back</th>' in html
    assert '<th scope="row">&lt;b&gt;</th>' in html
    assert "No surge" not in html
    assert "No surge in the last 90 days." in surge_section(context, "../../", ())


@pytest.mark.parametrize(
    ("with_past", "false_alarms"), [(True, 2), (False, 12)], ids=["seven weeks before it", "first month ever"]
)
def test_every_planted_surge_of_a_month_is_found_within_its_time(with_past: bool, false_alarms: int) -> None:
    """50,000 complaints with the rhythm of day and week, growth, moods and clumps; the false alarms are counted."""
    month = complaint_month.make(seed=20261101, with_past=with_past)
    assert 49_000 <= month.of_month <= 53_000
    found = firings(times_of(month.rows), SurgeRule(), complaint_month.ZONE, month.start, month.end)
    missed = [one.name for one in month.planted if not any(one.found_by(s.subject, s.noticed) for s in found)]
    false = [s for s in found if not any(one.explains(s.subject, s.since, s.until) for one in month.planted)]
    assert missed == []
    assert len(false) <= false_alarms
