"""Text as a machine compares it: digits of any script as 0-9, wide letters narrow, unseen characters gone.

Each character knows where it stood, so that what is found can be shown in the text as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_UNSEEN = frozenset(
    [0xAD, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)
"""Soft hyphen, zero-width spaces and joiners, marks, overrides and isolates, byte order mark."""
_ALIKE = {"ي": "ی", "ك": "ک", "ى": "ی", "ة": "ه", "ۀ": "ه", "’": "'", "׳": "'", "״": '"'}
_NUMBERED = r"0-9A-Za-z@\u0660-\u0669\u06f0-\u06f9"
_HIDES = re.compile(
    f"[\u00ad\u061c\u180e\ufeff\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f]|[{_NUMBERED}][\u200c\u200d]+[{_NUMBERED}]"
)
"""What keeps parts of a number or an address apart unseen. Inside Persian words the joiners belong to the spelling."""
_WIDEST = 4
"""Characters that one may turn into; a ligature of a whole sentence stays as it is."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A text made plain. `places[i]` is where character `i` stood; None where nothing was changed in number."""

    text: str
    places: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place of `text[start:end]` in the text as it was written."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def plain(text: str) -> Plain:
    """A text made plain."""
    if text.isascii():
        return Plain(text)
    if not _HIDES.search(text):
        made = text.translate(_TABLE)
        if len(made) == len(text):
            return Plain(made)
    return _slowly(text)


def _slowly(text: str) -> Plain:
    parts: list[str] = []
    places: list[int] = []
    for number, character in enumerate(text):
        made = _made(character)
        parts.append(made)
        places.extend([number] * len(made))
    return Plain("".join(parts), tuple(places))


@lru_cache(maxsize=4096)
def _made(character: str) -> str:
    if ord(character) in _UNSEEN:
        return ""
    digit = unicodedata.decimal(character, None)
    if digit is not None and not character.isascii():
        return str(digit)
    if character in _ALIKE:
        return _ALIKE[character]
    by_kind = {"Pd": "-", "Zs": " "}.get("Pd" if character == "\u2212" else unicodedata.category(character))
    if by_kind:
        return by_kind
    narrow = unicodedata.normalize("NFKC", character)
    return narrow if len(narrow) <= _WIDEST else character


class _Table(dict[int, str]):
    """What `str.translate` asks for each character; filled as characters are met. Joiners stay."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        made = self[code] = character if code in {0x200C, 0x200D} else _made(character)
        return made


_TABLE = _Table()
