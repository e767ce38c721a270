"""Whether a text is one of the company's templates with its gaps filled: words that were agreed on beforehand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.records.files import read_text
from generator.records.findings import Finding
from generator.records.frontmatter import split
from generator.records.text import Text
from generator.records.yamltree import read_yaml

GAP = re.compile(r"\[[^\[\]\n]+\](?!\()")
"""A place to fill in, such as [what]; a link's words, which `(` follows, are none."""
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
    parts = text if isinstance(text, Finding) else split(text, path=path.name)
    value = None if isinstance(parts, Finding) else read_yaml(parts.yaml, path=path.name)[0].value
    words = value.get("text") if isinstance(value, dict) else None
    by_language = {"": words} if isinstance(words, str) else words if isinstance(words, dict) else {}
    for language, said in by_language.items():
        own = tuple(words.strip() for words in GAP.split(" ".join(said.split()))) if isinstance(said, str) else ()
        if any(re.search(r"\w", words) for words in own):
            yield Template(path.stem, language, own)


def _fits_own(own: tuple[str, ...], said: str) -> bool:
    """Whether the template's own words stand in the text in their order, with little between: linear in the text."""
    at = 0
    for number, words in enumerate(own[:-1]):
        found = said.find(words, at, at + len(words) + (LONGEST_FILLING if number else 0))
        if found < 0:
            return False
        at = found + len(words)
    rest = len(said) - len(own[-1]) - at
    return said.endswith(own[-1]) and 0 <= rest <= (LONGEST_FILLING if len(own) > 1 else 0)
