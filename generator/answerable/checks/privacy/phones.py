"""Phone numbers as people write them, by the numbering plans of the library phonenumbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber

from answerable.checks.word_files import any_of

BLANK = "\x1a"
"""Stands for what is blanked: no digit, no letter, no space and no punctuation of numbers."""

_HARMLESS = re.compile(
    r"""
      \b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b                     # UUID
    | \b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{7,64}\b              # hash
    | (?<![\d+.])\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b(?![.\d])   # IPv4
    | (?<![\d+])(?:1[34]|19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])
        (?:[T ]\d\d?:\d\d(?::\d\d)?(?:\.\d+)?\s?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)                     # date, instant
    | (?<![\d+])(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:1[34]|19|20)\d\d(?!\d)     # day first
    | (?<![\d+.])0\.\d{2,}(?!\d|[.-]\d)                                # a decimal below one
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
    return _HARMLESS.sub(lambda match: BLANK * len(match[0]), text)


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


_CANDIDATE = re.compile(
    r"(?<![0-9A-Za-z])(?:(?<![0-9][.,/])|(?=\+|0\d|8 ?\())(?:\+ ?|\(\+?)?"
    r"\d(?:(?:[ ().\-/*_~·•]{0,3}|[,:])\d){6,18}(?![0-9A-Za-z])"
)
_LOOSE = re.compile(
    r"(?<![0-9])(?<![0-9][.,:-])\+?\d{3,15}(?:[^\w\n"
    + BLANK
    + r"]{1,3}\d{3,15}){0,4}(?![0-9])(?![.,:][0-9])(?![A-Za-z]{1,9}[0-9])"
)
"""A mobile number with whatever sign between its groups, or with a letter right beside it."""
_EXTENSION = re.compile(r"[-.,]\d{1,4}$")
_GLUED = re.compile(r"(?:^|[^a-z])(?:no|nr|n|t|m|p|ph|w|wa)$", re.IGNORECASE)
"""What may stand right before a number, beside a word for phones: abbreviations such as No and T."""
_GROUP = re.compile(r"[^ /]+")
_AMERICAN = re.compile(r"^(?P<code>1[ .-]{0,2})?(?:\(\d{3}\)[ .-]{0,2}|\d{3}[ .-])\d{3}[ .-]\d{4}$")
_SPACES = re.compile(r" +")
_IN_LINK = re.compile(r"[/=]$")
_PART_OF_CODE = re.compile(r"[A-Za-z0-9][-_]$")
_FEWEST, _MOST = 7, 16
_PREFIX = 3
"""Digits by which mobile numbers are told from others, the one that is dialled first included."""
_AMERICAN_LENGTH = 10


def phones(regions: tuple[str, ...], text: str) -> Iterator[tuple[int, int]]:
    """The places of phone numbers in a plain text; those without a country code are known as written in `regions`."""
    match = _CANDIDATE.search(text)
    while match:
        found = list(_inside(match.start(), match[0], regions, text))
        yield from found
        match = _CANDIDATE.search(text, found[-1][1] if found else match.end())  # a run may end inside a number
    yield from _loosely_written(regions, text)


def _loosely_written(regions: tuple[str, ...], text: str) -> Iterator[tuple[int, int]]:
    """The places of mobile numbers with odd signs between their groups, with an extension, or beside a letter."""
    for match in _LOOSE.finditer(text):
        start, end = match.span()
        if text[start - 1 : start].isascii() and text[start - 1 : start].isalpha():
            before = text[max(start - 12, 0) : start]
            if not (_GLUED.search(before) or _before_phone().search(before + " ")):
                continue
        for words in (match[0], _EXTENSION.sub("", match[0])):
            if _is_mobile(_digits(words), regions, plus=words.startswith("+")):
                yield start, end
                break


def _inside(start: int, words: str, regions: tuple[str, ...], text: str) -> Iterator[tuple[int, int]]:
    """The longest runs of groups that are numbers, since two numbers may stand side by side."""
    groups = [(found.start(), found.end()) for found in _GROUP.finditer(words)]
    about = _about(text[max(start - 40, 0) : start])
    first = 0
    while first < len(groups):
        for last in range(len(groups), first, -1):
            begin, end = groups[first][0], groups[last - 1][1]
            digits = _digits(words[begin:end])
            if len(digits) < _FEWEST:
                break
            if _is_phone(words[begin:end], digits, regions, about) and (
                words[begin] in "+0" or not is_amount(text, start + begin, start + end)
            ):
                yield start + begin, start + end
                first = last - 1
                break
        first += 1
        about = _NOTHING


def _digits(words: str) -> str:
    return "".join(character for character in words if character.isdigit())


@dataclass(frozen=True, slots=True)
class _Before:
    """What the words before a number say of it: that it is a phone number, a part of a link, or a case's number."""

    phone: bool = False
    link: bool = False
    code: bool = False
    case: bool = False


_NOTHING = _Before()


def _about(before: str) -> _Before:
    return _Before(
        phone=bool(_before_phone().search(before)),
        link=bool(_IN_LINK.search(before)),
        code=bool(_PART_OF_CODE.search(before)),
        case=bool(_before_case().search(before)),
    )


def _is_phone(words: str, digits: str, regions: tuple[str, ...], about: _Before) -> bool:
    if len(set(digits)) == 1:
        return False
    if words.lstrip("(").startswith("+"):
        return _possible("+" + digits)
    american = _AMERICAN.match(_SPACES.sub(" ", words))
    if not about.phone and (about.code or about.case) and (american or digits.startswith("00")):
        return False
    if _is_american(american, digits, spoken_of=about.phone):
        return True
    if digits.startswith(_country_codes(regions)) and (
        _valid_abroad(digits, mobile=not (about.phone or about.link)) or _is_mobile(digits, regions, plus=True)
    ):
        return True
    return any(_valid(digits, region, bool(american), about.phone) for region in regions)


def _is_american(written: re.Match[str] | None, digits: str, *, spoken_of: bool) -> bool:
    """Whether a number is one of North America, by how it is written or by what is said before it."""
    if written and (written["code"] or spoken_of):
        return _valid_abroad("1" + digits.removeprefix("1"))
    return spoken_of and len(digits) == _AMERICAN_LENGTH and _valid_abroad("1" + digits)


@cache
def _before_phone() -> re.Pattern[str]:
    """A word that says that a phone number follows."""
    return re.compile(rf"{any_of('before_phone')}[^0-9]{{0,24}}$", re.IGNORECASE)


@cache
def _before_case() -> re.Pattern[str]:
    """A word that says that the number of a case or an order follows."""
    return re.compile(rf"{any_of('before_case')}\W{{0,3}}(?:(?:no|nr|number|id)\b\W{{0,3}})?$", re.IGNORECASE)


def parsed_number(number: str, region: str | None = None) -> PhoneNumber | None:
    """A number as the library knows it, or None; without a region, one that begins with + and its country code."""
    try:
        return phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None


def _is_of_mobile(number: PhoneNumber) -> bool:
    return phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE


@lru_cache(maxsize=4096)
def _possible(number: str) -> bool:
    """Whether a number with a country code has a possible length; numbers reserved for fiction have too."""
    parsed = parsed_number(number)
    return parsed is not None and phonenumbers.is_possible_number(parsed)


def _valid(digits: str, region: str, american: bool, spoken_of: bool) -> bool:
    """Whether a number without a country code is valid in a region, and is written as dialled there or named as one."""
    trunk = trunk_prefix(region)
    dialled = digits.startswith("00") or (trunk not in {"", "1"} and digits.startswith(trunk))
    if not (dialled or (american and trunk == "1") or spoken_of):  # first: the numbering plan takes longest
        return False
    return _known(digits, region, strictly=not (spoken_of and dialled)) or (dialled and like_a_mobile(digits, region))


def _is_mobile(digits: str, regions: tuple[str, ...], *, plus: bool) -> bool:
    """Whether digits begin as mobile numbers do and are as long, as dialled in a region or with a country code."""
    if len(set(digits)) == 1:
        return False
    if plus or digits.startswith("00"):
        digits = digits if plus else digits[2:]
        own = ((region, str(phonenumbers.country_code_for_region(region))) for region in regions)
        national = (
            (region, trunk_prefix(region) + digits[len(code) :]) for region, code in own if digits.startswith(code)
        )
        return _valid_abroad(digits, mobile=True) or any(like_a_mobile(one, region) for region, one in national)
    return any(
        digits.startswith(trunk_prefix(region)) and like_a_mobile(digits, region)
        for region in regions
        if trunk_prefix(region) not in {"", "1"}
    )


@lru_cache(maxsize=4096)
def like_a_mobile(digits: str, region: str) -> bool:
    """Whether a number as dialled in a region has the beginning and the length of its mobile numbers.

    People also write numbers that nobody has yet, such as the examples that end in 1234567.
    """
    if not _FEWEST < len(digits) < _MOST:
        return False
    start, rest = digits[:_PREFIX], len(digits) - _PREFIX
    others = (start + str(figure) * rest for figure in range(2, 10))
    return any(_mobile_in(one, region) for one in (digits, *others))


@lru_cache(maxsize=4096)
def _mobile_in(digits: str, region: str) -> bool:
    number = parsed_number(digits, region)
    return number is not None and _is_of_mobile(number)


@lru_cache(maxsize=4096)
def _valid_abroad(digits: str, *, mobile: bool = False) -> bool:
    """Whether digits are a valid number that begins with its country code, without a plus before it.

    With `mobile` only one that is surely that of a mobile phone.
    """
    number = parsed_number("+" + digits)
    return number is not None and (_is_of_mobile(number) if mobile else phonenumbers.is_valid_number(number))


@lru_cache
def _country_codes(regions: tuple[str, ...]) -> tuple[str, ...]:
    """The country codes of regions, such as 98, without those of unknown ones."""
    codes = (phonenumbers.country_code_for_region(region) for region in regions)
    return tuple(str(code) for code in codes if code)


@lru_cache
def trunk_prefix(region: str) -> str:
    """The prefix dialled inside a country; "" if there is none or the country is unknown."""
    data = PhoneMetadata.metadata_for_region(region, None)
    return (data.national_prefix or "") if data else ""


@lru_cache(maxsize=4096)
def _known(digits: str, region: str, *, strictly: bool) -> bool:
    """Whether a number is valid in a region; not `strictly`, whether it has a possible length."""
    number = parsed_number(digits, region)
    fits = phonenumbers.is_valid_number if strictly else phonenumbers.is_possible_number
    return number is not None and fits(number)
