"""The tone of one text by itself: text and language -> hits."""

from __future__ import annotations

from generator.checks.tone.heard import Heard
from generator.checks.tone.loudness import emoji, exclamations, shouting
from generator.checks.tone.mask import own_words
from generator.checks.tone.phrases import places
from generator.checks.tone.sayings import sayings, smileys
from generator.checks.tone.words import words_for
from generator.facts.fold import fold
from generator.records.tone import Tone

_OTHER_SCRIPTS = frozenset({"fa", "he", "ru", "ar", "ur", "uk", "ckb"})


def manner(text: str, language: str, tone: Tone) -> tuple[Heard, ...]:
    """What is wrong with how a text sounds, in the order of its places. Quotes of the customer are not looked at.

    English phrases are found in texts of other scripts too, where no word can be mistaken for one.
    """
    own = own_words(text)
    words = words_for(language, tone)
    found = [*exclamations(own), *shouting(own, words), *emoji(own), *sayings(own, words), *smileys(own)]
    if language.partition("-")[0] in _OTHER_SCRIPTS:
        found += sayings(own, words_for("en", tone))
    return tuple(sorted(found))


def says_what_is_next(text: str, language: str, tone: Tone) -> bool:
    """Whether a text says what happens next, by the language's list; true for a language that has no list."""
    pattern = words_for(language, tone).pattern("next_step")
    return pattern is None or next(places(pattern, fold(own_words(text))), None) is not None
