"""What was said of a maintenance by an instant, and the turns that the clock alone brought."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from generator.records.incident import Maintenance, MaintenanceUpdate
from generator.records.words import OVER, MaintenanceStatus


def announcement(found: Maintenance) -> MaintenanceUpdate | None:
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


def story(found: Maintenance, now: datetime) -> tuple[MaintenanceUpdate, ...]:
    """All that was said and what the clock brought, oldest first.

    The announcement stands first even where it was written down after the work had begun: it then is as old as that.
    """
    first, then = announcement(found), followed(found, now)
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
