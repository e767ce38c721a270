"""Draws a preview picture as a PNG of 16 colours: two ramps, from the ground to ink and from the ground to the tone.

The palette's numbers themselves are drawn: where the edge of a letter covers half a pixel, Pillow takes the number half
way up the ramp. What is drawn in the tone stands on number 8, which is the colour of the ground too. Full colour would
take ten times as long.

A picture is made of four zones from the top to the bottom. Those that many pictures share are drawn and compressed
once.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw

from answerable.publish.context import Direction
from answerable.publish.social.previews.letters import Anchor, Mask, fit, masks
from answerable.publish.social.previews.picture import Picture
from answerable.publish.text.lettering import CRITICAL, MAJOR, MINOR, OK, PLANNED, Weight, cut, width

Points = tuple[tuple[float, float], ...]
_SOFT = 4
_RING = "ring"
_SIGNS: dict[str, tuple[str | Points, ...]] = {
    "check": (_RING, ((8, 12.5), (10.8, 15.3), (16.3, 9.5))),
    "none": (_RING, ((12, 11), (12, 16.5)), ((12, 7.4), (12, 7.6))),
    "minor": (((12, 3.5), (21.5, 20), (2.5, 20), (12, 3.5)), ((12, 10), (12, 14.5)), ((12, 17), (12, 17.2))),
    "major": (_RING, ((12, 7), (12, 13)), ((12, 16.4), (12, 16.6))),
    "critical": (
        ((8.3, 3), (15.7, 3), (21, 8.3), (21, 15.7), (15.7, 21), (8.3, 21), (3, 15.7), (3, 8.3), (8.3, 3)),
        ((9, 9), (15, 15)),
        ((15, 9), (9, 15)),
    ),
    "talk": (((4, 5), (20, 5), (20, 16), (11, 16), (6.5, 20), (6.5, 16), (4, 16), (4, 5)),),
}


@lru_cache(maxsize=32)
def mask(name: str, size: int) -> Image.Image:
    """Return how much of each pixel a sign covers, in an image of `size` by `size` pixels."""
    scale = size * _SOFT / 24
    image = Image.new("L", (size * _SOFT, size * _SOFT), 0)
    draw = ImageDraw.Draw(image)
    thick = 2 * scale
    for shape in _SIGNS[name]:
        if isinstance(shape, str):
            edge = (2 * scale, 2 * scale, 22 * scale, 22 * scale)
            draw.ellipse(edge, outline=255, width=round(thick))
        else:
            _stroke(draw, [(x * scale, y * scale) for x, y in shape], thick)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _stroke(draw: ImageDraw.ImageDraw, points: list[tuple[float, float]], thick: float) -> None:
    draw.line(points, 255, round(thick))
    for x, y in points:  # round ends and corners
        draw.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=255)


WIDTH, HEIGHT = 1200, 630
EDGE = 28
MARGIN = 92
ICON = 64
INK, QUIET, GROUND, TONE = 7, 5, 8, 15
"""Indices into the palette."""

Colour = tuple[int, int, int]
_LIGHT = (251, 252, 253)
_DARK = (24, 26, 31)
_TONES = {"resolved": OK, "none": PLANNED, "minor": MINOR, "major": MAJOR, "critical": CRITICAL}


class Type(NamedTuple):
    """The font and colour of words; the size is in pixels."""

    weight: Weight
    size: int
    colour: int


class Zone(NamedTuple):
    """A part of the picture: its first row, the row after its last one, and the palette index of its ground."""

    top: int
    end: int
    ground: int = 0


class TextLine(NamedTuple):
    """Words and their font, the distance from the edge at which reading begins, and the row of their baseline."""

    words: str
    look: Type
    x: int
    y: int


SITE, STATE, TITLE, FOOT = Zone(0, 130), Zone(130, 232, GROUND), Zone(232, 546), Zone(546, HEIGHT)
SPACE = 0.3
"""Em that are wider than the space of any of the fonts."""
OF_SITE = Type("Regular", 34, QUIET)
OF_STATE = Type("Bold", 44, TONE)
OF_FOOT = Type("Regular", 30, QUIET)


def draw(picture: Picture) -> bytes:
    """Return the PNG of a picture, 1200 pixels by 630."""
    way = picture.direction
    zones = (
        _site(picture.site, way),
        _state(picture.icon, picture.state, way),
        _title(picture.title, way, picture.title_direction),
        _foot(picture.foot or picture.host, way),
    )
    return _png(zones, _palette(picture.tone))


class Packed(NamedTuple):
    """Rows of pixels as PNG has them, two pixels in a byte, and the same compressed."""

    rows: bytes
    compressed: bytes


def _packed(image: Image.Image) -> Packed:
    length = image.width // 2
    pixels = image.tobytes("raw", "P;4")
    rows = b"".join(b"\0" + pixels[start : start + length] for start in range(0, len(pixels), length))
    # Run lengths are found twice as fast as all repetitions, and flat drawings get as small by them.
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS, strategy=zlib.Z_RLE)
    return Packed(rows, deflate.compress(rows) + deflate.flush(zlib.Z_FULL_FLUSH))


def _png(zones: Iterable[Packed], palette: bytes) -> bytes:
    """Return a picture of 16 colours. What was compressed apart follows one another in one stream (RFC 1950, 1951)."""
    sum_of_rows, stream = 1, b"\x78\x9c"
    for zone in zones:
        sum_of_rows = zlib.adler32(zone.rows, sum_of_rows)
        stream += zone.compressed
    stream += b"\x03\0" + sum_of_rows.to_bytes(4, "big")  # an empty block is the last one
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 4, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", stream), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


@lru_cache(maxsize=8)
def _site(words: str, way: Direction) -> Packed:
    return _zone(SITE, [_shortened(TextLine(words, OF_SITE, MARGIN, 96), way)], way, way)


@lru_cache(maxsize=64)
def _state(icon: str, words: str, way: Direction) -> Packed:
    left = WIDTH - MARGIN - ICON if way == "rtl" else MARGIN
    sign = (TONE, Mask(mask(icon, ICON), left, 156))
    line = _shortened(TextLine(words, OF_STATE, MARGIN + ICON + 24, 204), way)
    return _zone(STATE, [line], way, way, [sign])


def _title(words: str, way: Direction, own: Direction) -> Packed:
    lines, size = fit(words, WIDTH - 2 * MARGIN, own)
    look, first = Type("Bold", size, INK), 330 if len(lines) < 4 else 316
    placed = [TextLine(line, look, MARGIN, first + round(nth * size * 1.22)) for nth, line in enumerate(lines)]
    return _zone(TITLE, placed, way, own)


def _foot(words: str, way: Direction) -> Packed:
    return _zone(FOOT, [_shortened(TextLine(words, OF_FOOT, MARGIN, 584), way)], way, way)


def _shortened(line: TextLine, way: Direction) -> TextLine:
    """Return the line, cut with an ellipsis if there is no room for all of it."""
    look, room = line.look, (WIDTH - line.x - MARGIN) / line.look.size
    if sum(width(word, look.weight, way) + SPACE for word in line.words.split(" ")) <= room:
        return line  # each word is measured once; whole lines with a date would be measured every time
    return line._replace(words=cut(line.words, room, look.weight, way))


def _zone(
    zone: Zone, lines: Iterable[TextLine], way: Direction, own: Direction, signs: Iterable[tuple[int, Mask]] = ()
) -> Packed:
    """Return a zone with its ground, the edge, the signs and the lines; what reaches beyond the zone is cut off."""
    image = Image.new("P", (WIDTH, zone.end - zone.top), zone.ground)
    left = WIDTH - EDGE if way == "rtl" else 0
    image.paste(TONE, (left, 0, left + EDGE, image.height))
    for colour, part in (*signs, *(part for line in lines for part in _place(line, way, own))):
        image.paste(colour, (part.x, part.y - zone.top), part.image)
    return _packed(image)


def _place(line: TextLine, way: Direction, own: Direction) -> Iterator[tuple[int, Mask]]:
    """Yield the line's masks at their places on the picture; `own` is the line's direction, `way` the picture's."""
    left, anchor = _begin(line, way)
    for part in masks(line.words, line.look.weight, line.look.size, own, anchor):
        yield line.look.colour, Mask(part.image, left + part.x, line.y + part.y)


def _begin(line: TextLine, way: Direction) -> tuple[int, Anchor]:
    """Return the column at which a line begins, and which of its ends that is."""
    return (WIDTH - line.x, "rs") if way == "rtl" else (line.x, "ls")


@lru_cache(maxsize=8)
def _palette(tone: str) -> bytes:
    """Return the three bytes of each colour of a picture in this tone."""
    return bytes(part for colour in (*_ramp(_DARK), *_ramp(_rgb(_TONES[tone]))) for part in colour)


def _rgb(colour: str) -> Colour:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _ramp(colour: Colour) -> list[Colour]:
    return [_mix(colour, step / 7) for step in range(8)]


def _mix(colour: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(_LIGHT, colour, strict=True))
    return red, green, blue
