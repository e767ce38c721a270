"""Incidents in Statuspage's shape. A post-mortem is, as there, an update and a status of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from answerable.facts import maintenance as facts
from answerable.facts.maintenance import maintenance_announcement, maintenance_timeline
from answerable.facts.status import current_incidents
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


def update(context: Context, incident_id: str, said: UpdateSource) -> Json:
    """The update's keys; nothing is known of e-mails and tweets, since none are sent."""
    at = stamp(said.at)
    return {
        "id": said.id,
        "status": said.status,
        "body": said.body,
        "incident_id": incident_id,
        "created_at": at,
        "updated_at": at,
        "display_at": at,
        "affected_components": _affected(context, said) or None,
        "deliver_notifications": True,
        "custom_tweet": None,
        "tweet_id": None,
    }


def _affected(context: Context, said: UpdateSource) -> list[Json]:
    return [
        {
            "code": component_id(id),
            "name": full_name(context, id),
            "old_status": said.before.get(id, ComponentStatus.OPERATIONAL).value,
            "new_status": status.value,
        }
        for id, status in said.after.items()
    ]


AT_MOST = 50
POSTMORTEM = "postmortem"


def incidents(context: Context) -> list[Json]:
    """The fifty newest, whether open or over."""
    latest = context.now + CLOCK_SKEW
    known = (i for i in context.ledger.incidents if i.started_at <= latest)
    return [incident(context, found) for found, _ in zip(known, range(AT_MOST), strict=False)]


def unresolved(context: Context) -> list[Json]:
    """Those that are open, newest first."""
    by_id = sorted(current_incidents(context.ledger, context.now), key=lambda i: i.id)
    open_now = sorted(by_id, key=lambda i: i.started_at, reverse=True)  # of one instant in the order of all lists
    return [incident(context, found) for found in open_now[:AT_MOST]]


def incident(context: Context, found: Incident) -> Json:
    """One incident with all that was said of it, newest first."""
    id = short_id("incident", found.id)
    said = list(_incident_updates(context, found))
    over = end_of(found) <= context.now
    monitoring = [u.at for u in found.updates if u.status is UpdateStatus.MONITORING]
    known = by_id(context)
    return {
        "id": id,
        "name": name(context.text(found.title)),
        "status": said[-1].status,
        "created_at": stamp(found.updates[0].at),
        "updated_at": stamp(said[-1].at),
        "monitoring_at": maybe(monitoring[-1] if monitoring else None),
        "resolved_at": maybe(found.resolved_at if over else None),
        "impact": found.impact.value,
        "shortlink": context.absolute(incident_path(found.id)),
        "started_at": stamp(found.started_at),
        "page_id": page_id(context),
        "incident_updates": [update(context, id, one) for one in reversed(said)],
        "components": [known[touched] for touched in touched_components(found) if touched in known],
        "reminder_intervals": None,
    }


def _incident_updates(context: Context, found: Incident) -> Iterator[UpdateSource]:
    """The updates, oldest first, each with the statuses before and after it; then the post-mortem."""
    told, statuses = found.updates, dict[str, ComponentStatus]()
    for number, (key, one) in enumerate(zip(update_keys(told), told, strict=True)):
        before, statuses = statuses, _after(found, one, statuses, first=number == 0)
        words = prose(context.text(one.text)) or update_word(context, one.status)
        yield UpdateSource(short_id("update", found.id, key), one.status.value, words, one.at, before, statuses)
    if found.body and end_of(found) <= context.now:
        id = short_id("update", found.id, POSTMORTEM)
        yield UpdateSource(id, POSTMORTEM, prose(found.body), told[-1].at, statuses, statuses)


def _after(
    found: Incident, one: Update, before: Mapping[str, ComponentStatus], *, first: bool
) -> dict[str, ComponentStatus]:
    after = {**before, **(found.components if first else {}), **(one.components or {})}
    return dict.fromkeys(after, ComponentStatus.OPERATIONAL) if one.at >= end_of(found) else after


def maintenances(context: Context) -> list[Json]:
    """The fifty newest, whatever became of them."""
    return _all(context, context.ledger.maintenances[:AT_MOST])


def upcoming(context: Context) -> list[Json]:
    """Those still to come: the next fifty, the latest first."""
    return _all(context, reversed(facts.scheduled(context.ledger, context.now)[:AT_MOST]))


def active(context: Context) -> list[Json]:
    """Those being worked on, newest first."""
    return _all(context, reversed(facts.in_progress(context.ledger, context.now)[-AT_MOST:]))


def current(context: Context) -> list[Json]:
    """What a summary holds: those to come and those being worked on."""
    return [*upcoming(context), *active(context)][:AT_MOST]


def _all(context: Context, found: Iterable[Maintenance]) -> list[Json]:
    return [maintenance(context, one) for one in found]


def maintenance(context: Context, found: Maintenance) -> Json:
    """One maintenance with all that was said of it, newest first."""
    id = short_id("maintenance", found.id)
    said, known = list(_maintenance_updates(context, found)), by_id(context)
    phase = facts.phase(found, context.now)
    end = (found.cancelled_at or found.ended_at) if phase in OVER else None
    watched = [one.at for one in said if one.status == MaintenanceStatus.VERIFYING.value]
    return {
        "id": id,
        "name": name(context.text(found.title)),
        "status": _word(phase),
        "created_at": stamp(said[0].at),
        "updated_at": stamp(said[-1].at),
        "monitoring_at": maybe(watched[-1] if watched else None),
        "resolved_at": maybe(end),
        "impact": "maintenance",
        "shortlink": context.absolute(maintenance_path(found.id)),
        "started_at": stamp(said[0].at),
        "page_id": page_id(context),
        "incident_updates": [update(context, id, one) for one in reversed(said)],
        "components": [known[touched] for touched in found.components if touched in known],
        "scheduled_for": stamp(found.starts),
        "scheduled_until": stamp(found.ends),
    }


def _maintenance_updates(context: Context, found: Maintenance) -> Iterator[UpdateSource]:
    """The announcement, the updates, and what the clock alone brought, oldest first."""
    before = dict.fromkeys(found.components, ComponentStatus.OPERATIONAL)
    for key, one in _told(context, found):
        after = _statuses(found, one.status)
        words = prose(context.text(one.text)) or maintenance_word(context, one.status)
        yield UpdateSource(
            short_id("update", "maintenance", found.id, key), _word(one.status), words, one.at, before, after
        )
        before = after


def _told(context: Context, found: Maintenance) -> Iterator[tuple[str, MaintenanceUpdate]]:
    """Each update with what its id is made from."""
    told = maintenance_timeline(found, context.now)
    if maintenance_announcement(found):
        yield "announced", told[0]
        told = told[1:]
    yield from zip(update_keys(told), told, strict=True)


def _statuses(found: Maintenance, status: MaintenanceStatus) -> dict[str, ComponentStatus]:
    if status is MaintenanceStatus.SCHEDULED or status in OVER:
        return dict.fromkeys(found.components, ComponentStatus.OPERATIONAL)
    planned = found.components.items()
    return {id: max(own, ComponentStatus.UNDER_MAINTENANCE, key=lambda s: s.rank) for id, own in planned}


def _word(status: MaintenanceStatus) -> str:
    return MaintenanceStatus.COMPLETED.value if status is MaintenanceStatus.CANCELLED else status.value
