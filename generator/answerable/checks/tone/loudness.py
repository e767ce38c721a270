"""More than one exclamation mark, words in capitals, emoji: signs of a loud tone that need few word lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

import regex

from answerable.checks.tone.rules import EMOJI, EXCLAMATION, SHOUTING, ToneHit
from answerable.checks.tone.word_lists import Words
from answerable.records.characters import normalize
from answerable.records.findings import quoted
from answerable.translation.message import msg

_EXCLAMATION = re.compile(r"[!！﹗‼❗❕](?![\[=])")  # not `![picture]` and not `!=`; ¡ opens what ! closes
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_BETWEEN_WORDS = re.compile(r"[\s*_–—-]*")
_JOINT = re.compile("['’-]")
_NO_LETTERS = str.maketrans("", "", "'’-")
# Shown as a picture by itself, made one by U+FE0F, or a flag; © and ✓ are letters among letters.
_EMOJI = regex.compile(
    r"(?:\p{Regional_Indicator}{2}|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[0-9#*]\ufe0f?\u20e3)"
    r"(?:\p{Emoji_Modifier}|\ufe0f|\u200d\p{Extended_Pictographic})*"
)
LONG_WORD = 6
"""A word in capitals with so many letters is shouted, and not just an unknown acronym."""
SHOUTED_IN_A_RUN = 5
"""Of two words in capitals in a row, one with so many letters makes them shouted; three in a row always are."""


def exclamations(own: str) -> Iterator[ToneHit]:
    """The second exclamation mark of a text, if there is one."""
    marks = list(_EXCLAMATION.finditer(own))
    weight = sum(2 if mark[0] == "‼" else 1 for mark in marks)
    if weight > 1:
        second = marks[min(1, len(marks) - 1)]
        yield ToneHit(
            second.start(),
            second.end(),
            EXCLAMATION.name,
            msg("%(weight)s exclamation marks in one text", weight=weight),
            msg("keep one at most; a full stop is calmer"),
        )


def shouting(own: str, words: Words) -> Iterator[ToneHit]:
    """Words in capitals that are neither acronyms nor codes.

    In texts of a script without case, such as Persian or Japanese, names of brands are written in capitals.
    """
    found = [] if _is_caseless(own) else list(_WORD.finditer(own))
    for capital, run in groupby(found, lambda word: _in_capitals(word[0], words)):
        if not capital:
            continue
        for part in _neighbours(own, list(run)):
            if _is_shouted([word[0] for word in part], words):
                start, end = part[0].start(), part[-1].end()
                message = msg("%(own)s is shouted", own=quoted(own[start:end]))
                yield ToneHit(
                    start, end, SHOUTING.name, message, msg("write it in small letters; say what matters first")
                )


def emoji(own: str) -> Iterator[ToneHit]:
    """The first emoji of a text, with how many there are."""
    found = list(_EMOJI.finditer(own))
    if found:
        first = quoted(found[0][0])
        message = msg("an emoji, %(first)s", first=first)
        if len(found) > 1:
            message = msg("an emoji, %(first)s, one of %(number)s", first=first, number=len(found))
        suggestion = msg("somebody with a problem reads it as not being taken seriously; leave it out")
        yield ToneHit(found[0].start(), found[0].end(), EMOJI.name, message, suggestion)


def _is_caseless(own: str) -> bool:
    """Whether most letters of a text belong to a script that has no capitals."""
    letters = [character for character in own if character.isalpha()]
    return 2 * sum(character.lower() == character.upper() for character in letters) > len(letters)


def _in_capitals(word: str, words: Words) -> bool:
    letters = word.translate(_NO_LETTERS).strip("_")
    return len(letters) > 1 and all(map(str.isupper, letters)) and normalize(letters) not in words.acronyms


def _neighbours(own: str, run: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """The run, broken where more than spaces and dashes stands between two words."""
    part = run[:1]
    for word in run[1:]:
        if _BETWEEN_WORDS.fullmatch(own, part[-1].end(), word.start()):
            part.append(word)
        else:
            yield part
            part = [word]
    yield part


def _is_shouted(run: list[str], words: Words) -> bool:
    if any(normalize(word) in words.shouted or _longest_part(word) >= LONG_WORD for word in run):
        return True
    return len(run) > 2 or (len(run) == 2 and any(len(word) >= SHOUTED_IN_A_RUN for word in run))


def _longest_part(word: str) -> int:
    return max(map(len, _JOINT.split(word)))
