"""The records that stand in `content/` already, and the place of one that comes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from answerable.content.reading import FOLDERS as ALL_FOLDERS
from answerable.importers.ids import free, slug
from answerable.importers.merge import values
from answerable.importers.model import FOLDERS, Entry, Imported
from answerable.importers.state import FOLDER, Remembered, State, load_state
from answerable.records.company import Component, Components, Group
from answerable.records.files import read_text, walk_records
from answerable.records.findings import Finding, has_errors
from answerable.records.validation.shape import validate
from answerable.records.yaml.edit import EditError, append, compose
from answerable.records.yaml.tree import read_yaml


class Existing:
    """Paths by folder and id, and those that belong to a record of this source."""

    def __init__(self, content: Path, state: State) -> None:
        self.content = content
        self.paths = {
            folder: {path.stem: path for path in walk_records(content / folder, content) if isinstance(path, Path)}
            for folder in ALL_FOLDERS
        }
        self.claimed = {content / one.path for one in state.records.values()} | _of_others(content)

    def place(self, record: Imported, known: Remembered | None) -> Path | None:
        """The path of a record, old or new; None when it was deleted here."""
        if known is not None:
            return self._again(self.content / known.path)
        path = self._adopted(record) or self._new(record)
        self.claimed.add(path)
        return path

    def _again(self, path: Path) -> Path | None:
        """Where a record stands that was imported before, wherever in its folder somebody moved it."""
        folder = path.relative_to(self.content).parts[0]
        return path if path.is_file() else self.paths.get(folder, {}).get(path.stem)

    def _adopted(self, record: Imported) -> Path | None:
        """A file that an earlier import left, when nobody remembers it: the same id, and the same title."""
        here = self.paths[FOLDERS[record.kind]]
        number, id = 1, record.id
        while id in here:
            if here[id] not in self.claimed and self._title(here[id]) == record.front["title"]:
                return here[id]
            number += 1
            id = f"{record.id}-{number}"
        return None

    def _title(self, path: Path) -> object:
        text = read_text(path, self.content)
        try:
            return None if isinstance(text, Finding) else values(text).get("title")
        except EditError:
            return None

    def _new(self, record: Imported) -> Path:
        taken = {id for folder in self.paths.values() for id in folder} | {path.stem for path in self.claimed}
        return self.content / FOLDERS[record.kind] / str(record.year) / f"{free(record.id, taken)}.md"


def _of_others(content: Path) -> set[Path]:
    """The records that any import remembers: two sources may have the same title on the same day."""
    states = (load_state(path) for path in sorted((content / FOLDER).glob("*.json")))
    return {content / one.path for state in states for one in state.records.values()}


FILE = "components.yml"


def matched(
    entries: Iterable[Entry], ours: Iterable[Component | Group], remembered: dict[str, str], otherwise: str
) -> dict[str, str]:
    """For each source key an id of ours: the remembered one, that of the same name, or a new one."""
    names = {name.casefold(): one.id for one in ours for name in one.name.by_language.values()}
    taken = {one.id for one in ours} | set(remembered.values())
    ids: dict[str, str] = {}
    for entry in entries:
        id = remembered.get(entry.source_key) or names.get(entry.name.casefold())
        if id is None:
            id = free(slug(entry.name, otherwise), taken)
        taken.add(id)
        ids[entry.source_key] = id
    return ids


def with_entries(content: Path, groups: list[dict[str, Any]], components: list[dict[str, Any]]) -> str:
    """The text of components.yml with more groups and components at its ends. Raises EditError."""
    text = _text(content)
    if not text.strip():
        return _front(compose({"groups": groups, "components": components}))
    line_end = "\r\n" if "\r\n" in text else "\n"
    if not text.endswith(("\n", "\r")):
        text += line_end
    record = f"---{line_end}{text}---{line_end}"
    for key, items in (("groups", groups), ("components", components)):
        for item in items:
            record = append(record, key, item)
    return _checked(_front(record))


def _text(content: Path) -> str:
    path = content / FILE
    if not path.exists():
        return ""
    text = read_text(path, content)
    if isinstance(text, Finding):
        raise EditError(str(text))
    if any(line.startswith(("---", "...")) for line in text.splitlines()):
        raise EditError(f"{content.name}/{FILE}: take its lines `---` away, so that components can be added")
    return text


def _front(record: str) -> str:
    lines = record.splitlines(keepends=True)
    return "".join(lines[1:-1])


def _checked(text: str) -> str:
    tree, findings = read_yaml(text, path=FILE)
    _, problems = validate(Components, tree, FILE)
    if has_errors([*findings, *problems]):
        raise EditError(str([*findings, *problems][0]))
    return text


def component(entry: Entry, id: str, group: str) -> dict[str, Any]:
    """A component as components.yml has it; what is not said is left out."""
    keys = {"id": id, "name": entry.name, "description": entry.description, "group": group, "since": entry.since}
    return {key: value for key, value in keys.items() if value}


def group(entry: Entry, id: str) -> dict[str, Any]:
    """A group as components.yml has it."""
    return {"id": id, "name": entry.name, **({"collapsed": True} if entry.collapsed else {})}
