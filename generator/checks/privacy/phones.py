"""Phone numbers as people write them, known by the library phonenumbers (Google's numbering plans)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata

from generator.checks.privacy.harmless import is_amount

_CANDIDATE = re.compile(r"(?<![0-9A-Za-z_.,/=#])(?:\+ ?|\(\+?)?\d(?:[ ().\-/]{0,3}\d){6,18}(?![0-9A-Za-z_])")
_WORD = re.compile(
    r"(?:phone|\btel\b|mobile|\bcell|\bcall\b|whatsapp|\bring\b|\bdial|\btext me|"
    r"تلفن|موبایل|همراه|تماس|زنگ|شماره ?(?:ٔ|ی)? ?من|"
    r"טלפון|טל'|\bטל\b|נייד|חייגו|להתקשר|телефон|\bтел\b|мобильн|звон|номер)[^0-9]{0,24}$",
    re.IGNORECASE,
)
_AMERICAN = re.compile(r"^\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$")
_SPACES = re.compile(r" +")
_FEWEST = 7


def phones(regions: tuple[str, ...], text: str) -> Iterator[tuple[int, int]]:
    """The places of phone numbers in a plain text; `regions` are the countries whose own way of writing is known."""
    for match in _CANDIDATE.finditer(text):
        yield from _inside(match.start(), match[0], regions, text)


def _inside(start: int, words: str, regions: tuple[str, ...], text: str) -> Iterator[tuple[int, int]]:
    """The longest runs of groups that are numbers: two numbers may stand beside each other."""
    groups = [(found.start(), found.end()) for found in re.finditer(r"[^ ]+", words)]
    first = 0
    while first < len(groups):
        for last in range(len(groups), first, -1):
            begin, end = groups[first][0], groups[last - 1][1]
            if _is_phone(words[begin:end], regions, text, start + begin, start + end):
                yield start + begin, start + end
                first = last - 1
                break
        first += 1


def _is_phone(words: str, regions: tuple[str, ...], text: str, start: int, end: int) -> bool:
    digits = "".join(character for character in words if character.isdigit())
    if len(digits) < _FEWEST or len(set(digits)) == 1:
        return False
    if words.lstrip("(").startswith("+"):
        return _possible("+" + digits)
    if is_amount(text, start, end):
        return False
    spoken_of = bool(_WORD.search(text[max(start - 40, 0) : start]))
    return any(_valid(words, digits, region, spoken_of) for region in regions)


@lru_cache(maxsize=4096)
def _possible(number: str) -> bool:
    """With a country's code: a number that some network could have, reserved blocks for stories too."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False


def _valid(words: str, digits: str, region: str, spoken_of: bool) -> bool:
    """Without a country's code: valid in the region, and written as numbers are dialled there or spoken of as one."""
    trunk = _trunk(region)
    dialled = digits.startswith("00") or (trunk not in {"", "1"} and digits.startswith(trunk))
    american = trunk == "1" and bool(_AMERICAN.match(_SPACES.sub(" ", words)))
    if not (dialled or american or spoken_of):  # asked first, since looking into the numbering plan takes longest
        return False
    return _known(digits, region, strictly=not (spoken_of and dialled))


@lru_cache
def _trunk(region: str) -> str:
    """What is dialled before a number inside the country; "" where nothing is, or no such country is known."""
    data = PhoneMetadata.metadata_for_region(region, None)
    return (data.national_prefix or "") if data else ""


@lru_cache(maxsize=4096)
def _known(digits: str, region: str, *, strictly: bool) -> bool:
    """Whether the plan has such numbers; not strictly, whether it has some of that length."""
    try:
        number = phonenumbers.parse(digits, region)
        return phonenumbers.is_valid_number(number) if strictly else phonenumbers.is_possible_number(number)
    except phonenumbers.NumberParseException:
        return False
