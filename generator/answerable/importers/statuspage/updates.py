"""The fields of Statuspage's incidents and maintenances: updates, instants, titles, texts and components."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from answerable.importers.instants import NO_OFFSET, read_when
from answerable.importers.markdown import has_forbidden, one_line, to_markdown
from answerable.importers.model import FORBIDDEN_REMOVED, History, Settings, dicts, short_title

STATUSES = frozenset({"operational", "under_maintenance", "degraded_performance", "partial_outage", "major_outage"})


@dataclass(frozen=True, slots=True)
class SourceUpdate:
    """One update: `components` maps the source's ids to their new status."""

    at: datetime
    status: str
    text: str
    components: dict[str, str] = field(default_factory=dict)


def instant(item: dict[str, Any], keys: tuple[str, ...], source: str, history: History, zone: str) -> datetime | None:
    """Return the instant of the first key that holds one, or None."""
    for key in keys:
        when = read_when(item[key], zone) if isinstance(item.get(key), str) else None
        if when:
            for guessed in when.guessed:
                if guessed.startswith(NO_OFFSET):
                    history.guess(source, guessed, f"{key}: {item[key]}")
            return when.at
    return None


def text_of(item: dict[str, Any], key: str, source: str, history: History) -> str:
    """Return the text of a key as Markdown; "" if it has none."""
    value = item.get(key)
    if not isinstance(value, str):
        if value is not None:
            history.guess(source, "what stands where a text should is none; it was left out", f"{key}: {value}"[:200])
        return ""
    if has_forbidden(value):
        history.guess(source, FORBIDDEN_REMOVED, key)
    return to_markdown(value)


def read_updates(source: str, item: dict[str, Any], history: History, settings: Settings) -> list[SourceUpdate]:
    """Return all updates, oldest first; those of one instant in the order in which they were written."""
    updates = []
    for number, update in enumerate(_listed(item, "incident_updates"), start=1):
        if not isinstance(update, dict):
            history.problem(source, f"its update {number} is not a map of keys; the update was left out")
            continue
        at = instant(update, ("display_at", "created_at", "updated_at"), source, history, settings.zone)
        if at is None:
            history.problem(source, f"its update {number} has no instant; the update was left out")
            continue
        status = str(update.get("status") or "").lower()
        updates.append(
            SourceUpdate(at, status, text_of(update, "body", source, history), _changed(update, source, history))
        )
    if len(updates) < 2 or updates[0].at >= updates[-1].at:
        updates.reverse()  # the API gives the newest first
    return sorted(updates, key=lambda one: one.at)


def _listed(item: dict[str, Any], key: str) -> list[Any]:
    value = item.get(key)
    return value if isinstance(value, list) else [] if value is None else [value]


def _changed(update: dict[str, Any], source: str, history: History) -> dict[str, str]:
    changed = {}
    for one in dicts(update.get("affected_components")):
        code, status = one.get("code"), str(one.get("new_status"))
        if isinstance(code, str) and status in STATUSES:
            changed[code] = status
        else:
            history.guess(
                source, "a component's new status is none of Statuspage's; it was left out", f"{code}: {status}"
            )
    return changed


def component_ids(item: dict[str, Any]) -> list[str]:
    """Return the ids of the components that an incident or a maintenance names."""
    named = (one.get("id") for one in dicts(item.get("components")))
    return list(dict.fromkeys(id for id in named if isinstance(id, str) and id))


def title_of(source: str, item: dict[str, Any], history: History, otherwise: str) -> str:
    """Return the name of an incident or a maintenance on one line, or `otherwise` if it has none."""
    name = item.get("name")
    if isinstance(name, str) and has_forbidden(name):
        history.guess(source, FORBIDDEN_REMOVED, "name")
    title = one_line(name) if isinstance(name, str) else ""
    if not title:
        history.guess(source, "it has no name", f"{otherwise} was taken")
    return short_title(title or otherwise, source, history)


def read_postmortem(updates: list[SourceUpdate], item: dict[str, Any], source: str, history: History) -> str:
    """Return the post-mortem: the texts of `postmortem` updates and of the incident's own field."""
    texts = [one.text for one in updates if one.status == "postmortem"]
    own = text_of(item, "postmortem_body", source, history)
    return "\n\n".join(dict.fromkeys(filter(None, [*texts, own])))
