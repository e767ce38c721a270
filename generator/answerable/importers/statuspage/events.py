"""An incident or a maintenance of Statuspage as a record."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from answerable.importers.model import NO_CLOSING_WORDS, RESOLVED, History, Imported, Settings, dicts, record_id
from answerable.importers.statuspage.updates import (
    STATUSES,
    SourceUpdate,
    component_ids,
    instant,
    read_postmortem,
    read_updates,
    title_of,
)

BY_IMPACT = {
    "none": "operational",
    "minor": "degraded_performance",
    "major": "partial_outage",
    "critical": "major_outage",
}
"""The status of components where only the incident's impact is known; Statuspage derives the impact from them."""
_INCIDENT_STATUSES = frozenset({"investigating", "identified", "monitoring", "resolved"})
_OVER = frozenset({"resolved", "postmortem", "completed"})


def incident(source: str, item: dict[str, Any], history: History, settings: Settings) -> list[Imported]:
    """Return the record of an incident; none, with a problem in the history, if it has no instant at all."""
    updates = read_updates(source, item, history, settings)
    body = read_postmortem(updates, item, source, history)
    updates = [one for one in updates if one.status != "postmortem"]
    started = instant(item, ("started_at", "created_at"), source, history, settings.zone)
    if started is None and not updates:
        history.problem(source, "neither it nor an update of it has an instant")
        return []
    updates = updates or [_first(source, item, started, history)]
    if started and started > updates[0].at:
        history.guess(source, "it was said to begin after its first update; that was taken", started.isoformat())
    started = min(started or updates[0].at, updates[0].at)
    updates = _ended(source, item, updates, history, settings)
    title = title_of(source, item, history, "Incident")
    impact = _impact(source, item, history)
    components = _at_first(source, item, updates, impact, history)
    front = {
        "title": title,
        "impact": impact,
        "components": components,
        "started": started if started != updates[0].at else None,
        "updates": _updates(source, updates, components, history),
    }
    return [Imported("incident", record_id(started, title, "incident"), front, body, item["id"], started.year)]


def _first(source: str, item: dict[str, Any], started: datetime | None, history: History) -> SourceUpdate:
    history.guess(source, "it has no update; one without words was made where it began")
    status = str(item.get("status") or "")
    assert started is not None  # noqa: S101
    return SourceUpdate(started, status if status in _INCIDENT_STATUSES - {"resolved"} else "investigating", "")


def _ended(
    source: str, item: dict[str, Any], updates: list[SourceUpdate], history: History, settings: Settings
) -> list[SourceUpdate]:
    """Return the updates; with a `resolved` one at the end if the incident is over and its last update is another."""
    if str(item.get("status")) not in _OVER or updates[-1].status == "resolved":
        return updates
    history.guess(source, "it is over, but its last update does not say so; a `resolved` update was added")
    at = instant(item, ("resolved_at", "updated_at"), source, history, settings.zone) or updates[-1].at
    return [*updates, SourceUpdate(max(at, updates[-1].at), "resolved", "")]


def _impact(source: str, item: dict[str, Any], history: History) -> str:
    impact = str(item.get("impact") or "")
    if impact not in BY_IMPACT:
        history.guess(source, "its impact is none of Statuspage's; minor was taken", impact)
        return "minor"
    return impact


def _at_first(
    source: str, item: dict[str, Any], updates: list[SourceUpdate], impact: str, history: History
) -> dict[str, str]:
    """Return each component's status at the start: from its first update, else its status now, else by its impact."""
    later = {id for one in updates[1:] if one.status != "resolved" for id in one.components}
    now = {str(one.get("id")): str(one.get("status")) for one in dicts(item.get("components"))}
    first: dict[str, str] = {}
    for id in component_ids(item):
        if id in updates[0].components or id in later:
            continue
        if updates[-1].status != "resolved" and now.get(id) in STATUSES - {"operational", "under_maintenance"}:
            first[id] = now[id]
        else:
            first[id] = BY_IMPACT[impact]
    if first:
        history.guess(source, "how bad its components were is not said; it was taken from its impact", impact)
    elif not component_ids(item) and not any(one.components for one in updates):
        history.guess(source, "it names no component; the record names none")
    return {**first, **updates[0].components}


def _updates(
    source: str, updates: list[SourceUpdate], components: dict[str, str], history: History
) -> list[dict[str, Any]]:
    state = dict(components)
    made: list[dict[str, Any]] = []
    for one in updates:
        if one.status not in _INCIDENT_STATUSES:
            history.guess(source, "an update's status is none of Statuspage's; investigating was taken", one.status)
        resolved = one.status == "resolved"
        if resolved and not one.text:
            history.guess(source, NO_CLOSING_WORDS)
        changed = {} if resolved else {id: new for id, new in one.components.items() if state.get(id) != new}
        state |= changed
        made.append(
            {
                "at": one.at,
                "status": one.status if one.status in _INCIDENT_STATUSES else "investigating",
                "text": one.text or (RESOLVED if resolved else None),
                "components": changed or None,
            }
        )
    return made


_MAINTENANCE_STATUSES = frozenset({"scheduled", "in_progress", "verifying", "completed", "cancelled"})
_RENAMED = {"resolved": "completed", "canceled": "cancelled", "monitoring": "verifying"}


def maintenance(source: str, item: dict[str, Any], history: History, settings: Settings) -> list[Imported]:
    """Return the record of a maintenance; none, with a problem in the history, if nothing says when it begins."""
    updates = read_updates(source, item, history, settings)
    body = read_postmortem(updates, item, source, history)
    updates = [one for one in updates if one.status != "postmortem"]
    announced = instant(item, ("created_at",), source, history, settings.zone)
    starts = _starts(source, item, updates, announced, history, settings)
    if starts is None:
        history.problem(source, "nothing says when it was to begin")
        return []
    first = updates.pop(0) if updates and updates[0].status == "scheduled" else None
    title = title_of(source, item, history, "Maintenance")
    front = {
        "title": title,
        "starts": starts,
        "ends": _ends(source, item, starts, updates, history, settings),
        "announced": announced if announced and announced < starts else None,
        "components": _components(item, [*([first] if first else []), *updates]),
        "text": first.text if first and first.text else None,
        "updates": [_update(source, one, history) for one in updates],
    }
    return [Imported("maintenance", record_id(starts, title, "maintenance"), front, body, item["id"], starts.year)]


def _starts(
    source: str,
    item: dict[str, Any],
    updates: list[SourceUpdate],
    announced: datetime | None,
    history: History,
    settings: Settings,
) -> datetime | None:
    """Return the planned start, or the instant when the work began if the plan names that of the announcement."""
    starts = instant(item, ("scheduled_for", "started_at", "created_at"), source, history, settings.zone)
    began = next((one.at for one in updates if one.status == "in_progress"), None)
    if starts is not None and began is not None and starts == announced and began > starts:
        history.guess(source, "its planned beginning is the instant of its announcement; the beginning of the work "
                      "was taken from its updates", f"{starts.isoformat()} became {began.isoformat()}")  # fmt: skip
        return began
    return starts or began


def _ends(
    source: str,
    item: dict[str, Any],
    starts: datetime,
    updates: list[SourceUpdate],
    history: History,
    settings: Settings,
) -> datetime:
    ends = instant(item, ("scheduled_until", "resolved_at"), source, history, settings.zone)
    if ends is not None and ends > starts:
        return ends
    done = next((one.at for one in updates if _maintenance_status(one.status) == "completed" and one.at > starts), None)
    history.guess(source, "its planned end is not after its beginning; "
                  + ("its completion was taken" if done else "one hour was taken"), ends or "no end")  # fmt: skip
    return done or starts + timedelta(hours=1)


def _components(item: dict[str, Any], updates: list[SourceUpdate]) -> dict[str, str]:
    """Return the components with the first status that is not `operational`; a maintenance has one for its length."""
    components = dict.fromkeys(component_ids(item), "under_maintenance")
    for one in reversed(updates):
        components |= {id: new for id, new in one.components.items() if new != "operational"}
    return components


def _maintenance_status(status: str) -> str:
    return _RENAMED.get(status, status)


def _update(source: str, one: SourceUpdate, history: History) -> dict[str, Any]:
    status = _maintenance_status(one.status)
    if status not in _MAINTENANCE_STATUSES:
        history.guess(source, "an update's status is none of Statuspage's; in_progress was taken", one.status)
        status = "in_progress"
    return {"at": one.at, "status": status, "text": one.text or None}
