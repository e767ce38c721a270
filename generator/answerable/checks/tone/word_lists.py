"""The phrases and words of a language as a company wants them, and how phrases are found in a text.

The lists come from the language's word file, changed by `tone.words` of policy.yml. A phrase is written like this:

    sorry for any inconvenience      these words, whole, in any case
    apologi*                         any ending
    sorry … inconvenience            up to four words of one sentence in between
    sorry for the trouble/hassle     one of several words
    by 00:00                         any time of day
    می‌خواهیم                         a half-space: also with a space, also joined
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple, get_args

from answerable.checks.word_files import language_words, languages
from answerable.records.characters import HALF_SPACE, normalize
from answerable.records.policy import Tone, ToneList, WordChanges

# Possessive throughout, and no character fits two neighbours: no text can make the search go back and forth.
_BETWEEN = rf"[\s{HALF_SPACE},،*~–—-]++"
_GAP = rf"(?:{_BETWEEN}[\w']++){{0,4}}?{_BETWEEN}"
_ENDING = rf"(?:\w|['{HALF_SPACE}-](?=\w))*+"
_START = rf"(?<![\w{HALF_SPACE}@#/])(?<!\w['-])"
_END = rf"(?!\w|['{HALF_SPACE}-]\w)"
_SHORTEST_BEHIND_PREFIX = 3
"""Letters of a word that is looked for behind a prefix too; shorter ones stand in too many words."""
_GAP_MARKS = frozenset({"...", "…"})
_TIME_OF_DAY = "00:00"


class PhraseMatch(NamedTuple):
    """A phrase in a normalized text: the characters from `start` up to `end`."""

    start: int
    end: int


def compile_phrases(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for all phrases, the longest first; None if there are none."""
    patterns = sorted({_pattern(phrase) for phrase in phrases if phrase.strip()}, key=lambda p: (-len(p), p))
    return re.compile(rf"{_START}(?:{'|'.join(patterns)}){_END}") if patterns else None


def phrase_matches(pattern: re.Pattern[str] | None, normalized: str) -> Iterator[PhraseMatch]:
    """Each place in a normalized text where one of the phrases stands, from left to right."""
    for match in pattern.finditer(normalized) if pattern else ():
        yield PhraseMatch(match.start(), match.end())


def _pattern(phrase: str) -> str:
    words: list[str] = []
    gap = False
    for word in phrase.split():
        if word in _GAP_MARKS:
            gap = bool(words)
            continue
        if words:
            words.append(_GAP if gap else _BETWEEN)
        words.append(_one_of(word.split("/"), first=not words))
        gap = False
    return "".join(words)


def _one_of(words: list[str], *, first: bool) -> str:
    """The pattern of one of several words, the longest first; of the phrase's first word, behind a prefix too."""
    patterns = [(_prefix(word) if first else "") + _word(word) for word in sorted(words, key=len, reverse=True)]
    return f"(?:{'|'.join(patterns)})" if len(patterns) > 1 else patterns[0]


def _prefix(word: str) -> str:
    """The pattern of what may be written onto the front of a phrase's first word; empty for most languages."""
    if len(word.rstrip("*")) < _SHORTEST_BEHIND_PREFIX:
        return ""
    return next((pattern for letters, pattern in _prefixes() if letters.match(normalize(word))), "")


@cache
def _prefixes() -> tuple[tuple[re.Pattern[str], str], ...]:
    found = (language_words(language).word_prefix for language in languages())
    return tuple((re.compile(prefix.letters), prefix.pattern) for prefix in found if prefix)


def _word(word: str) -> str:
    if word == _TIME_OF_DAY:
        return r"\d{1,2}[:.]\d{2}"
    stem, star = (word[:-1], _ENDING) if word.endswith("*") else (word, "")
    letters = re.escape(normalize(stem)).replace(HALF_SPACE, rf"[\s{HALF_SPACE}]?").replace("'", "'?")
    return letters + star


LISTS: tuple[ToneList, ...] = get_args(ToneList)
AS_WORDS = frozenset({"acronyms", "shouted"})
"""These lists hold single words that are looked up; all others hold phrases that are searched for."""

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


def words_for(language: str, tone: Tone) -> Words:
    """The words of a language with the company's changes.

    Words in capitals are compared with the acronyms of all languages, since an SMS is one in every text.
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
    return Words(patterns, _normalized(acronyms), _normalized(_list(language, "shouted", changes)))


def _list(language: str, name: ToneList, changes: _Changes) -> list[str]:
    own = [change for changed, of, change in changes if (changed, of) == (language, name)]
    removed = _normalized(phrase for change in own for phrase in change.remove)
    added = (phrase for change in own for phrase in change.add)
    shipped: tuple[str, ...] = getattr(language_words(language), name)
    return [phrase for phrase in (*shipped, *added) if normalize(phrase) not in removed]


def _normalized(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(map(normalize, phrases))
