"""Holding texts in `content/templates/`: agreed on beforehand, with gaps such as [what], to publish in a hurry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from answerable.records.files import read_text, split_front_matter
from answerable.records.findings import Finding
from answerable.records.text import Text
from answerable.records.yaml.reader import read_yaml

GAP = re.compile(r"\[([^\[\]\n]+)\](?!\()")
"""A place to fill in, such as [what]. The words of a link, which `(` follows, are none."""
LONGEST_FILLING = 120
"""Characters that may stand in one gap; more would be words that nobody agreed on."""
_WORD_CHARACTER = re.compile(r"\w")
_SENTENCE_END = re.compile(r"[.!?؟。]\s")


@dataclass(frozen=True, eq=False)
class Template:
    """One file of `content/templates/`. `front` is its whole front matter, as it is written."""

    id: str
    front: Mapping[str, object] = field(default_factory=dict)

    @property
    def kind(self) -> object:
        """The kind of record that it is for: `incident` unless it says another."""
        return self.front.get("for", "incident")

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that it is made for."""
        return _ids(self.front.get("topics"))

    @property
    def components(self) -> tuple[str, ...]:
        """The components that it is made for."""
        return _ids(self.front.get("components"))

    def title(self, language: str) -> str:
        """The title in a language, else in any; empty if there is none."""
        return _in_language(self.front.get("title"), language)

    def text(self, language: str) -> str:
        """The text in a language, else in any; empty if there is none."""
        return _in_language(self.front.get("text"), language)

    def fits(self, text: str, language: str) -> bool:
        """Whether a text is this template's, in the same language, with its gaps filled; "" is any language."""
        words = " ".join(text.split())
        return any(
            (not language or not own or language == own) and _is_filled(fixed, words)
            for own, fixed in self._fixed_words.items()
        )

    @cached_property
    def _fixed_words(self) -> dict[str, tuple[str, ...]]:
        """The words between the gaps of each language's text; none of a text that is nothing but gaps."""
        parts = {
            language: tuple(words.strip() for words in GAP.split(" ".join(text.split()))[::2])
            for language, text in _by_language(self.front.get("text")).items()
        }
        return {language: fixed for language, fixed in parts.items() if any(map(_WORD_CHARACTER.search, fixed))}


def read_templates(content: Path) -> tuple[Template, ...]:
    """All templates of a content folder by their names; files that cannot be read are left out."""
    found = (_read(path, content) for path in sorted((content / "templates").glob("*.md")))
    return tuple(template for template in found if template)


def gaps(text: str) -> list[str]:
    """What the gaps of a text ask for, each once."""
    return list(dict.fromkeys(GAP.findall(text)))


def filled(text: str, answers: Iterable[tuple[str, str]]) -> str:
    """The text with its gaps filled by (gap, answer); a gap without an answer stays."""
    words = dict(answers)
    return GAP.sub(lambda match: words.get(match[1], match[0]), text).strip()


def _read(path: Path, content: Path) -> Template | None:
    text = read_text(path, content)
    parts = text if isinstance(text, Finding) else split_front_matter(text, path=path.name)
    value = None if isinstance(parts, Finding) else read_yaml(parts.yaml, path=path.name)[0].value
    return Template(path.stem, value) if isinstance(value, dict) else None


def _ids(value: object) -> tuple[str, ...]:
    found = value if isinstance(value, list) else [value]
    return tuple(id for id in found if isinstance(id, str))


def _by_language(value: object) -> dict[str, str]:
    """A text of the front matter by language; under "" one that names none."""
    by_language = value if isinstance(value, dict) else {"": value}
    return {language: text for language, text in by_language.items() if isinstance(text, str)}


def _in_language(value: object, language: str) -> str:
    words = _by_language(value)
    return Text(words).in_language(language, language)[0] if words else ""


def _is_filled(fixed: tuple[str, ...], text: str) -> bool:
    """Whether the fixed words stand in the text in their order, with little between them; in linear time."""
    if not text.startswith(fixed[0]) or not text.endswith(fixed[-1]):
        return False
    at, last = len(fixed[0]), len(text) - len(fixed[-1])
    for words in fixed[1:-1]:
        found = _next(words, text, at)
        if found < 0 or not _is_filling(text[at:found]):
            return False
        at = found + len(words)
    return (at <= last and _is_filling(text[at:last])) if len(fixed) > 1 else text == fixed[0]


def _next(words: str, text: str, at: int) -> int:
    """Where the words stand next, or -1; punctuation alone must be followed by a space, as 10.30 ends no sentence."""
    found = text.find(words, at)
    while found >= 0 and not _WORD_CHARACTER.search(words) and text[found + len(words) :][:1].strip():
        found = text.find(words, found + 1)
    return found


def _is_filling(words: str) -> bool:
    """Whether words may fill a gap: few, and not more than one sentence."""
    return len(words.strip()) <= LONGEST_FILLING and not _SENTENCE_END.search(words.strip())
