"""Phone numbers as people write them, by the numbering plans of the library phonenumbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata

from answerable.checks.word_files import any_of

_BLANK = "\x1a"
"""Replaces what is blanked: no digit, no letter, no space and no punctuation of numbers."""

_HARMLESS = re.compile(
    r"""
      \b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b                     # UUID
    | \b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{7,64}\b              # hash
    | (?<![\d+.])\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b(?![.\d])   # IPv4
    | (?<![\d+])(?:1[34]|19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])
        (?:[T ]\d\d?:\d\d(?::\d\d)?(?:\.\d+)?\s?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)                     # date, instant
    | (?<![\d+])(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:1[34]|19|20)\d\d(?!\d)     # day first
    | (?<!\d)\d\d?:\d\d(?::\d\d)?(?!\d)                                   # time of day
    | (?<![\d+,])\d{1,3}(?:[,٬']\d{3})+(?:[.,٫]\d{1,4})?(?![\d,])         # thousands by comma
    | (?<![\d+.])\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)                        # thousands by dot, with cents
    | \bv?\d{1,4}\.\d{1,4}\.\d{1,4}(?:-[a-z]+[.\d]*|\+\d+)+               # version with a build
    """,
    re.VERBOSE | re.IGNORECASE,
)

_AROUND = 24
"""Characters beside a number in which its currency or the like is looked for."""


def without_harmless(text: str) -> str:
    """The text with numbers that belong to nobody, such as dates and hashes, blanked; of the same length."""
    return _HARMLESS.sub(lambda match: _BLANK * len(match[0]), text)


def is_amount(text: str, start: int, end: int) -> bool:
    """Whether the number at these characters counts money or things."""
    before, after = _amount_patterns()
    return bool(after.match(text, end, end + _AROUND) or before.search(text[max(start - _AROUND, 0) : start]))


@cache
def _amount_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before an amount, and what stands after one."""
    before = (
        rf"(?:[€$₪₽£﷼]|\b(?:usd|eur|irr|ils|rub|ean|isbn|{any_of('amount_before')}))"
        rf"\W{{0,3}}(?:{any_of('amount_joins')}\W{{1,2}})?$"
    )
    after = rf"\s?(?:%|٪|€|\$|₪|₽|£|﷼|usd|eur|irr|ils|rub|ms\b|{any_of('amount_after')})"
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE)


_CANDIDATE = re.compile(r"(?<![0-9A-Za-z_.,/=#])(?:\+ ?|\(\+?)?\d(?:[ ().\-/]{0,3}\d){6,18}(?![0-9A-Za-z_])")
_AMERICAN = re.compile(r"^\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$")
_SPACES = re.compile(r" +")
_FEWEST = 7


def phones(regions: tuple[str, ...], text: str) -> Iterator[tuple[int, int]]:
    """The places of phone numbers in a plain text; those without a country code are known as written in `regions`."""
    for match in _CANDIDATE.finditer(text):
        yield from _inside(match.start(), match[0], regions, text)


def _inside(start: int, words: str, regions: tuple[str, ...], text: str) -> Iterator[tuple[int, int]]:
    """The longest runs of groups that are numbers, since two numbers may stand side by side."""
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
    spoken_of = bool(_before_phone().search(text[max(start - 40, 0) : start]))
    return any(_valid(words, digits, region, spoken_of) for region in regions)


@cache
def _before_phone() -> re.Pattern[str]:
    """A word that says that a phone number follows."""
    return re.compile(rf"{any_of('before_phone')}[^0-9]{{0,24}}$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _possible(number: str) -> bool:
    """Whether a number with a country code has a possible length; numbers reserved for fiction have too."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False


def _valid(words: str, digits: str, region: str, spoken_of: bool) -> bool:
    """Whether a number without a country code is valid in a region, and is written as dialled there or named as one."""
    trunk = _trunk(region)
    dialled = digits.startswith("00") or (trunk not in {"", "1"} and digits.startswith(trunk))
    american = trunk == "1" and bool(_AMERICAN.match(_SPACES.sub(" ", words)))
    if not (dialled or american or spoken_of):  # first, since looking into the numbering plan takes longest
        return False
    return _known(digits, region, strictly=not (spoken_of and dialled))


@lru_cache
def _trunk(region: str) -> str:
    """The prefix dialled inside a country; "" if there is none or the country is unknown."""
    data = PhoneMetadata.metadata_for_region(region, None)
    return (data.national_prefix or "") if data else ""


@lru_cache(maxsize=4096)
def _known(digits: str, region: str, *, strictly: bool) -> bool:
    """Whether a number is valid in a region; not `strictly`, whether it has a possible length."""
    try:
        number = phonenumbers.parse(digits, region)
        return phonenumbers.is_valid_number(number) if strictly else phonenumbers.is_possible_number(number)
    except phonenumbers.NumberParseException:
        return False
