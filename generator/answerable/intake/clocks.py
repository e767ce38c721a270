"""What SQL needs to know of the calendar: the local time of a zone, and the staffed hours of channels.

A channel's staffed seconds up to an instant t are those before t's day in UTC, kept in the table `staffed`, and those
of the day's openings up to t; the staffed time between two instants is one subtraction. Local time is UTC and an
offset that changes a few times a year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from answerable.facts.hours import openings
from answerable.intake.intake import Intake
from answerable.intake.store import sql_text
from answerable.records.company import Channel
from answerable.records.ledger import Ledger

NIGHT = (22 * 3600, 6 * 3600)
"""Seconds after midnight, in the channel's zone, when a night begins and when it ends."""
DAY = 86_400


def first_received(intake: Intake, now: datetime) -> datetime:
    """When the first complaint was received; the given clock when there is none before it."""
    first = intake.rows("SELECT min(received) FROM intake")[0][0]
    return min(datetime.fromtimestamp(first, UTC), now) if first is not None else now


def month_sql(instant: str, zone: tzinfo, start: datetime, end: datetime) -> str:
    """The month of an instant's column in a zone, such as `2026-11`."""
    return f"strftime(make_timestamp(({instant} + {offset_sql(instant, zone, start, end)}) * 1000000), '%Y-%m')"


def night_sql(instant: str, ledger: Ledger, start: datetime, end: datetime) -> str:
    """Whether an instant is at night on a channel that answers day and night; NULL on other channels."""
    cases = ""
    for channel in ledger.channels:
        if channel.hours.always:
            offset = offset_sql(instant, channel.zone or UTC, start, end)
            clock = f"(({instant} + {offset}) % {DAY})"
            cases += f" WHEN {sql_text(channel.id)} THEN {clock} >= {NIGHT[0]} OR {clock} < {NIGHT[1]}"
    return f"CASE channel{cases} END" if cases else "NULL::BOOLEAN"


def offset_sql(instant: str, zone: tzinfo, start: datetime, end: datetime) -> str:
    """Seconds that a zone is ahead of UTC at an instant's column, between two instants."""
    changes = list(_changes(zone, start, end))
    if not changes:
        return str(_offset(zone, start))
    cases = " ".join(f"WHEN {instant} >= {at} THEN {ahead}" for at, ahead in reversed(changes))
    return f"(CASE {cases} ELSE {_offset(zone, start)} END)"


def create_staffed_table(intake: Intake, ledger: Ledger, start: datetime, end: datetime) -> int:
    """The table `staffed`: for each channel with stated hours and each UTC day, the staffed seconds before it and the
    day's openings as `open1, shut1, open2, …`. Gives how many of those a day may have.
    """  # fmt: skip
    days = [row for channel in ledger.channels if channel.hours.stated for row in _days(channel, start, end)]
    most = max((len(spans) for *_, spans in days), default=1)
    columns = [f"{word}{number + 1}" for number in range(most) for word in ("open", "shut")]
    rows = ((id, day, before, *_flat(spans, most)) for id, day, before, spans in days)
    intake.fill("staffed", ("channel", "day", "before", *columns), rows)
    numbers = ", ".join(f"CAST({column} AS BIGINT) AS {column}" for column in ("day", "before", *columns))
    intake.run(f"CREATE OR REPLACE TABLE staffed AS SELECT channel, {numbers} FROM staffed")
    return most


def staffed_sql(instant: str, day: str, most: int) -> str:
    """The staffed seconds up to an instant's column, `day` being its row of `staffed`; NULL where there is none."""
    spans = " + ".join(
        f"greatest(0, least({instant}, {day}.shut{number}) - {day}.open{number})" for number in range(1, most + 1)
    )
    return f"{day}.before + {spans}"


Span = tuple[int, int]


def _days(channel: Channel, start: datetime, end: datetime) -> Iterator[tuple[str, int, int, list[Span]]]:
    """Each UTC day of a channel: how many staffed seconds came before it, and its openings."""
    first, last = _seconds(start) // DAY, _seconds(end) // DAY
    by_day: dict[int, list[Span]] = defaultdict(list)
    for opening in openings(channel, start - timedelta(days=1), last - first + 3):
        begin, close = _seconds(opening.start), _seconds(opening.end)
        for day in range(max(begin // DAY, first), min(close // DAY, last) + 1):
            span = max(begin, day * DAY), min(close, (day + 1) * DAY)
            if span[0] < span[1]:
                by_day[day].append(span)
    before = 0
    for day in range(first, last + 1):
        yield channel.id, day, before, by_day[day]
        before += sum(close - begin for begin, close in by_day[day])


def _flat(spans: list[Span], most: int) -> Iterator[int]:
    for begin, close in [*spans, *[(0, 0)] * (most - len(spans))]:
        yield from (begin, close)


def _changes(zone: tzinfo, start: datetime, end: datetime) -> Iterator[tuple[int, int]]:
    """When a zone's offset changes between two instants, to the second, and to what."""
    low = _seconds(start)
    while low < _seconds(end):
        high = low + DAY
        if _ahead(zone, low) != _ahead(zone, high):
            at = _first_second(zone, low, high)
            yield at, _ahead(zone, at)
        low = high


def _first_second(zone: tzinfo, low: int, high: int) -> int:
    """The first second after `low` at which the offset is that of `high`."""
    ahead = _ahead(zone, high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _ahead(zone, middle) == ahead else (middle, high)
    return high


def _ahead(zone: tzinfo, seconds: int) -> int:
    return _offset(zone, datetime.fromtimestamp(seconds, UTC))


def _offset(zone: tzinfo, instant: datetime) -> int:
    ahead = instant.astimezone(zone).utcoffset()
    return int(ahead.total_seconds()) if ahead else 0


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())
