"""The status of each component and of the whole service at an instant, from open incidents and maintenance.

The status by the components is that of Atlassian's "Top-level status and incident impact calculations"; the whole is
never better than the impact of an open incident.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from answerable.facts.maintenance import in_progress, is_in_time
from answerable.records.company import Component
from answerable.records.instants import CLOCK_SKEW
from answerable.records.ledger import Ledger, end_of, touched_components
from answerable.records.model import Incident, Maintenance, Update
from answerable.records.vocabulary import ComponentStatus, Impact, worst


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period, `start` until before `end`, in which a record gives a component one status.

    `left_out` is true for maintenance that was announced in time, which is not counted in the uptime.
    """

    start: datetime
    end: datetime
    status: ComponentStatus
    record: str
    left_out: bool = False


def stretches(ledger: Ledger, component_id: str, start: datetime, end: datetime) -> list[Stretch]:
    """Return the stretches of a component in the window, cut to it; they may overlap.

    Maintenance that was announced in time replaces what incidents say of its hours, except of incidents that were
    already open when it began.
    """
    works = ledger.maintenances_of(component_id)
    planned = [stretch for work in works for stretch in _of_maintenance(work, component_id, ledger)]
    found = [
        part
        for incident in ledger.incidents_after(component_id, start)
        if incident.started_at < end
        for stretch in _of_incident(incident, component_id)
        for part in _without(stretch, [p for p in planned if p.left_out and p.start <= incident.started_at])
    ]
    return [part for stretch in (*found, *planned) if (part := cut(stretch, start, end))]


def status_in(incident: Incident, component_id: str, at: datetime) -> ComponentStatus:
    """Return a component's status in an incident at an instant: that of the incident, changed by updates up to then."""
    status = affected(incident).get(component_id, ComponentStatus.OPERATIONAL)
    for update in incident.updates:
        if update.at <= at:
            status = changed_by(update).get(component_id, status)
    return status


def affected(incident: Incident) -> dict[str, ComponentStatus]:
    """Return the statuses with which an incident begins; a component that it names is at least degraded."""
    return {id: _at_least_degraded(status) for id, status in incident.components.items()}


def changed_by(update: Update) -> dict[str, ComponentStatus]:
    """Return the statuses from an update on; only an update may say that a component is operational again."""
    named = (update.components or {}).items()
    operational = ComponentStatus.OPERATIONAL
    return {id: status if status is operational else _at_least_degraded(status) for id, status in named}


def _at_least_degraded(status: ComponentStatus) -> ComponentStatus:
    return worst([status, ComponentStatus.DEGRADED_PERFORMANCE])


def _of_incident(incident: Incident, component_id: str) -> Iterator[Stretch]:
    end = end_of(incident)
    changes = [u.at for u in incident.updates if u.components and component_id in u.components and u.at < end]
    bounds = [incident.started_at, *(at for at in changes if at > incident.started_at), end]
    for first, last in itertools.pairwise(bounds):
        status = status_in(incident, component_id, first)
        if status is not ComponentStatus.OPERATIONAL and first < last:
            yield Stretch(first, last, status, incident.id)


def _without(stretch: Stretch, windows: Iterable[Stretch]) -> list[Stretch]:
    """Return the parts of a stretch that lie in none of the windows."""
    parts = [stretch]
    for window in windows:
        halves = [(cut(part, part.start, window.start), cut(part, window.end, part.end)) for part in parts]
        parts = [half for pair in halves for half in pair if half]
    return parts


def _of_maintenance(maintenance: Maintenance, component_id: str, ledger: Ledger) -> Iterator[Stretch]:
    """Yield the stretch of the work as announced, and the one by which it took longer, which nobody could expect."""
    status = maintenance.components[component_id]
    if status is ComponentStatus.OPERATIONAL:
        status = ComponentStatus.UNDER_MAINTENANCE
    end = min(maintenance.ended_at, maintenance.cancelled_at or maintenance.ended_at)
    left_out = status is ComponentStatus.UNDER_MAINTENANCE and is_in_time(maintenance, ledger.policy.maintenance_notice)
    planned = min(end, maintenance.planned_ends or maintenance.ends)
    yield Stretch(maintenance.starts, max(planned, maintenance.starts), status, maintenance.id, left_out)
    if planned < end:
        yield Stretch(planned, end, status, maintenance.id, left_out=False)


def cut(stretch: Stretch, start: datetime, end: datetime) -> Stretch | None:
    """Return the part of a stretch in a window, or None if there is none."""
    if start <= stretch.start < stretch.end <= end:
        return stretch
    if stretch.end <= start or stretch.start >= end:
        return None
    first, last = max(stretch.start, start), min(stretch.end, end)
    return replace(stretch, start=first, end=last) if first < last else None


def full_hour(now: datetime) -> datetime:
    """Return the last full hour in UTC."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def unchanged_since(ledger: Ledger, now: datetime, component_ids: Collection[str] | None = None) -> datetime:
    """Return an instant from which on a status has been what it is now: the full hour, or the newest event after it.

    The status is that of some components, or without them that of the whole service. An event that is dated ahead of
    the clock counts now.
    """
    hour = full_hour(now)
    works = (m for m in ledger.maintenances if m.ended_at > hour or any(u.at > hour for u in m.updates))
    events = [
        *(
            (touched_components(i), (i.started_at, end_of(i), *(u.at for u in i.updates)))
            for i in ledger.ending_after(hour)
        ),
        *((m.components, (m.starts, m.ended_at, *(u.at for u in m.updates))) for m in works),
    ]
    wanted = None if component_ids is None else set(component_ids)
    instants = (at for touched, some in events if wanted is None or wanted.intersection(touched) for at in some)
    return max((min(at, now) for at in instants if hour < at <= now + CLOCK_SKEW), default=hour)


Indicator = Literal["none", "minor", "major", "critical", "maintenance"]
_RANK: dict[str, int] = {"none": 0, "maintenance": 1, "minor": 2, "major": 3, "critical": 4}


@dataclass(frozen=True, eq=False)
class ComponentState:
    """A component's status, since when it has it, and the incidents and maintenance behind it."""

    component: Component
    status: ComponentStatus
    since: datetime | None
    incidents: tuple[Incident, ...]
    maintenances: tuple[Maintenance, ...]


@dataclass(frozen=True, slots=True)
class Overall:
    """The status of the whole service, in Statuspage's terms."""

    indicator: Indicator
    description: str


def current_incidents(ledger: Ledger, now: datetime) -> tuple[Incident, ...]:
    """Return the incidents not resolved by `now`, worst impact first, then newest first."""
    found = [i for i in ledger.ending_after(now) if i.started_at <= now + CLOCK_SKEW]
    return tuple(sorted(found, key=lambda incident: -incident.impact.rank))


def component_states(ledger: Ledger, now: datetime) -> dict[str, ComponentState]:
    """Return the state of every component by its id, in the order of components.yml."""
    current, at_work = current_incidents(ledger, now), in_progress(ledger, now)
    return {c.id: _state(c, current, at_work, now) for c in ledger.components}


def overall(ledger: Ledger, now: datetime) -> Overall:
    """Return the worst of the status by the components and the impact of each open incident."""
    statuses = [state.status for state in component_states(ledger, now).values()]
    impacts = [incident.impact for incident in current_incidents(ledger, now)]
    candidates = [_of_components(statuses), *(_of_impact(impact) for impact in impacts)]
    return max(candidates, key=lambda whole: _RANK[whole.indicator])


def _state(
    component: Component, current: tuple[Incident, ...], at_work: tuple[Maintenance, ...], now: datetime
) -> ComponentState:
    by_incident = [(i, status_in(i, component.id, now + CLOCK_SKEW)) for i in current]
    touching = [(i, status) for i, status in by_incident if status is not ComponentStatus.OPERATIONAL]
    working = tuple(m for m in at_work if component.id in m.components)
    planned = (max(m.components[component.id], ComponentStatus.UNDER_MAINTENANCE, key=_rank) for m in working)
    status = worst([*(status for _, status in touching), *planned])
    begun = [i.started_at for i, s in touching if s is status] or [m.starts for m in working]
    return ComponentState(component, status, min(begun, default=None), tuple(i for i, _ in touching), working)


def _rank(status: ComponentStatus) -> int:
    return status.rank


def _of_components(statuses: list[ComponentStatus]) -> Overall:
    bad = worst(statuses)
    if bad is ComponentStatus.OPERATIONAL:
        return Overall("none", "All Systems Operational")
    if bad is ComponentStatus.UNDER_MAINTENANCE:
        return Overall("maintenance", "Service Under Maintenance")
    every = all(status is bad for status in statuses)
    if bad is ComponentStatus.DEGRADED_PERFORMANCE:
        return Overall("minor", "Degraded System Service" if every else "Partially Degraded Service")
    if bad is ComponentStatus.PARTIAL_OUTAGE:
        return Overall("major", "Partial System Outage") if every else Overall("minor", "Minor Service Outage")
    return Overall("critical", "Major System Outage") if every else Overall("major", "Partial System Outage")


def _of_impact(impact: Impact) -> Overall:
    return {
        Impact.NONE: Overall("none", "All Systems Operational"),
        Impact.MINOR: Overall("minor", "Minor Service Outage"),
        Impact.MAJOR: Overall("major", "Partial System Outage"),
        Impact.CRITICAL: Overall("critical", "Major System Outage"),
    }[impact]
