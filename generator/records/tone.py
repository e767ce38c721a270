"""The company's own say about tone: words added to and taken from the lists, and what counts as the same reply."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from generator.records.base import Part
from generator.records.instants import Duration
from generator.records.text import LANGUAGE


def _with_letters(phrase: str) -> str:
    """A phrase without any letter or figure would stand everywhere."""
    if not any(character.isalnum() for character in phrase):
        raise PydanticCustomError("phrase", "has no letter; write the words that are looked for")
    return phrase


Phrase = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120), AfterValidator(_with_letters)]
"""A phrase as docs/tone.md has it."""

ToneList = Literal[
    "stock_apology", "sorry_you_feel", "blame", "slang", "next_step", "acronyms", "shouted", "fine",
]  # fmt: skip


class WordChanges(Part):
    """Changes of one list: phrases that are added, and phrases taken away, spelt as in the list."""

    add: tuple[Phrase, ...] = ()
    remove: tuple[Phrase, ...] = ()


class SameAgain(Part):
    """When two replies are the same again: so alike, in per cent, and of so many words at least."""

    alike: int = Field(default=85, ge=60, le=100)
    words: int = Field(default=6, ge=3, le=100)


class Tone(Part):
    """How words sound: what was said `within` that time is looked at; older words cannot be taken back."""

    within: Duration = timedelta(days=90)
    words: dict[Annotated[str, StringConstraints(pattern=LANGUAGE.pattern)], dict[ToneList, WordChanges]] = Field(
        default_factory=dict
    )
    same_again: SameAgain = SameAgain()
