"""The figures of response, worked by hand: every figure below was counted with pencil and calendar from `ROWS`."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest

from answerable.content.reading import Content, read_content
from answerable.facts.definitions import BY_ID, DEFINITIONS, definition_of
from answerable.facts.months import last_complete_month, month_before
from answerable.facts.outages import OutageFigures
from answerable.facts.response import (
    ByClock,
    CohortFigures,
    Dimension,
    Ends,
    Response,
)
from answerable.facts.shares import Share
from answerable.intake.case_table import case_table
from answerable.intake.cohorts import month_figures, response_figures

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)  # a Tuesday, just when the day begins
MINUTE, HOUR, DAY = 60, 3600, 86_400
CHANNELS = """channels:
  - {id: x, name: X, hours: {mon-fri: 09:00-17:00}, zone: UTC}
  - {id: phone, name: Phone, hours: always, zone: UTC}
  - {id: letter, name: Letter}
"""
POLICY = "minimum_n: 1\ntargets: {outage: 15m, urgent: 4h, normal: 24h}\ntopics: [{id: late, name: Late}]\n"
COLUMNS = (
    "id", "channel", "priority", "received", "auto_answered", "answered", "taken_private", "resolved", "followed_up",
    "confirmed", "outcome", "reopened", "withdrawn", "excluded_because",
)  # fmt: skip
# Days and hours of November 2026, in UTC; the 16th and the 23rd are Mondays.
ROWS = """
1   x      normal  16T10:00  16T10:01  16T10:30  -         16T15:00  -         17T09:00  solved                  -         -         -
2   x      normal  16T16:30  -         17T09:30  17T09:00  18T12:00  18T16:30  -         explained               -         -         -
3   x      urgent  20T18:00  -         23T10:00  23T11:00  -         -         -         -                       -         -         -
4   x      normal  16T09:00  16T09:02  -         -         -         -         -         -                       -         -         -
5   phone  outage  18T02:00  -         18T02:10  -         18T03:00  -         -         declined                -         -         -
6   phone  outage  18T12:00  -         18T12:20  -         18T12:30  -         -         no_reply_from_customer  -         -         -
7   x      normal  24T08:30  -         -         -         -         -         -         -                       -         -         -
8   x      normal  24T07:00  -         24T07:10  -         -         -         -         -                       -         -         -
9   x      normal  10T10:00  -         10T12:00  10T12:00  12T10:00  -         -         unresolved              -         -         -
10  x      normal  17T10:00  -         17T10:05  -         17T11:00  -         -         solved                  18T09:00  -         -
11  x      normal  17T10:00  -         17T12:00  -         -         -         -         -                       -         17T13:00  -
12  x      normal  18T10:00  -         18T10:01  -         -         -         -         -                       -         -         advertising
"""  # noqa: E501 (a table is read by its columns)


def cell(text: str) -> str:
    """A cell of the table as a file has it."""
    return "" if text == "-" else f"2026-11-{text}:00Z" if "T" in text else text


def read(rows: str, channels: str = CHANNELS) -> Content:
    """The content of a folder with these rows."""
    with TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        (content / "intake").mkdir(parents=True)
        (content / "channels.yml").write_text(channels, "utf-8")
        (content / "policy.yml").write_text(POLICY, "utf-8")
        lines = [",".join(COLUMNS), *(",".join(map(cell, row.split())) for row in rows.strip().splitlines())]
        (content / "intake/rows.csv").write_text("\n".join(lines) + "\n", "utf-8")
        return read_content(content, NOW)


@cache
def example() -> Response:
    """The figures of the table."""
    content = read(ROWS)
    assert content.findings == ()
    return response_figures(content.intake, content.ledger, NOW)


def figures(dimension: Dimension = Dimension.ALL, value: str = "") -> CohortFigures:
    """The figures of a cohort of November."""
    found = example().of("2026-11", dimension, value)
    assert found is not None
    return found


def numbers(share: Share) -> tuple[int, int, int]:
    """Numerator, denominator, and those not due."""
    return share.numerator, share.denominator, share.not_due


def seconds(clock: ByClock, kind: str) -> tuple[int | None, int | None]:
    """Median and 90th percentile."""
    spread = getattr(clock, kind)
    return spread.median.seconds, spread.p90.seconds


def test_every_complaint_counts_but_those_excluded_with_a_reason() -> None:
    """Eleven count, one is advertising; together they are what was received."""
    assert (figures().counted, figures().excluded, figures().received) == (11, (("advertising", 1),), 12)


@pytest.mark.parametrize(
    ("clock", "kind", "name", "expected"),
    [
        # By all hours: 7 is half an hour old, 8 two hours; 4 was never answered, and by a machine after two minutes.
        ("all_hours", "human", "within_hour", (5, 10, 1)),
        ("all_hours", "human", "within_day", (7, 9, 2)),
        ("all_hours", "human", "within_target", (6, 9, 2)),
        ("all_hours", "any_reply", "within_hour", (6, 10, 1)),
        ("all_hours", "any_reply", "within_day", (8, 9, 2)),
        # By staffed hours: 2 and 3 took one hour each, over a night and a weekend; 7 and 8 have waited no time yet.
        ("staffed", "human", "within_hour", (6, 9, 2)),
        ("staffed", "human", "within_day", (7, 8, 3)),
        ("staffed", "human", "within_target", (7, 9, 2)),
        ("staffed", "any_reply", "within_hour", (7, 9, 2)),
    ],
)  # fmt: skip
def test_shares_count_the_never_answered_as_failures(
    clock: str, kind: str, name: str, expected: tuple[int, int, int]
) -> None:
    """A case counts once its time is up, answered or not; until then it stands apart."""
    assert numbers(figures().shares()[f"{clock}.{kind}.{name}"]) == expected


@pytest.mark.parametrize(
    ("clock", "kind", "expected"),
    [
        # The sixth and the tenth of eleven, in order of length: 5m 10m 10m 20m 30m 2h 2h 17h 64h, never, never.
        ("all_hours", "human", (2 * HOUR, None)),
        ("all_hours", "any_reply", (20 * MINUTE, 64 * HOUR)),
        ("all_hours", "resolution", (None, None)),
        ("staffed", "human", (HOUR, None)),
        # Two of the three that were taken private never came back.
        ("all_hours", "follow_up", (None, None)),
    ],
)
def test_quantiles_count_the_never_answered_as_infinitely_late(
    clock: str, kind: str, expected: tuple[int | None, int | None]
) -> None:
    """A quantile that falls among them reads "not yet"."""
    assert seconds(getattr(figures(), clock), kind) == expected


def test_quantiles_say_of_how_many_they_speak() -> None:
    """All eleven for answers and resolutions, the three taken private for follow-ups."""
    clock = figures().all_hours
    assert (clock.human.median.n, clock.human.median.never) == (11, 2)
    assert (clock.resolution.median.n, clock.resolution.median.never) == (11, 6)
    assert (clock.follow_up.median.n, clock.follow_up.median.never) == (3, 2)


def test_the_resolution_of_one_cohort_is_exact() -> None:
    """On the phone two were settled, after an hour and after half an hour: the first of two is the median."""
    assert seconds(figures(Dimension.CHANNEL, "phone").all_hours, "resolution") == (30 * MINUTE, HOUR)


def test_the_loop_from_private_to_public_again() -> None:
    """2 came back after 31 hours and a half, 9 did not in time, 3 has time left."""
    loop = figures().loop
    assert (loop.taken_private, loop.overdue) == (3, 1)
    assert numbers(loop.came_back) == numbers(loop.in_time) == (1, 2, 1)
    assert (loop.time.median.seconds, loop.time.median.n, loop.time.median.never) == (None, 3, 2)
    assert [(one.id, one.seconds) for one in example().overdue] == [("9", 13 * DAY + 21 * HOUR)]


def test_each_complaint_ends_in_one_place() -> None:
    """Nothing is added into one "resolved", and the places add up to what counted."""
    ends = figures().ends
    assert ends == Ends(
        confirmed=1, unconfirmed=1, no_reply_from_customer=1, declined=1, unresolved=1, unstated=0, reopened=1,
        withdrawn=1, open=4, reopened_ever=1,
    )  # fmt: skip
    assert sum(ends.parts().values()) == figures().counted


def test_the_ages_of_what_is_open() -> None:
    """3, 4, 7, 8 and the reopened 10; the oldest first, the third of five is the median."""
    ages = example().open_ages
    assert ages is not None
    assert (ages.total, ages.buckets) == (5, ((1, 2), (7, 2), (30, 1), (90, 0), (None, 0)))
    assert [one.id for one in ages.oldest] == ["4", "10", "3", "8", "7"]
    assert ages.median.seconds == ages.oldest[2].seconds == 3 * DAY + 15 * HOUR


def test_nights_stand_apart_where_somebody_answers_day_and_night() -> None:
    """5 came to the phone at two at night, 6 at noon; the other channels have no nights."""
    assert example().values(Dimension.NIGHT, "2026-11") == example().values(Dimension.DAY, "2026-11") == ("phone",)
    assert figures(Dimension.NIGHT, "phone").counted == figures(Dimension.DAY, "phone").counted == 1
    assert numbers(figures(Dimension.NIGHT, "phone").all_hours.human.within_target) == (1, 1, 0)
    assert numbers(figures(Dimension.DAY, "phone").all_hours.human.within_target) == (0, 1, 0)


def test_priorities_are_cohorts_with_their_targets() -> None:
    """One of two outages within fifteen minutes; the urgent one late by all hours, in time by staffed ones."""
    assert numbers(figures(Dimension.PRIORITY, "outage").all_hours.human.within_target) == (1, 2, 0)
    urgent = figures(Dimension.PRIORITY, "urgent")
    assert numbers(urgent.all_hours.human.within_target) == (0, 1, 0)
    assert numbers(urgent.staffed.human.within_target) == (1, 1, 0)


def test_a_channel_without_hours_has_no_staffed_clock() -> None:
    """Its complaints are left out there and said to be."""
    content = read(
        "a letter normal 16T10:00 - 16T11:00 - - - - - - - -\nb x normal 16T10:00 - 16T11:00 - - - - - - - -"
    )
    found = response_figures(content.intake, content.ledger, NOW).of()
    assert found is not None
    assert (found.all_hours.cases, found.staffed.cases) == (2, 1)
    assert numbers(found.staffed.human.within_hour) == (1, 1, 0)


def test_a_complaint_on_a_day_off_has_waited_for_no_staffed_second() -> None:
    """The first complaint came on the Sunday on which the site is built; no desk was open since."""
    channels = "".join(line for line in CHANNELS.splitlines(keepends=True) if "always" not in line)
    content = read("1 x normal 22T10:00 - 22T12:00 " + "- " * 8, channels)
    found = response_figures(content.intake, content.ledger, datetime(2026, 11, 22, 18, tzinfo=UTC)).of("2026-11")
    assert found is not None
    assert found.all_hours.human.median.seconds == 2 * HOUR
    assert found.staffed.human.median.seconds == 0


def test_a_priority_without_a_target_is_in_no_share_of_targets() -> None:
    """`safety` has none in this policy; that is said beside the share."""
    content = read("a x safety 16T10:00 - 16T11:00 - - - - - - - -")
    found = response_figures(content.intake, content.ledger, NOW).of()
    assert found is not None
    assert numbers(found.all_hours.human.within_target) == (0, 0, 0)
    assert found.all_hours.without_target == 1


def test_what_happens_later_has_not_happened() -> None:
    """As of the seventeenth at noon, 2 is not resolved, 10 not reopened, and 7 not received."""
    content = read(ROWS)
    found = response_figures(content.intake, content.ledger, datetime(2026, 11, 17, 12, tzinfo=UTC)).of()
    assert found is not None
    assert found.counted == 6  # 1, 2, 4, 9, 10 and 11
    assert (found.ends.confirmed, found.ends.unconfirmed, found.ends.open) == (1, 1, 3)


def test_only_the_asked_month_is_counted() -> None:
    """The figures of a month alone are those that it has among all months."""
    content = read(ROWS + "13 x normal 10T00:30 - - - - - - - - - -")
    whole = response_figures(content.intake, content.ledger, NOW)
    alone = month_figures(content.intake, content.ledger, NOW, "2026-11")
    assert alone == {cohort: one for cohort, one in whole.cohorts.items() if cohort.month}
    assert month_figures(content.intake, content.ledger, NOW, "2026-10") == {}


def test_months_begin_and_end_in_the_site_s_zone() -> None:
    """Half past eight in the evening of 31 October in UTC is November in Tehran."""
    content = read("a x normal 10T00:00 - - - - - - - - - -")
    content.intake.change("UPDATE intake SET received = epoch(TIMESTAMP '2026-10-31 20:30:00')")
    ledger = content.ledger
    tehran = ledger.policy.model_copy(update={"zone": ZoneInfo("Asia/Tehran")})
    object.__setattr__(ledger, "policy", tehran)
    assert response_figures(content.intake, ledger, NOW).months == ("2026-11",)


def in_berlin(text: str, hours: str) -> Content:
    """These lines of an intake for a company in Berlin whose only channel has these hours."""
    with TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        (content / "intake").mkdir(parents=True)
        channel = f"channels:\n  - {{id: x, name: X, hours: {hours}, zone: Europe/Berlin}}\n"
        (content / "channels.yml").write_text(channel, "utf-8")
        (content / "policy.yml").write_text("zone: Europe/Berlin\n", "utf-8")
        (content / "intake/a.csv").write_text(text, "utf-8")
        return read_content(content, NOW)


@pytest.mark.parametrize(
    ("received", "month", "night"),
    [
        ("2026-09-30T21:59:59Z", "2026-09", True),  # 23:59:59 in summer
        ("2026-09-30T22:00:00Z", "2026-10", True),  # midnight in summer
        ("2026-10-31T22:59:59Z", "2026-10", True),  # 23:59:59 in winter
        ("2026-10-31T23:00:00Z", "2026-11", True),  # midnight in winter
        ("2026-10-24T20:00:00Z", "2026-10", True),  # 22:00 in summer
        ("2026-10-25T20:00:00Z", "2026-10", False),  # 21:00 in winter
        ("2026-10-24T04:00:00Z", "2026-10", False),  # 06:00 in summer
        ("2026-10-25T04:00:00Z", "2026-10", True),  # 05:00 in winter
    ],
)
def test_months_and_nights_follow_the_clock_change(received: str, month: str, night: bool) -> None:
    """Berlin is two hours ahead of UTC until 25 October 2026, 01:00 UTC, and one hour from then on."""
    content = in_berlin(f"id,channel,received\nfirst,x,2026-08-01T10:00:00Z\na,x,{received}\n", "always")
    found = response_figures(content.intake, content.ledger, NOW)
    assert found.of(month, Dimension.NIGHT if night else Dimension.DAY, "x") is not None
    assert found.of(month, Dimension.DAY if night else Dimension.NIGHT, "x") is None


def test_staffed_hours_follow_the_clock_change() -> None:
    """In Berlin the night of 25 October 2026 has an hour more, which nobody works: nine to nine is eight."""
    text = "id,channel,received,answered\na,x,2026-10-24T09:00:00+02:00,2026-10-25T09:00:00+01:00\n"
    read_ = in_berlin(text, "09:00-17:00")
    found = response_figures(read_.intake, read_.ledger, NOW).of()
    assert found is not None
    assert found.all_hours.human.median.n == 1
    with case_table(read_.intake, read_.ledger, NOW) as cases:
        rows = read_.intake.rows(f"SELECT all_hours_human, staffed_human FROM {cases}")  # noqa: S608 (made by us)
    assert rows == [(25 * HOUR, 8 * HOUR)]


def test_tables_of_cases_do_not_replace_each_other() -> None:
    """Each is of its own instant and month while it is used, and none is left afterwards."""
    text = "id,channel,received\na,x,2026-09-24T09:00:00+02:00\nb,x,2026-10-24T09:00:00+02:00\n"
    content = in_berlin(text, "always")

    def months(table: str) -> list[str]:
        return [one for (one,) in content.intake.rows(f"SELECT month FROM {table} ORDER BY 1")]  # noqa: S608 (the same)

    with (
        case_table(content.intake, content.ledger, NOW) as every,
        case_table(content.intake, content.ledger, NOW, ("2026-10",)) as october,
    ):
        assert (months(every), months(october)) == (["2026-09", "2026-10"], ["2026-10"])
        response_figures(content.intake, content.ledger, NOW)
        assert (months(every), months(october)) == (["2026-09", "2026-10"], ["2026-10"])
    assert content.intake.rows("SELECT table_name FROM duckdb_tables()") == [("intake",)]


def test_an_empty_intake_has_no_figures() -> None:
    """Nothing received is nothing shown, not a hundred percent."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "content").mkdir()
        content = read_content(Path(folder) / "content", NOW)
    found = response_figures(content.intake, content.ledger, NOW)
    assert (found.months, found.cohorts, found.of()) == ((), {}, None)


def test_months_are_told_by_the_calendar() -> None:
    """The last complete month on the first of January is December."""
    tehran = ZoneInfo("Asia/Tehran")
    assert month_before("2026-01") == "2025-12"
    assert last_complete_month(datetime(2026, 12, 31, 20, 30, tzinfo=UTC), tehran) == "2026-12"
    assert last_complete_month(datetime(2026, 12, 31, 20, 29, tzinfo=UTC), tehran) == "2026-11"


def test_every_figure_has_a_definition_and_no_definition_is_idle() -> None:
    """Each name that pages and downloads can show is defined once; nothing is defined that nothing shows."""
    shown = {*figures().shares(), *figures().quantiles(), *figures().ends.parts(), *OutageFigures.__slots__}
    shown -= {"month", "by_impact", "still_open", "beginning_not_stated"}
    assert all(definition_of(name) for name in shown)
    parts = {part for name in shown for part in name.split(".")} - {"loop"}
    beside = {
        "counted", "excluded", "uncounted", "not_due", "overdue", "open_ages", "reopened_ever", "night", "day",
        "interval", "minimum_n", "comparison", "restatement", "behind", "with_excluded", "uptime",
    }  # fmt: skip
    assert {definition.id for definition in DEFINITIONS} == parts | beside
    assert len(BY_ID) == len(DEFINITIONS)
