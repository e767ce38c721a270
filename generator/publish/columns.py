"""Plain text in columns, in either direction: wrapped lines that stay in order on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import bidirectional, category, east_asian_width

from generator.publish.context import direction_of

WIDTH = 72
"""Columns: what mails, old terminals and small phones hold."""
_MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_NO_WIDTH = {"Mn", "Me", "Cf"}


def columns_of(words: str) -> int:
    """How many columns a terminal gives the words: two to a wide letter, none to an accent or an unseen mark."""
    return sum(
        0 if category(letter) in _NO_WIDTH else 2 if east_asian_width(letter) in {"W", "F"} else 1 for letter in words
    )


def wrapped(words: str, language: str, indent: str = "") -> str:
    """Each line of the words cut at spaces to `WIDTH` columns.

    Addresses stay whole, so that they can be copied; other words that are longer than a line are cut. A line that would
    run against its language's direction begins with a mark that sets it right.
    """
    room = WIDTH - len(indent)
    rows = (row for line in words.split("\n") for row in _rows(line, room))
    return "\n".join(indent + _set_right(row, direction_of(language)) for row in rows)


def isolated(words: str, language: str) -> str:
    """Words inside a line of that language; those of the other direction, and numbers, keep their own order."""
    against = {"ltr": {"R", "AL"}, "rtl": {"L", "EN"}}[direction_of(language)]
    return f"\u2068{words}\u2069" if any(bidirectional(letter) in against for letter in words) else words


def _rows(line: str, room: int) -> Iterator[str]:
    row = ""
    for word in (part for whole in line.split(" ") for part in _parts(whole, room)):
        if row and columns_of(f"{row} {word}") > room:
            yield row
            row = word
        else:
            row = f"{row} {word}" if row else word
    yield row


def _parts(word: str, room: int) -> Iterator[str]:
    """The word, in pieces where it is too long for a line and no address."""
    if columns_of(word) <= room or "://" in word:
        yield word
        return
    part = ""
    for letter in word:
        if columns_of(part + letter) > room:
            yield part
            part = ""
        part += letter
    yield part


def _set_right(row: str, direction: str) -> str:
    first = next((found for letter in _outside(row) if (found := _STRONG.get(bidirectional(letter)))), direction)
    return row if first == direction else _MARKS[direction] + row


def _outside(row: str) -> Iterator[str]:
    """The letters that say which direction a line has: those in no isolate (Unicode's annex 9, rule P2)."""
    depth = 0
    for letter in row:
        depth += {"\u2068": 1, "\u2069": -1}.get(letter, 0)
        if not depth:
            yield letter
