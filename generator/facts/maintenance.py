"""Where each maintenance stands by the clock."""

from __future__ import annotations

from datetime import datetime

from generator.records.incident import Maintenance
from generator.records.ledger import Ledger
from generator.records.words import OVER, MaintenanceStatus


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
