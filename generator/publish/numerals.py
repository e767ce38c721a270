"""How a language writes digits and days in prose, as CLDR and browsers do: `۲۴ نوامبر`, `24 בנובמבר`, `24 ноября`.

Only for words that people read. What programs read keeps Latin digits, and never comes here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

LATIN = "0123456789"
DIGITS = {"arabext": "۰۱۲۳۴۵۶۷۸۹", "arab": "٠١٢٣٤٥٦٧٨٩", "deva": "०१२३४५६७८९", "beng": "০১২৩৪৫৬৭৮৯"}
_PREFIX = re.compile(r"(?<=\bו)-(?=[א-ת])")
_YEAR = re.compile(r"[\s,،]*y[^EdM]*$")
_INFLECTED = frozenset({"ru", "uk", "be"})
"""A weekday in full would need the case of the word before it, `до вторника`; the short one has none."""


def in_digits(words: str, locale: Locale) -> str:
    """Words with the digits of the language's own script, and its sign for per cent."""
    letters = _letters(locale.default_numbering_system)
    return words.translate(letters) if letters else words


@lru_cache(maxsize=16)
def _letters(system: str) -> dict[int, str]:
    if system not in DIGITS:
        return {}
    return {ord(latin): own for latin, own in zip(f"{LATIN}%", f"{DIGITS[system]}٪", strict=True)}


def without_hyphen(words: str) -> str:
    """Hebrew's `and` stands at the word itself, and has a hyphen before digits only."""
    return _PREFIX.sub("", words)


@lru_cache(maxsize=64)
def day_pattern(locale: Locale, kind: str) -> str:
    """The pattern of a day: `long` and `short` with its year, `weekday`, and `far` with the weekday in full.

    English stays without the commas and the order of its one country.
    """
    english = {"long": "d MMMM y", "short": "d MMM y", "weekday": "EEE d MMM", "far": "EEEE d MMMM", "near": "EEEE"}
    if locale.language == "en":
        return english[kind]
    own = {
        "long": str(locale.date_formats["long"]),
        "short": medium if "MMM" in (medium := str(locale.date_formats["medium"])) else english["short"],
        "weekday": str(locale.datetime_skeletons.get("MMMEd", english["weekday"])),
        "far": _YEAR.sub("", str(locale.date_formats["full"])),
        "near": "EEEE",
    }[kind]
    own = own.replace("\u202f", "\u00a0")  # which more fonts have
    return own.replace("EEEE", "EEE") if locale.language in _INFLECTED else own
