"""The fonts shipped with the package: the width of words for badges and preview pictures, and what can be drawn."""

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
MEASURED_AT = 100
"""The size in pixels at which words are measured. The fonts have no hints, so widths are proportional to the size."""
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction of what follows. One that is not closed would change that of our words too."""
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")

_EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}]")
Weight = Literal["Regular", "Bold"]


@lru_cache(maxsize=1)
def can_shape() -> bool:
    """Return whether Persian and Hebrew can be drawn: Pillow includes Raqm, which needs FriBiDi from the system."""
    return bool(features.check("raqm"))


@lru_cache(maxsize=32)
def font(weight: Weight, size: int) -> FreeTypeFont:
    """Return a font shipped with the package, `size` in pixels per em."""
    layout = Layout.RAQM if can_shape() else Layout.BASIC
    return ImageFont.truetype(str(FONTS / f"AnswerableSans-{weight}.ttf"), size, layout_engine=layout)


def one_line(words: str) -> str:
    """Return words on one line without what XML forbids, control characters, and controls of direction."""
    kept = "".join(" " if unicodedata.category(c) == "Cc" else c for c in words if c not in _DIRECTION_CONTROLS)
    legal = (c for c in kept if not "\ud800" <= c <= "\udfff" and ord(c) & 0xFFFE != 0xFFFE)
    return " ".join(unicodedata.normalize("NFC", "".join(legal)).split())


@lru_cache(maxsize=4096)  # thousands of incidents share a few states
def isolate(words: str, direction: Direction) -> str:
    """Return words in direction isolates if they have letters of the other direction than their surroundings."""
    other = any(unicodedata.bidirectional(c) == "L" for c in words) if direction == "rtl" else turns(words)
    return f"\u2068{words}\u2069" if other else words


def turns(words: str) -> bool:
    """Return whether any of the words is written from right to left."""
    return any(unicodedata.bidirectional(c) in {"R", "AL"} for c in words)


@lru_cache(maxsize=4096)
def drawable(words: str) -> str:
    """Return words on one line without characters that the fonts lack; empty if most letters would be missing."""
    line = one_line(words)
    known = "".join(_known(cluster) for cluster in graphemes(line))
    all_letters = sum(c.isalnum() for c in line)
    return " ".join(known.split()) if 2 * sum(c.isalnum() for c in known) >= all_letters else ""


@lru_cache(maxsize=4096)
def has(character: str) -> bool:
    """Return whether the fonts have a character: all that they lack are drawn as the same box."""
    if character.isspace() or character in _JOINERS or unicodedata.category(character) == "Cf":
        return True
    return _box(character) != _box("\uffff")


def _box(character: str) -> tuple[tuple[int, int], bytes]:
    plain = _plain_font()
    mask = plain.getmask(character)
    return mask.size, bytes(mask)


@lru_cache(maxsize=1)
def _plain_font() -> FreeTypeFont:
    return ImageFont.truetype(str(FONTS / "AnswerableSans-Regular.ttf"), 24, layout_engine=Layout.BASIC)


@lru_cache(maxsize=65_536)  # lists of components repeat the same few words
def width(words: str, weight: Weight, direction: Direction) -> float:
    """Return the width of one line in em, shaped. Each visible letter that the fonts lack counts as a square."""
    clusters = graphemes(words)
    known = "".join(map(_known, clusters))
    missing = sum(_square(cluster) for cluster in clusters if not has(cluster[0]))
    return length(known, font(weight, MEASURED_AT), direction) / MEASURED_AT + missing


def _square(cluster: str) -> float:
    """Return the width in em of a letter that the fonts lack: emoji are a fifth wider than high."""
    return 1.2 if _EMOJI.search(cluster) else 1.0


def length(words: str, face: FreeTypeFont, direction: Direction) -> float:
    """Return the width of one line in pixels; the direction is that of its surroundings."""
    if not words:
        return 0.0
    return face.getlength(words, direction=direction) if can_shape() else face.getlength(words)


def cut(words: str, most: float, weight: Weight, direction: Direction) -> str:
    """Return words cut to at most so many em, with an ellipsis if anything is cut."""
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
    """Return the first characters of words with an ellipsis, closing every isolate that is open."""
    kept = "".join(clusters).rstrip()
    return f"{kept}…" + "\u2069" * (kept.count("\u2068") - kept.count("\u2069"))


def _known(cluster: str) -> str:
    """Return the parts of a cluster that the fonts have; nothing if they lack its first character."""
    return "".join(c for c in cluster if has(c)) if has(cluster[0]) else ""


OK = "#1a6b3c"
PLANNED = "#1d549f"
MINOR = "#7a5200"
MAJOR = "#99400a"
CRITICAL = "#a31927"
UNKNOWN = "#51565f"
