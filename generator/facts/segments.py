"""A component's time as stretches of one status each, from incidents and maintenance alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from generator.records.incident import Incident, Maintenance
from generator.records.ledger import Ledger, end_of
from generator.records.words import ComponentStatus


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` until before `end`, one record holds a component in one status."""

    start: datetime
    end: datetime
    status: ComponentStatus
    record: str


def stretches(ledger: Ledger, component_id: str, start: datetime, end: datetime) -> list[Stretch]:
    """All stretches of a component that touch the window, cut to it; they may overlap."""
    found = [
        cut
        for incident in ledger.incidents_of(component_id)
        if incident.started_at < end and end_of(incident) > start
        for stretch in _of_incident(incident, component_id)
        if (cut := _cut(stretch, start, end))
    ]
    found += [
        cut
        for maintenance in ledger.maintenances_of(component_id)
        if (cut := _cut(_of_maintenance(maintenance, component_id), start, end))
    ]
    return found


def status_in(incident: Incident, component_id: str, at: datetime) -> ComponentStatus:
    """What an incident says of a component at an instant: its map, changed by each update's up to then."""
    status = incident.components.get(component_id, ComponentStatus.OPERATIONAL)
    for update in incident.updates:
        if update.at <= at and update.components and component_id in update.components:
            status = update.components[component_id]
    return status


def _of_incident(incident: Incident, component_id: str) -> Iterator[Stretch]:
    end = end_of(incident)
    changes = [u.at for u in incident.updates if u.components and component_id in u.components and u.at < end]
    bounds = [incident.started_at, *(at for at in changes if at > incident.started_at), end]
    for first, last in itertools.pairwise(bounds):
        status = status_in(incident, component_id, first)
        if status is not ComponentStatus.OPERATIONAL and first < last:
            yield Stretch(first, last, status, incident.id)


def _of_maintenance(maintenance: Maintenance, component_id: str) -> Stretch:
    status = maintenance.components[component_id]
    if status is ComponentStatus.OPERATIONAL:
        status = ComponentStatus.UNDER_MAINTENANCE
    end = min(maintenance.ended_at, maintenance.cancelled_at or maintenance.ended_at)
    return Stretch(maintenance.starts, end, status, maintenance.id)


def _cut(stretch: Stretch, start: datetime, end: datetime) -> Stretch | None:
    first, last = max(stretch.start, start), min(stretch.end, end)
    return Stretch(first, last, stretch.status, stretch.record) if first < last else None
