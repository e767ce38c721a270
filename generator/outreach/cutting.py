"""A text cut so that the whole fits, at the end of a sentence or word, and never inside what readers take for one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

import regex

ELLIPSIS = "…"
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"
SENTENCE_IS_ENOUGH = 0.6
"""A cut after a sentence is taken if it keeps at least this share of what a cut after a word would keep."""

_CLUSTER = regex.compile(r"\X")
_SENTENCE_END = regex.compile(r"[.!?؟。！？…][)\]»”\"'’]*(?=\s)")
_WORD_END = regex.compile(r"(?<=\S)(?=\s)")
_DANGLING = " \t\n,;:،؛–—-([{«“„‹'\""


class NoRoomError(Exception):
    """Not even one character fits beside what has to stay."""


def cut(text: str, fits: Callable[[str], bool]) -> str:
    """The longest beginning of a text, with an ellipsis, that fits; the text itself where all of it does.

    `fits` says so of the text alone, and of a beginning of what fits it says so too. Raises NoRoomError.
    """
    if fits(text):
        return text
    whole = _boundaries(text)
    words = [end for match in _WORD_END.finditer(text) if (end := match.end()) in whole]
    by_word = _longest([text[:end].rstrip(_DANGLING) + ELLIPSIS for end in words], fits)
    sentences = [end for match in _SENTENCE_END.finditer(text) if (end := match.end()) in whole]
    by_sentence = _longest([f"{text[:end]} {ELLIPSIS}" for end in sentences], fits)
    if by_sentence and len(by_sentence) >= SENTENCE_IS_ENOUGH * len(by_word):
        return by_sentence
    inside = by_word or _longest([text[:end] + ELLIPSIS for end in sorted(whole) if 0 < end < len(text)], fits)
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


def _boundaries(text: str) -> set[int]:
    """The places between whole characters: none inside a letter with its marks or a joined emoji."""
    return {0, *(match.end() for match in _CLUSTER.finditer(text))}


def _longest(beginnings: Sequence[str], fits: Callable[[str], bool]) -> str:
    """The last of the beginnings that fits; they get longer from one to the next."""
    low, high = 0, len(beginnings)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if fits(beginnings[middle]) else (low, middle)
    return beginnings[low - 1] if low else ""
