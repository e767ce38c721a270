"""A preview picture as PNG, in 16 colours: two ramps, from the ground to ink and from the ground to the tone.

Drawn on palette numbers themselves: where a letter's edge covers half a pixel, Pillow takes the number half way up
the ramp. What is in the tone stands on number 8, which is the ground as well. Full colour would take ten times as long.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw

from generator.publish.context import Direction
from generator.publish.lettering import Weight, can_shape, cut, font
from generator.publish.previews.icons import mask
from generator.publish.previews.lines import fit
from generator.publish.previews.picture import Picture
from generator.publish.previews.png import encode

WIDTH, HEIGHT = 1200, 630
EDGE = 28
MARGIN = 92
ICON = 64
INK, QUIET, GROUND, TONE = 7, 5, 8, 15
"""Numbers of the palette."""
STATE_ROWS = (130, 250)
"""The rows in which things are written in the tone."""

Colour = tuple[int, int, int]
_LIGHT = (251, 252, 253)
_DARK = (24, 26, 31)
_TONES = {
    "resolved": (26, 107, 60),
    "none": (29, 84, 159),
    "minor": (122, 82, 0),
    "major": (153, 64, 10),
    "critical": (163, 25, 39),
}


class Type(NamedTuple):
    """How words look; the size is in pixels."""

    weight: Weight
    size: int
    colour: int


SITE = Type("Regular", 34, QUIET)
STATE = Type("Bold", 44, TONE)
FOOT = Type("Regular", 30, QUIET)


class _Sheet:
    """A picture being drawn from one edge: places are counted from where its language begins to be read."""

    def __init__(self, direction: Direction) -> None:
        self._image = _ground(direction).copy()
        self._draw = ImageDraw.Draw(self._image)
        self._draw.fontmode = "L"  # letters with soft edges, on palette numbers too
        self._rtl = direction == "rtl"

    def write(self, words: str, at: tuple[int, int], look: Type, direction: Direction) -> None:
        """One line, its base at that height."""
        x, y = at
        place, anchor = (2 + WIDTH - x, "rs") if self._rtl else (2 + x, "ls")
        shaped = direction if can_shape() else None
        self._draw.text((place, y), words, look.colour, font(look.weight, look.size), anchor, direction=shaped)

    def put(self, icon: str, at: tuple[int, int]) -> None:
        """A sign in the tone, by its upper corner."""
        x, y = at
        left = WIDTH - x - ICON if self._rtl else x
        self._image.paste(TONE, (left + 2, y), mask(icon, ICON))

    def png(self, tone: Colour) -> bytes:
        """The file."""
        return encode(self._image, WIDTH, [*_ramp(_DARK), *_ramp(tone)])


def draw(picture: Picture) -> bytes:
    """The PNG of a picture, 1200 pixels by 630."""
    sheet, way = _Sheet(picture.direction), picture.direction

    def write(words: str, at: tuple[int, int], look: Type) -> None:
        room = WIDTH - at[0] - MARGIN
        sheet.write(cut(words, room / look.size, look.weight, way), at, look, way)

    write(picture.site, (MARGIN, 96), SITE)
    sheet.put(picture.icon, (MARGIN, 156))
    write(picture.state, (MARGIN + ICON + 24, 204), STATE)
    lines, size = fit(picture.title, WIDTH - 2 * MARGIN, picture.title_direction)
    for number, line in enumerate(lines):
        at = (MARGIN, (330 if len(lines) < 4 else 316) + round(number * size * 1.22))
        sheet.write(line, at, Type("Bold", size, INK), picture.title_direction)
    write(picture.foot or picture.host, (MARGIN, 584), FOOT)
    return sheet.png(_TONES[picture.tone])


@lru_cache(maxsize=2)
def _ground(direction: Direction) -> Image.Image:
    """Ground and edge. Two more columns on the left become the byte with which each row of a PNG begins."""
    image = Image.new("P", (WIDTH + 2, HEIGHT), 0)
    draw = ImageDraw.Draw(image)
    draw.rectangle((2, STATE_ROWS[0], WIDTH + 1, STATE_ROWS[1]), GROUND)
    left = (WIDTH - EDGE if direction == "rtl" else 0) + 2
    draw.rectangle((left, 0, left + EDGE - 1, HEIGHT), TONE)
    return image


def _ramp(colour: Colour) -> list[Colour]:
    return [_mix(colour, step / 7) for step in range(8)]


def _mix(colour: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(_LIGHT, colour, strict=True))
    return red, green, blue
