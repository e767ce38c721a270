"""One scheduled maintenance of Statuspage as a record."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from generator.importers.ids import record_id
from generator.importers.model import History, Imported, Settings
from generator.importers.statuspage_updates import (
    Said,
    component_ids,
    instant,
    read_updates,
    story_end,
    title_of,
)

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
    said: list[Said],
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
    source: str, item: dict[str, Any], starts: datetime, said: list[Said], history: History, settings: Settings
) -> datetime:
    ends = instant(item, ("scheduled_until", "resolved_at"), source, history, settings.zone)
    if ends is not None and ends > starts:
        return ends
    done = next((one.at for one in said if _word(one.status) == "completed" and one.at > starts), None)
    history.guess(source, "its planned end is not after its beginning; "
                  + ("its completion was taken" if done else "one hour was taken"), ends or "no end")  # fmt: skip
    return done or starts + timedelta(hours=1)


def _components(item: dict[str, Any], said: list[Said]) -> dict[str, str]:
    """A maintenance has one map for its whole length: the first status that says more than `operational`."""
    components = dict.fromkeys(component_ids(item), "under_maintenance")
    for one in reversed(said):
        components |= {id: new for id, new in one.components.items() if new != "operational"}
    return components


def _word(status: str) -> str:
    return _MEANS.get(status, status)


def _update(source: str, one: Said, history: History) -> dict[str, Any]:
    status = _word(one.status)
    if status not in _WORDS:
        history.guess(source, "an update's status is none of Statuspage's; in_progress was taken", one.status)
        status = "in_progress"
    return {"at": one.at, "status": status, "text": one.text or None}
