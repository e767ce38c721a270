"""Statuspage's updates, oldest first, with their instants, words and the components that each changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from answerable.importers.markdown import hides, one_line, to_markdown
from answerable.importers.model import NO_OFFSET, History, Settings, read_when, short_title

STATUSES = frozenset({"operational", "under_maintenance", "degraded_performance", "partial_outage", "major_outage"})


@dataclass(frozen=True, slots=True)
class SourceUpdate:
    """One update: `components` maps the source's ids to their new status."""

    at: datetime
    status: str
    text: str
    components: dict[str, str] = field(default_factory=dict)


def maps(value: object) -> list[dict[str, Any]]:
    """The maps of a list; nothing where it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def instant(item: dict[str, Any], keys: tuple[str, ...], source: str, history: History, zone: str) -> datetime | None:
    """The first of the keys that holds an instant."""
    for key in keys:
        when = read_when(item[key], zone) if isinstance(item.get(key), str) else None
        if when:
            for guessed in when.guessed:
                if guessed.startswith(NO_OFFSET):
                    history.guess(source, guessed, f"{key}: {item[key]}")
            return when.at
    return None


def text_of(item: dict[str, Any], key: str, source: str, history: History) -> str:
    """A text of an item as Markdown."""
    value = item.get(key)
    if not isinstance(value, str):
        if value is not None:
            history.guess(source, "what stands where a text should is none; it was left out", f"{key}: {value}"[:200])
        return ""
    if hides(value):
        history.guess(source, "unseen characters that a record may not hold were taken out", key)
    return to_markdown(value)


def read_updates(source: str, item: dict[str, Any], history: History, settings: Settings) -> list[SourceUpdate]:
    """All updates, oldest first; those of one instant stay in the order in which they were written."""
    said = []
    for number, update in enumerate(_listed(item, "incident_updates"), start=1):
        if not isinstance(update, dict):
            history.problem(source, f"its update {number} is not a map of keys; the update was left out")
            continue
        at = instant(update, ("display_at", "created_at", "updated_at"), source, history, settings.zone)
        if at is None:
            history.problem(source, f"its update {number} has no instant; the update was left out")
            continue
        status = str(update.get("status") or "").lower()
        said.append(
            SourceUpdate(at, status, text_of(update, "body", source, history), _changed(update, source, history))
        )
    if len(said) < 2 or said[0].at >= said[-1].at:
        said.reverse()  # the API gives the newest first
    return sorted(said, key=lambda one: one.at)


def _listed(item: dict[str, Any], key: str) -> list[Any]:
    value = item.get(key)
    return value if isinstance(value, list) else [] if value is None else [value]


def _changed(update: dict[str, Any], source: str, history: History) -> dict[str, str]:
    changed = {}
    for one in maps(update.get("affected_components")):
        code, status = one.get("code"), str(one.get("new_status"))
        if isinstance(code, str) and status in STATUSES:
            changed[code] = status
        else:
            history.guess(
                source, "a component's new status is none of Statuspage's; it was left out", f"{code}: {status}"
            )
    return changed


def component_ids(item: dict[str, Any]) -> list[str]:
    """The ids of the components that an incident or a maintenance names."""
    named = (one.get("id") for one in maps(item.get("components")))
    return list(dict.fromkeys(id for id in named if isinstance(id, str) and id))


def title_of(source: str, item: dict[str, Any], history: History, otherwise: str) -> str:
    """The name of an incident or a maintenance on one line."""
    name = item.get("name")
    if isinstance(name, str) and hides(name):
        history.guess(source, "unseen characters that a record may not hold were taken out", "name")
    title = one_line(name) if isinstance(name, str) else ""
    if not title:
        history.guess(source, "it has no name", f"{otherwise} was taken")
    return short_title(title or otherwise, source, history)


def story_end(said: list[SourceUpdate], item: dict[str, Any], source: str, history: History) -> str:
    """The post-mortem: what `postmortem` updates and the incident's own field say."""
    texts = [one.text for one in said if one.status == "postmortem"]
    own = text_of(item, "postmortem_body", source, history)
    return "\n\n".join(dict.fromkeys(filter(None, [*texts, own])))
