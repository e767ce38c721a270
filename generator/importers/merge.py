"""One record and what its source says now: for each key, whoever changed it since the last import is right.

Where both did, the local words stay, and that is a conflict for people to look at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.importers.state import Mark, mark
from generator.records.findings import Finding
from generator.records.frontmatter import split
from generator.records.writing import EditError, append, compose, set_keys, with_body
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
        if _only_grew(was, said) and isinstance(stands, list):
            merged.text = _grown(merged.text, key, front[key], len(was or ()))
        elif stands == was:
            merged.text = _replaced(merged.text, key, front, body)
        else:
            merged.conflicts.append(key or "body")
    return merged


def _only_grew(was: Mark, said: Mark) -> bool:
    return isinstance(was, list) and isinstance(said, list) and len(said) > len(was) and said[: len(was)] == was


def _grown(text: str, key: str, items: list[Mapping[str, Any]], known: int) -> str:
    for item in items[known:]:
        text = append(text, key, item)
    return text


def _replaced(text: str, key: str, front: Mapping[str, Any], body: str) -> str:
    if key == BODY:
        return with_body(text, body)
    value = front.get(key)
    return set_keys(text, {key: None if value in (None, "", [], {}) else value})
