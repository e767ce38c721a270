"""An incident or a maintenance of Statuspage as a record."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from answerable.importers.imported_history import (
    ENDS_LATER,
    NO_CLOSING_WORDS,
    RESOLVED,
    Imported,
    next_full_hour,
    record_id,
)
from answerable.importers.statuspage.event import STATUSES, Event, SourceUpdate
from answerable.records.ids import update_id
from answerable.translation.message import msg

BY_IMPACT = {
    "none": "operational",
    "minor": "degraded_performance",
    "major": "partial_outage",
    "critical": "major_outage",
}
"""The status of components where only the incident's impact is known; Statuspage derives the impact from them."""
_INCIDENT_STATUSES = frozenset({"investigating", "identified", "monitoring", "resolved"})
_OVER = frozenset({"resolved", "postmortem", "completed"})


def incident(event: Event, now: datetime) -> list[Imported]:
    """Return the record of an incident; none, with a problem in the history, if it has no instant at all.

    What is dated after `now` is left out: it is written when it has happened.
    """
    updates, body = event.updates_and_postmortem()
    updates = _until(event, updates, now)
    started = event.instant("started_at", "created_at")
    if started is not None and not updates:
        updates = [_first(event, started)]
    if not updates:
        event.problem(msg("neither it nor an update of it has an instant"))
        return []
    if started and started > updates[0].at:
        event.guess(msg("it was said to begin after its first update; that was taken"), started.isoformat())
    started = min(started or updates[0].at, updates[0].at)
    updates = _ended(event, updates, now)
    title = event.title("Incident")
    impact = _impact(event)
    components = _at_first(event, updates, impact)
    front = {
        "title": title,
        "impact": impact,
        "components": components,
        "started": started if started != updates[0].at else None,
        "updates": _updates(event, updates, components),
    }
    return [Imported("incident", record_id(started, title, "incident"), front, body, event.id, started.year)]


def _first(event: Event, started: datetime) -> SourceUpdate:
    event.guess(msg("it has no update; one without words was made where it began"))
    known = event.status in _INCIDENT_STATUSES - {"resolved"}
    return SourceUpdate(started, event.status if known else "investigating")


def _until(event: Event, updates: list[SourceUpdate], now: datetime) -> list[SourceUpdate]:
    """Return the updates up to now; all of them if none is."""
    past = [one for one in updates if one.at <= now]
    if past and len(past) < len(updates):
        event.guess(msg("an update is dated ahead; it was left out until then"), updates[-1].at.isoformat())
    return past or updates


def _ended(event: Event, updates: list[SourceUpdate], now: datetime) -> list[SourceUpdate]:
    """Return the updates; with a `resolved` one at the end if the incident is over and its last update is another."""
    if event.status not in _OVER or updates[-1].status == "resolved":
        return updates
    at = event.instant("resolved_at", "updated_at") or updates[-1].at
    if at > now >= updates[-1].at:
        event.guess(ENDS_LATER, at.isoformat())
        return updates
    event.guess(msg("it is over, but its last update does not say so; a `resolved` update was added"))
    return [*updates, SourceUpdate(max(at, updates[-1].at), "resolved")]


def _impact(event: Event) -> str:
    impact = str(event.item.get("impact") or "")
    if impact not in BY_IMPACT:
        event.guess(msg("its impact is none of Statuspage's; minor was taken"), impact)
        return "minor"
    return impact


def _at_first(event: Event, updates: list[SourceUpdate], impact: str) -> dict[str, str]:
    """Return each component's status at the start: from its first update, else its status now, else by its impact."""
    later = {id for one in updates[1:] if one.status != "resolved" for id in one.components}
    is_open = updates[-1].status != "resolved"
    first = {
        id: now if is_open and now in STATUSES - {"operational", "under_maintenance"} else BY_IMPACT[impact]
        for id, now in event.components().items()
        if id not in updates[0].components and id not in later
    }
    if first:
        event.guess(msg("how bad its components were is not said; it was taken from its impact"), impact)
    elif not event.components() and not any(one.components for one in updates):
        event.guess(msg("it names no component; the record names none"))
    return {**first, **updates[0].components}


def _updates(event: Event, updates: list[SourceUpdate], components: dict[str, str]) -> list[dict[str, Any]]:
    state = dict(components)
    made: list[dict[str, Any]] = []
    for one in updates:
        if one.status not in _INCIDENT_STATUSES:
            event.guess(msg("an update's status is none of Statuspage's; investigating was taken"), one.status)
        resolved = one.status == "resolved"
        if resolved and not one.text:
            event.guess(NO_CLOSING_WORDS)
        changed = {} if resolved else {id: new for id, new in one.components.items() if state.get(id) != new}
        state |= changed
        made.append(
            {
                "id": _id(one, made),
                "at": one.at,
                "status": one.status if one.status in _INCIDENT_STATUSES else "investigating",
                "text": one.text or (RESOLVED if resolved else None),
                "components": changed or None,
            }
        )
    return made


_MAINTENANCE_STATUSES = frozenset({"scheduled", "in_progress", "verifying", "completed", "cancelled"})
_UNDER_WAY = frozenset({"in_progress", "verifying"})
_RENAMED = {"resolved": "completed", "canceled": "cancelled", "monitoring": "verifying"}


def maintenance(event: Event, now: datetime) -> list[Imported]:
    """Return the record of a maintenance; none, with a problem in the history, if nothing says when it begins."""
    updates, body = event.updates_and_postmortem()
    updates = _until(event, updates, now)
    created = event.instant("created_at")
    starts = _starts(event, updates, created)
    if starts is None:
        event.problem(msg("nothing says when it was to begin"))
        return []
    said = [one.at for one in updates if one.status == "scheduled"]
    announced = min([at for at in (created, *said) if at is not None and at < starts and at <= now], default=None)
    components = _components(event, updates)
    first = updates.pop(0) if updates and updates[0].status == "scheduled" else None
    title = event.title("Maintenance")
    front = {
        "title": title,
        "starts": starts,
        "ends": _ends(event, starts, updates, now),
        "announced": announced,
        "components": components,
        "text": first.text if first and first.text else None,
        "updates": _maintenance_updates(event, updates),
    }
    unsaid = {"announced": now if starts > now else None} if announced is None else {}
    return [
        Imported("maintenance", record_id(starts, title, "maintenance"), front, body, event.id, starts.year, unsaid)
    ]


def _starts(event: Event, updates: list[SourceUpdate], announced: datetime | None) -> datetime | None:
    """Return the planned start, or the instant when the work began if the plan names that of the announcement."""
    starts = event.instant("scheduled_for", "started_at", "created_at")
    began = next((one.at for one in updates if one.status == "in_progress"), None)
    if starts is not None and began is not None and starts == announced and began > starts:
        what = msg(
            "its planned beginning is the instant of its announcement; the beginning of the work was taken "
            "from its updates"
        )
        event.guess(what, msg("%(starts)s became %(began)s", starts=starts.isoformat(), began=began.isoformat()))
        return began
    if starts is not None and event.instant("scheduled_for") is None:
        event.guess(msg("nothing says for when it was planned; its first instant was taken"), starts.isoformat())
    return starts or began


def _ends(event: Event, starts: datetime, updates: list[SourceUpdate], now: datetime) -> datetime:
    ends = event.instant("scheduled_until", "resolved_at")
    if event.status in _UNDER_WAY and starts <= now and (ends is None or ends <= now):
        event.guess(
            msg("the work goes on although its planned end is over; the next full hour was taken"),
            ends or msg("no end"),
        )
        return next_full_hour(starts, now)
    if ends is not None and ends > starts:
        return ends
    done = next((one.at for one in updates if _maintenance_status(one.status) == "completed" and one.at > starts), None)
    what = (
        msg("its planned end is not after its beginning; its completion was taken")
        if done
        else msg("its planned end is not after its beginning; one hour was taken")
    )
    event.guess(what, ends or msg("no end"))
    return done or starts + timedelta(hours=1)


def _components(event: Event, updates: list[SourceUpdate]) -> dict[str, str]:
    """Return the components with the first status that is not `operational`; a maintenance has one for its length."""
    components = dict.fromkeys(event.components(), "under_maintenance")
    for one in reversed(updates):
        components |= {id: new for id, new in one.components.items() if new != "operational"}
    return components


def _maintenance_status(status: str) -> str:
    return _RENAMED.get(status, status)


def _maintenance_updates(event: Event, updates: list[SourceUpdate]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for one in updates:
        status = _maintenance_status(one.status)
        if status not in _MAINTENANCE_STATUSES:
            event.guess(msg("an update's status is none of Statuspage's; in_progress was taken"), one.status)
            status = "in_progress"
        made.append({"id": _id(one, made), "at": one.at, "status": status, "text": one.text or None})
    return made


def _id(one: SourceUpdate, before: list[dict[str, Any]]) -> str:
    """Return the update's id, else one made of its instant that no update before it in the record has."""
    return one.id or update_id(one.at, {other["id"] for other in before})
