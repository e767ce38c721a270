"""The word lists: one file for each language in `generator/checks/words/`, changed by the company's `tone.words`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from generator.checks.tone.phrases import compile_phrases
from generator.facts.fold import fold
from generator.records.tone import Tone, ToneList, WordChanges
from generator.records.yamltree import read_yaml

FOLDER = Path(__file__).resolve().parents[1] / "words"
LISTS: tuple[ToneList, ...] = (
    "stock_apology", "sorry_you_feel", "blame", "slang", "next_step", "acronyms", "shouted", "fine",
)  # fmt: skip
AS_WORDS = frozenset({"acronyms", "shouted"})
"""These lists hold single words that are looked up; all others are phrases that are searched for."""

Patterns = Mapping[ToneList, re.Pattern[str] | None]


@dataclass(frozen=True)
class Words:
    """What is looked for in a text of one language: a pattern for each list of phrases, and words in capitals."""

    patterns: Patterns = field(default_factory=dict)
    acronyms: frozenset[str] = frozenset()
    shouted: frozenset[str] = frozenset()

    def pattern(self, name: ToneList) -> re.Pattern[str] | None:
        """The pattern of a list; None where the language has none."""
        return self.patterns.get(name)


def languages() -> tuple[str, ...]:
    """The languages that come with word lists."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yml")))


@lru_cache(maxsize=32)
def shipped(language: str) -> Mapping[str, tuple[str, ...]]:
    """The lists that come with Answerable, as written; empty for a language without. `pt-BR` has those of `pt`."""
    path = FOLDER / f"{language.partition('-')[0].lower()}.yml"
    if not path.is_file():
        return {}
    tree, findings = read_yaml(path.read_text(encoding="utf-8"), path=path.name)
    assert not findings, findings  # noqa: S101 (our own file; a test reads them all)
    return {name: tuple(phrases or ()) for name, phrases in tree.value.items()}


def words_for(language: str, tone: Tone) -> Words:
    """The words of a language as the company wants them.

    Capitals are judged by the acronyms of all languages, since an SMS is one in every text.
    """
    return _words(language.partition("-")[0].lower(), _frozen(tone))


_Changes = tuple[tuple[str, str, WordChanges], ...]


def _frozen(tone: Tone) -> _Changes:
    changes = ((language, name, change) for language, lists in tone.words.items() for name, change in lists.items())
    return tuple(sorted(((lang.partition("-")[0].lower(), name, c) for lang, name, c in changes), key=str))


@lru_cache(maxsize=64)
def _words(language: str, changes: _Changes) -> Words:
    patterns = {name: compile_phrases(_list(language, name, changes)) for name in LISTS if name not in AS_WORDS}
    known = {*languages(), *(changed for changed, _, _ in changes)}
    acronyms = (word for one in known for word in _list(one, "acronyms", changes))
    return Words(patterns, _folded(acronyms), _folded(_list(language, "shouted", changes)))


def _list(language: str, name: str, changes: _Changes) -> list[str]:
    mine = [change for changed, of, change in changes if (changed, of) == (language, name)]
    removed = _folded(phrase for change in mine for phrase in change.remove)
    added = (phrase for change in mine for phrase in change.add)
    return [phrase for phrase in (*shipped(language).get(name, ()), *added) if fold(phrase) not in removed]


def _folded(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, phrases))
