"""Promised updates (`next_update`): kept, broken, or still running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from generator.records.incident import Incident


@dataclass(frozen=True, slots=True)
class Promise:
    """Made at an instant, due at another; `kept` is None while it runs."""

    made_at: datetime
    due: datetime
    kept: bool | None
    answered_at: datetime | None


def promises(incident: Incident, now: datetime) -> tuple[Promise, ...]:
    """Each promise of an incident, oldest first. An update at the due instant keeps it."""
    found = []
    for number, update in enumerate(incident.updates):
        if update.next_update is None:
            continue
        later = next((u.at for u in incident.updates[number + 1 :] if u.at > update.at), None)
        found.append(Promise(update.at, update.next_update, _kept(later, update.next_update, now), later))
    return tuple(found)


def next_promise(incident: Incident, now: datetime) -> datetime | None:
    """The promise of the newest update, if the incident is open."""
    return None if incident.resolved_at and incident.resolved_at <= now else incident.newest.next_update


def _kept(answered: datetime | None, due: datetime, now: datetime) -> bool | None:
    if answered is not None:
        return answered <= due
    return False if now > due else None
