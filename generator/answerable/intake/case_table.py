"""Make the table of cases as of an instant: each complaint with its lengths of time by both clocks, in seconds.

What happened after the instant is left out. Local time in SQL is UTC plus an offset that changes a few times a year.
Staffed time is a difference: a channel's staffed seconds up to an instant are those before its day in UTC, from a table
of staffed days, plus those of the day's openings up to the instant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from answerable.facts.months import month_bounds, months_between
from answerable.facts.openings import openings
from answerable.intake.columns import STEPS
from answerable.intake.engine import Population
from answerable.intake.store import sql_text
from answerable.records.company import Channel
from answerable.records.ledger import Ledger
from answerable.records.vocabulary import CalendarName

CLOCKS = ("all_hours", "staffed")
TIMES = ("human", "any_reply", "resolution", "follow_up")
LENGTHS = ("loop", *(f"{clock}_{time}" for clock in CLOCKS for time in TIMES))
NIGHT = (22 * 3600, 6 * 3600)
"""Seconds after midnight, in the channel's zone, when a night begins and when it ends."""
_DAY = 86_400
_NEVER = (1 << 31) - 1
_NEVER_OF_CENTURIES = 1 << 62
_MOMENTS = ("received", "answered", "auto_answered", "resolved", "followed")

Span = tuple[int, int]


@contextmanager
def case_table(
    intake: Population,
    ledger: Ledger,
    now: datetime,
    months: Collection[str] | None = None,
    calendar: CalendarName = "gregorian",
) -> Iterator[str]:
    """Create the table of the cases received until `now` (in some months only, if given) and yield its name.

    Months are those of `calendar`. Columns: the complaint's `month` and other dimensions, and `excluded_because`; NULL
    for what has not happened, its outcome and some of its steps; NULL for other cases, its `target`, how long ago it
    began (`private_for`, `staffed_age`) and the lengths of time of `LENGTHS`, which are `never` for what has not
    happened. The table is dropped at the end of the block.
    """
    never = infinitely_long(intake, now)
    start = first_received(intake, now)
    spans = None
    if months is not None:
        spans = [month_span(month, ledger.policy.zone, calendar) for month in sorted(months)]
        start = min(max(start, datetime.fromtimestamp(min(spans)[0] if spans else int(now.timestamp()), UTC)), now)
    happened = happened_sql(int(now.timestamp()), spans)
    of_month = _month_sql("received", ledger.policy.zone, start, now, calendar)
    at_night = _night_sql("received", ledger, start, now)
    with (
        _staffed_days(intake, ledger, start, now) as (days, most),
        _targets(intake, ledger) as targets,
    ):
        joins = _joins(days, most, targets, int(now.timestamp()))
        timed = _timed(happened, of_month, at_night, _staffed_columns(most), joins)
        query = f"WITH timed AS ({timed}) SELECT {_columns(never)} FROM timed"
        with intake.table_of("cases", query) as cases:
            yield cases


@contextmanager
def _targets(intake: Population, ledger: Ledger) -> Iterator[str]:
    """Create the table of the policy's targets by priority, in seconds, and yield its name."""
    targets = [(priority, int(target.total_seconds())) for priority, target in ledger.policy.targets.items()]
    with intake.table_with("targets", ("priority", "target"), targets) as table:
        yield table


def _timed(happened: str, month: str, night: str, staffed: str, joins: str) -> str:
    """Return the query of what happened, with the month, day or night, and the staffed seconds up to each moment."""
    return (
        f"SELECT happened.*, CAST(target AS BIGINT) AS target, CASE WHEN at_night THEN happened.channel END AS night, "
        f"CASE WHEN NOT at_night THEN happened.channel END AS day, s_ended, {staffed} "
        f"FROM (SELECT *, {month} AS month, {night} AS at_night FROM ({happened}) AS steps) AS happened {joins}"
    )


def _staffed_columns(most: int) -> str:
    return ", ".join(f"{_staffed_sql(f'happened.{one}', f'of_{one}', most)} AS s_{one}" for one in _MOMENTS)


def _joins(days: str, most: int, targets: str, now: int) -> str:
    """Join the staffed day of each moment, the staffed seconds until now, and the target of the priority."""
    joins = " ".join(
        f"LEFT JOIN {days} AS of_{moment} ON happened.channel = of_{moment}.channel "
        f"AND happened.{moment} - mod(happened.{moment}, {_DAY}) = of_{moment}.day"
        for moment in _MOMENTS
    )
    staffed, today = _staffed_sql(str(now), "days", most), now - now % _DAY
    until_now = f"SELECT channel, {staffed} AS s_ended FROM {days} AS days WHERE day = {today}"
    return (
        f"{joins} LEFT JOIN ({until_now}) AS of_now ON happened.channel = of_now.channel "
        f"LEFT JOIN {targets} AS targets ON happened.priority = targets.priority"
    )


def month_span(month: str, zone: ZoneInfo, calendar: CalendarName) -> tuple[int, int]:
    """Return the second in which a month begins, and the one in which the next one does."""
    begin, end = month_bounds(month, zone, calendar)
    return int(begin.timestamp()), int(end.timestamp())


def happened_sql(now: int, spans: Iterable[tuple[int, int]] | None = None) -> str:
    """Return the query of the steps taken by `now`, for complaints received by then, in one of some spans if given.

    A resolution or follow-up before a reopening does not count.
    """
    joined: list[tuple[int, int]] = []
    for since, until in spans or ():
        joined[-1:] = [(joined[-1][0], until)] if joined and joined[-1][1] == since else [*joined[-1:], (since, until)]
    within = " OR ".join(f"received >= {since} AND received < {until}" for since, until in joined)
    within = "true" if spans is None else within or "false"
    steps = ", ".join(f"CASE WHEN {step} <= {now} THEN {step} END AS {step}" for step in STEPS)
    return (
        f"SELECT id, channel, topic, priority, component, excluded_because, record, received, {now} AS ended, "
        f"answered, auto_answered, taken_private, reopened, withdrawn, "
        f"CASE WHEN stands THEN resolved END AS resolved, CASE WHEN stands THEN outcome END AS outcome, "
        f"CASE WHEN stands AND confirmed >= coalesce(reopened, confirmed) THEN confirmed END AS confirmed, "
        f"CASE WHEN followed_up >= taken_private AND followed_up >= coalesce(reopened, taken_private) "
        f"THEN followed_up END AS followed FROM (SELECT *, resolved >= coalesce(reopened, resolved) "
        f"AND (withdrawn IS NULL OR withdrawn < resolved) AS stands FROM (SELECT id, channel, topic, priority, "
        f"component, excluded_because, record, received, outcome, {steps} FROM intake "
        f"WHERE received <= {now} AND ({within})) AS taken) AS standing"
    )


def _columns(never: int) -> str:
    """Return the columns of the table."""
    kind = "INTEGER" if never == _NEVER else "BIGINT"
    found = ["month", "channel", "topic", "priority", "component", "night", "day", "excluded_because"]
    found += ["target", "outcome", "confirmed", "reopened", "withdrawn", "resolved"]
    private = "taken_private IS NOT NULL"
    lengths = {"private_for": "ended - taken_private"}
    lengths["loop"] = f"CASE WHEN {private} THEN coalesce(followed - taken_private, {never}) END"
    for clock, prefix in zip(CLOCKS, ("", "s_"), strict=True):
        replied = f"coalesce(least({prefix}answered, {prefix}auto_answered), {prefix}answered, {prefix}auto_answered)"
        ends = dict(zip(TIMES, (f"{prefix}answered", replied, f"{prefix}resolved", f"{prefix}followed"), strict=True))
        lengths[f"{clock}_age"] = f"{prefix}ended - {prefix}received"
        for time, end in ends.items():
            case = f"{prefix}received IS NOT NULL{f' AND {private}' if time == 'follow_up' else ''}"
            lengths[f"{clock}_{time}"] = f"CASE WHEN {case} THEN coalesce({end} - {prefix}received, {never}) END"
    return ", ".join([*found, *(f"CAST({sql} AS {kind}) AS {name}" for name, sql in lengths.items())])


def infinitely_long(intake: Population, now: datetime) -> int:
    """Return the seconds that stand for infinitely long, in 32 bits, which is faster, unless that is too few."""
    longest = now.timestamp() - first_received(intake, now).timestamp()
    return _NEVER if longest < _NEVER else _NEVER_OF_CENTURIES


def first_received(intake: Population, now: datetime) -> datetime:
    """Return when the first complaint was received, or `now` if there is none before it."""
    first = intake.rows("SELECT min(received) FROM intake")[0][0]
    return min(datetime.fromtimestamp(first, UTC), now) if first is not None else now


def _month_sql(instant: str, zone: ZoneInfo, start: datetime, end: datetime, calendar: CalendarName) -> str:
    """Return the SQL of the month of an instant's column, between two instants, in a zone."""
    months = months_between(start.astimezone(zone).date(), end.astimezone(zone).date(), calendar)
    return _choice_sql(instant, [(month, _seconds(month_bounds(month, zone, calendar)[0])) for month in months])


def _choice_sql(instant: str, months: Sequence[tuple[str, int]]) -> str:
    """Return the SQL that finds an instant's month among those with their beginnings by halving them."""
    if len(months) == 1:
        return sql_text(months[0][0])
    half = len(months) // 2
    earlier, later = _choice_sql(instant, months[:half]), _choice_sql(instant, months[half:])
    return f"CASE WHEN {instant} < {months[half][1]} THEN {earlier} ELSE {later} END"


def _night_sql(instant: str, ledger: Ledger, start: datetime, end: datetime) -> str:
    """Return the SQL of whether an instant is at night, on channels that answer day and night; NULL on others."""
    cases = ""
    for channel in ledger.channels:
        if channel.hours.always:
            offset = _offset_sql(instant, channel.zone or UTC, start, end)
            clock = f"mod({instant} + {offset}, {_DAY})"
            cases += f" WHEN {sql_text(channel.id)} THEN {clock} >= {NIGHT[0]} OR {clock} < {NIGHT[1]}"
    return f"CASE channel{cases} END" if cases else "CAST(NULL AS BOOLEAN)"


def _offset_sql(instant: str, zone: tzinfo, start: datetime, end: datetime) -> str:
    """Return the SQL of a zone's offset from UTC in seconds at an instant's column, which is between two instants."""
    changes = list(_offset_changes(zone, start, end))
    if not changes:
        return str(_offset(zone, _seconds(start)))
    cases = " ".join(f"WHEN {instant} >= {at} THEN {offset}" for at, offset in reversed(changes))
    return f"(CASE {cases} ELSE {_offset(zone, _seconds(start))} END)"


@contextmanager
def _staffed_days(intake: Population, ledger: Ledger, start: datetime, end: datetime) -> Iterator[tuple[str, int]]:
    """Create the table of staffed days; yield its name and the largest number of openings of a day.

    Each row is a UTC `day` (its first second) of a channel with stated hours: the staffed seconds `before` it, and the
    day's openings as `open1, shut1, open2, …`.
    """
    days = [row for channel in ledger.channels if channel.hours.stated for row in _days(channel, start, end)]
    most = max((len(spans) for *_, spans in days), default=0) or 1  # all may lie on days off
    columns = [f"{word}{number + 1}" for number in range(most) for word in ("open", "shut")]
    numbers = ", ".join(f"CAST({column} AS BIGINT) AS {column}" for column in ("day", "before", *columns))
    rows = ((id, day, before, *_flat(spans, most)) for id, day, before, spans in days)
    with (
        intake.table_with("texts", ("channel", "day", "before", *columns), rows) as texts,
        intake.table_of("staffed", f"SELECT channel, {numbers} FROM {texts}") as table,
    ):
        yield table, most


def _staffed_sql(instant: str, day: str, most: int) -> str:
    """Return the SQL of the staffed seconds up to an instant's column; `day` is its row of staffed days."""
    spans = " + ".join(
        f"greatest(0, least({instant}, {day}.shut{number}) - {day}.open{number})" for number in range(1, most + 1)
    )
    return f"{day}.before + {spans}"


def _days(channel: Channel, start: datetime, end: datetime) -> Iterator[tuple[str, int, int, list[Span]]]:
    """Yield each UTC day of a channel: its id, its first second, the staffed seconds before it, and its openings."""
    first, last = _seconds(start) // _DAY, _seconds(end) // _DAY
    by_day: dict[int, list[Span]] = defaultdict(list)
    for opening in openings(channel, start - timedelta(days=1), last - first + 3):
        begin, close = _seconds(opening.start), _seconds(opening.end)
        for day in range(max(begin // _DAY, first), min(close // _DAY, last) + 1):
            span = max(begin, day * _DAY), min(close, (day + 1) * _DAY)
            if span[0] < span[1]:
                by_day[day].append(span)
    before = 0
    for day in range(first, last + 1):
        yield channel.id, day * _DAY, before, by_day[day]
        before += sum(close - begin for begin, close in by_day[day])


def _flat(spans: list[Span], most: int) -> Iterator[int]:
    for begin, close in [*spans, *[(0, 0)] * (most - len(spans))]:
        yield from (begin, close)


def _offset_changes(zone: tzinfo, start: datetime, end: datetime) -> Iterator[tuple[int, int]]:
    """Yield when a zone's offset changes between two instants, to the second, and the new offset."""
    low = _seconds(start)
    while low < _seconds(end):
        high = low + _DAY
        if _offset(zone, low) != _offset(zone, high):
            at = _first_second(zone, low, high)
            yield at, _offset(zone, at)
        low = high


def _first_second(zone: tzinfo, low: int, high: int) -> int:
    """Return the first second after `low` at which the offset is that of `high`."""
    offset = _offset(zone, high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _offset(zone, middle) == offset else (middle, high)
    return high


def _offset(zone: tzinfo, seconds: int) -> int:
    offset = datetime.fromtimestamp(seconds, UTC).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())
