"""Characters as readers see them, invisible and control characters, and one spelling of a text for comparisons."""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

import regex

from answerable.translation.message import msg

_CLUSTER = regex.compile(r"\X")


def graphemes(words: str) -> list[str]:
    """Return the characters of a text as readers see them: extended grapheme clusters (Unicode, annex 29)."""
    return _CLUSTER.findall(words)


def truncate(words: str, at_most: int) -> str:
    """Return the whole characters within the first `at_most` code points, cut at the last space if there is one."""
    # Where characters end after a space does not depend on what stands before it, which therefore is not looked at.
    end = max(words.rfind(" ", 0, max(at_most - 40, 0)), 0)
    for match in _CLUSTER.finditer(words, end, at_most + 1):
        if match.end() > at_most:
            break
        end = match.end()
    return words[:end].rsplit(" ", 1)[0]


INVISIBLE_RULE = "unseen"
"""The rule of findings about invisible characters: errors in a check, but the record is published without them."""
INVISIBLE_AT_MOST = 20
"""How many are reported in one file: a pasted text may have one around each number."""
_CHARACTER_PLACEHOLDER, _BREAK_PLACEHOLDER = "\U0001fffe", "\U0001ffff"
"""Placeholders for an invisible character and a line break: they keep column numbers stable while parsing."""
# Not ZWNJ, ZWJ, LRM and RLM: Persian and Hebrew are written with these.
REFUSED = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff\U0001fffe\U0001ffff]"
)
_INVISIBLE = re.compile(f"{REFUSED}|\r(?!\n)")
_IN_VALUE = re.compile(REFUSED)
_BREAKS = re.compile(f"[\x0b\x0c\x85\u2028\u2029{_BREAK_PLACEHOLDER}]")
"""Characters that separate words, so they become a space."""


def is_visible(text: str) -> bool:
    """Return whether a text has no invisible characters."""
    return text.replace("\n", "").isprintable() or _INVISIBLE.search(text) is None


def invisible_positions(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (line, column, character) of the first invisible characters of a text, both counted from 1."""
    for number, match in enumerate(_INVISIBLE.finditer(text)):
        if number == INVISIBLE_AT_MOST:
            return
        before = text[: match.start()]
        yield before.count("\n") + 1, match.start() - before.rfind("\n"), match[0]


def blank_invisible(text: str) -> str:
    """Return the text with a placeholder for each invisible character, for parsers that refuse these."""

    def placeholder(found: re.Match[str]) -> str:
        is_break = found[0] == "\r" or _BREAKS.match(found[0])
        return _BREAK_PLACEHOLDER if is_break else _CHARACTER_PLACEHOLDER

    return _INVISIBLE.sub(placeholder, text)


def without_invisible(value: str) -> str:
    """Return a value without invisible characters; those that break lines become spaces, carriage returns stay."""
    return _IN_VALUE.sub("", _BREAKS.sub(" ", value))


def first_invisible(value: str) -> str:
    """Return the first invisible character written into a value as an escape such as `\\0`; "" if there is none."""
    match = _IN_VALUE.search(value.replace(_CHARACTER_PLACEHOLDER, "").replace(_BREAK_PLACEHOLDER, ""))
    return match[0] if match else ""


def invisible_problem(character: str) -> tuple[str, str]:
    """Return what is wrong with an invisible character, and a suggestion."""
    code = ord(character)
    name = msg("the character U+%(code)s", code=f"{code:04X}")
    if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
        return msg("%(name)s silently reverses the direction of text", name=name), msg(
            "delete it; right-to-left text needs none"
        )
    if character == "\r" or code in (0x85, 0x2028, 0x2029):
        return msg("%(name)s is a line break that editors do not show", name=name), msg("use an ordinary line break")
    if 0xD800 <= code <= 0xDFFF:
        return msg("%(name)s is an incomplete character", name=name), msg("type the text again")
    return msg("%(name)s is a control character", name=name), msg("delete it")


HALF_SPACE = "\u200c"

_SPELLING = {
    "ي": "ی", "ى": "ی", "ئ": "ی", "ې": "ی", "ك": "ک", "ڪ": "ک", "ة": "ه", "ۀ": "ه", "ە": "ه", "ھ": "ه",
    "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "ё": "е", "Ё": "е",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "׳": "'", "״": '"', "־": "-", "‐": "-", "‑": "-",
    "_": " ",
}  # fmt: skip
# Tatweel, soft hyphen, zero-width space and joiner, marks and isolates of direction, byte order mark.
_IGNORED = "\u0640\u00ad\u200b\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


@lru_cache(maxsize=1)
def _table() -> dict[int, str | None]:
    marks = (code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Mn")
    return {
        **dict.fromkeys(marks),
        **dict.fromkeys(map(ord, _IGNORED)),
        **{ord(one): other for one, other in _SPELLING.items()},
    }


def normalize(text: str) -> str:
    """Return the text in one spelling, for comparisons; `original_span` maps positions in it back to the text."""
    if text.isascii():
        return text.replace("_", " ").replace("`", "'").casefold()
    return unicodedata.normalize("NFKC", text).translate(_table()).casefold()


def original_span(text: str, positions: list[int]) -> list[int]:
    """Return the positions in `text` of positions in `normalize(text)`, both in code points from 0.

    A normalized character is mapped to the beginning of the grapheme it came from.
    """
    if text.isascii():
        return positions
    clusters = graphemes(text)
    normalized_ends = list(accumulate(len(normalize(cluster)) for cluster in clusters))
    ends = [0, *accumulate(map(len, clusters))]
    return [ends[min(bisect_right(normalized_ends, position), len(clusters))] for position in positions]
