"""Words as masks, which say how much of each pixel they cover. Words that many pictures share are drawn once."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from math import ceil
from typing import Literal, NamedTuple

from PIL import Image, ImageDraw

from answerable.publish.context import Direction
from answerable.publish.text.lettering import Weight, can_shape, cut, font, width

_ABOVE, _BELOW = 2, 1
"""Em above and below the baseline that a mask has before it is cropped: enough for stacked diacritics."""
_IN_ORDER = {
    "ltr": frozenset({"L", "EN", "ES", "ET", "CS", "ON", "WS", "NSM"}),
    "rtl": frozenset({"R", "AL", "EN", "AN", "CS", "ON", "WS", "NSM", "BN"}),
}
"""Classes of characters (Bidi_Class) whose words are displayed in reading order in a line of each direction.

Unicode's Bidirectional Algorithm (UAX #9) gives all of them the level of the line, except numbers in a right-to-left
line, and the spaces beside those have it (rule N1). The signs in 3-4 and 5 % (ES, ET) are missing for right-to-left
lines, since the order of the numbers around them depends on what comes before (rules W2 and W4).
"""

Anchor = Literal["ls", "rs"]
"""Which end of a line is at its place on the baseline, as Pillow names them: the left one or the right one."""


class Mask(NamedTuple):
    """The pixels that words cover, and the upper left corner, in pixels from the words' place on the baseline."""

    image: Image.Image
    x: int
    y: int


def masks(words: str, weight: Weight, size: int, direction: Direction, anchor: Anchor) -> list[Mask]:
    """Return the masks of one line; `size` is in pixels."""
    if all(unicodedata.bidirectional(c) in _IN_ORDER[direction] for c in words):
        return _by_word(words, weight, size, direction, anchor)
    found = _mask(words, weight, size, direction, anchor)
    return [found] if found else []


def _by_word(words: str, weight: Weight, size: int, direction: Direction, anchor: Anchor) -> list[Mask]:
    """Return a mask for each word, starting at a full pixel, so that a word is drawn once for all lines with it."""
    found: list[Mask] = []
    place, space = 0.0, width(" ", weight, direction) * size
    for word in words.split(" ")[:: 1 if direction == "ltr" else -1]:
        if mask := _word_mask(word, weight, size, direction):
            found.append(mask._replace(x=mask.x + round(place)))
        place += width(word, weight, direction) * size + space
    back = round(place - space) if anchor == "rs" else 0
    return [mask._replace(x=mask.x - back) for mask in found] if back else found


@lru_cache(maxsize=1024)
def _word_mask(word: str, weight: Weight, size: int, direction: Direction) -> Mask | None:
    return _mask(word, weight, size, direction, "ls")


def _mask(words: str, weight: Weight, size: int, direction: Direction, anchor: Anchor) -> Mask | None:
    """Return the cropped mask of a line, or None if it covers nothing."""
    wide = ceil(width(words, weight, direction) * size)
    place = size + (wide if anchor == "rs" else 0), _ABOVE * size
    image = Image.new("L", (wide + 2 * size, (_ABOVE + _BELOW) * size), 0)
    shaped = direction if can_shape() else None
    ImageDraw.Draw(image).text(place, words, 255, font(weight, size), anchor, direction=shaped)
    box = image.getbbox()
    return Mask(image.crop(box), box[0] - place[0], box[1] - place[1]) if box else None


SIZES = ((72, 2), (64, 3), (52, 4))
"""Sizes in pixels, and the number of lines of each that fit."""


def fit(words: str, room: int, direction: Direction) -> tuple[list[str], int]:
    """Return a title's lines in the largest size that fits, and that size; too long a title ends in an ellipsis."""
    for size, most in SIZES:
        lines = _break_lines(words, room / size, direction)
        if len(lines) <= most:
            return lines, size
    size, most = SIZES[-1]
    last = " ".join(lines[most - 1 :])
    return [*lines[: most - 1], cut(last, room / size, "Bold", direction)], size


def _break_lines(words: str, room: float, direction: Direction) -> list[str]:
    """Break words into lines of at most `room` em; a word that is longer than a line is cut."""
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
