"""Scheduled maintenance in Statuspage's shape. What begins and ends by the clock gets an update that says so, as there.

Statuspage knows no work that was called off: it is `completed` here, in the words that say what happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.facts import maintenance as facts
from generator.facts.told import announcement, story
from generator.publish.addresses import anchors, maintenance_path
from generator.publish.api.components import by_id
from generator.publish.api.encode import Json, maybe, name, prose, short_id, stamp
from generator.publish.api.page import page_id
from generator.publish.api.updates import Said, update
from generator.publish.context import Context
from generator.publish.terms import maintenance_word
from generator.records.incident import Maintenance, MaintenanceUpdate
from generator.records.words import OVER, ComponentStatus, MaintenanceStatus

AT_MOST = 50


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
    said, known = list(_said(context, found)), by_id(context)
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


def _said(context: Context, found: Maintenance) -> Iterator[Said]:
    """The announcement, the updates, and what the clock alone brought, oldest first."""
    before = dict.fromkeys(found.components, ComponentStatus.OPERATIONAL)
    for key, one in _told(context, found):
        after = _statuses(found, one.status)
        words = prose(context.text(one.text)) or maintenance_word(context, one.status)
        yield Said(short_id("update", "maintenance", found.id, key), _word(one.status), words, one.at, before, after)
        before = after


def _told(context: Context, found: Maintenance) -> Iterator[tuple[str, MaintenanceUpdate]]:
    """Each update with what its id is made from."""
    told = story(found, context.now)
    if announcement(found):
        yield "announced", told[0]
        told = told[1:]
    yield from zip(anchors(u.at for u in told), told, strict=True)


def _statuses(found: Maintenance, status: MaintenanceStatus) -> dict[str, ComponentStatus]:
    if status is MaintenanceStatus.SCHEDULED or status in OVER:
        return dict.fromkeys(found.components, ComponentStatus.OPERATIONAL)
    planned = found.components.items()
    return {id: max(own, ComponentStatus.UNDER_MAINTENANCE, key=lambda s: s.rank) for id, own in planned}


def _word(status: MaintenanceStatus) -> str:
    return MaintenanceStatus.COMPLETED.value if status is MaintenanceStatus.CANCELLED else status.value
