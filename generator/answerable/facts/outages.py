"""Figures of incidents by the month in which they began: number, duration, and how soon and often we told people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from answerable.facts.incidents import promises
from answerable.facts.months import month_bounds, month_of
from answerable.facts.response import Spread
from answerable.facts.shares import Share, quantile
from answerable.facts.status import stretches
from answerable.records.ledger import Ledger, end_of
from answerable.records.model import Incident
from answerable.records.vocabulary import CalendarName, ComponentStatus, Impact

DOWN = frozenset({ComponentStatus.PARTIAL_OUTAGE, ComponentStatus.MAJOR_OUTAGE})


@dataclass(frozen=True, slots=True)
class OutageFigures:
    """A month's incidents.

    `minutes_down`: minutes of the month in which at least one component was in a partial or major outage.
    `first_update`: from the beginning to the first update, of incidents whose beginning is stated;
    `beginning_not_stated` counts the others. `between_updates`: between two updates while the incident was open; a wait
    that still goes on counts with its length so far. `promises`: those kept, of those made in the month's incidents;
    promises that are still running are not due.
    """

    month: str
    incidents: int
    by_impact: Mapping[Impact, int]
    still_open: int
    minutes_down: int
    first_update: Spread
    beginning_not_stated: int
    between_updates: Spread
    promises: Share


def outage_figures(ledger: Ledger, now: datetime, calendar: CalendarName = "gregorian") -> tuple[OutageFigures, ...]:
    """Return the figures of each month with incidents or minutes down, newest first."""
    months: dict[str, list[Incident]] = defaultdict(list)
    for incident in ledger.incidents:
        if incident.started_at <= now:
            months[month_of(incident.started_at, ledger.policy.zone, calendar)].append(incident)
    down = minutes_down(ledger, now, calendar)
    every = sorted({*months, *down}, reverse=True)
    return tuple(_figures(month, months[month], down.get(month, 0), ledger, now) for month in every)


def minutes_down(ledger: Ledger, now: datetime, calendar: CalendarName = "gregorian") -> dict[str, int]:
    """Return the whole minutes by month in which at least one component was in an outage; overlaps count once."""
    if not ledger.incidents:
        return {}
    start = min(incident.started_at for incident in ledger.incidents)
    found = (stretch for one in ledger.every_component for stretch in stretches(ledger, one.id, start, now))
    spans = [(stretch.start, stretch.end) for stretch in found if stretch.status in DOWN]
    seconds: dict[str, float] = defaultdict(float)
    for begin, end in _union(spans):
        for month, part in _by_month(begin, end, ledger.policy.zone, calendar):
            seconds[month] += part
    return {month: int(found // 60) for month, found in seconds.items()}


def _figures(month: str, incidents: Sequence[Incident], down: int, ledger: Ledger, now: datetime) -> OutageFigures:
    minimum = ledger.policy.minimum_n
    made = [promise.kept for incident in incidents for promise in promises(incident, now)]
    first = [_seconds(i.updates[0].at - i.started) for i in incidents if i.started and i.updates[0].at <= now]
    return OutageFigures(
        month=month,
        incidents=len(incidents),
        by_impact={impact: sum(i.impact is impact for i in incidents) for impact in Impact},
        still_open=sum(end_of(incident) > now for incident in incidents),
        minutes_down=down,
        first_update=_spread(first, minimum),
        beginning_not_stated=sum(incident.started is None for incident in incidents),
        between_updates=_spread([gap for incident in incidents for gap in _gaps(incident, now)], minimum),
        promises=Share(made.count(True), len(made) - made.count(None), made.count(None), minimum),
    )


def _gaps(incident: Incident, now: datetime) -> Iterator[int]:
    """Yield the seconds between updates while the incident was open, including the wait that still goes on."""
    end = min(end_of(incident), now)
    instants = [update.at for update in incident.updates if update.at <= end]
    for earlier, later in pairwise([*instants, now] if end_of(incident) > now else instants):
        yield _seconds(later - earlier)


def _spread(seconds: Sequence[int], minimum: int) -> Spread:
    return Spread(quantile(seconds, 5, minimum), quantile(seconds, 9, minimum))


Span = tuple[datetime, datetime]


def _union(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the union of the spans: without overlaps, in order."""
    current: Span | None = None
    for begin, end in sorted(spans):
        if current and begin <= current[1]:
            current = current[0], max(current[1], end)
        else:
            if current:
                yield current
            current = begin, end
    if current:
        yield current


def _by_month(begin: datetime, end: datetime, zone: ZoneInfo, calendar: CalendarName) -> Iterator[tuple[str, float]]:
    """Yield the seconds of a span in each month of a zone."""
    while begin < end:
        month = month_of(begin, zone, calendar)
        until = min(end, month_bounds(month, zone, calendar)[1].astimezone(UTC))
        yield month, (until - begin).total_seconds()
        begin = until


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())
