"""Words for times as people type them in their own language, such as `40 minutes ago` or `tomorrow`."""

from __future__ import annotations

from answerable.translation.message import msg, sentence

_WORDS = {
    "now": msg("now"),
    "today": msg("today"),
    "tomorrow": msg("tomorrow"),
    "yesterday": msg("yesterday"),
    "ago": msg("ago"),
    "m": msg("minute|minutes"),
    "h": msg("hour|hours"),
    "d": msg("day|days"),
}
"""What English and letters stand for; a translation has all forms of a word, with `|` between them."""


def in_english(words: str) -> str:
    """Return the words with those for times in the user's language in English, and `ago` at the end."""
    english = {own: word for word, forms in _WORDS.items() for own in sentence(forms).casefold().split("|")}
    found = [english.get(one.casefold(), one) for one in words.split()]
    return " ".join(sorted(found, key=lambda one: one == "ago"))
