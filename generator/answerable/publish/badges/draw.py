"""A badge as SVG. Its halves are as wide as its words in our font, and `textLength` fits any other font into them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from html import escape

from answerable.publish.badges.badge import Badge
from answerable.publish.context import Context, Direction
from answerable.publish.text.faces import face_of
from answerable.publish.text.lettering import (
    CRITICAL,
    MAJOR,
    MINOR,
    OK,
    PLANNED,
    UNKNOWN,
    Weight,
    cut,
    one_line,
    turns,
    width,
)
from answerable.records.characters import graphemes

LABEL_COLOUR = "#41464f"
COLOURS = {
    "operational": OK, "none": OK,
    "under_maintenance": PLANNED, "maintenance": PLANNED,
    "degraded_performance": MINOR, "minor": MINOR,
    "partial_outage": MAJOR, "major": MAJOR,
    "major_outage": CRITICAL, "critical": CRITICAL,
    "unknown": UNKNOWN,
}  # fmt: skip
_FAMILIES = ("'Noto Sans'", "'Open Sans'", "'Segoe UI'", "'Vazirmatn'", "Roboto", "Tahoma", "Arial", "sans-serif")
"""Fonts of readers' machines, those first whose letters are as wide as ours: a badge on another site loads nothing."""
MOST = 32.0
"""The greatest width of one half in em; longer names are cut, and stand whole in the title."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style with its sizes in pixels. `loud` sets capitals where there are any, spaced unless letters join."""

    name: str
    height: int
    size: int
    padding: int
    radius: int
    message: Weight
    loud: bool = False


STYLES = {
    style.name: style
    for style in (
        Style("flat", 20, 11, 7, 4, "Regular"),
        Style("flat-square", 20, 11, 7, 0, "Regular"),
        Style("for-the-badge", 28, 10, 12, 2, "Bold", loud=True),
    )
}


@dataclass(frozen=True, slots=True)
class _Half:
    words: str
    words_width: float
    box: float
    weight: Weight
    spacing: int


def draw(badge: Badge, style: Style, context: Context) -> str:
    """Return the badge as SVG. In a language that is read from the right, the label stands on the right."""
    direction = context.direction
    label = _half(badge.label, "Regular", style, direction)
    message = _half(badge.message, style.message, style, direction)
    colour = COLOURS[badge.tone]
    halves = [(label, LABEL_COLOUR), (message, colour)]
    (left, left_colour), (right, right_colour) = halves[::-1] if direction == "rtl" else halves
    whole = left.box + right.box
    spoken = escape(f"{badge.label}: {badge.message}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole:g}" height="{style.height}" role="img" '
        f'aria-label="{spoken}" xml:lang="{context.language}"><title>{spoken}</title>'
        f'<rect width="{whole:g}" height="{style.height}" rx="{style.radius}" fill="{right_colour}"/>'
        f'<path d="{_left_edge(left.box, style)}" fill="{left_colour}"/>'
        f'<g fill="#fff" text-anchor="middle" font-family="{_families(context.language)}" font-size="{style.size}">'
        f"{_text(left, left.box / 2, style, direction)}{_text(right, left.box + right.box / 2, style, direction)}"
        "</g></svg>\n"
    )


def _families(language: str) -> str:
    """Return the fonts for a language; that from which its letters are cut comes first."""
    face = face_of(language)
    return ",".join(dict.fromkeys([f"'{face.of}'", *_FAMILIES] if face else _FAMILIES))


def _half(words: str, weight: Weight, style: Style, direction: Direction) -> _Half:
    loud = style.loud and any(c.isupper() or c.islower() for c in words) and direction == "ltr"
    line = cut(words.upper() if loud else words, MOST, weight, direction)
    spacing = 1 if loud and not turns(line) else 0
    measured = round(width(line, weight, direction) * style.size + spacing * len(graphemes(line)), 1)
    return _Half(line, measured, float(round(measured) + 2 * style.padding), weight, spacing)


def _left_edge(box: float, style: Style) -> str:
    r, height = style.radius, style.height
    return f"M{r} 0H{box:g}V{height}H{r}a{r} {r} 0 0 1-{r}-{r}V{r}a{r} {r} 0 0 1 {r}-{r}z"


def _text(half: _Half, middle: float, style: Style, direction: Direction) -> str:
    if not half.words:
        return ""
    turned = ' direction="rtl"' if direction == "rtl" else ""
    bold = ' font-weight="700"' if half.weight == "Bold" else ""
    spaced = f' letter-spacing="{half.spacing}"' if half.spacing else ""
    return (
        f'<text x="{middle:g}" y="{style.height / 2 + style.size * 0.35:g}" textLength="{half.words_width:g}" '
        f'lengthAdjust="spacingAndGlyphs"{turned}{bold}{spaced}>{escape(half.words)}</text>'
    )


SHORTEST = timedelta(minutes=5)
"""The shortest life of a copy that shields.io accepts."""
LONGEST = timedelta(minutes=15)
"""The longest life of a copy: each push builds the site, however seldom the schedule does."""
_BAD = frozenset({"partial_outage", "major_outage", "major", "critical"})


def endpoint(badge: Badge, context: Context) -> str:
    """Return the badge as JSON for shields.io's endpoint.

    An outage is marked as an error, so that a parameter of the address cannot change its colour.
    """
    freshness = context.ledger.policy.freshness
    life = max(min(freshness.rebuild_every, freshness.believe_for, LONGEST), SHORTEST)
    facts = {
        "schemaVersion": 1,
        "label": one_line(badge.label),
        "message": one_line(badge.message),
        "color": COLOURS[badge.tone],
        "labelColor": LABEL_COLOUR,
        "isError": badge.tone in _BAD,
        "cacheSeconds": int(life.total_seconds()),
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
