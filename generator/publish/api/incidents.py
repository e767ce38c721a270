"""Incidents in Statuspage's shape. A post-mortem is, as there, an update and a status of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.facts.status import current_incidents
from generator.publish.addresses import anchors, incident_path
from generator.publish.api.components import by_id
from generator.publish.api.encode import Json, maybe, name, prose, short_id, stamp
from generator.publish.api.page import page_id
from generator.publish.api.updates import Said, update
from generator.publish.context import Context
from generator.publish.terms import update_word
from generator.records.incident import Incident, Update
from generator.records.laws import SKEW
from generator.records.ledger import end_of, touched_components
from generator.records.words import ComponentStatus, UpdateStatus

AT_MOST = 50
POSTMORTEM = "postmortem"


def incidents(context: Context) -> list[Json]:
    """The fifty newest, whether open or over."""
    latest = context.now + SKEW
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
    said = list(_said(context, found))
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


def _said(context: Context, found: Incident) -> Iterator[Said]:
    """The updates, oldest first, each with the statuses before and after it; then the post-mortem."""
    told, statuses = found.updates, dict[str, ComponentStatus]()
    for number, (anchor, one) in enumerate(zip(anchors(u.at for u in told), told, strict=True)):
        before, statuses = statuses, _after(found, one, statuses, first=number == 0)
        words = prose(context.text(one.text)) or update_word(context, one.status)
        yield Said(short_id("update", found.id, anchor), one.status.value, words, one.at, before, statuses)
    if found.body and end_of(found) <= context.now:
        id = short_id("update", found.id, POSTMORTEM)
        yield Said(id, POSTMORTEM, prose(found.body), told[-1].at, statuses, statuses)


def _after(
    found: Incident, one: Update, before: Mapping[str, ComponentStatus], *, first: bool
) -> dict[str, ComponentStatus]:
    after = {**before, **(found.components if first else {}), **(one.components or {})}
    return dict.fromkeys(after, ComponentStatus.OPERATIONAL) if one.at >= end_of(found) else after
