"""Uptime of components and groups, and the status of each day.

share = 1 - (major + 0.3 * partial) / counted, as in Statuspage's uptime showcase. Degraded performance counts as up.
Not counted are maintenance that was announced in time (other maintenance counts as what incidents say of its hours) and
the time of which nothing is known: before a component's `since`, or before the site's first incident without one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from answerable.facts.status import Stretch, cut, stretches
from answerable.records.ledger import Ledger
from answerable.records.vocabulary import ComponentStatus, worst

WEIGHTS = {ComponentStatus.MAJOR_OUTAGE: 1.0, ComponentStatus.PARTIAL_OUTAGE: 0.3}
"""How much of an outage counts as down time in the share."""
LEAST = timedelta(days=1)
"""How long a component must have been known before its uptime is given."""


@dataclass(frozen=True, slots=True)
class Uptime:
    """The share of the counted time that was up (None if nothing is counted), and the minutes down and counted."""

    share: float | None
    minutes_down: float
    minutes_counted: float


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day in the site's zone: its worst status, its minutes of outage (unweighted), and the records behind them.

    A day before the component is known is not `counted`, and none of the rest is known of it.
    """

    day: date
    status: ComponentStatus
    minutes_down: float
    incidents: tuple[str, ...]
    counted: bool
    maintenances: tuple[str, ...] = ()


def uptime(ledger: Ledger, component_id: str, now: datetime, window: timedelta) -> Uptime:
    """Return the uptime of a component over the window that ends now, or over what is known of it, if that is less."""
    known = known_from(ledger, component_id)
    if known is None or now - known < LEAST:
        return Uptime(None, 0.0, 0.0)
    start = max(known, now - window)
    sums = _sums(stretches(ledger, component_id, start, now))
    counted = (now - start).total_seconds() / 60 - sums[ComponentStatus.UNDER_MAINTENANCE]
    return _uptime(_weighted(sums), _down(sums), counted)


def together(members: Iterable[Uptime]) -> Uptime:
    """Return the uptime of several components as one: their counted time and their time down added up."""
    found = list(members)
    counted = sum(member.minutes_counted for member in found)
    weighted = sum((1 - member.share) * member.minutes_counted for member in found if member.share is not None)
    return _uptime(weighted, sum(member.minutes_down for member in found), counted)


def day_cells(ledger: Ledger, component_id: str, now: datetime, days: int = 90) -> tuple[DayCell, ...]:
    """Return the last days of a component, oldest first, with today as the last."""
    zone = ledger.policy.zone
    today = now.astimezone(zone).date()
    bounds = [datetime.combine(today - timedelta(days=back), time(), zone) for back in range(days - 1, -2, -1)]
    known = known_from(ledger, component_id) or now
    found = stretches(ledger, component_id, bounds[0], min(bounds[-1], now))
    return tuple(
        _cell(first.date(), _within(found, first, last))
        if known < last
        else DayCell(first.date(), ComponentStatus.OPERATIONAL, 0.0, (), False)
        for first, last in itertools.pairwise(bounds)
    )


def _cell(day: date, found: list[Stretch]) -> DayCell:
    works = dict.fromkeys(s.record for s in found if s.status is ComponentStatus.UNDER_MAINTENANCE)
    incidents = dict.fromkeys(s.record for s in found if s.status is not ComponentStatus.UNDER_MAINTENANCE)
    return DayCell(day, worst(s.status for s in found), _down(_sums(found)), tuple(incidents), True, tuple(works))


def _within(found: list[Stretch], start: datetime, end: datetime) -> list[Stretch]:
    return [part for stretch in found if (part := cut(stretch, start, end))]


def known_from(ledger: Ledger, component_id: str) -> datetime | None:
    """Return from when on a component's status is known: from `since`, or from the site's first incident, or None."""
    component = ledger.component(component_id)
    if component is not None and component.since is not None:
        return datetime.combine(component.since, time(), ledger.policy.zone)
    return ledger.incidents[-1].started_at if ledger.incidents else None


def _sums(found: list[Stretch]) -> dict[ComponentStatus, float]:
    """Return the minutes by status; `under_maintenance` are those that are left out of the uptime.

    Where stretches overlap, an outage counts, then maintenance that is left out, then the worst status.
    """
    sums = dict.fromkeys(ComponentStatus, 0.0)
    bounds = sorted({bound for stretch in found for bound in (stretch.start, stretch.end)})
    for first, last in itertools.pairwise(bounds):
        within = [s for s in found if s.start <= first and s.end >= last]
        status = worst(s.status for s in within)
        if status not in WEIGHTS:
            left_out = any(s.left_out for s in within)
            status = ComponentStatus.UNDER_MAINTENANCE if left_out else ComponentStatus.OPERATIONAL
        sums[status] += (last - first).total_seconds() / 60
    return sums


def _down(sums: dict[ComponentStatus, float]) -> float:
    return sums[ComponentStatus.MAJOR_OUTAGE] + sums[ComponentStatus.PARTIAL_OUTAGE]


def _weighted(sums: dict[ComponentStatus, float]) -> float:
    return sum(weight * sums[status] for status, weight in WEIGHTS.items())


def _uptime(weighted: float, down: float, counted: float) -> Uptime:
    if counted <= 0:
        return Uptime(None, down, 0.0)
    return Uptime(max(0.0, 1 - weighted / counted), down, counted)
