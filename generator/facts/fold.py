"""One spelling for many: the text as phrases are compared with it, and the way back to the place in the text.

Case, ё and е, the Arabic and the Persian yeh and kaf, vowel signs (Arabic harakat, Hebrew niqqud), tatweel,
curly apostrophes, unseen marks of direction: none of these makes another word. The half-space (ZWNJ) stays,
since it is where a Persian word has a joint.
"""

from __future__ import annotations

import sys
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

from generator.records.letters import letters

HALF_SPACE = "\u200c"

_ONE_FOR_ANOTHER = {
    "ي": "ی", "ى": "ی", "ئ": "ی", "ې": "ی", "ك": "ک", "ڪ": "ک", "ة": "ه", "ۀ": "ه", "ە": "ه", "ھ": "ه",
    "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "ё": "е", "Ё": "е",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "׳": "'", "״": '"', "־": "-", "‐": "-", "‑": "-",
    "_": " ",
}  # fmt: skip
# Tatweel, soft hyphen, zero-width space and joiner, marks and isolates of direction, byte order mark.
_UNSEEN = "\u0640\u00ad\u200b\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


@lru_cache(maxsize=1)
def _table() -> dict[int, str | None]:
    marks = (code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Mn")
    return {
        **dict.fromkeys(marks),
        **dict.fromkeys(map(ord, _UNSEEN)),
        **{ord(one): other for one, other in _ONE_FOR_ANOTHER.items()},
    }


def fold(text: str) -> str:
    """The text in one spelling. Its places are not those of the text; `place_in` leads back."""
    if text.isascii():
        return text.replace("_", " ").replace("`", "'").casefold()
    return unicodedata.normalize("NFKC", text).translate(_table()).casefold()


def place_in(text: str, folded_places: list[int]) -> list[int]:
    """The places in `text` of places in `fold(text)`, both in characters from 0.

    A folded character belongs to the whole character, as readers see it, that it came from.
    """
    if text.isascii():
        return folded_places
    clusters = letters(text)
    folded_ends = list(accumulate(len(fold(cluster)) for cluster in clusters))
    ends = [0, *accumulate(map(len, clusters))]
    return [ends[min(bisect_right(folded_ends, place), len(clusters))] for place in folded_places]
