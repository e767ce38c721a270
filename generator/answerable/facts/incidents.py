"""The records as of an instant, promises of the next update, and the notices that are pinned.

An update may be dated ahead of the clock by a wrong offset; it is shown at once, since a notice must get out. An end
(`resolved`, `completed` or `cancelled`) is shown only when its instant comes, so that nothing looks well too early. It
is removed here, once per build, so that every page and file agrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from answerable.records.instants import CLOCK_SKEW
from answerable.records.ledger import Ledger, with_records
from answerable.records.model import Incident, Maintenance, Update
from answerable.records.text import Text
from answerable.records.vocabulary import OVER, Impact


def as_of(ledger: Ledger, now: datetime) -> Ledger:
    """Return the ledger without ends dated after `now`; an incident without any other update is left out."""
    incidents = list(_incidents_as_of(ledger, now))
    works = [_maintenance_as_of(work, now) for work in ledger.every_maintenance]
    if incidents == list(ledger.every_incident) and works == list(ledger.every_maintenance):
        return ledger
    return with_records(
        ledger, incidents=incidents, maintenances=works, notices=ledger.notices, complaints=ledger.complaints
    )


def _incidents_as_of(ledger: Ledger, now: datetime) -> Iterator[Incident]:
    for incident in ledger.every_incident:
        end = incident.resolved_at
        if end is None or end <= now:
            yield incident
            continue
        updates = incident.updates[: -incident.closing]
        if updates or incident.withdrawn:
            yield incident.model_copy(update={"updates": updates or incident.updates})


def _maintenance_as_of(work: Maintenance, now: datetime) -> Maintenance:
    updates = tuple(update for update in work.updates if update.at <= now or update.status not in OVER)
    return work if len(updates) == len(work.updates) else work.model_copy(update={"updates": updates})


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise of the next update: when it was made and is due; `kept` is None while it is not due yet."""

    made_at: datetime
    due: datetime
    kept: bool | None
    answered_at: datetime | None


def promises(incident: Incident, now: datetime) -> tuple[Promise, ...]:
    """Return each promise of an incident, oldest first. An update at the due instant keeps the promise."""
    found = []
    for number, update in enumerate(incident.updates):
        if update.next_update is None:
            continue
        later = next((u.at for u in incident.updates[number + 1 :] if u.at > update.at), None)
        found.append(Promise(update.at, update.next_update, _kept(later, update.next_update, now), later))
    return tuple(found)


def next_promise(incident: Incident, now: datetime) -> datetime | None:
    """Return when the next update is promised by the newest one, or None; None also if the incident is resolved."""
    return None if incident.resolved_at and incident.resolved_at <= now else incident.newest.next_update


def _kept(answered: datetime | None, due: datetime, now: datetime) -> bool | None:
    if answered is not None:
        return answered <= due
    return False if now > due else None


@dataclass(frozen=True, eq=False)
class Pinned:
    """A pinned notice, shown from `starts` (None: at once) until before `until` (None: no end known).

    `by` is who signed the newest text. `link` is an address with more about it; None for incidents, which have pages.
    """

    kind: Literal["incident", "notice"]
    id: str
    title: Text
    text: Text | None
    impact: Impact
    since: datetime
    starts: datetime | None
    until: datetime | None
    resolved: bool
    update: Update | None
    by: str | None
    link: str | None


def pinned(ledger: Ledger, now: datetime) -> tuple[Pinned, ...]:
    """Return the notices pinned now: open before resolved, then by impact, then newest first."""
    return pinnable(ledger, now, timedelta(0))


def pinnable(ledger: Ledger, now: datetime, ahead: timedelta) -> tuple[Pinned, ...]:
    """Return the notices pinned now or from a time within `ahead`, in the same order."""
    return _in_order([*_incidents(ledger, now), *_notices(ledger, now, ahead)])


def happening(ledger: Ledger, now: datetime, ahead: timedelta) -> tuple[Pinned, ...]:
    """Return the same and the open incidents that are not pinned, in the same order."""
    return _in_order([*_incidents(ledger, now, unpinned=True), *_notices(ledger, now, ahead)])


def _in_order(found: Iterable[Pinned]) -> tuple[Pinned, ...]:
    newest = sorted(found, key=lambda notice: notice.since, reverse=True)
    return tuple(sorted(newest, key=lambda notice: (notice.resolved, -notice.impact.rank)))


def _incidents(ledger: Ledger, now: datetime, *, unpinned: bool = False) -> Iterator[Pinned]:
    for incident in ledger.ending_after(now - ledger.policy.pin_after_resolved):
        end = incident.resolved_at
        is_wanted = incident.pinned or (unpinned and (end is None or end > now))
        if not is_wanted or incident.started_at > now + CLOCK_SKEW:
            continue
        until = end + ledger.policy.pin_after_resolved if end else None
        if until is None or until > now:
            yield _of_incident(incident, until, end is not None and end <= now)


def _of_incident(incident: Incident, until: datetime | None, resolved: bool) -> Pinned:
    update = incident.newest
    return Pinned(
        "incident", incident.id, incident.title, update.text, incident.impact,
        update.at, None, until, resolved, update, update.by, None,
    )  # fmt: skip


def _notices(ledger: Ledger, now: datetime, ahead: timedelta) -> Iterator[Pinned]:
    for notice in ledger.notices:
        if notice.starts <= now + ahead and notice.ends > now:
            yield Pinned(
                "notice", notice.id, notice.title, notice.text, notice.impact,
                notice.starts, notice.starts, notice.ends, False, None, notice.by, notice.link,
            )  # fmt: skip
