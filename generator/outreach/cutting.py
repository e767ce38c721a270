"""A text cut so that the whole fits, at the end of a sentence or word, and never inside what readers take for one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from itertools import accumulate

import regex

from generator.records.letters import letters

ELLIPSIS = "…"
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"
SENTENCE_IS_ENOUGH = 0.6
"""A cut after a sentence is taken if it keeps at least this share of what a cut after a word would keep."""
LOOKED_AT = 10_000
"""Characters of a text that are looked at: no network takes more, and hostile texts are long."""

_SENTENCE_END = regex.compile(r"[.!?؟。！？…][)\]»”\"'’]*(?=\s)")
_WORD_END = regex.compile(r"(?<=\S)(?=\s)")
_DANGLING = " \t\n,;:،؛–—-([{«“„‹'\""


class NoRoomError(Exception):
    """Not even one character fits beside what has to stay."""


def cut(text: str, fits: Callable[[str], bool]) -> str:
    """The longest beginning of a text, with an ellipsis, that fits; the text itself where all of it does.

    `fits` says so of the text alone, and of a beginning of what fits it says so too. Raises NoRoomError.
    """
    if len(text) <= LOOKED_AT and fits(text):
        return text
    text = text[:LOOKED_AT]
    whole = set(accumulate(map(len, letters(text)))) - {len(text)}
    words = [match.end() for match in _WORD_END.finditer(text) if match.end() in whole]
    by_word = _longest(words, lambda end: text[:end].rstrip(_DANGLING) + ELLIPSIS, fits)
    sentences = [match.end() for match in _SENTENCE_END.finditer(text) if match.end() in whole]
    by_sentence = _longest(sentences, lambda end: f"{text[:end]} {ELLIPSIS}", fits)
    if by_sentence and len(by_sentence) >= SENTENCE_IS_ENOUGH * len(by_word):
        return by_sentence
    inside = by_word or _longest(sorted(whole), lambda end: text[:end] + ELLIPSIS, fits)
    if not inside.strip(ELLIPSIS):
        raise NoRoomError
    return inside


def led(text: str, rtl: bool) -> str:
    """The text, with an unseen mark before it where its first letter would turn its direction.

    Networks take a post's direction from its first letter: a Persian post that begins with "SMS" would be set from the
    left. The marks are U+200E and U+200F.
    """
    kinds = (unicodedata.bidirectional(character) for character in text)
    first = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "")
    if rtl:
        return RIGHT_TO_LEFT + text if first == "L" else text
    return LEFT_TO_RIGHT + text if first in {"R", "AL"} else text


def _longest(ends: Sequence[int], beginning: Callable[[int], str], fits: Callable[[str], bool]) -> str:
    """The longest beginning that fits; those of later ends are longer."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if fits(beginning(ends[middle])) else (low, middle)
    return beginning(ends[low - 1]) if low else ""
