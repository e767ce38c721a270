"""Where each maintenance stands by the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from answerable.records.ledger import Ledger
from answerable.records.model import Maintenance, MaintenanceUpdate
from answerable.records.vocabulary import OVER, MaintenanceStatus


def phase(maintenance: Maintenance, now: datetime) -> MaintenanceStatus:
    """Scheduled, in progress or completed by the clock; cancelled or completed early where an update says so."""
    if maintenance.cancelled_at is not None and maintenance.cancelled_at <= now:
        return MaintenanceStatus.CANCELLED
    if now < maintenance.starts:
        return MaintenanceStatus.SCHEDULED
    if now >= maintenance.ended_at:
        return MaintenanceStatus.COMPLETED
    verifying = any(u.status is MaintenanceStatus.VERIFYING and u.at <= now for u in maintenance.updates)
    return MaintenanceStatus.VERIFYING if verifying else MaintenanceStatus.IN_PROGRESS


def in_progress(ledger: Ledger, now: datetime) -> tuple[Maintenance, ...]:
    """What is being worked on, the earliest first."""
    at_work = (MaintenanceStatus.IN_PROGRESS, MaintenanceStatus.VERIFYING)
    return tuple(m for m in reversed(ledger.maintenances) if phase(m, now) in at_work)


def scheduled(ledger: Ledger, now: datetime) -> tuple[Maintenance, ...]:
    """What is to come, the earliest first."""
    return tuple(m for m in reversed(ledger.maintenances) if phase(m, now) is MaintenanceStatus.SCHEDULED)


def turning_points(ledger: Ledger, now: datetime, until: datetime) -> tuple[datetime, ...]:
    """The instants after now and before `until` at which a maintenance begins or ends, in order."""
    bounds = {bound for m in (*scheduled(ledger, now), *in_progress(ledger, now)) for bound in (m.starts, m.ended_at)}
    return tuple(sorted(bound for bound in bounds if now < bound < until))


def past(ledger: Ledger, now: datetime) -> tuple[Maintenance, ...]:
    """What is over or was called off, newest first."""
    return tuple(m for m in ledger.maintenances if phase(m, now) in OVER)


def maintenance_announcement(found: Maintenance) -> MaintenanceUpdate | None:
    """What was said first, in the record's own text; None where the first update says it.

    Without an instant of its own it is as old as that update, or as the work itself if that is older: what was said of
    work under way was not the first of it.
    """
    first = min(found.updates, key=lambda u: u.at, default=None)
    at = found.announced or min([found.starts, *([first.at] if first else [])])
    if first and first.status is MaintenanceStatus.SCHEDULED and at >= first.at:
        return None
    at = min(at, first.at) if first else at
    return MaintenanceUpdate(at=at, status=MaintenanceStatus.SCHEDULED, by=found.by, text=found.text)


def maintenance_timeline(found: Maintenance, now: datetime) -> tuple[MaintenanceUpdate, ...]:
    """All that was said and what the clock brought, oldest first.

    The announcement stands first even where it was written down after the work had begun: it then is as old as that.
    """
    first, then = maintenance_announcement(found), followed(found, now)
    if first is None:
        return then
    return (first.model_copy(update={"at": min([first.at, *(u.at for u in then[:1])])}), *then)


def followed(found: Maintenance, now: datetime) -> tuple[MaintenanceUpdate, ...]:
    """All that came after the announcement, oldest first."""
    said = (_worded(found, update) for update in found.updates)
    return tuple(sorted([*said, *_turns(found, now)], key=lambda u: u.at))


def _worded(found: Maintenance, update: MaintenanceUpdate) -> MaintenanceUpdate:
    """The update; one that only says `scheduled` is in the record's own words."""
    wordless = update.status is MaintenanceStatus.SCHEDULED and update.text is None
    return update.model_copy(update={"text": found.text}) if wordless else update


def _turns(found: Maintenance, now: datetime) -> Iterator[MaintenanceUpdate]:
    """The beginning and the end that came by the clock, where nobody said so."""
    said, off = {u.status for u in found.updates}, found.cancelled_at
    if found.starts <= now and MaintenanceStatus.IN_PROGRESS not in said and not (off and off <= found.starts):
        yield MaintenanceUpdate(at=found.starts, status=MaintenanceStatus.IN_PROGRESS)
    if found.ended_at <= now and not said.intersection(OVER):
        yield MaintenanceUpdate(at=found.ended_at, status=MaintenanceStatus.COMPLETED)
