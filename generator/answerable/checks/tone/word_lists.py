"""The word lists: one file for each language in `generator/checks/words/`, changed by the company's `tone.words`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from answerable.checks.rule import Rule
from answerable.checks.tone.phrases import compile_phrases
from answerable.records.characters import normalize
from answerable.records.policy import Tone, ToneList, WordChanges
from answerable.records.yaml.tree import read_yaml

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
    return [phrase for phrase in (*shipped(language).get(name, ()), *added) if normalize(phrase) not in removed]


def _folded(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(map(normalize, phrases))


_LISTS = "The words stand in lists by language; add and take away your own in policy.yml, under `tone.words`."

STOCK_APOLOGY = Rule(
    "tone/stock-apology",
    "A phrase that could stand under any reply: sorry for any inconvenience, thank you for your patience.",
    "People have read it a thousand times. It names nothing that went wrong, so it reads as if nobody had looked.",
    f"Name what went wrong, for whom, and what you did about it; then one plain sorry is enough. {_LISTS}",
    "warning",
)
SORRY_YOU_FEEL = Rule(
    "tone/sorry-you-feel",
    "An apology for how somebody feels, thinks or takes it.",
    "It says that the feeling is the fault, not what happened. In public it is quoted back as mockery.",
    f"Be sorry for what you did or did not do. {_LISTS}",
    "warning",
)
BLAME = Rule(
    "tone/blame",
    "The reply says that it is the customer's own doing: you should have read, user error, nobody else complained.",
    "Even where it is true, everybody who reads it takes the customer's side.",
    f"Say what happened and what helps now. How it works can be said without whose fault it was. {_LISTS}",
    "warning",
)
SLANG = Rule(
    "tone/slang",
    "Words, smileys and drawn out letters for a chat among friends.",
    "Somebody with a problem has not asked for a friend, and a slangy reply ages within a day.",
    f"Write it as you would say it to somebody you do not know. {_LISTS}",
    "warning",
)
EXCLAMATION = Rule(
    "tone/exclamation",
    "More than one exclamation mark in one text.",
    "It sounds like advertising, or like shouting.",
    "Keep one at most; a full stop is calmer.",
    "warning",
)
SHOUTING = Rule(
    "tone/shouting",
    "Words in capitals that are no acronyms, in scripts that have capitals.",
    "Capitals are read as shouting, and screen readers may spell them out.",
    "Write small letters, and put what matters first. An acronym or a name of your own goes into policy.yml: "
    "`tone: {words: {en: {acronyms: {add: [ACME]}}}}`.",
    "warning",
)
EMOJI = Rule(
    "tone/emoji",
    "An emoji in a reply.",
    "Somebody with a problem reads it as not being taken seriously; it looks different on each phone.",
    "Leave it out. A company whose voice has them switches the rule off.",
    "note",
)
UNSIGNED = Rule(
    "tone/unsigned",
    "An update, a notice or the outcome of a complaint that nobody signs.",
    "A reply with a name is a person's; one without is a machine's.",
    "Write who says it as `by`, with an id of team.yml.",
    "warning",
)
NO_NEXT_STEP = Rule(
    "tone/no-next-step",
    "The newest update of an open incident says neither when more will be said nor what happens next.",
    "People who do not know when to look again ask, each of them.",
    f"Add `next_update`, or a sentence such as: we write here again by eleven. {_LISTS}",
    "warning",
)
SAME_AGAIN = Rule(
    "tone/same-again",
    "Nearly the same reply as an earlier one of the last weeks.",
    "People compare. A reply that others got too reads as if nobody had looked, whatever it says.",
    "Say what is true of this case alone. How alike, how long and how far back: policy.yml, under `tone`.",
    "warning",
)
