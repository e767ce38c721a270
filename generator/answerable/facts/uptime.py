"""Uptime of components and groups, and the status of each day.

share = 1 - (major + 0.3 * partial) / counted, as in Statuspage's uptime showcase. Degraded performance counts as up;
announced maintenance and the time before a component's `since` are not counted.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from answerable.facts.status import Stretch, stretches
from answerable.records.ledger import Ledger
from answerable.records.vocabulary import ComponentStatus, worst

WEIGHTS = {ComponentStatus.MAJOR_OUTAGE: 1.0, ComponentStatus.PARTIAL_OUTAGE: 0.3}
"""How much of an outage counts as down time in the share."""


@dataclass(frozen=True, slots=True)
class Uptime:
    """The share of the counted time that was up (None if nothing is counted), and the minutes down and counted."""

    share: float | None
    minutes_down: float
    minutes_counted: float


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day in the site's zone: its worst status, its minutes of outage (unweighted), and the incidents behind them."""

    day: date
    status: ComponentStatus
    minutes_down: float
    incidents: tuple[str, ...]
    counted: bool


def uptime(ledger: Ledger, component_id: str, now: datetime, window: timedelta) -> Uptime:
    """Return the uptime of a component over the window that ends now."""
    start = _begin(ledger, component_id, now - window)
    if start >= now:
        return Uptime(None, 0.0, 0.0)
    sums = _sums(stretches(ledger, component_id, start, now))
    counted = (now - start).total_seconds() / 60 - sums[ComponentStatus.UNDER_MAINTENANCE]
    return _uptime(_weighted(sums), _down(sums), counted)


def group_uptime(ledger: Ledger, group_id: str, now: datetime, window: timedelta) -> Uptime:
    """Return the uptime of a group: the counted time of its components added up."""
    return together(uptime(ledger, c.id, now, window) for c in ledger.components if c.group == group_id)


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
    begin = _begin(ledger, component_id, bounds[0])
    found = stretches(ledger, component_id, bounds[0], min(bounds[-1], now))
    return tuple(
        _cell(first.date(), _within(found, first, last), begin < last) for first, last in itertools.pairwise(bounds)
    )


def _cell(day: date, found: list[Stretch], counted: bool) -> DayCell:
    incidents = dict.fromkeys(s.record for s in found if s.status is not ComponentStatus.UNDER_MAINTENANCE)
    return DayCell(day, worst(s.status for s in found), _down(_sums(found)), tuple(incidents), counted)


def _within(found: list[Stretch], start: datetime, end: datetime) -> list[Stretch]:
    return [
        Stretch(max(s.start, start), min(s.end, end), s.status, s.record)
        for s in found
        if s.start < end and s.end > start
    ]


def _begin(ledger: Ledger, component_id: str, start: datetime) -> datetime:
    component = ledger.component(component_id)
    if component is None or component.since is None:
        return start
    return max(start, datetime.combine(component.since, time(), ledger.policy.zone))


def _sums(found: list[Stretch]) -> dict[ComponentStatus, float]:
    """Return the minutes by status. Where stretches overlap, maintenance counts, or else the worst status."""
    sums = dict.fromkeys(ComponentStatus, 0.0)
    bounds = sorted({bound for stretch in found for bound in (stretch.start, stretch.end)})
    for first, last in itertools.pairwise(bounds):
        statuses = [s.status for s in found if s.start <= first and s.end >= last]
        if statuses:
            planned = ComponentStatus.UNDER_MAINTENANCE in statuses
            status = ComponentStatus.UNDER_MAINTENANCE if planned else worst(statuses)
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
