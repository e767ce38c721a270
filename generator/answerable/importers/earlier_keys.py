"""Find under which key a record was remembered whose file has another name at the source now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from answerable.importers.imported_history import FOLDERS, History, Imported
from answerable.importers.merge import BODY, marks, values
from answerable.importers.state import Mark, Remembered, State
from answerable.records.files import read_text
from answerable.records.findings import Finding
from answerable.records.instants import parse_instant
from answerable.records.yaml.edit import EditError, compose

_OVER = {"incidents": {"resolved"}, "maintenance": {"completed", "cancelled"}}


class EarlierKeys:
    """The remembered keys that the source no longer has; none where keys are no paths, since others never change."""

    def __init__(self, content: Path, history: History, state: State, now: datetime) -> None:
        here = history.source_keys
        gone = {key: one for key, one in state.records.items() if key not in here} if history.keys_are_paths else {}
        self._content, self._history, self._now, self._gone = content, history, now, gone

    def key_of(self, record: Imported, with_our_ids: Callable[[dict[str, Any]], dict[str, Any]]) -> str | None:
        """Return the key under which the record was remembered, or None; no key is returned twice.

        It is the one that git names, else that of a file of the same name in another folder, else that of the same
        title and beginning, else that of the same title and texts if it is not over, else that of the same beginning
        and texts or components.
        """
        if not self._gone:
            return None
        key = self._by_name(record.source_key) or self._by_content(record, with_our_ids)
        if key is not None:
            del self._gone[key]
        return key

    def _by_name(self, source_key: str) -> str | None:
        for key in reversed(self._history.earlier_keys.get(source_key, ())):
            if key in self._gone:
                return key
        name = PurePosixPath(source_key).name
        same = [key for key in self._gone if PurePosixPath(key).name == name]
        return same[0] if len(same) == 1 else None

    def _by_content(self, record: Imported, with_our_ids: Callable[[dict[str, Any]], dict[str, Any]]) -> str | None:
        other = (
            record.as_kind("incident" if record.kind == "maintenance" else "maintenance") if record.as_kind else None
        )
        for one in (record, *([other] if other else [])):
            found = marks(compose(with_our_ids(one.front), one.body))
            same = {key: known for key, known in self._gone.items() if _is_same_kind(known, one, found)}
            began = [key for key, known in same.items() if _beginning(known.marks) == _beginning(found)]
            said = [key for key, known in same.items() if _texts(known.marks) == _texts(found) and self._open(known)]
            retitled = [key for key, known in self._gone.items() if _is_retitled(known, one, found)]
            for keys in (began, said, retitled):
                if len(keys) == 1:
                    return keys[0]
        return None

    def _open(self, known: Remembered) -> bool:
        return self.is_open(self._content / known.path)

    def is_open(self, path: Path) -> bool:
        """Return whether a record's file says that it is not over yet."""
        text = read_text(path, self._content) if path.is_file() else None
        if text is None or isinstance(text, Finding):
            return False
        try:
            found = values(text)
        except EditError:
            return False
        updates = found.get("updates")
        statuses = [one.get("status") for one in updates if isinstance(one, dict)] if isinstance(updates, list) else []
        folder = path.relative_to(self._content).parts[0]
        if folder == "maintenance":
            return not _OVER[folder] & {*map(str, statuses)} and _is_ahead(found.get("ends"), self._now)
        return not statuses or statuses[-1] not in _OVER.get(folder, ())


def _is_ahead(ends: object, now: datetime) -> bool:
    try:
        return parse_instant(ends) > now
    except ValueError:
        return False


def _is_same_kind(known: Remembered, record: Imported, found: dict[str, Mark]) -> bool:
    return known.path.startswith(f"{FOLDERS[record.kind]}/") and known.marks.get("title") == found.get("title")


def _is_retitled(known: Remembered, record: Imported, found: dict[str, Mark]) -> bool:
    """Return whether only the title changed: the beginning is the same, and the texts or the components are.

    Where only the day is known, several records may begin at its midnight.
    """
    same_kind = known.path.startswith(f"{FOLDERS[record.kind]}/")
    if not same_kind or _beginning(known.marks) != _beginning(found):
        return False
    first = record.front.get("starts") or record.front.get("started") or record.front["updates"][0]["at"]
    has_hour = (first.hour, first.minute, first.second) != (0, 0, 0)
    named = found.get("components")
    return _texts(known.marks) == _texts(found) or bool(has_hour and named and known.marks.get("components") == named)


def _beginning(found: dict[str, Mark]) -> object:
    updates = found.get("updates")
    first = updates[0].get("at") if isinstance(updates, list) and updates else None
    return found.get("starts") or found.get("started") or first


def _texts(found: dict[str, Mark]) -> object:
    updates = found.get("updates")
    return found.get("text"), found.get(BODY), [one.get("text") for one in updates or () if isinstance(one, dict)]
