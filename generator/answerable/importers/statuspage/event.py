"""The fields of one incident or maintenance of Statuspage: updates, instants, name, texts and components."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from answerable.importers.imported_history import COMMENTS_REMOVED, FORBIDDEN_REMOVED, History, dicts, short_title
from answerable.importers.markdown import has_comment, has_forbidden, one_line, to_markdown
from answerable.importers.source_instants import NO_OFFSET, read_when
from answerable.records.ids import is_id, slug
from answerable.translation.message import msg

STATUSES = frozenset({"operational", "under_maintenance", "degraded_performance", "partial_outage", "major_outage"})
"""The statuses of components."""


@dataclass(frozen=True, slots=True)
class SourceUpdate:
    """One update; `components` maps Statuspage's ids to their new status. `id` is Statuspage's own, or empty."""

    at: datetime
    status: str
    text: str = ""
    components: dict[str, str] = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True)
class Event:
    """An incident or a maintenance as the API gives it; guesses and problems go into the history.

    `zone` is that of instants without offset.
    """

    item: dict[str, Any]
    history: History
    zone: str

    @property
    def id(self) -> str:
        """Statuspage's id."""
        return str(self.item["id"])

    @property
    def status(self) -> str:
        """The status as it is written."""
        return str(self.item.get("status") or "")

    def guess(self, what: str, detail: object = "") -> None:
        """Add a guess to the history."""
        self.history.guess(self.id, what, detail)

    def problem(self, what: str) -> None:
        """Add a problem to the history."""
        self.history.problem(self.id, what)

    def instant(self, *keys: str, of: dict[str, Any] | None = None) -> datetime | None:
        """Return the instant of the first key that holds one, of the event or of one of its updates."""
        item = self.item if of is None else of
        for key in keys:
            when = read_when(item[key], self.zone) if isinstance(item.get(key), str) else None
            if when:
                for guessed in when.guessed:
                    if guessed.startswith(NO_OFFSET):
                        self.guess(guessed, f"{key}: {item[key]}")
                return when.at
        return None

    def title(self, otherwise: str) -> str:
        """Return the name on one line, or `otherwise` if there is none."""
        name = self.item.get("name")
        if isinstance(name, str) and has_forbidden(name):
            self.guess(FORBIDDEN_REMOVED, "name")
        title = one_line(name) if isinstance(name, str) else ""
        if not title:
            self.guess(msg("it has no name"), msg("%(otherwise)s was taken", otherwise=otherwise))
        return short_title(title or otherwise, self.id, self.history)

    def components(self) -> dict[str, str]:
        """Return the components that the event names, with their status now."""
        named = dicts(self.item.get("components"))
        return {one["id"]: str(one.get("status")) for one in named if isinstance(one.get("id"), str) and one["id"]}

    def updates_and_postmortem(self) -> tuple[list[SourceUpdate], str]:
        """Return the updates, oldest first, and the texts of the post-mortem."""
        updates = self._updates()
        texts = [one.text for one in updates if one.status == "postmortem"]
        texts.append(self._text(self.item, "postmortem_body"))
        return [one for one in updates if one.status != "postmortem"], "\n\n".join(dict.fromkeys(filter(None, texts)))

    def _updates(self) -> list[SourceUpdate]:
        """Return all updates, oldest first; those of one instant in the order in which they were written."""
        listed = self.item.get("incident_updates")
        items = listed if isinstance(listed, list) else [] if listed is None else [listed]
        found = [self._update(number, item) for number, item in enumerate(items, start=1)]
        updates = [one for one in found if one is not None]
        if len(updates) < 2 or updates[0].at >= updates[-1].at:
            updates.reverse()  # the API gives the newest first
        return sorted(updates, key=lambda one: one.at)

    def _update(self, number: int, item: object) -> SourceUpdate | None:
        if not isinstance(item, dict):
            self.problem(
                msg("its update %(number)s must have lines of `key: value`; the update was left out", number=number)
            )
            return None
        at = self.instant("display_at", "created_at", "updated_at", of=item)
        if at is None:
            self.problem(msg("its update %(number)s has no instant; the update was left out", number=number))
            return None
        status = str(item.get("status") or "").lower()
        id = str(item.get("id") or "")
        return SourceUpdate(at, status, self._text(item, "body"), self._changed(item), id if is_id(id) else slug(id))

    def _text(self, item: dict[str, Any], key: str) -> str:
        """Return the text of a key as Markdown; "" if it has none."""
        value = item.get(key)
        if not isinstance(value, str):
            if value is not None:
                self.guess(msg("what stands where a text should is none; it was left out"), f"{key}: {value}"[:200])
            return ""
        if has_forbidden(value):
            self.guess(FORBIDDEN_REMOVED, key)
        if has_comment(value):
            self.guess(COMMENTS_REMOVED, key)
        return to_markdown(value)

    def _changed(self, update: dict[str, Any]) -> dict[str, str]:
        """Return the new statuses of the components that an update changed."""
        changed = {}
        for one in affected_components(update):
            key, status = component_key(one), str(one.get("new_status"))
            if key and status in STATUSES:
                changed[key] = status
            else:
                self.guess(msg("a component's new status is none of Statuspage's; it was left out"), f"{key}: {status}")
        return changed


def affected_components(update: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the components that an update changed, without the sentence that stands there if it changed none."""
    return [one for one in dicts(update.get("affected_components")) if component_key(one) or one.get("new_status")]


def component_key(component: dict[str, Any]) -> str:
    """Return what names a component of an update: its `code`, or its name where it has a status but no code."""
    code = component.get("code") or component.get("id")
    if isinstance(code, str) and code:
        return code
    name = component.get("name")
    return one_line(name) if isinstance(name, str) and component.get("new_status") else ""
