"""Holding texts of `content/templates/`: words written by day for somebody who must write at night."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.records.files import read_text
from generator.records.findings import Finding
from generator.records.frontmatter import split
from generator.records.text import Text
from generator.records.yamltree import read_yaml

GAP = re.compile(r"\[([^\[\]\n]+)\](?!\()")
"""A place to fill in, such as [what]; a link's words, which `(` follows, are none."""


@dataclass(frozen=True)
class Holding:
    """One template, in the site's first language; `value` is all of its front matter.

    It may say which topics and components it is for.
    """

    id: str
    title: str
    text: str
    topics: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    value: Mapping[str, object] = field(default_factory=dict)


def holdings(content: Path, kind: str, language: str) -> dict[str, Holding]:
    """The templates for a kind of record; one that cannot be read is left out."""
    found = (_read(path, content, kind, language) for path in sorted((content / "templates").glob("*.md")))
    return {holding.id: holding for holding in found if holding}


def gaps(text: str) -> list[str]:
    """What a text still wants to know, each once."""
    return list(dict.fromkeys(GAP.findall(text)))


def filled(text: str, answers: Iterable[tuple[str, str]]) -> str:
    """The text with its gaps filled."""
    words = dict(answers)
    return GAP.sub(lambda match: words.get(match[1], match[0]), text).strip()


def _read(path: Path, content: Path, kind: str, language: str) -> Holding | None:
    text = read_text(path, content)
    parts = text if isinstance(text, Finding) else split(text, path=path.name)
    if isinstance(parts, Finding):
        return None
    value = read_yaml(parts.yaml, path=path.name)[0].value
    if not isinstance(value, dict) or value.get("for", "incident") != kind:
        return None
    title, words = _words(value.get("title"), language), _words(value.get("text"), language)
    return Holding(path.stem, title, words, _ids(value.get("topics")), _ids(value.get("components")), value)


def _ids(value: object) -> tuple[str, ...]:
    found = value if isinstance(value, list) else [value]
    return tuple(id for id in found if isinstance(id, str))


def _words(value: object, language: str) -> str:
    if isinstance(value, str):
        return value
    words = {key: text for key, text in value.items() if isinstance(text, str)} if isinstance(value, dict) else {}
    return Text(words).in_language(language, language)[0] if words else ""
