"""The company's own strings, which are not private, and the plain form in which texts are searched and compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from answerable.checks.privacy.people import emails, handles, owner
from answerable.checks.privacy.phones import parsed_number
from answerable.checks.privacy.views import View
from answerable.checks.word_files import words_long_as_codes
from answerable.records.company import Channel
from answerable.records.ledger import Ledger

_JOINERS = "\u200c\u200d"
"""Zero-width (non-)joiners. Inside Persian words they are part of the spelling."""
_UNSEEN = (
    "\u00ad\u0300-\u034f\u061c\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef"
)
"""Soft hyphen, zero-width space, marks, overrides and isolates, byte order mark, and what changes the look of the
character before: accents, variation selectors, the frame of a key, tags."""
_INVISIBLE = re.compile(f"[{_UNSEEN}{_JOINERS}]")
_ALIKE = {"ي": "ی", "ك": "ک", "ى": "ی", "ة": "ه", "ۀ": "ه", "’": "'", "׳": "'", "״": '"', "№": "#"}
_NUMBERED = r"0-9A-Za-z@\u0660-\u0669\u06f0-\u06f9"
_SPLITS = re.compile(f"[{_UNSEEN}]|[{_NUMBERED}][{_JOINERS}]+[{_NUMBERED}]")
"""Invisible characters that split a number or an address."""
_WIDEST = 4
"""Characters into which one may be expanded; a ligature of a whole sentence stays as it is."""


def plain_text(text: str) -> View:
    """A text with Latin digits, one form of each letter, and no invisible characters."""
    if text.isascii():
        return View(text)
    if not _SPLITS.search(text):
        made = text.translate(_TABLE)
        if len(made) == len(text):
            return View(made)
    return _by_character(text)


def _by_character(text: str) -> View:
    parts: list[str] = []
    places: list[int] = []
    for number, character in enumerate(text):
        made = _plain_character(character)
        parts.append(made)
        places.extend([number] * len(made))
    return View("".join(parts), places, [place + 1 for place in places])


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    if _INVISIBLE.match(character):
        return ""
    digit = unicodedata.decimal(character, None)
    if digit is not None and not character.isascii():
        return str(digit)
    if character in _ALIKE:
        return _ALIKE[character]
    by_kind = {"Pd": "-", "Zs": " "}.get("Pd" if character == "\u2212" else unicodedata.category(character))
    if by_kind:
        return by_kind
    narrow = unicodedata.normalize("NFKC", character)
    return narrow if len(narrow) <= _WIDEST else character


class _Table(dict[int, str]):
    """The table for `str.translate`, filled as characters are met. Joiners stay."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        made = self[code] = character if character in _JOINERS else _plain_character(character)
        return made


_TABLE = _Table()


_DIGITS = re.compile(r"\D+")
_SCHEME = re.compile(r"^(?:https?://(?:www\.)?|mailto:|tel:)", re.IGNORECASE)
_FEWEST = 7


@dataclass(frozen=True, slots=True)
class OwnStrings:
    """The company's own strings as they are compared, and the words of its people's names, in lower case."""

    exact: frozenset[str]
    numbers: frozenset[str]
    handles: frozenset[str]
    words: frozenset[str]

    def has(self, rule: str, secret: str, regions: tuple[str, ...]) -> bool:
        """Whether something that a rule found in a plain text is the company's own."""
        folded = secret.casefold().strip()
        if folded in self.exact or _SCHEME.sub("", folded).rstrip("/") in self.exact:
            return True
        if rule == "phone":
            return any(number in self.numbers for number in international_forms(secret, regions))
        if rule == "handle":
            return folded.removeprefix("@") in self.handles
        return rule == "link" and owner(_path(folded)) in self.handles


def own_strings(ledger: Ledger) -> OwnStrings:
    """The company's own strings in channels.yml, team.yml and policy.yml."""
    policy = ledger.policy
    strings = [*policy.privacy.allow, *(string for channel in ledger.channels for string in _of_channel(channel))]
    made = [plain_text(string).text for string in strings]
    exact = {_SCHEME.sub("", string.casefold()).rstrip("/") for string in made}
    exact |= {string[a:b].casefold() for string in made for a, b in emails(string)}
    return OwnStrings(
        exact=frozenset(exact | {string.casefold().strip() for string in made}),
        numbers=frozenset(number for string in made for number in international_forms(string, policy.privacy.regions)),
        handles=frozenset(_handles(made, ledger.channels)),
        words=frozenset(_words(ledger)),
    )


def international_forms(number: str, regions: tuple[str, ...]) -> Iterator[str]:
    """The international (E.164) forms that a number may have, by region; none for what is no number."""
    digits = _DIGITS.sub("", number)
    if len(digits) < _FEWEST:
        return
    starts_plus = number.lstrip(" (").removeprefix("tel:").startswith("+")
    for region in (None,) if starts_plus else regions:
        parsed = parsed_number("+" + digits if starts_plus else digits, region)
        if parsed is not None:
            yield phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _of_channel(channel: Channel) -> Iterator[str]:
    yield from (string for string in (channel.url, channel.address) if string)
    yield from channel.name.by_language.values()


def _handles(strings: Iterable[str], channels: Iterable[Channel]) -> Iterator[str]:
    for string in strings:
        yield from (string[a + 1 : b].casefold() for a, b in handles(string))
    for channel in channels:
        if channel.url and channel.url.startswith("http"):
            yield from (name for name in (owner(_path(channel.url.casefold())),) if name)


def _path(link: str) -> str:
    """The part of a link after the host."""
    return _SCHEME.sub("", link).partition("/")[2]


def company_words(ledger: Ledger) -> frozenset[str]:
    """The words in the names and descriptions of components, groups, channels and topics."""
    descriptions = (component.description for component in ledger.every_component if component.description)
    texts = (*ledger.service_names, *descriptions)
    return words_long_as_codes(words for text in texts for words in text.by_language.values())


def _words(ledger: Ledger) -> Iterator[str]:
    named = [person.name for person in ledger.people]
    named += [ledger.policy.organisation] if ledger.policy.organisation else []
    for name in named:
        for words in name.by_language.values():
            yield from (word.casefold() for word in plain_text(words).text.split())
    yield from (person.id for person in ledger.people)
