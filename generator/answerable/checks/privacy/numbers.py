"""National ids, payment cards, bank accounts and the company's codes, by checksum; most ids by python-stdnum.

Iran's national code has ten digits; the last is r, or 11 - r, where r is the sum of the first nine, weighted 10 down to
2, modulo 11, and itself where r is below 2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from stdnum import iban, luhn
from stdnum.il import idnr
from stdnum.iso7064 import mod_97_10
from stdnum.ru import inn

from answerable.checks.privacy.phones import is_amount
from answerable.checks.word_files import any_of
from answerable.records.policy import Code

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


_CARD = re.compile(
    r"(?<![0-9A-Za-z+])(?:\d(?: {0,2}-?\d){13,18}|\d{4}(?:[^\w\n]{1,3}\d{4}){3}"
    r"|\d{4}[^\w\n]{1,3}\d{6}[^\w\n]{1,3}\d{5})(?![0-9A-Za-z])"
)
_IBAN = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2} ?\d\d(?:[ .-]{0,2}[0-9A-Z]){11,30}(?![0-9A-Za-z])", re.IGNORECASE)
_BARE_SHEBA = re.compile(r"(?<![0-9A-Za-z])\d\d(?:[ .-]{0,2}\d){22}(?![0-9A-Za-z])")
_GROUPS = re.compile(r"[ .-]+")
_NO_DIGIT = re.compile(r"\D+")
_LENGTHS = {"IR": 26}
"""Countries with bank accounts of this form that ISO's registry, and so the library, does not list."""


@cache
def _before_card() -> re.Pattern[str]:
    """A word that says that a card's number follows."""
    return re.compile(rf"{any_of('before_card')}[^0-9]{{0,24}}$", re.IGNORECASE)


@cache
def _before_account() -> re.Pattern[str]:
    """A word that says that a bank account's number follows."""
    return re.compile(rf"(?:iban|{any_of('before_account')})[^0-9]{{0,20}}$", re.IGNORECASE)


def cards(text: str) -> Iterator[tuple[int, int]]:
    """The places of payment card numbers in a plain text."""
    for match in _CARD.finditer(text):
        digits, before = _NO_DIGIT.sub("", match[0]), text[max(match.start() - 40, 0) : match.start()]
        if _card(digits, spoken_of=bool(_before_card().search(before))):
            yield match.span()


def _card(digits: str, *, spoken_of: bool) -> bool:
    if len(set(digits)) == 1 or not luhn.is_valid(digits):
        return False
    length = len(digits)
    if length == 16:
        return digits[0] in "234569" or spoken_of
    if length == 15:
        return digits[:2] in {"34", "37"}
    return spoken_of or (length == 14 and digits[:2] in {"30", "36", "38"})


def ibans(text: str) -> Iterator[tuple[int, int]]:
    """The places of IBANs in a plain text, and of Iranian ones without their IR where the text says what they are."""
    for match in _IBAN.finditer(text):
        end = _end_of_iban(match[0])
        if end:
            yield match.start(), match.start() + end
    for match in _BARE_SHEBA.finditer(text):
        before = text[max(match.start() - 30, 0) : match.start()]
        if _before_account().search(before) and _valid_iban("IR" + _GROUPS.sub("", match[0])):
            yield match.span()


def _end_of_iban(words: str) -> int:
    """How many characters from the start are a valid IBAN, since words after it may look like its groups; 0 if none."""
    ends = [found.start() for found in _GROUPS.finditer(words)] + [len(words)]
    return next((end for end in reversed(ends) if _valid_iban(_GROUPS.sub("", words[:end]).upper())), 0)


def _valid_iban(number: str) -> bool:
    length = _LENGTHS.get(number[:2])
    if length is not None:
        return len(number) == length and number[2:].isdigit() and bool(mod_97_10.is_valid(number[4:] + _moved(number)))
    return bool(iban.is_valid(number))


def _moved(number: str) -> str:
    """The country and check digits as digits, as they are moved to the end for the checksum (ISO 13616)."""
    return "".join(str(int(character, 36)) for character in number[:2]) + number[2:4]


_SIX_DIGITS = re.compile(r"\d(?:[ -]?\d){5}")


@cache
def _passport() -> re.Pattern[str]:
    return re.compile(
        rf"{any_of('before_passport')}(?:[^0-9\n]{{0,24}}?[^0-9A-Za-z\n])?"
        r"(?P<number>(?<![0-9A-Za-z])(?:[A-Z]{1,2}[ -]?)?\d(?:[ -]?\d){5,9}(?![0-9A-Za-z])"
        r"|(?<![0-9A-Za-z])\d\d ?\d\d[^0-9\n]{1,12}\d{6}(?![0-9A-Za-z]))",
        re.IGNORECASE,
    )


def passports(text: str) -> Iterator[tuple[int, int]]:
    """The places of the numbers of passports, which have no checksum, after a word for passports."""
    if _SIX_DIGITS.search(text):
        yield from (match.span("number") for match in _passport().finditer(text))


@dataclass(frozen=True, slots=True)
class CodePattern:
    """A pattern of the company's codes. `ordinary` are words of everyday texts that it fits too.

    Where it fits any, it is used as it is written, capitals for capitals, and if it fits some even so, only for what
    has a figure: else it would make every text unreadable.
    """

    name: str
    source: str
    pattern: re.Pattern[str]
    ordinary: tuple[str, ...] = ()
    with_digit: bool = False

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where such codes stand in a text."""
        for match in self.pattern.finditer(text):
            if not self.with_digit or any(character.isdigit() for character in match[0]):
                yield match.span()


def code_patterns(codes: Iterable[Code], ordinary: Collection[str]) -> tuple[CodePattern, ...]:
    """The policy's codes as patterns for whole words, in any case where no ordinary word fits them."""
    return tuple(_code_pattern(code, ordinary) for code in codes)


def _code_pattern(code: Code, ordinary: Collection[str]) -> CodePattern:
    form = rf"(?<![0-9A-Za-z])(?:{code.pattern})(?![0-9A-Za-z])"
    any_case, as_written = re.compile(form, re.IGNORECASE), re.compile(form)
    fitting = tuple(sorted(word for word in ordinary if any_case.fullmatch(word)))
    if not fitting:
        return CodePattern(code.name, code.pattern, any_case)
    with_digit = any(as_written.fullmatch(word) for word in fitting)
    return CodePattern(code.name, code.pattern, any_case if with_digit else as_written, fitting, with_digit)


def codes(known: Iterable[CodePattern], text: str) -> Iterator[tuple[int, int]]:
    """The places of codes in a plain text."""
    for pattern in known:
        yield from pattern.spans(text)
