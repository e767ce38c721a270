"""One incident of Statuspage as a record."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from answerable.importers.ids import record_id
from answerable.importers.model import RESOLVED, SAYS_NO_END, History, Imported, Settings
from answerable.importers.statuspage.updates import (
    STATUSES,
    SourceUpdate,
    component_ids,
    instant,
    maps,
    read_updates,
    story_end,
    title_of,
)

BY_IMPACT = {
    "none": "operational",
    "minor": "degraded_performance",
    "major": "partial_outage",
    "critical": "major_outage",
}
"""What an incident's impact says of its components where nothing else does; Statuspage reckons the other way."""
_STATUS_TEXTS = frozenset({"investigating", "identified", "monitoring", "resolved"})
_OVER = frozenset({"resolved", "postmortem", "completed"})


def incident(source: str, item: dict[str, Any], history: History, settings: Settings) -> Imported | None:
    """The record of an incident; None, with a problem noted, when it has no instant at all."""
    said = read_updates(source, item, history, settings)
    body = story_end(said, item, source, history)
    said = [one for one in said if one.status != "postmortem"]
    started = instant(item, ("started_at", "created_at"), source, history, settings.zone)
    if started is None and not said:
        history.problem(source, "neither it nor an update of it has an instant")
        return None
    said = said or [_first(source, item, started, history)]
    if started and started > said[0].at:
        history.guess(source, "it was said to begin after its first update; that was taken", started.isoformat())
    started = min(started or said[0].at, said[0].at)
    said = _ended(source, item, said, history, settings)
    title = title_of(source, item, history, "Incident")
    impact = _impact(source, item, history)
    components = _at_first(source, item, said, impact, history)
    front = {
        "title": title,
        "impact": impact,
        "components": components,
        "started": started if started != said[0].at else None,
        "updates": _updates(source, said, components, history),
    }
    return Imported("incident", record_id(started, title, "incident"), front, body, item["id"], started.year)


def _first(source: str, item: dict[str, Any], started: datetime | None, history: History) -> SourceUpdate:
    history.guess(source, "it has no update; one without words was made where it began")
    status = str(item.get("status") or "")
    assert started is not None  # noqa: S101
    return SourceUpdate(started, status if status in _STATUS_TEXTS - {"resolved"} else "investigating", "")


def _ended(
    source: str, item: dict[str, Any], said: list[SourceUpdate], history: History, settings: Settings
) -> list[SourceUpdate]:
    """The updates with a last one that says `resolved`, where the incident is over and none does."""
    if str(item.get("status")) not in _OVER or said[-1].status == "resolved":
        return said
    history.guess(source, "it is over, but its last update does not say so; a `resolved` update was added")
    at = instant(item, ("resolved_at", "updated_at"), source, history, settings.zone) or said[-1].at
    return [*said, SourceUpdate(max(at, said[-1].at), "resolved", "")]


def _impact(source: str, item: dict[str, Any], history: History) -> str:
    impact = str(item.get("impact") or "")
    if impact not in BY_IMPACT:
        history.guess(source, "its impact is none of Statuspage's; minor was taken", impact)
        return "minor"
    return impact


def _at_first(
    source: str, item: dict[str, Any], said: list[SourceUpdate], impact: str, history: History
) -> dict[str, str]:
    """How the components did when it began: as its first update says, else as they do now, else by its impact."""
    later = {id for one in said[1:] if one.status != "resolved" for id in one.components}
    now = {str(one.get("id")): str(one.get("status")) for one in maps(item.get("components"))}
    first: dict[str, str] = {}
    for id in component_ids(item):
        if id in said[0].components or id in later:
            continue
        if said[-1].status != "resolved" and now.get(id) in STATUSES - {"operational", "under_maintenance"}:
            first[id] = now[id]
        else:
            first[id] = BY_IMPACT[impact]
    if first:
        history.guess(source, "how bad its components were is not said; it was taken from its impact", impact)
    elif not component_ids(item) and not any(one.components for one in said):
        history.guess(source, "it names no component; the record names none")
    return {**first, **said[0].components}


def _updates(
    source: str, said: list[SourceUpdate], components: dict[str, str], history: History
) -> list[dict[str, Any]]:
    state = dict(components)
    updates: list[dict[str, Any]] = []
    for one in said:
        if one.status not in _STATUS_TEXTS:
            history.guess(source, "an update's status is none of Statuspage's; investigating was taken", one.status)
        resolved = one.status == "resolved"
        if resolved and not one.text:
            history.guess(source, SAYS_NO_END)
        changed = {} if resolved else {id: new for id, new in one.components.items() if state.get(id) != new}
        state |= changed
        updates.append(
            {
                "at": one.at,
                "status": one.status if one.status in _STATUS_TEXTS else "investigating",
                "text": one.text or (RESOLVED if resolved else None),
                "components": changed or None,
            }
        )
    return updates


_WORDS = frozenset({"scheduled", "in_progress", "verifying", "completed", "cancelled"})
_MEANS = {"resolved": "completed", "canceled": "cancelled", "monitoring": "verifying"}


def maintenance(source: str, item: dict[str, Any], history: History, settings: Settings) -> Imported | None:
    """The record of a maintenance; None, with a problem noted, when nothing says when it was to begin."""
    said = read_updates(source, item, history, settings)
    body = story_end(said, item, source, history)
    said = [one for one in said if one.status != "postmortem"]
    announced = instant(item, ("created_at",), source, history, settings.zone)
    starts = _starts(source, item, said, announced, history, settings)
    if starts is None:
        history.problem(source, "nothing says when it was to begin")
        return None
    first = said.pop(0) if said and said[0].status == "scheduled" else None
    title = title_of(source, item, history, "Maintenance")
    front = {
        "title": title,
        "starts": starts,
        "ends": _ends(source, item, starts, said, history, settings),
        "announced": announced if announced and announced < starts else None,
        "components": _components(item, [*([first] if first else []), *said]),
        "text": first.text if first and first.text else None,
        "updates": [_update(source, one, history) for one in said],
    }
    return Imported("maintenance", record_id(starts, title, "maintenance"), front, body, item["id"], starts.year)


def _starts(
    source: str,
    item: dict[str, Any],
    said: list[SourceUpdate],
    announced: datetime | None,
    history: History,
    settings: Settings,
) -> datetime | None:
    """The planned beginning. Where that is the hour of the announcement, the work began when an update says so."""
    starts = instant(item, ("scheduled_for", "started_at", "created_at"), source, history, settings.zone)
    began = next((one.at for one in said if one.status == "in_progress"), None)
    if starts is not None and began is not None and starts == announced and began > starts:
        history.guess(source, "its planned beginning is the instant of its announcement; the beginning of the work "
                      "was taken from its updates", f"{starts.isoformat()} became {began.isoformat()}")  # fmt: skip
        return began
    return starts or began


def _ends(
    source: str, item: dict[str, Any], starts: datetime, said: list[SourceUpdate], history: History, settings: Settings
) -> datetime:
    ends = instant(item, ("scheduled_until", "resolved_at"), source, history, settings.zone)
    if ends is not None and ends > starts:
        return ends
    done = next((one.at for one in said if _word(one.status) == "completed" and one.at > starts), None)
    history.guess(source, "its planned end is not after its beginning; "
                  + ("its completion was taken" if done else "one hour was taken"), ends or "no end")  # fmt: skip
    return done or starts + timedelta(hours=1)


def _components(item: dict[str, Any], said: list[SourceUpdate]) -> dict[str, str]:
    """A maintenance has one map for its whole length: the first status that says more than `operational`."""
    components = dict.fromkeys(component_ids(item), "under_maintenance")
    for one in reversed(said):
        components |= {id: new for id, new in one.components.items() if new != "operational"}
    return components


def _word(status: str) -> str:
    return _MEANS.get(status, status)


def _update(source: str, one: SourceUpdate, history: History) -> dict[str, Any]:
    status = _word(one.status)
    if status not in _WORDS:
        history.guess(source, "an update's status is none of Statuspage's; in_progress was taken", one.status)
        status = "in_progress"
    return {"at": one.at, "status": status, "text": one.text or None}
