"""National ids, payment cards, bank accounts and the company's codes, by checksum; most ids by python-stdnum.

Iran's national code has ten digits; the last is r, or 11 - r, where r is the sum of the first nine, weighted 10 down to
2, modulo 11, and itself where r is below 2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType

from stdnum import iban, luhn
from stdnum.il import idnr
from stdnum.iso7064 import mod_97_10
from stdnum.ru import inn

from answerable.checks.privacy.phones import is_amount
from answerable.checks.word_files import any_of
from answerable.records.policy import Code

Valid = Callable[[str], bool]
_DIGIT_GROUPS = re.compile(r"[ .-]")
_TIMESTAMP = re.compile(r"^1[5-9]\d{8}$")


@cache
def _before_id() -> re.Pattern[str]:
    """A word, or what a country calls its ids, that says that an id number follows."""
    names = r"\b(?:id|ssn|nin|dni|nie|bsn|cpf|nir|pesel|egn|cnp|aadhaar|tckn?|hetu|personnummer)\b"
    return re.compile(rf"(?:{names}|{any_of('before_id')})[^0-9]{{0,30}}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class IdFormat:
    """One country's id number. A `bare` one has a checksum strong enough to be known without a word before it."""

    pattern: re.Pattern[str]
    valid: Valid
    bare: bool = False

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where such a number may stand in a text."""
        yield from (match.span() for match in self.pattern.finditer(text))


class AnyForm(IdFormat):
    """A number in a form that only the library knows: each run of groups may be one."""

    __slots__ = ()

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Runs of groups, the longest first; those that begin with a letter only after a word for ids."""
        groups = [match.span() for match in _GROUP.finditer(text)]
        for number, (start, _) in enumerate(groups):
            if text[start].isdigit() or _before_id().search(text[max(start - 50, 0) : start]):
                yield from ((start, end) for _, end in reversed(groups[number : number + _GROUPS_AT_MOST]))


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
    return re.compile(rf"(?<![0-9A-Za-z+])(?<![0-9A-Za-z][.,/=#_-]){pattern}(?![0-9A-Za-z])(?![.,/-]\d)")


_KINDS: dict[str, tuple[IdFormat, ...]] = {
    "IR": (IdFormat(_digits(r"\d{3}-?\d{6}-?\d"), iranian, bare=True),),
    "IL": (IdFormat(_digits(r"\d{8}-?\d"), lambda digits: bool(idnr.is_valid(digits)), bare=True),),
    "RU": (
        IdFormat(_digits(r"\d{12}"), lambda digits: len(digits) == 12 and bool(inn.is_valid(digits)), bare=True),
        IdFormat(_digits(r"\d{3}-\d{3}-\d{3}[ -]\d\d"), snils, bare=True),
        IdFormat(_digits(r"\d{11}"), snils),
    ),
}
_OTHERS = {
    "BE": "be.nn", "BG": "bg.egn", "BR": "br.cpf", "CN": "cn.ric", "DE": "de.idnr", "DK": "dk.cpr", "EE": "ee.ik",
    "ES": "es.dni", "FI": "fi.hetu", "FR": "fr.nir", "IN": "in_.aadhaar", "IT": "it.codicefiscale", "KR": "kr.rrn",
    "LT": "lt.asmens", "LV": "lv.pk", "NL": "nl.bsn", "NO": "no.fodselsnummer", "PL": "pl.pesel", "RO": "ro.cnp",
    "SE": "se.personnummer", "TR": "tr.tckimlik", "UA": "ua.rntrc", "US": "us.ssn", "ZA": "za.idnr",
}  # fmt: skip
_GROUP = re.compile(r"[0-9A-Za-z]+(?:[.+/-][0-9A-Za-z]+)*")
_GROUPS_AT_MOST = 6


def id_formats(regions: tuple[str, ...]) -> tuple[IdFormat, ...]:
    """The id numbers of these countries; none for a country whose ids are not known."""
    others = (AnyForm(_GROUP, _by_library(_OTHERS[region])) for region in regions if region in _OTHERS)
    return (*(kind for region in regions for kind in _KINDS.get(region, ())), *others)


def _by_library(name: str) -> Valid:
    module: ModuleType = import_module(f"stdnum.{name}")
    return lambda number: bool(module.is_valid(number))


def national_ids(known: tuple[IdFormat, ...], text: str, *, spoken: bool) -> Iterator[tuple[int, int]]:
    """The places of national ids in a plain text, by checksum.

    With `spoken` those after a word that says what they are; else those of formats with a strong enough checksum.
    """
    for kind in known:
        for start, end in kind.spans(text):
            if kind.valid(_DIGIT_GROUPS.sub("", text[start:end])) and _fits(kind, text, (start, end), spoken):
                yield start, end


def _fits(kind: IdFormat, text: str, span: tuple[int, int], spoken: bool) -> bool:
    start, end = span
    if _before_id().search(text[max(start - 50, 0) : start]):
        return spoken
    return kind.bare and not spoken and not is_amount(text, start, end) and not _TIMESTAMP.match(text[start:end])


_CARD = re.compile(r"(?<![0-9A-Za-z+])\d(?:[ -]?\d){13,18}(?![0-9A-Za-z])")
_IBAN = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2} ?\d\d(?:[ -]?[0-9A-Z]){11,30}(?![0-9A-Za-z])", re.IGNORECASE)
_BARE_SHEBA = re.compile(r"(?<![0-9A-Za-z])\d\d(?:[ -]?\d){22}(?![0-9A-Za-z])")
_GROUPS = re.compile(r"[ -]")
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
        digits, before = _GROUPS.sub("", match[0]), text[max(match.start() - 40, 0) : match.start()]
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


def patterns(codes: Iterable[Code]) -> tuple[re.Pattern[str], ...]:
    """The policy's codes as patterns for whole words, in any case."""
    return tuple(re.compile(rf"(?<![0-9A-Za-z])(?:{code.pattern})(?![0-9A-Za-z])", re.IGNORECASE) for code in codes)


def codes(known: Iterable[re.Pattern[str]], text: str) -> Iterator[tuple[int, int]]:
    """The places of codes in a plain text."""
    for pattern in known:
        yield from (match.span() for match in pattern.finditer(text))
