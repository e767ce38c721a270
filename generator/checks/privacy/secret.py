"""What was found to be private: which rule says so and where, and how it may be spoken of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SHADE = "▇▇▇"
"""What stands in a published text where something private stood."""
_DOTS = "•••••••"
_TELLING = 8
"""Characters from which on the last two tell nothing of the rest."""


@dataclass(frozen=True, slots=True, order=True)
class Secret:
    """Something private at the characters from `start` up to `end`; `rule` is the short name, such as phone."""

    start: int
    end: int
    rule: str


def masked(secret: str) -> str:
    """The secret as a log may show it: dots, and of a long one the last two characters."""
    return _DOTS + (secret[-2:] if len(secret) >= _TELLING else "")


def shaded(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with each span made unreadable."""
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + SHADE + text[end:]
    return text


def apart(found: Iterable[Secret], length: int) -> list[Secret]:
    """Of those that overlap only the first in order of the argument: what is named first knows best.

    `length` is that of the text; the work grows with it and not with the square of what was found.
    """
    taken = bytearray(length)
    kept: list[Secret] = []
    for secret in found:
        if not any(taken[secret.start : secret.end]):
            taken[secret.start : secret.end] = b"\1" * (secret.end - secret.start)
            kept.append(secret)
    return sorted(kept)
