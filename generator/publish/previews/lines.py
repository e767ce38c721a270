"""Words broken into lines of a measured width."""

from __future__ import annotations

from generator.publish.context import Direction
from generator.publish.lettering import cut, width

SIZES = ((72, 2), (64, 3), (52, 4))
"""Sizes in pixels, and how many lines of each there is room for."""


def fit(words: str, room: int, direction: Direction) -> tuple[list[str], int]:
    """A title as large as it has room, and its size; the last line of the smallest ends in an ellipsis if need be."""
    for size, most in SIZES:
        lines = _broken(words, room / size, direction)
        if len(lines) <= most:
            return lines, size
    size, most = SIZES[-1]
    last = " ".join(lines[most - 1 :])
    return [*lines[: most - 1], cut(last, room / size, "Bold", direction)], size


def _broken(words: str, room: float, direction: Direction) -> list[str]:
    """Lines of at most `room` em; a word that is longer than a line is cut."""
    space = width(" ", "Bold", direction)
    lines: list[list[str]] = [[]]
    used = 0.0
    for word in words.split(" "):
        wide = width(word, "Bold", direction)
        if lines[-1] and used + space + wide > room:
            lines.append([])
            used = 0.0
        used += wide + (space if lines[-1] else 0.0)
        lines[-1].append(word if wide <= room else cut(word, room, "Bold", direction))
    return [" ".join(line) for line in lines]
