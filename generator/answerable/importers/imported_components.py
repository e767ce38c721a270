"""Groups and components of another system in components.yml: their ids, and the entries that are added."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from answerable.importers.imported_history import Entry, readable_slug
from answerable.records.company import Component, Components, Group
from answerable.records.files import read_text
from answerable.records.findings import Finding, has_errors
from answerable.records.ids import free_id
from answerable.records.validation.shape import validate
from answerable.records.yaml.edit import EditError, append, compose
from answerable.records.yaml.reader import read_yaml
from answerable.translation.message import msg

FILE = "components.yml"


def match_ids(
    entries: Iterable[Entry], ours: Iterable[Component | Group], remembered: dict[str, str], otherwise: str
) -> dict[str, str]:
    """Return our id for each source key: the remembered one, that of the same name, or a new one."""
    names = {name.casefold(): one.id for one in ours for name in one.name.by_language.values()}
    taken = {one.id for one in ours} | set(remembered.values())
    ids: dict[str, str] = {}
    for entry in entries:
        id = remembered.get(entry.source_key) or names.get(entry.name.casefold())
        if id is None:
            id = free_id(readable_slug(entry.name, otherwise), taken)
        taken.add(id)
        ids[entry.source_key] = id
    return ids


def component_item(entry: Entry, id: str, group: str) -> dict[str, Any]:
    """Return a component as components.yml has it, without empty keys."""
    keys = {"id": id, "name": entry.name, "description": entry.description, "group": group, "since": entry.since}
    return {key: value for key, value in keys.items() if value}


def group_item(entry: Entry, id: str) -> dict[str, Any]:
    """Return a group as components.yml has it."""
    return {"id": id, "name": entry.name, **({"collapsed": True} if entry.collapsed else {})}


def with_items(content: Path, groups: list[dict[str, Any]], components: list[dict[str, Any]]) -> str:
    """Return the text of components.yml with more groups and components at its lists' ends. Raises EditError."""
    text = _read(content)
    if not text.strip():
        return _front(compose({"groups": groups, "components": components}))
    line_end = "\r\n" if "\r\n" in text else "\n"
    if not text.endswith(("\n", "\r")):
        text += line_end
    record = f"---{line_end}{text}---{line_end}"  # the editor of records wants front matter
    for key, items in (("groups", groups), ("components", components)):
        for item in items:
            record = append(record, key, item)
    return _checked(_front(record))


def _read(content: Path) -> str:
    path = content / FILE
    if not path.exists():
        return ""
    text = read_text(path, content)
    if isinstance(text, Finding):
        raise EditError(str(text))
    if any(line.startswith(("---", "...")) for line in text.splitlines()):
        raise EditError(
            msg(
                "%(name)s/%(file)s: take its lines `---` away, so that components can be added",
                name=content.name,
                file=FILE,
            )
        )
    return text


def _front(record: str) -> str:
    return "".join(record.splitlines(keepends=True)[1:-1])


def _checked(text: str) -> str:
    tree, findings = read_yaml(text, path=FILE)
    _, problems = validate(Components, tree, FILE)
    if has_errors([*findings, *problems]):
        raise EditError(str([*findings, *problems][0]))
    return text
