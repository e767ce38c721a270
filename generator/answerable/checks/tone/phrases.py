"""Phrases as a comms person writes them, as one pattern over folded text.

    sorry for any inconvenience      these words, whole, in any case
    apologi*                         any ending
    sorry … inconvenience            up to four words of one sentence in between
    می‌خواهیم                         a half-space: also with a space, also joined

A Hebrew phrase is also found behind the letters that Hebrew writes onto a word (ו, ש, ה, ב, כ, ל, מ, כש).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from answerable.records.characters import HALF_SPACE, normalize

# Possessive throughout, and no character fits two neighbours: no text can make the search go back and forth.
_BETWEEN = rf"[\s{HALF_SPACE},*~–—-]++"
_GAP = rf"(?:{_BETWEEN}[\w']++){{0,4}}?{_BETWEEN}"
_ENDING = rf"(?:\w|['{HALF_SPACE}-](?=\w))*+"
_START = rf"(?<![\w{HALF_SPACE}@#/])(?<!\w['-])"
_END = rf"(?!\w|['{HALF_SPACE}-]\w)"
_HEBREW_PREFIX = "(?:ו?(?:לכש|כש|מש|[שהבכלמ])?)"
_SHORTEST_BEHIND_PREFIX = 3  # letters; "חח" stands in too many words
_GAPS = frozenset({"...", "…"})


class PhraseMatch(NamedTuple):
    """Where in a folded text a phrase stands: from `start` up to, not including, `end`."""

    start: int
    end: int


def compile_phrases(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for all phrases, the longest first; None for no phrase."""
    patterns = sorted({_pattern(phrase) for phrase in phrases if phrase.strip()}, key=lambda p: (-len(p), p))
    return re.compile(rf"{_START}(?:{'|'.join(patterns)}){_END}") if patterns else None


def phrase_matches(pattern: re.Pattern[str] | None, folded: str) -> Iterator[PhraseMatch]:
    """Each place where one of the phrases stands, from left to right."""
    for match in pattern.finditer(folded) if pattern else ():
        yield PhraseMatch(match.start(), match.end())


def _pattern(phrase: str) -> str:
    words: list[str] = []
    gap = False
    for word in phrase.split():
        if word in _GAPS:
            gap = bool(words)
            continue
        words.append((_GAP if gap else _BETWEEN) if words else _prefix(word))
        words.append(_word(word))
        gap = False
    return "".join(words)


def _prefix(word: str) -> str:
    is_hebrew = "\u05d0" <= normalize(word)[:1] <= "\u05ea"
    return _HEBREW_PREFIX if is_hebrew and len(word.rstrip("*")) >= _SHORTEST_BEHIND_PREFIX else ""


def _word(word: str) -> str:
    stem, star = (word[:-1], _ENDING) if word.endswith("*") else (word, "")
    letters = re.escape(normalize(stem)).replace(HALF_SPACE, rf"[\s{HALF_SPACE}]?").replace("'", "'?")
    return letters + star


ToneRule = Literal[
    "tone/stock-apology",
    "tone/sorry-you-feel",
    "tone/blame",
    "tone/slang",
    "tone/exclamation",
    "tone/shouting",
    "tone/emoji",
    "tone/unsigned",
    "tone/no-next-step",
    "tone/same-again",
]


class ToneHit(NamedTuple):
    """`start` up to, not including, `end` are places in the text as it was written, in characters from 0."""

    start: int
    end: int
    rule: ToneRule
    message: str
    suggestion: str
