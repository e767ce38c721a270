"""Payment cards and bank accounts, by checksum; passports; the company's codes; and keys of systems."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from stdnum import iban, luhn
from stdnum.iso7064 import mod_97_10

from answerable.checks.word_files import any_of
from answerable.records.policy import Code

_CARD = re.compile(
    r"(?<![0-9A-Za-z+])(?:\d(?: {0,2}[-.]?\d){13,18}|\d{4}(?:[^\w\n]{1,3}\d{4}){3}"
    r"|\d{4}[^\w\n]{1,3}\d{6}[^\w\n]{1,3}\d{5})(?![0-9A-Za-z])"
)
_IBAN = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2} ?\d\d(?:[ .-]{0,2}[0-9A-Z]){11,30}(?![0-9A-Za-z])", re.IGNORECASE)
_BARE_SHEBA = re.compile(r"(?<![0-9A-Za-z])\d\d(?:[ .-]{0,2}\d){22}(?![0-9A-Za-z])")
_GROUPS = re.compile(r"[ .-]+")
_NO_DIGIT = re.compile(r"\D+")
_CARD_LENGTH = 16
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
    length = len(digits)
    if spoken_of and length == _CARD_LENGTH:  # whoever mistypes one figure still gives the others away
        return True
    if len(set(digits)) == 1 or not luhn.is_valid(digits):
        return False
    if length == _CARD_LENGTH:
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


_SIX_DIGITS = re.compile(r"(?:\d\D{0,3}){5}\d")


@cache
def _passport() -> re.Pattern[str]:
    return re.compile(
        rf"{any_of('before_passport')}(?:[^0-9\n]{{0,24}}?[^0-9A-Za-z\n])?"
        r"(?P<number>(?<![0-9A-Za-z])(?:[A-Z]{1,2}[ -]?)?\d(?:[ -]?\d){5,9}(?![0-9A-Za-z])"
        r"|(?<![0-9A-Za-z])(?=[A-Z0-9]{8,9}(?![0-9A-Za-z]))(?=(?:[A-Z]*\d){5})[A-Z0-9]{8,9}"
        r"|(?<![0-9A-Za-z])\d\d ?\d\d[^0-9\n]{1,12}\d{6}(?![0-9A-Za-z]))",
        re.IGNORECASE,
    )


def passports(text: str) -> Iterator[tuple[int, int]]:
    """The places of the numbers of passports, which have no checksum, after a word for passports."""
    if _SIX_DIGITS.search(text):
        yield from (match.span("number") for match in _passport().finditer(text))


_KEY_SIGNS = ("gh", "glpat-", "AKIA", "ASIA", "xox", "_live_", "PRIVATE KEY", "eyJ", "://")
"""One of these stands in each key. To look for them takes far less time than the pattern."""
_KEY = re.compile(
    r"(?<![0-9A-Za-z])(?:gh[opsur]_[0-9A-Za-z]{36,255}|github_pat_\w{22,255}|glpat-[\w-]{20,255}"
    r"|A(?:KI|SI)A[0-9A-Z]{16}(?![0-9A-Za-z])|xox[abeprs]-[0-9A-Za-z-]{10,255}|[rs]k_live_[0-9A-Za-z]{16,255}"
    r"|eyJ[\w-]{8,2000}+\.eyJ[\w-]{8,2000}+\.[\w-]{8,2000})"
    r"|-----BEGIN (?:[A-Z]{2,10} ){0,3}PRIVATE KEY-----(?:\s+[0-9A-Za-z+/=]{30,})*+(?:\s+[0-9A-Za-z+/=]{1,64})?"
    r"|(?<=://)[^\s/:@]{1,64}:[^\s/:@]{1,64}@",
    re.ASCII,
)
"""Tokens of GitHub, GitLab, AWS, Slack and Stripe, signed JSON tokens, private keys, and passwords in addresses."""


def keys(text: str) -> Iterator[tuple[int, int]]:
    """The places of keys and passwords of systems, by the forms that their makers gave them."""
    if any(sign in text for sign in _KEY_SIGNS):
        yield from (match.span() for match in _KEY.finditer(text))


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
