"""Components and groups of another system: which of ours they are, and the new ones at the end of components.yml."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.importers.ids import free, slug
from generator.importers.model import Entry
from generator.records.company import Component, Components, Group
from generator.records.files import read_text
from generator.records.findings import Finding, has_errors
from generator.records.problems import validate
from generator.records.writing import EditError, append, compose
from generator.records.yamltree import read_yaml

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
