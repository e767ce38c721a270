"""Incidents and maintenance in Statuspage's shape. As there, a post-mortem is an update with a status of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from answerable.facts import maintenance as facts
from answerable.facts.maintenance import maintenance_announcement, maintenance_timeline
from answerable.facts.status import affected, changed_by, current_incidents
from answerable.publish.addresses import incident_path, maintenance_path, update_keys
from answerable.publish.api.components import by_id, component_id, full_name
from answerable.publish.api.encode import Json, maybe, name, page_id, prose, short_id, stamp
from answerable.publish.context import Context
from answerable.publish.text.terms import maintenance_word, update_word
from answerable.records.instants import CLOCK_SKEW
from answerable.records.ledger import end_of, touched_components
from answerable.records.model import Incident, Maintenance, MaintenanceUpdate, Update
from answerable.records.vocabulary import OVER, ComponentStatus, MaintenanceStatus, UpdateStatus


@dataclass(frozen=True)
class UpdateSource:
    """An update, with the status of each component that it touches before and after it."""

    id: str
    status: str
    body: str
    at: datetime
    before: Mapping[str, ComponentStatus]
    after: Mapping[str, ComponentStatus]


def update(context: Context, incident_id: str, source: UpdateSource) -> Json:
    """Return an update in Statuspage's shape; the keys for e-mails and tweets are constant, since none are sent."""
    at = stamp(source.at)
    return {
        "id": source.id,
        "status": source.status,
        "body": source.body,
        "incident_id": incident_id,
        "created_at": at,
        "updated_at": at,
        "display_at": at,
        "affected_components": _affected(context, source) or None,
        "deliver_notifications": True,
        "custom_tweet": None,
        "tweet_id": None,
    }


def _affected(context: Context, source: UpdateSource) -> list[Json]:
    return [
        {
            "code": component_id(id),
            "name": full_name(context, id),
            "old_status": source.before.get(id, ComponentStatus.OPERATIONAL).value,
            "new_status": status.value,
        }
        for id, status in source.after.items()
    ]


AT_MOST = 50
POSTMORTEM = "postmortem"


def incidents(context: Context) -> list[Json]:
    """Return the fifty newest incidents, open or resolved."""
    latest = context.now + CLOCK_SKEW
    known = (i for i in context.ledger.incidents if i.started_at <= latest)
    return [incident(context, found) for found, _ in zip(known, range(AT_MOST), strict=False)]


def unresolved(context: Context) -> list[Json]:
    """Return the open incidents, newest first, fifty at most."""
    by_id = sorted(current_incidents(context.ledger, context.now), key=lambda i: i.id)
    open_now = sorted(
        by_id, key=lambda i: i.started_at, reverse=True
    )  # by id where they began at one instant, as in every list
    return [incident(context, found) for found in open_now[:AT_MOST]]


def incident(context: Context, found: Incident) -> Json:
    """Return an incident with all its updates, newest first."""
    id = short_id("incident", found.id)
    updates = list(_incident_updates(context, found))
    over = end_of(found) <= context.now
    monitoring = [u.at for u in found.updates if u.status is UpdateStatus.MONITORING]
    known = by_id(context)
    return {
        "id": id,
        "name": name(context.text(found.title)),
        "status": updates[-1].status,
        "created_at": stamp(found.updates[0].at),
        "updated_at": stamp(updates[-1].at),
        "monitoring_at": maybe(monitoring[-1] if monitoring else None),
        "resolved_at": maybe(found.resolved_at if over else None),
        "impact": found.impact.value,
        "shortlink": context.absolute(incident_path(found.id)),
        "started_at": stamp(found.started_at),
        "page_id": page_id(context),
        "incident_updates": [update(context, id, one) for one in reversed(updates)],
        "components": [known[touched] for touched in touched_components(found) if touched in known],
        "reminder_intervals": None,
    }


def _incident_updates(context: Context, found: Incident) -> Iterator[UpdateSource]:
    """Yield the updates, oldest first, each with the statuses before and after it; then the post-mortem."""
    updates, statuses = found.updates, dict[str, ComponentStatus]()
    for number, (key, one) in enumerate(zip(update_keys(updates), updates, strict=True)):
        before, statuses = statuses, _after(found, one, statuses, first=number == 0)
        words = prose(context.text(one.text)) or update_word(context, one.status)
        yield UpdateSource(short_id("update", found.id, key), one.status.value, words, one.at, before, statuses)
    if found.whole_body and end_of(found) <= context.now:
        id = short_id("update", found.id, POSTMORTEM)
        yield UpdateSource(id, POSTMORTEM, prose(context.text(found.whole_body)), updates[-1].at, statuses, statuses)


def _after(
    found: Incident, one: Update, before: Mapping[str, ComponentStatus], *, first: bool
) -> dict[str, ComponentStatus]:
    after = {**before, **(affected(found) if first else {}), **changed_by(one)}
    return dict.fromkeys(after, ComponentStatus.OPERATIONAL) if one.at >= end_of(found) else after


def maintenances(context: Context) -> list[Json]:
    """Return the fifty newest maintenances, whatever their status."""
    return _all(context, context.ledger.maintenances[:AT_MOST])


def upcoming(context: Context) -> list[Json]:
    """Return the next fifty maintenances to come, the latest first."""
    return _all(context, reversed(facts.scheduled(context.ledger, context.now)[:AT_MOST]))


def active(context: Context) -> list[Json]:
    """Return the maintenances in progress, newest first, fifty at most."""
    return _all(context, reversed(facts.in_progress(context.ledger, context.now)[-AT_MOST:]))


def current(context: Context) -> list[Json]:
    """Return the maintenances of the summary: those to come, then those in progress, fifty at most."""
    return [*upcoming(context), *active(context)][:AT_MOST]


def _all(context: Context, found: Iterable[Maintenance]) -> list[Json]:
    return [maintenance(context, one) for one in found]


def maintenance(context: Context, found: Maintenance) -> Json:
    """Return a maintenance with all its updates, newest first."""
    id = short_id("maintenance", found.id)
    updates, known = list(_maintenance_updates(context, found)), by_id(context)
    phase = facts.phase(found, context.now)
    end = (found.cancelled_at or found.ended_at) if _is_over(phase) else None
    watched = [one.at for one in updates if one.status == MaintenanceStatus.VERIFYING.value]
    return {
        "id": id,
        "name": name(context.text(found.title)),
        "status": _word(phase, is_moved=False),
        "created_at": stamp(updates[0].at),
        "updated_at": stamp(updates[-1].at),
        "monitoring_at": maybe(watched[-1] if watched else None),
        "resolved_at": maybe(end),
        "impact": "maintenance",
        "shortlink": context.absolute(maintenance_path(found.id)),
        "started_at": stamp(updates[0].at),
        "page_id": page_id(context),
        "incident_updates": [update(context, id, one) for one in reversed(updates)],
        "components": [known[touched] for touched in found.components if touched in known],
        "scheduled_for": stamp(found.starts),
        "scheduled_until": stamp(found.ends),
    }


def _maintenance_updates(context: Context, found: Maintenance) -> Iterator[UpdateSource]:
    """Yield the announcement, the updates, and the begin and end where no update says so, oldest first."""
    before = dict.fromkeys(found.components, ComponentStatus.OPERATIONAL)
    for key, one in _keyed_updates(context, found):
        word = _word(one.status, is_moved=one is not found.stopped)
        after = _statuses(found, one.status)
        words = prose(context.text(one.text)) or maintenance_word(context, one.status)
        yield UpdateSource(short_id("update", "maintenance", found.id, key), word, words, one.at, before, after)
        before = after


def _keyed_updates(context: Context, found: Maintenance) -> Iterator[tuple[str, MaintenanceUpdate]]:
    """Yield each update with the key from which its id is made."""
    changed = context.changed.get(found.id)
    timeline = maintenance_timeline(found, context.now, changed)
    if maintenance_announcement(found, context.now, changed):
        yield "announced", timeline[0]
        timeline = timeline[1:]
    yield from zip(update_keys(timeline), timeline, strict=True)


def _statuses(found: Maintenance, status: MaintenanceStatus) -> dict[str, ComponentStatus]:
    if status is MaintenanceStatus.SCHEDULED or _is_over(status):
        return dict.fromkeys(found.components, ComponentStatus.OPERATIONAL)
    planned = found.components.items()
    return {id: max(own, ComponentStatus.UNDER_MAINTENANCE, key=lambda s: s.rank) for id, own in planned}


def _is_over(phase: MaintenanceStatus) -> bool:
    return phase in OVER or phase is MaintenanceStatus.POSTPONED


def _word(status: MaintenanceStatus, *, is_moved: bool) -> str:
    """Return Statuspage's word; it has none for cancelled and for postponed work."""
    if status is MaintenanceStatus.POSTPONED and is_moved:
        return MaintenanceStatus.SCHEDULED.value
    return MaintenanceStatus.COMPLETED.value if _is_over(status) else status.value
