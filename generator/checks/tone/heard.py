"""What a rule of tone has to say about one place in one text."""

from __future__ import annotations

from typing import Literal, NamedTuple

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


class Heard(NamedTuple):
    """`start` up to, not including, `end` are places in the text as it was written, in characters from 0."""

    start: int
    end: int
    rule: ToneRule
    message: str
    suggestion: str
