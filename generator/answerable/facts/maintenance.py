"""The phase of each maintenance at an instant, and its timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from answerable.records.ledger import Ledger
from answerable.records.model import Maintenance, MaintenanceUpdate
from answerable.records.vocabulary import OVER, MaintenanceStatus


def phase(maintenance: Maintenance, now: datetime) -> MaintenanceStatus:
    """Return the phase by the clock, or as an update says: cancelled, postponed, completed early, or verifying."""
    stopped = maintenance.stopped
    if stopped and stopped.status is MaintenanceStatus.POSTPONED:
        return MaintenanceStatus.POSTPONED
    if stopped and stopped.at <= now:
        return MaintenanceStatus.CANCELLED
    if now < maintenance.starts:
        return MaintenanceStatus.SCHEDULED
    if now >= maintenance.ended_at:
        return MaintenanceStatus.COMPLETED
    verifying = any(u.status is MaintenanceStatus.VERIFYING and u.at <= now for u in maintenance.updates)
    return MaintenanceStatus.VERIFYING if verifying else MaintenanceStatus.IN_PROGRESS


def in_progress(ledger: Ledger, now: datetime) -> tuple[Maintenance, ...]:
    """Return the maintenance in progress or being verified, earliest first."""
    at_work = (MaintenanceStatus.IN_PROGRESS, MaintenanceStatus.VERIFYING)
    return tuple(m for m in reversed(ledger.maintenances) if phase(m, now) in at_work)


def scheduled(ledger: Ledger, now: datetime) -> tuple[Maintenance, ...]:
    """Return the scheduled maintenance, earliest first."""
    return tuple(m for m in reversed(ledger.maintenances) if phase(m, now) is MaintenanceStatus.SCHEDULED)


def postponed(ledger: Ledger, now: datetime) -> tuple[Maintenance, ...]:
    """Return the maintenance postponed to a time not known yet, until its old window is over, earliest first."""
    waiting = (m for m in reversed(ledger.maintenances) if phase(m, now) is MaintenanceStatus.POSTPONED)
    return tuple(m for m in waiting if now < m.ends)


def turning_points(ledger: Ledger, now: datetime, until: datetime) -> tuple[datetime, ...]:
    """Return the instants after `now` and before `until` at which a maintenance begins or ends, in order."""
    bounds = {bound for m in (*scheduled(ledger, now), *in_progress(ledger, now)) for bound in (m.starts, m.ended_at)}
    return tuple(sorted(bound for bound in bounds if now < bound < until))


def is_in_time(maintenance: Maintenance, notice: timedelta) -> bool:
    """Tell whether the work was announced at least `notice` before it began, so that it is left out of the uptime.

    Work that was moved was announced when it was moved.
    """
    moves = maintenance.moves
    announced = moves[-1].at if moves else maintenance.announced
    return announced is not None and announced <= maintenance.starts - notice


def maintenance_announcement(
    found: Maintenance, now: datetime, changed: datetime | None = None
) -> MaintenanceUpdate | None:
    """Return the announcement, made of the record's own text, or None if the first update already is one.

    Its instant is `announced`, or else the beginning of the work or the first update, whichever is earlier. While that
    is ahead, it is when the record's file was last `changed`, or `now`: nothing was announced in the future.
    """
    first = min(found.updates, key=lambda u: u.at, default=None)
    at = found.announced or min([found.starts, *([first.at] if first else [])])
    at = at if at <= now else min(now, changed or now)
    if first and first.status is MaintenanceStatus.SCHEDULED and at >= first.at:
        return None
    at = min(at, first.at) if first else at
    return MaintenanceUpdate(at=at, status=MaintenanceStatus.SCHEDULED, by=found.by, text=found.text)


def maintenance_timeline(
    found: Maintenance, now: datetime, changed: datetime | None = None
) -> tuple[MaintenanceUpdate, ...]:
    """Return the announcement, the updates, and the begin and end that came by the clock, oldest first.

    The announcement comes first even if it is dated later; it then gets the instant of the entry after it. `changed` is
    when the record's file was last changed, if that is known.
    """
    first, then = maintenance_announcement(found, now, changed), _followed(found, now)
    if first is None:
        return then
    return (first.model_copy(update={"at": min([first.at, *(u.at for u in then[:1])])}), *then)


def _followed(found: Maintenance, now: datetime) -> tuple[MaintenanceUpdate, ...]:
    """Return everything after the announcement, oldest first."""
    updates = (_with_text(found, update) for update in found.updates)
    return tuple(sorted([*updates, *_by_the_clock(found, now)], key=lambda u: u.at))


def _with_text(found: Maintenance, update: MaintenanceUpdate) -> MaintenanceUpdate:
    """Return the update; a `scheduled` one without a text gets the record's own."""
    without_text = update.status is MaintenanceStatus.SCHEDULED and update.text is None
    return update.model_copy(update={"text": found.text}) if without_text else update


def _by_the_clock(found: Maintenance, now: datetime) -> Iterator[MaintenanceUpdate]:
    """Yield the begin and the end, if they have come and no update says so."""
    statuses, cancelled = {u.status for u in found.updates}, found.cancelled_at  # or postponed without another time
    begun = found.starts <= now and not (cancelled and cancelled <= found.starts)
    if begun and MaintenanceStatus.IN_PROGRESS not in statuses:
        yield MaintenanceUpdate(at=found.starts, status=MaintenanceStatus.IN_PROGRESS)
    if found.ended_at <= now and not cancelled and not statuses.intersection(OVER):
        yield MaintenanceUpdate(at=found.ended_at, status=MaintenanceStatus.COMPLETED)
