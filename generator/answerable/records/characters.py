"""What readers take for one character, of however many it is made: an emoji of a family, a letter with its accents."""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

import regex

_CLUSTER = regex.compile(r"\X")


def graphemes(words: str) -> list[str]:
    """The words' characters as readers see them (extended grapheme clusters of Unicode's annex 29)."""
    return _CLUSTER.findall(words)


def truncate(words: str, at_most: int) -> str:
    """As many whole characters as are written with so many code points, cut at the last space if there is one."""
    end = 0
    for match in _CLUSTER.finditer(words, 0, at_most + 1):
        if match.end() > at_most:
            break
        end = match.end()
    return words[:end].rsplit(" ", 1)[0]


INVISIBLE_RULE = "unseen"
"""The rule of their findings: errors to a check, and no reason to keep a record back."""
INVISIBLE_AT_MOST = 20
"""Places in one file that are said: a pasted text may have one around each number."""
_GAP, _BREAK = "\U0001fffe", "\U0001ffff"
"""Stand for one, and for a break of lines, while a text is parsed: columns stay what they are. No value holds them."""
# ZWNJ, ZWJ and the two marks LRM and RLM are not among them: Persian and Hebrew are written with these.
_CLASS = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff\U0001fffe\U0001ffff]"
)
_INVISIBLE = re.compile(f"{_CLASS}|\r(?!\n)")
_IN_VALUE = re.compile(_CLASS)
_BREAKS = re.compile(f"[\x0b\x0c\x85\u2028\u2029{_BREAK}]")
"""Those between two words, which must not become one."""


def invisible_positions(text: str) -> Iterator[tuple[int, int, str]]:
    """(line, column, character) of the first of them in a file's text, both from 1."""
    for number, match in enumerate(_INVISIBLE.finditer(text)):
        if number == INVISIBLE_AT_MOST:
            return
        before = text[: match.start()]
        yield before.count("\n") + 1, match.start() - before.rfind("\n"), match[0]


def blank_invisible(text: str) -> str:
    """The text with a gap in place of each, as long as it was, for a parser that would stumble over them."""
    return _INVISIBLE.sub(lambda found: _BREAK if found[0] == "\r" or _BREAKS.match(found[0]) else _GAP, text)


def without_invisible(value: str) -> str:
    """A value without them, a break of lines being a space; a carriage return in it is an ordinary break."""
    return _IN_VALUE.sub("", _BREAKS.sub(" ", value))


def first_invisible(value: str) -> str:
    """The first that was written into a value as an escape such as `\\0`; empty when there is none."""
    match = _IN_VALUE.search(value.replace(_GAP, "").replace(_BREAK, ""))
    return match[0] if match else ""


def invisible_problem(character: str) -> tuple[str, str]:
    """What is wrong with one, and what would be right."""
    code = ord(character)
    name = f"the character U+{code:04X}"
    if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
        return f"{name} turns the direction of text unseen", "delete it; right-to-left text needs none"
    if character == "\r" or code in (0x85, 0x2028, 0x2029):
        return f"{name} breaks a line where editors show none", "use an ordinary line break"
    if 0xD800 <= code <= 0xDFFF:
        return f"{name} is half a character", "type the text again"
    return f"{name} is a control character", "delete it"


HALF_SPACE = "\u200c"

_ONE_FOR_ANOTHER = {
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
        **{ord(one): other for one, other in _ONE_FOR_ANOTHER.items()},
    }


def normalize(text: str) -> str:
    """The text in one spelling. Its places are not those of the text; `place_in` leads back."""
    if text.isascii():
        return text.replace("_", " ").replace("`", "'").casefold()
    return unicodedata.normalize("NFKC", text).translate(_table()).casefold()


def original_span(text: str, folded_places: list[int]) -> list[int]:
    """The places in `text` of places in `fold(text)`, both in characters from 0.

    A folded character belongs to the whole character, as readers see it, that it came from.
    """
    if text.isascii():
        return folded_places
    clusters = graphemes(text)
    folded_ends = list(accumulate(len(normalize(cluster)) for cluster in clusters))
    ends = [0, *accumulate(map(len, clusters))]
    return [ends[min(bisect_right(folded_ends, place), len(clusters))] for place in folded_places]
