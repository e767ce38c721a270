"""What an id of the intake has in which something private stands, as regular expressions for the database (RE2).

Most ids are a helpdesk's numbers. These expressions match few of them, and every one in which the finder finds anything
of their kind, so that only those need be looked at. An id has letters, digits, dots, hyphens and underscores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import PhoneMetadata

from answerable.checks.privacy.finder import Finder
from answerable.checks.privacy.numbers import CodePattern
from answerable.checks.privacy.phones import like_a_mobile, trunk_prefix
from answerable.checks.word_files import any_of
from answerable.records.policy import CODE_LIKE

LEAST = 9
"""Digits that a phone number has at the least, unless a word says that it is one: shorter ones number rows."""
_START = "(?:^|[^0-9])"
_END = "(?:[^0-9]|$)"
_NEXT = "[^0-9A-Za-z]*[0-9]"
"""The next digit of a number that is written in groups."""
_CARD = rf"(?:[2-69](?:{_NEXT}){{15}}|3[^0-9A-Za-z]*[47](?:{_NEXT}){{13}}|3[^0-9A-Za-z]*[068](?:{_NEXT}){{12}})"
_IBAN = r"(?i)(?:^|[^0-9A-Z])[A-Z]{2}[0-9]{2}(?:[^0-9A-Z]{0,2}[0-9A-Z]){11}"
SEVEN = f"[0-9](?:{_NEXT}){{6}}"
"""What every text has in which the finder looks for the numbers of phones, cards and accounts."""
LONG = f"[0-9](?:{_NEXT}){{{LEAST - 1}}}"
_SPOKEN = rf"(?i:{any_of('before_phone')})[^0-9]*{SEVEN}"
SPOKEN_OF = re.compile(any_of("before_phone"), re.IGNORECASE)
_KEY = "gh[opsur]_|github_pat_|glpat-|A(?:KI|SI)A|xox[abeprs]-|_live_|eyJ|PRIVATE KEY|://"
_EMAIL = r"(?i)@|%40|[_-]at[_-].*(?:\.|[_-]dot[_-])[a-z]{2}"
_PERSON_ID = f"{_START}[0-9](?:[^0-9A-Za-z]?[0-9]){{8,11}}{_END}"
_MIXED = "[A-Za-z].*[0-9]|[0-9].*[A-Za-z]"
"""Something that every id has which may be a code while the company's own patterns are not known."""
_ATOM = re.compile(r"\{[^}]*\}|\\d|\[[^\]]*\]|[0-9]")
_KINDS_OF_PHONES = (
    "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "pager", "uan",
    "voicemail",
)  # fmt: skip


def signs(finder: Finder) -> dict[str, tuple[str, ...]]:
    """Regular expressions for each rule, all of which match; those of `id` match all numbers that are long enough."""
    account = f"(?i){any_of('before_account')}.*[0-9](?:{_NEXT}){{21}}"
    found: dict[str, tuple[str, ...]] = {
        "key": (_KEY,),
        "email": (_EMAIL,),
        "iban": (f"{_IBAN}|{account}", SEVEN),
        "card": (LONG, f"{_START}{_CARD}{_END}|(?i){any_of('before_card')}.*[0-9](?:{_NEXT}){{12}}"),
        "phone": (f"{LONG}|{_SPOKEN}", "|".join([_SPOKEN, *_phones(finder.regions)])),
        "passport": (f"(?i){any_of('before_passport')}.*[0-9]",),
        "link": ("[/:@]",),
        "id": (LONG, _PERSON_ID),
    }
    codes = "|".join(_code(code) for code in finder.codes)
    return {**found, "code": (codes,)} if codes else found


def _code(code: CodePattern) -> str:
    # The database has no lookarounds, with which the pattern of words that may be codes is written.
    if code.source == CODE_LIKE.pattern:
        return _MIXED
    flags = "i" if code.pattern.flags & re.IGNORECASE else "-i"
    return rf"(?:^|[^0-9A-Za-z])(?{flags}:{code.source})(?:[^0-9A-Za-z]|$)"


def _phones(regions: tuple[str, ...]) -> Iterator[str]:
    american = r"[0-9]{3}[^0-9A-Za-z]+[0-9]{3}[^0-9A-Za-z]+[0-9]{4}"
    yield american
    yield f"{_START}0[^0-9A-Za-z]*0[^0-9A-Za-z]*[1-9](?:{_NEXT}){{6}}"
    for region in regions:
        metadata = PhoneMetadata.metadata_for_region(region, None)
        if metadata:
            yield from (f"{_START}(?:{one}){_END}" for one in _of_region(region, metadata))


def _of_region(region: str, metadata: PhoneMetadata) -> Iterator[str]:
    """How numbers begin and how long they are, as dialled in a region and with its country code without a plus."""
    trunk, code = trunk_prefix(region), str(phonenumbers.country_code_for_region(region))
    lengths = sorted(metadata.mobile.possible_length) if metadata.mobile else []
    kinds = (getattr(metadata, kind) for kind in _KINDS_OF_PHONES)
    patterns = {kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern}
    for pattern in sorted(patterns):
        yield _spread(f"{code}(?:{pattern})")
        if trunk not in {"", "1"}:
            yield _spread(f"{trunk}(?:{pattern})")
    for length in lengths:
        yield _spread(rf"{code}\d{{{length}}}")
        if trunk not in {"", "1"}:
            rest = length + len(trunk) - 3
            starts = (start for start in _starts(trunk) if like_a_mobile(start + "0" * rest, region))
            yield from (_spread(rf"{start}\d{{{rest}}}") for start in starts)
    abroad = metadata.international_prefix or ""
    if trunk not in {"", "1"} and abroad.isdigit() and abroad.startswith(trunk):
        yield _spread(rf"{abroad}[1-9]\d{{6,14}}")


def _starts(trunk: str) -> Iterator[str]:
    """The first three digits of numbers as dialled."""
    left = 3 - len(trunk)
    return (f"{trunk}{rest:0{left}d}" for rest in range(10**left))


def _spread(pattern: str) -> str:
    """The pattern of a number with any signs between its digits."""
    return _ATOM.sub(lambda atom: atom[0] if atom[0][0] == "{" else rf"(?:{atom[0]}[^0-9A-Za-z]*)", pattern)
