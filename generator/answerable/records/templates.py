"""Holding texts of `content/templates/`: words written by day for somebody who must write at night."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from answerable.records.files import read_text, split_front_matter
from answerable.records.findings import Finding
from answerable.records.text import Text
from answerable.records.yaml.tree import read_yaml

GAP_PATTERN = re.compile(r"\[([^\[\]\n]+)\](?!\()")
"""A place to fill in, such as [what]; a link's words, which `(` follows, are none."""


@dataclass(frozen=True)
class HoldingText:
    """One template, in the site's first language; `value` is all of its front matter.

    It may say which topics and components it is for.
    """

    id: str
    title: str
    text: str
    topics: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    value: Mapping[str, object] = field(default_factory=dict)


def holding_texts(content: Path, kind: str, language: str) -> dict[str, HoldingText]:
    """The templates for a kind of record; one that cannot be read is left out."""
    found = (_read(path, content, kind, language) for path in sorted((content / "templates").glob("*.md")))
    return {holding.id: holding for holding in found if holding}


def gaps(text: str) -> list[str]:
    """What a text still wants to know, each once."""
    return list(dict.fromkeys(GAP_PATTERN.findall(text)))


def filled(text: str, answers: Iterable[tuple[str, str]]) -> str:
    """The text with its gaps filled."""
    words = dict(answers)
    return GAP_PATTERN.sub(lambda match: words.get(match[1], match[0]), text).strip()


def _read(path: Path, content: Path, kind: str, language: str) -> HoldingText | None:
    text = read_text(path, content)
    parts = text if isinstance(text, Finding) else split_front_matter(text, path=path.name)
    if isinstance(parts, Finding):
        return None
    value = read_yaml(parts.yaml, path=path.name)[0].value
    if not isinstance(value, dict) or value.get("for", "incident") != kind:
        return None
    title, words = _words(value.get("title"), language), _words(value.get("text"), language)
    return HoldingText(path.stem, title, words, _ids(value.get("topics")), _ids(value.get("components")), value)


def _ids(value: object) -> tuple[str, ...]:
    found = value if isinstance(value, list) else [value]
    return tuple(id for id in found if isinstance(id, str))


def _words(value: object, language: str) -> str:
    if isinstance(value, str):
        return value
    words = {key: text for key, text in value.items() if isinstance(text, str)} if isinstance(value, dict) else {}
    return Text(words).in_language(language, language)[0] if words else ""


GAP = re.compile(r"\[[^\[\]\n]+\](?!\()")
"""A place to fill in, such as [what]; a link's words, which `(` follows, are none."""
_WORDS = re.compile(r"\w")
_SENTENCE_ENDS = re.compile(r"[.!?؟。]\s")
LONGEST_FILLING = 120
"""Characters that may stand in one gap: more would be words that nobody agreed on."""


@dataclass(frozen=True, slots=True)
class Template:
    """One text in one language, as its own words between the gaps."""

    name: str
    language: str
    own: tuple[str, ...]


def templates(content: Path) -> tuple[Template, ...]:
    """All texts of `content/templates/`; files that cannot be read are left out."""
    return tuple(found for path in sorted((content / "templates").glob("*.md")) for found in _of_file(path, content))


def is_holding(text: Text, known: tuple[Template, ...]) -> bool:
    """Whether each language's words are a filled template."""
    words = [(language, " ".join(said.split())) for language, said in text.by_language.items()]
    return all(any(_fits(template, language, said) for template in known) for language, said in words)


def _fits(template: Template, language: str, said: str) -> bool:
    return (not language or not template.language or language == template.language) and _fits_own(template.own, said)


def _of_file(path: Path, content: Path) -> Iterator[Template]:
    text = read_text(path, content)
    parts = text if isinstance(text, Finding) else split_front_matter(text, path=path.name)
    value = None if isinstance(parts, Finding) else read_yaml(parts.yaml, path=path.name)[0].value
    words = value.get("text") if isinstance(value, dict) else None
    by_language = {"": words} if isinstance(words, str) else words if isinstance(words, dict) else {}
    for language, said in by_language.items():
        own = tuple(words.strip() for words in GAP.split(" ".join(said.split()))) if isinstance(said, str) else ()
        if any(map(_WORDS.search, own)):
            yield Template(path.stem, language, own)


def _fits_own(own: tuple[str, ...], said: str) -> bool:
    """Whether the template's own words stand in the text in their order, with little between: linear in the text."""
    if not said.startswith(own[0]) or not said.endswith(own[-1]):
        return False
    at, last = len(own[0]), len(said) - len(own[-1])
    for words in own[1:-1]:
        found = _next(words, said, at)
        if found < 0 or not _is_filling(said[at:found]):
            return False
        at = found + len(words)
    return (at <= last and _is_filling(said[at:last])) if len(own) > 1 else said == own[0]


def _next(words: str, said: str, at: int) -> int:
    """Where the words stand next; a full stop is one only where its sentence ends, not in 10.30."""
    found = said.find(words, at)
    while found >= 0 and not _WORDS.search(words) and said[found + len(words) :][:1].strip():
        found = said.find(words, found + 1)
    return found


def _is_filling(words: str) -> bool:
    """Whether words may fill a gap: few, and not more than one sentence."""
    return len(words.strip()) <= LONGEST_FILLING and not _SENTENCE_ENDS.search(words.strip())
