"""The tone of one text by itself: text and language -> hits."""

from __future__ import annotations

import re

from answerable.checks.tone.loudness import emoji, exclamations, shouting
from answerable.checks.tone.phrases import ToneHit, phrase_matches
from answerable.checks.tone.stock_phrases import phrases_found, smileys
from answerable.checks.tone.word_lists import words_for
from answerable.records.characters import normalize
from answerable.records.policy import Tone

HIDDEN = "\ufffc"
"""Stands for each character that is not looked at: no letter, no space, part of no phrase."""

_NOT_OURS = re.compile(
    r"""
      ^[ \t]*>.*$                                   # a quotation in Markdown
    | `[^`\n]+`                                     # code
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
    """The text with all that is not the company's own voice hidden; of the same length."""
    return _NOT_OURS.sub(lambda match: HIDDEN * len(match[0]), text)


_OTHER_SCRIPTS = frozenset({"fa", "he", "ru", "ar", "ur", "uk", "ckb"})


def check_tone(text: str, language: str, tone: Tone) -> tuple[ToneHit, ...]:
    """What is wrong with how a text sounds, in the order of its places. Quotes of the customer are not looked at.

    English phrases are found in texts of other scripts too, where no word can be mistaken for one.
    """
    own = hide_quotes(text)
    words = words_for(language, tone)
    found = [*exclamations(own), *shouting(own, words), *emoji(own), *phrases_found(own, words), *smileys(own)]
    if language.partition("-")[0] in _OTHER_SCRIPTS:
        found += phrases_found(own, words_for("en", tone))
    return tuple(sorted(found))


def says_next_step(text: str, language: str, tone: Tone) -> bool:
    """Whether a text says what happens next, by the language's list; true for a language that has no list."""
    pattern = words_for(language, tone).pattern("next_step")
    return pattern is None or next(phrase_matches(pattern, normalize(hide_quotes(text))), None) is not None
