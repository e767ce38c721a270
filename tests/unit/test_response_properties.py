"""Laws of the figures that hold for any rows, and the same figures counted once more by plain Python."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.content.reading import Content, read_content
from answerable.facts.openings import openings
from answerable.facts.response import CohortFigures, Dimension, Response
from answerable.facts.shares import Share, quantile
from answerable.intake.cohorts import response_figures

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TARGETS = {"outage": 900, "normal": 86_400}
CHANNELS = """channels:
  - {id: x, name: X, hours: {sat-wed: 08:00-22:00, thu: [08:00-13:00, 14:00-20:00]}, holidays: IR, zone: Asia/Tehran}
  - {id: phone, name: Phone, hours: {daily: 20:00-04:00}, zone: Europe/Berlin}
  - {id: chat, name: Chat, hours: always, zone: America/New_York}
"""
POLICY = "minimum_n: 1\nzone: Asia/Tehran\ntargets: {outage: 15m, normal: 24h}\ntopics: [{id: late, name: Late}]\n"
HEAD = "id,channel,topic,priority,received,answered,auto_answered,taken_private,resolved,followed_up,outcome"
SLOW = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])

AGO = st.integers(0, 45 * 86_400)
LATER = st.one_of(st.none(), st.integers(0, 20 * 86_400))
ROW = st.tuples(
    st.sampled_from(["x", "phone", "chat"]), st.sampled_from(["outage", "normal", "safety"]), AGO, *[LATER] * 5
)
ROWS = st.lists(ROW, min_size=1, max_size=30)
Row = tuple[str, str, int, int | None, int | None, int | None, int | None, int | None]


def steps(row: Row) -> tuple[datetime, list[datetime | None]]:
    """When it was received, and its five steps; one that would lie ahead of the clock has not happened."""
    received = NOW - timedelta(seconds=row[2])
    after = [None if later is None else received + timedelta(seconds=later) for later in row[3:]]
    return received, [at if at and at <= NOW else None for at in after]


def line(id: str, row: Row) -> str:
    """The row as a file has it."""
    received, after = steps(row)
    cells = [at.isoformat() if at else "" for at in (received, *after)]
    return ",".join([id, row[0], "late", row[1], *cells, "solved" if after[3] else ""])


def read(folder: Path, lines: list[str]) -> Content:
    """The content of a folder with these lines."""
    (folder / "intake").mkdir(parents=True, exist_ok=True)
    (folder / "channels.yml").write_text(CHANNELS, "utf-8")
    (folder / "policy.yml").write_text(POLICY, "utf-8")
    (folder / "intake/rows.csv").write_text("\n".join([HEAD, *lines]) + "\n", "utf-8")
    content = read_content(folder, NOW)
    assert content.findings == ()
    return content


def counted(folder: Path, lines: list[str]) -> Response:
    """The figures of these lines."""
    content = read(folder, lines)
    return response_figures(content.intake, content.ledger, NOW)


def lines_of(rows: list[Row]) -> list[str]:
    """The rows numbered."""
    return [line(f"c{number}", row) for number, row in enumerate(rows)]


def whole(response: Response) -> CohortFigures:
    """The figures of all complaints."""
    found = response.of()
    assert found is not None
    return found


@SLOW
@given(rows=ROWS, channel=st.sampled_from(["x", "phone", "chat"]), ago=AGO)
def test_an_unanswered_complaint_never_improves_a_figure(
    tmp_path: Path, rows: list[Row], channel: str, ago: int
) -> None:
    """No share becomes larger and no quantile shorter, in any cohort that it joins or not."""
    before = counted(tmp_path, lines_of(rows))
    one_more = [*lines_of(rows), line("new", (channel, "normal", ago, None, None, None, None, None))]
    after = counted(tmp_path, one_more)
    for cohort, old in before.cohorts.items():
        new = after.cohorts[cohort]
        for name, share in old.shares().items():
            now = new.shares()[name]
            assert share.denominator == 0 or _value(now) <= _value(share)
        for name, found in old.quantiles().items():
            then = new.quantiles()[name]
            assert found.n == 0 or then.seconds is None or (found.seconds is not None and then.seconds >= found.seconds)


def _value(share: Share) -> Fraction:
    return Fraction(share.numerator, share.denominator)


@SLOW
@given(rows=ROWS, order=st.randoms())
def test_the_order_of_rows_does_not_matter(tmp_path: Path, rows: list[Row], order: random.Random) -> None:
    """Shuffled rows give the same figures, lists and ages."""
    lines = lines_of(rows)
    before = counted(tmp_path, lines)
    order.shuffle(lines)
    after = counted(tmp_path, lines)
    assert (before.cohorts, before.overdue, before.open_ages) == (after.cohorts, after.overdue, after.open_ages)


@SLOW
@given(rows=ROWS)
def test_parts_add_up(tmp_path: Path, rows: list[Row]) -> None:
    """Channels, priorities and months add up to all; the ends of each cohort to what counts in it."""
    found = counted(tmp_path, lines_of(rows))
    for dimension in (Dimension.CHANNEL, Dimension.PRIORITY, Dimension.TOPIC):
        values = [found.of("", dimension, value) for value in found.values(dimension)]
        assert sum(one.counted for one in values if one) == len(rows)
    months = [found.of(month) for month in found.months]
    assert sum(one.counted for one in months if one) == len(rows)
    for one in found.cohorts.values():
        assert sum(one.ends.parts().values()) == one.counted
        for share in one.shares().values():
            assert 0 <= share.numerator <= share.denominator
        for clock in (one.all_hours, one.staffed):
            shares = (clock.human.within_hour, clock.human.within_day, clock.human.within_target)
            assert {share.denominator + share.not_due for share in shares[:2]} == {clock.cases}
            assert shares[2].denominator + shares[2].not_due == clock.cases - clock.without_target


@SLOW
@given(rows=ROWS)
def test_plain_python_counts_the_same(tmp_path: Path, rows: list[Row]) -> None:
    """Shares and quantiles of both clocks, row by row, with staffed time from the openings themselves."""
    content = read(tmp_path, lines_of(rows))
    found = whole(response_figures(content.intake, content.ledger, NOW))
    channels = {channel.id: channel for channel in content.ledger.channels}
    spans = {id: openings(channel, NOW - timedelta(days=50), 52) for id, channel in channels.items()}

    def staffed(row: Row, start: datetime, end: datetime) -> int:
        cut = ((max(one.start, start), min(one.end, end)) for one in spans[row[0]])
        return sum(int((last - first).total_seconds()) for first, last in cut if first < last)

    def plain(_row: Row, start: datetime, end: datetime) -> int:
        return int((end - start).total_seconds())

    for name, length in (("all_hours", plain), ("staffed", staffed)):
        ages = [length(row, steps(row)[0], NOW) for row in rows]
        human = [length(row, steps(row)[0], at) if (at := steps(row)[1][0]) else None for row in rows]
        clock = getattr(found, name)
        for limit, share in ((3600, clock.human.within_hour), (86_400, clock.human.within_day)):
            due = [answer for answer, age in zip(human, ages, strict=True) if age >= limit]
            good = sum(answer is not None and answer <= limit for answer in due)
            assert (share.numerator, share.denominator, share.not_due) == (good, len(due), len(rows) - len(due))
        target = [(answer, TARGETS[row[1]]) for answer, age, row in zip(human, ages, rows, strict=True)
                  if row[1] in TARGETS and age >= TARGETS[row[1]]]  # fmt: skip
        good = sum(answer is not None and answer <= limit for answer, limit in target)
        assert (clock.human.within_target.numerator, clock.human.within_target.denominator) == (good, len(target))
        assert clock.human.median.seconds == quantile(human, 5).seconds
        assert clock.human.p90.seconds == quantile(human, 9).seconds


@pytest.mark.parametrize("number", [1, 2, 3, 7, 10, 11, 19, 20, 21, 29, 30, 70, 100, 101])
def test_quantiles_in_sql_are_those_of_the_definition(tmp_path: Path, number: int) -> None:
    """For numbers of cases where a rounded product would fall on the wrong case: 0.9 of 70 is the 63rd."""
    rows: list[Row] = [
        ("chat", "normal", 40 * 86_400, 60 * place, None, None, None, None) for place in range(1, number + 1)
    ]
    human = whole(counted(tmp_path, lines_of(rows))).all_hours.human
    assert (human.median.seconds, human.p90.seconds) == (60 * -(-number // 2), 60 * -(-9 * number // 10))
