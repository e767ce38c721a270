"""Words in the fonts that travel with the package: measured for badges, measured and drawn for preview pictures."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import regex
from PIL import ImageFont, features
from PIL.ImageFont import FreeTypeFont, Layout

from answerable.publish.context import Direction
from answerable.records.characters import graphemes

FONTS = Path(__file__).parents[2] / "assets" / "fonts"
FINE = 100
"""Pixels at which words are measured: the fonts have no hints, so widths grow with the size."""
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of all that follows; one left open would turn ours too."""
_GLUE = frozenset("\u200c\u200d\ufe0e\ufe0f")

_EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}]")
Weight = Literal["Regular", "Bold"]


@lru_cache(maxsize=1)
def can_shape() -> bool:
    """Whether Persian and Hebrew can be drawn: Pillow brings Raqm, and Raqm needs FriBiDi from the system."""
    return bool(features.check("raqm"))


@lru_cache(maxsize=32)
def font(weight: Weight, size: int) -> FreeTypeFont:
    """A font that travels with the package, `size` in pixels per em."""
    layout = Layout.RAQM if can_shape() else Layout.BASIC
    return ImageFont.truetype(str(FONTS / f"AnswerableSans-{weight}.ttf"), size, layout_engine=layout)


def one_line(words: str) -> str:
    """Words as one line that may stand in XML, without controls and without what turns the direction of others."""
    kept = "".join(" " if unicodedata.category(c) == "Cc" else c for c in words if c not in _TURNS)
    legal = (c for c in kept if not "\ud800" <= c <= "\udfff" and ord(c) & 0xFFFE != 0xFFFE)
    return " ".join(unicodedata.normalize("NFC", "".join(legal)).split())


@lru_cache(maxsize=4096)  # a few states say it of thousands of incidents
def isolate(words: str, direction: Direction) -> str:
    """Words kept apart from the order of their surroundings, where they have letters of the other direction."""
    other = any(unicodedata.bidirectional(c) == "L" for c in words) if direction == "rtl" else turns(words)
    return f"\u2068{words}\u2069" if other else words


def turns(words: str) -> bool:
    """Whether some of the words are written from right to left."""
    return any(unicodedata.bidirectional(c) in {"R", "AL"} for c in words)


@lru_cache(maxsize=4096)
def drawable(words: str) -> str:
    """One line without the characters that the fonts lack, such as emoji; empty when most of it would be missing."""
    line = one_line(words)
    known = "".join(_known(cluster) for cluster in graphemes(line))
    all_letters = sum(c.isalnum() for c in line)
    return " ".join(known.split()) if 2 * sum(c.isalnum() for c in known) >= all_letters else ""


@lru_cache(maxsize=4096)
def has(character: str) -> bool:
    """Whether the fonts have a character: those that they lack are all drawn as one box."""
    if character.isspace() or character in _GLUE or unicodedata.category(character) == "Cf":
        return True
    return _box(character) != _box("\uffff")


def _box(character: str) -> tuple[tuple[int, int], bytes]:
    plain = _plain_font()
    mask = plain.getmask(character)
    return mask.size, bytes(mask)


@lru_cache(maxsize=1)
def _plain_font() -> FreeTypeFont:
    return ImageFont.truetype(str(FONTS / "AnswerableSans-Regular.ttf"), 24, layout_engine=Layout.BASIC)


@lru_cache(maxsize=65_536)  # a list of components says the same few words again and again
def width(words: str, weight: Weight, direction: Direction) -> float:
    """The width of one line in em, shaped; what the fonts lack counts as a square for each letter that readers see."""
    clusters = graphemes(words)
    known = "".join(map(_known, clusters))
    missing = sum(_square(cluster) for cluster in clusters if not has(cluster[0]))
    return length(known, font(weight, FINE), direction) / FINE + missing


def _square(cluster: str) -> float:
    """What one letter takes that the fonts lack, in em: emoji are a fifth wider than high."""
    return 1.2 if _EMOJI.search(cluster) else 1.0


def length(words: str, face: FreeTypeFont, direction: Direction) -> float:
    """The width of one line in pixels; the direction is that of its surroundings."""
    if not words:
        return 0.0
    return face.getlength(words, direction=direction) if can_shape() else face.getlength(words)


def cut(words: str, most: float, weight: Weight, direction: Direction) -> str:
    """Words of at most so many em: as many as there is room for, and an ellipsis."""
    if width(words, weight, direction) <= most:
        return words
    clusters = graphemes(words)
    low, high = 0, len(clusters)
    while low < high:
        middle = (low + high + 1) // 2
        if width(_with_ellipsis(clusters[:middle]), weight, direction) <= most:
            low = middle
        else:
            high = middle - 1
    return _with_ellipsis(clusters[:low])


def _with_ellipsis(clusters: Sequence[str]) -> str:
    """The first characters of words; what was kept apart from its surroundings ends with them."""
    kept = "".join(clusters).rstrip()
    return f"{kept}…" + "\u2069" * (kept.count("\u2068") - kept.count("\u2069"))


def _known(cluster: str) -> str:
    """What the fonts have of one character; nothing of one whose first letter they lack, not its joiners either."""
    return "".join(c for c in cluster if has(c)) if has(cluster[0]) else ""


OK = "#1a6b3c"
PLANNED = "#1d549f"
MINOR = "#7a5200"
MAJOR = "#99400a"
CRITICAL = "#a31927"
UNKNOWN = "#51565f"
