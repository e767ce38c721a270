"""The tone of one text by itself: phrases that a person would not send, exclamation marks, capitals, emoji."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from answerable.checks.tone import rules
from answerable.checks.tone.loudness import emoji, exclamations, shouting
from answerable.checks.tone.rules import ToneHit
from answerable.checks.tone.word_lists import PhraseMatch, Words, phrase_matches, words_for
from answerable.records.characters import normalize, original_span
from answerable.records.findings import quoted
from answerable.records.policy import Tone, ToneList
from answerable.translation.message import Message, msg

HIDDEN = "\ufffc"
"""Stands for each character that is not checked: no letter, no space, part of no phrase."""

_NOT_OURS = re.compile(
    r"""
      ^[ \t]*>.*$                                   # a quotation in Markdown
    | `[^`\n]+`                                     # code
    | <!--[\s\S]{0,2000}?-->                        # comments, which are published nowhere
    | \b(?:https?://|mailto:|tel:|www\.)[^\s<>]+    # links
    | (?<![\w.+-])[\w.+-]++@[\w.-]+                # mail
    | (?<![\w@])@[\w.]++(?:@[\w.-]+)?               # people, by their handles
    | (?<!\w)"[^"\n]{1,400}"(?!\w)                  # inside a Hebrew word, " is a letter's mark
    | (?<!\w)״[^״\n]{1,400}״(?!\w)
    | “[^”\n]{1,400}” | „[^“”\n]{1,400}[“”] | «[^»\n]{1,400}» | ‹[^›\n]{1,400}›
    | (?<!\w)‘[^‘’\n]{1,400}’(?!\w)
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)


def hide_quotes(text: str) -> str:
    """The text with all that is not in the company's own voice hidden; of the same length."""
    return _NOT_OURS.sub(lambda match: HIDDEN * len(match[0]), text)


def check_tone(text: str, language: str, tone: Tone) -> tuple[ToneHit, ...]:
    """What is wrong with how a text sounds, in order of place. Quotes of the customer are left out.

    English phrases are found in texts of other scripts too, where no word can be mistaken for one.
    """
    own = hide_quotes(text)
    words = words_for(language, tone)
    found = [*exclamations(own), *shouting(own, words), *emoji(own), *phrases_found(own, words), *smileys(own)]
    if not _in_latin_letters(language.partition("-")[0]):
        found += phrases_found(own, words_for("en", tone))
    return tuple(sorted(found))


@cache
def _in_latin_letters(language: str) -> bool:
    """Whether a language is usually written in Latin letters, by Unicode's CLDR; True if CLDR does not know it."""
    if language == "en":
        return True
    from babel.core import get_global  # noqa: PLC0415 (checking English texts alone needs no Babel)

    return "_Latn" in str(get_global("likely_subtags").get(language, "_Latn"))


def says_next_step(text: str, language: str, tone: Tone) -> bool:
    """Whether a text says what happens next, by the language's list; True for a language that has no list."""
    pattern = words_for(language, tone).pattern("next_step")
    return pattern is None or next(phrase_matches(pattern, normalize(hide_quotes(text))), None) is not None


class _PhraseRule(NamedTuple):
    list: ToneList
    rule: str
    message: Message
    suggestion: str


# Where phrases of several lists overlap, the first list here is reported.
_PHRASE_RULES = (
    _PhraseRule(
        "sorry_you_feel",
        rules.SORRY_YOU_FEEL.name,
        msg("%(phrase)s is sorry for a feeling, not for what happened, and reads as mockery", phrase=""),
        msg("say what went wrong and be sorry for that"),
    ),
    _PhraseRule(
        "blame",
        rules.BLAME.name,
        msg("%(phrase)s tells the customer that it is their doing", phrase=""),
        msg("say what happened and what helps now; leave out whose fault it was"),
    ),
    _PhraseRule(
        "stock_apology",
        rules.STOCK_APOLOGY.name,
        msg("%(phrase)s could stand under any reply", phrase=""),
        msg("name what went wrong, for whom, and what you did about it"),
    ),
    _PhraseRule(
        "slang",
        rules.SLANG.name,
        msg("%(phrase)s is chat slang", phrase=""),
        msg("write it as you would say it to somebody you do not know"),
    ),
)
_WORD = re.compile(r"\w++")
_REPEATED_LETTER = re.compile(r"([^\W\d_])\1{3,}")
_FIGURE = re.compile(r"\d")  # a finding must not repeat a number that stands between the words of a phrase
_HEX = re.compile(r"[0-9a-fA-Fx]+")
_SMILEY = re.compile(r"(?<!\w)(?:[:;=][-^']?[)(DPpOo3*|/\\](?!\w)|[xX]D\b|<3(?!\d)|\^_?\^)|(?<=\w)\){2,}(?!\w)")


def phrases_found(own: str, words: Words) -> Iterator[ToneHit]:
    """Each phrase of the lists in the company's own words, one for each place."""
    normalized = normalize(own)
    taken = list(phrase_matches(words.pattern("fine"), normalized))
    for kind in _PHRASE_RULES:
        for match in phrase_matches(words.pattern(kind.list), normalized):
            if not any(_overlap(match, other) for other in taken):
                taken.append(match)
                start, end = original_span(own, list(match))
                yield _hit(kind, own, start, end)


def smileys(own: str) -> Iterator[ToneHit]:
    """Smileys and laughter made of brackets, and words with a letter four times in a row."""
    slang = _PHRASE_RULES[-1]
    depth = counted = 0
    for match in _SMILEY.finditer(own):
        depth += own.count("(", counted, match.start()) - own.count(")", counted, match.start())
        counted = match.start()
        if not (match[0].startswith("))") and depth >= len(match[0])):  # (as here (and here))
            yield _hit(slang, own, match.start(), match.end())
    for word in _WORD.finditer(own):
        if _REPEATED_LETTER.search(word[0]) and not _HEX.fullmatch(word[0]):
            yield _hit(slang, own, word.start(), word.end())


def _overlap(one: PhraseMatch, other: PhraseMatch) -> bool:
    return one.start < other.end and other.start < one.end


def _hit(kind: _PhraseRule, own: str, start: int, end: int) -> ToneHit:
    phrase = quoted(_FIGURE.sub("•", " ".join(own[start:end].split())))
    return ToneHit(start, end, kind.rule, kind.message.filled(phrase=phrase), kind.suggestion)
