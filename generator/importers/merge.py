"""One record and what its source says now: for each key, whoever changed it since the last import is right.

In a list of maps, such as the updates, that holds for each key of each item.

Where both did, the local words stay, and that is a conflict for people to look at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from generator.importers.merge_items import merge_items
from generator.importers.state import Mark, mark
from generator.records.findings import Finding
from generator.records.frontmatter import split
from generator.records.list_writing import edit_items
from generator.records.writing import EditError, compose, set_keys, with_body
from generator.records.yamltree import read_yaml

BODY = ""
"""The key under which a record's body is marked."""


@dataclass
class Merged:
    """The text of the record now, and the keys that both sides changed."""

    text: str
    conflicts: list[str] = field(default_factory=list)


def values(text: str) -> dict[str, Any]:
    """A record's keys and its body, as they are read. Raises EditError when the text is no record."""
    parts = split(text, path="")
    if isinstance(parts, Finding):
        raise EditError(parts.text)
    tree, findings = read_yaml(parts.yaml, path="", first_line=parts.yaml_line)
    if findings or not isinstance(tree.value, dict):
        problem = f"line {findings[0].line}: {findings[0].text}" if findings else "its front matter is not a map"
        raise EditError(problem)
    return {**tree.value, BODY: parts.body.replace("\r\n", "\n").strip()}


def marks(text: str) -> dict[str, Mark]:
    """The marks of all keys of a record that has a value for them. Raises EditError."""
    return {key: found for key, value in values(text).items() if (found := mark(value)) is not None}


def merge(local: str, front: Mapping[str, Any], body: str, before: Mapping[str, Mark]) -> Merged:
    """The local text with what the source changed since `before`. Raises EditError when it cannot be changed."""
    new = marks(compose(front, body))
    here = marks(local)
    merged = Merged(local)
    for key in [*new, *(key for key in before if key not in new)]:
        said, was, stands = new.get(key), before.get(key), here.get(key)
        if said in (stands, was):
            continue
        lists = _lists(stands, said, was)
        if lists:
            _merge_list(merged, key, front[key], lists)
        elif stands == was:
            merged.text = _replaced(merged.text, key, front, body)
        else:
            merged.conflicts.append(key or "body")
    return merged


class Lists(NamedTuple):
    """The marks of a list's items here, at the source now, and at the last import."""

    here: list[dict[str, str]]
    now: list[dict[str, str]]
    was: list[dict[str, str]]


def _lists(stands: Mark, said: Mark, was: Mark) -> Lists | None:
    """The three sides where each is a list of maps."""
    sides = [
        side for side in (stands, said, was) if isinstance(side, list) and all(isinstance(one, dict) for one in side)
    ]
    return Lists(*sides) if len(sides) == 3 else None


def _merge_list(merged: Merged, key: str, new: Sequence[Mapping[str, Any]], lists: Lists) -> None:
    local = values(merged.text)[key]
    items = merge_items(local, lists.here, new, lists.now, lists.was)
    merged.conflicts += [f"{key} at {at}" for at in items.conflicts]
    if items:
        merged.text = edit_items(
            merged.text,
            key,
            changed=items.changed,
            removed=items.removed,
            added=items.added,
            whole=items.applied(local),
        )


def _replaced(text: str, key: str, front: Mapping[str, Any], body: str) -> str:
    if key == BODY:
        return with_body(text, body)
    value = front.get(key)
    return set_keys(text, {key: None if value in (None, "", [], {}) else value})
