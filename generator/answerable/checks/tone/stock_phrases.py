"""Phrases that a person would not send: stock apologies, sorry-you-feel, blame, slang."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from answerable.checks.tone.phrases import PhraseMatch, ToneHit, ToneRule, phrase_matches
from answerable.checks.tone.word_lists import Words
from answerable.records.characters import normalize, original_span
from answerable.records.findings import quoted
from answerable.records.policy import ToneList


class _Saying(NamedTuple):
    name: ToneList
    rule: ToneRule
    message: str
    suggestion: str


# The first that fits a place is the one that is said.
_SAYINGS = (
    _Saying(
        "sorry_you_feel",
        "tone/sorry-you-feel",
        "{phrase} is sorry for a feeling, not for what happened, and reads as mockery",
        "say what went wrong and be sorry for that",
    ),
    _Saying(
        "blame",
        "tone/blame",
        "{phrase} tells the customer that it is their doing",
        "say what happened and what helps now; leave out whose fault it was",
    ),
    _Saying(
        "stock_apology",
        "tone/stock-apology",
        "{phrase} could stand under any reply",
        "name what went wrong, for whom, and what you did about it",
    ),
    _Saying(
        "slang",
        "tone/slang",
        "{phrase} is chat slang",
        "write it as you would say it to somebody you do not know",
    ),
)
# Laughing and crying by letters or brackets; a run of dots or figures is none.
_WORD = re.compile(r"\w++")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{3,}")
_FIGURE = re.compile(r"\d")  # a number between the words of a phrase is nobody else's business
_HEX = re.compile(r"[0-9a-fA-Fx]+")
_SMILEY = re.compile(r"(?<!\w)(?:[:;=][-^']?[)(DPpOo3*|/\\](?!\w)|[xX]D\b|<3(?!\d)|\^_?\^)|(?<=\w)\){2,}(?!\w)")


def phrases_found(own: str, words: Words) -> Iterator[ToneHit]:
    """Each phrase of the lists that stands in the company's own words, once for each place."""
    folded = normalize(own)
    taken = list(phrase_matches(words.pattern("fine"), folded))
    for saying in _SAYINGS:
        for place in phrase_matches(words.pattern(saying.name), folded):
            if not any(_touch(place, other) for other in taken):
                taken.append(place)
                start, end = original_span(own, list(place))
                yield _hit(saying, own, start, end)


def smileys(own: str) -> Iterator[ToneHit]:
    """Smileys made of brackets, and letters drawn out."""
    slang = _SAYINGS[-1]
    for match in _SMILEY.finditer(own):
        if not _opened_before(own, match):
            yield _hit(slang, own, match.start(), match.end())
    for word in _WORD.finditer(own):
        if _DRAWN_OUT.search(word[0]) and not _HEX.fullmatch(word[0]):
            yield _hit(slang, own, word.start(), word.end())


def _opened_before(own: str, match: re.Match[str]) -> bool:
    """Whether the closing brackets belong to brackets that were opened: (as here (and here))."""
    before = own[: match.start()]
    return match[0].startswith("))") and before.count("(") - before.count(")") >= len(match[0])


def _touch(one: PhraseMatch, other: PhraseMatch) -> bool:
    return one.start < other.end and other.start < one.end


def _hit(saying: _Saying, own: str, start: int, end: int) -> ToneHit:
    phrase = quoted(_FIGURE.sub("•", " ".join(own[start:end].split())))
    return ToneHit(start, end, saying.rule, saying.message.format(phrase=phrase), saying.suggestion)
