"""Payment cards and bank accounts, by the checksums of python-stdnum: Luhn (ISO/IEC 7812) and mod 97 (ISO 13616)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban, luhn
from stdnum.iso7064 import mod_97_10

_CARD = re.compile(r"(?<![0-9A-Za-z+])\d(?:[ -]?\d){13,18}(?![0-9A-Za-z])")
_IBAN = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2} ?\d\d(?:[ -]?[0-9A-Z]){11,30}(?![0-9A-Za-z])", re.IGNORECASE)
_BARE_SHEBA = re.compile(r"(?<![0-9A-Za-z])\d\d(?:[ -]?\d){22}(?![0-9A-Za-z])")
_SHEBA_WORD = re.compile(r"(?:شبا|sheba|iban)[^0-9]{0,20}$", re.IGNORECASE)
_GROUPS = re.compile(r"[ -]")
_LENGTHS = {"IR": 26}
"""Countries with bank accounts of this form that ISO's registry, and so the library, does not list."""
_CARD_WORD = re.compile(r"(?:card|visa|کارت|כרטיס|אשראי|карт)[^0-9]{0,24}$", re.IGNORECASE)


def cards(text: str) -> Iterator[tuple[int, int]]:
    """The places of payment card numbers in a plain text."""
    for match in _CARD.finditer(text):
        digits = _GROUPS.sub("", match[0])
        if _card(digits, spoken_of=bool(_CARD_WORD.search(text[max(match.start() - 40, 0) : match.start()]))):
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
        if _SHEBA_WORD.search(before) and _valid_iban("IR" + _GROUPS.sub("", match[0])):
            yield match.span()


def _end_of_iban(words: str) -> int:
    """How many characters belong to a valid IBAN: words after it may look like its groups. 0 when none is."""
    ends = [found.start() for found in _GROUPS.finditer(words)] + [len(words)]
    return next((end for end in reversed(ends) if _valid_iban(_GROUPS.sub("", words[:end]).upper())), 0)


def _valid_iban(number: str) -> bool:
    length = _LENGTHS.get(number[:2])
    if length is not None:
        return len(number) == length and number[2:].isdigit() and bool(mod_97_10.is_valid(number[4:] + _moved(number)))
    return bool(iban.is_valid(number))


def _moved(number: str) -> str:
    """The country and check digits as they stand at the end when the remainder is taken."""
    return "".join(str(int(character, 36)) for character in number[:2]) + number[2:4]
