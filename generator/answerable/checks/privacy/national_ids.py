"""National ids, by checksum; most by python-stdnum.

Iran's national code has ten digits; the last is r, or 11 - r, where r is the sum of the first nine, weighted 10 down to
2, modulo 11, and itself where r is below 2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from stdnum.il import idnr
from stdnum.ru import inn

from answerable.checks.privacy.phones import is_amount
from answerable.checks.word_files import any_of

Valid = Callable[[str], bool]
_DIGIT_GROUPS = re.compile(r"[ .-]")
_ANY_GROUPS = re.compile(r"[ .+/-]")
_TIMESTAMP = re.compile(r"^1[5-9]\d{8}$")
_GLUED = re.compile(r"[0-9A-Za-z][.,/=#_-]$")
_APART = 30
"""Characters between a word for ids and the number."""
_REACH = 200
"""Characters after such a word in which the number ends."""


@cache
def _id_word() -> str:
    """A word for id numbers, or what a country calls them, as a regular expression."""
    names = "id|ssn|nin|dni|nie|bsn|cpf|nir|pesel|egn|cnp|aadhaar|tckn?|hetu|personnummer"
    return rf"(?:\b(?:{names})\b|{any_of('before_id')})"


@cache
def _before_id() -> re.Pattern[str]:
    """A word that says that an id number follows."""
    return re.compile(rf"{_id_word()}[^0-9]{{0,30}}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class IdFormat:
    """One country's id number. A `bare` one has a checksum strong enough to be known without a word before it."""

    pattern: re.Pattern[str]
    valid: Valid
    bare: bool = False

    def spans(self, text: str, *, spoken: bool) -> Iterator[tuple[int, int]]:
        """Where such numbers stand in a text: after a word for ids if `spoken`, else those without one."""
        if not (spoken or self.bare):
            return
        for match in self.pattern.finditer(text):
            if self.valid(_DIGIT_GROUPS.sub("", match[0])) and self._fits(text, match, spoken):
                yield match.span()

    def _fits(self, text: str, match: re.Match[str], spoken: bool) -> bool:
        before = text[max(match.start() - 50, 0) : match.start()]
        if _before_id().search(before):
            return spoken
        return not (spoken or _GLUED.search(before) or is_amount(text, *match.span()) or _TIMESTAMP.match(match[0]))


@dataclass(frozen=True, slots=True)
class LibraryFormats:
    """The ids of countries whose form only the library knows: runs of groups behind a word for ids, by their length."""

    by_length: Mapping[int, tuple[Valid, ...]]

    def spans(self, text: str, *, spoken: bool) -> Iterator[tuple[int, int]]:
        """Where such numbers stand in a text; none if not `spoken`."""
        words = re.finditer(_id_word(), text, re.IGNORECASE) if spoken and self.by_length else ()
        for word in words:
            groups = [match.span() for match in _GROUP.finditer(text, word.end(), word.end() + _REACH)]
            for number, (start, end) in enumerate(groups):
                if start > word.end() + _APART:
                    break
                yield from self._runs(text, groups[number : number + _GROUPS_AT_MOST])
                if any(character.isdigit() for character in text[start:end]):
                    break

    def _runs(self, text: str, groups: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The runs of the first groups that are an id, the longest first."""
        for _, end in reversed(groups):
            run = text[groups[0][0] : end]
            valid = self.by_length.get(len(_ANY_GROUPS.sub("", run)), ())
            if any(one(_DIGIT_GROUPS.sub("", run)) for one in valid):
                yield groups[0][0], end


def iranian(digits: str) -> bool:
    """Whether ten digits are an Iranian national code."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return int(digits[9]) == (rest if rest < 2 else 11 - rest)


def snils(digits: str) -> bool:
    """Whether eleven digits are a Russian SNILS: nine, weighted 9 down to 1, modulo 101, and 100 counts as 0."""
    if len(digits) != 11 or digits[:9] <= "001001998":
        return False
    return int(digits[9:]) == sum(int(digit) * (9 - place) for place, digit in enumerate(digits[:9])) % 101 % 100


def _digits(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9A-Za-z+]){pattern}(?![0-9A-Za-z])(?![.,/-]\d)")


_KINDS: dict[str, tuple[IdFormat, ...]] = {
    "IR": (IdFormat(_digits(r"\d{3}-?\d{6}-?\d"), iranian, bare=True),),
    "IL": (IdFormat(_digits(r"\d{8}-?\d"), lambda digits: bool(idnr.is_valid(digits)), bare=True),),
    "RU": (
        IdFormat(_digits(r"\d{12}"), lambda digits: len(digits) == 12 and bool(inn.is_valid(digits)), bare=True),
        IdFormat(_digits(r"\d{3}-\d{3}-\d{3}[ -]\d\d"), snils, bare=True),
        IdFormat(_digits(r"\d{11}"), snils),
    ),
}
_OTHERS: dict[str, tuple[str, tuple[int, ...]]] = {
    "BE": ("be.nn", (11,)), "BG": ("bg.egn", (10,)), "BR": ("br.cpf", (11,)), "CN": ("cn.ric", (18,)),
    "DE": ("de.idnr", (11,)), "DK": ("dk.cpr", (10,)), "EE": ("ee.ik", (11,)), "ES": ("es.dni", (9,)),
    "FI": ("fi.hetu", (10, 11)), "FR": ("fr.nir", (15,)), "IN": ("in_.aadhaar", (12,)),
    "IT": ("it.codicefiscale", (16,)), "KR": ("kr.rrn", (13,)), "LT": ("lt.asmens", (11,)), "LV": ("lv.pvn", (11,)),
    "NL": ("nl.bsn", (8, 9)), "NO": ("no.fodselsnummer", (11,)), "PL": ("pl.pesel", (11,)), "RO": ("ro.cnp", (13,)),
    "SE": ("se.personnummer", (10, 12)), "TR": ("tr.tckimlik", (11,)), "UA": ("ua.rntrc", (10,)),
    "US": ("us.ssn", (9,)), "ZA": ("za.idnr", (13,)),
}  # fmt: skip
"""The library's module for a country's ids, and how many letters and figures they have."""
_GROUP = re.compile(r"[0-9A-Za-z]+(?:[.+/-][0-9A-Za-z]+)*")
_GROUPS_AT_MOST = 6


def id_formats(regions: tuple[str, ...]) -> tuple[IdFormat | LibraryFormats, ...]:
    """The id numbers of these countries; none for a country whose ids are not known."""
    by_length: dict[int, tuple[Valid, ...]] = {}
    for module, lengths in (_OTHERS[region] for region in dict.fromkeys(regions) if region in _OTHERS):
        for length in lengths:
            by_length[length] = (*by_length.get(length, ()), _by_library(module))
    own = (kind for region in dict.fromkeys(regions) for kind in _KINDS.get(region, ()))
    return (*own, LibraryFormats(by_length))


def _by_library(name: str) -> Valid:
    """The check of a module of the library, which counts whatever it cannot read as no id."""

    def valid(number: str) -> bool:
        try:
            return bool(import_module(f"stdnum.{name}").is_valid(number))
        except Exception:  # noqa: BLE001 (the library's modules raise what they like for odd numbers)
            return False

    return valid


def national_ids(known: tuple[IdFormat | LibraryFormats, ...], text: str, *, spoken: bool) -> Iterator[tuple[int, int]]:
    """The places of national ids in a plain text, by checksum.

    With `spoken` those after a word that says what they are; else those of formats with a strong enough checksum.
    """
    for kind in known:
        yield from kind.spans(text, spoken=spoken)
