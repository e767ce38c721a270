"""Find everything private in a text, and the rules of privacy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from answerable.checks.privacy.numbers import cards, codes, ibans, id_formats, national_ids, patterns
from answerable.checks.privacy.own_words import own_strings, plain_text
from answerable.checks.privacy.people import emails, handles, links, names
from answerable.checks.privacy.phones import phones, without_harmless
from answerable.checks.rule import Rule
from answerable.records.ledger import Ledger

SHADE = "▇▇▇"
"""Replaces each private span in a published text."""
_DOTS = "•••••••"
_LONG = 8
"""A secret with so many characters is not given away by its last two."""


@dataclass(frozen=True, slots=True, order=True)
class PrivateSpan:
    """Something private at the characters from `start` up to `end`. `rule` is its name without the family, as phone."""

    start: int
    end: int
    rule: str


def masked(secret: str) -> str:
    """The secret as a log may show it: dots, and of a long one the last two characters."""
    return _DOTS + (secret[-2:] if len(secret) >= _LONG else "")


def shaded(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with each span made unreadable."""
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + SHADE + text[end:]
    return text


def without_overlaps(found: Iterable[PrivateSpan], length: int) -> list[PrivateSpan]:
    """The spans in order of place; of those that overlap only the one that comes first in `found`.

    `length` is that of the text. Takes time proportional to it, not to the square of the number of spans.
    """
    taken = bytearray(length)
    kept: list[PrivateSpan] = []
    for secret in found:
        if not any(taken[secret.start : secret.end]):
            taken[secret.start : secret.end] = b"\1" * (secret.end - secret.start)
            kept.append(secret)
    return sorted(kept)


_NUMBER = re.compile(r"(?:\d[^\w]{0,3}){7}")


class Finder:
    """Finds what is private for one company, by its countries, its codes and what is its own."""

    def __init__(self, ledger: Ledger) -> None:
        privacy = ledger.policy.privacy
        self._regions = privacy.regions
        self._codes = patterns(privacy.codes)
        self._kinds = id_formats(privacy.regions)
        self._own = own_strings(ledger)

    def secrets(self, text: str) -> list[PrivateSpan]:
        """What is private in a text, in order of place and without overlaps."""
        made = plain_text(text)
        found = (
            PrivateSpan(*made.span(secret.start, secret.end), secret.rule)
            for secret in without_overlaps(self._all(made.text), len(made.text))
            if not self._own.has(secret.rule, made.text[secret.start : secret.end], self._regions)
        )
        return list(found)

    def has_code(self, text: str) -> bool:
        """Whether one of the company's codes stands in a text."""
        return any(pattern.search(text) for pattern in self._codes)

    def _all(self, text: str) -> Iterator[PrivateSpan]:
        """All spans, the surest kinds first."""
        yield from (PrivateSpan(*span, "code") for span in codes(self._codes, text))
        yield from (PrivateSpan(*span, "link") for span in links(text))
        yield from (PrivateSpan(*span, "handle") for span in handles(text))
        yield from (PrivateSpan(*span, "email") for span in emails(text))
        if _NUMBER.search(text):
            yield from self._numbers(text)
        yield from (PrivateSpan(*span, "name") for span in names(self._own.words, text))

    def _numbers(self, text: str) -> Iterator[PrivateSpan]:
        yield from (PrivateSpan(*span, "iban") for span in ibans(text))
        left = without_harmless(text)
        if not _NUMBER.search(left):
            return
        yield from (PrivateSpan(*span, "card") for span in cards(left))
        yield from (PrivateSpan(*span, "id") for span in national_ids(self._kinds, left, spoken=True))
        yield from (PrivateSpan(*span, "phone") for span in phones(self._regions, left))
        yield from (PrivateSpan(*span, "id") for span in national_ids(self._kinds, left, spoken=False))


_OWN = " What is the company's own belongs into channels.yml, or word for word into `privacy.allow` in policy.yml."


def _rule(name: str, what: str, why: str, fix: str) -> Rule:
    return Rule(f"privacy/{name}", what, why, fix, "error")


RULES: dict[str, Rule] = {
    rule.name.partition("/")[2]: rule
    for rule in (
        _rule(
            "phone",
            "A phone number that is none of the company's own, in digits of any script.",
            "Whoever reads it can call; a number cannot be taken back once feeds and archives have it.",
            "Take the number out." + _OWN,
        ),
        _rule(
            "email",
            "An e-mail address that is none of the company's own, also one spelled with (at) and [dot].",
            "It names a person, and machines that send spam read every public page.",
            "Take the address out." + _OWN,
        ),
        _rule(
            "card",
            "A payment card's number, known by its checksum.",
            "With it money can be taken, and the card industry's rules forbid to publish it.",
            "Take it out, here and in the version history; tell the person, whose card should be replaced.",
        ),
        _rule(
            "iban",
            "A bank account's number (IBAN, Sheba), known by its checksum.",
            "It names a person's account to everybody.",
            "Take it out." + _OWN,
        ),
        _rule(
            "id",
            "A number that the state gave a person, known by its checksum, of the countries in `privacy.regions`.",
            "It opens doors at banks and offices, and a person has it for life.",
            "Take it out. A figure that only looks like one may stand word for word in `privacy.allow` in policy.yml.",
        ),
        _rule(
            "code",
            "An order, trip or booking code, as `privacy.codes` in policy.yml describes them.",
            "Who knows the code can look up the order, or pretend to be the customer.",
            "Take it out. `answerable` needs no code to know a complaint: its id is enough.",
        ),
        _rule(
            "handle",
            "A person's name on a network, such as @name, without `consent: named`.",
            "It leads to the person, whom others may then write to.",
            "Take it out, or ask the person and record `consent: named`." + _OWN,
        ),
        _rule(
            "link",
            "A link to a person's page or post on a network, without `consent: named`.",
            "It leads to the person, whom others may then write to.",
            "Take it out, or ask the person and record `consent: named`." + _OWN,
        ),
        _rule(
            "name",
            "A greeting names somebody who is not in team.yml, as in Hi Jason.",
            "What was one person's answer becomes a public record about that person.",
            "Greet without the name, or ask the person and record `consent: named`." + _OWN,
        ),
        _rule(
            "position",
            "A picture says where it was taken.",
            "Cameras write the place into the file: often somebody's home.",
            "Save the picture without its metadata, such as with `exiftool -all= picture.jpg`, or as a screenshot.",
        ),
    )
}
WORDS = {
    "phone": "a phone number",
    "email": "an e-mail address",
    "card": "a payment card's number",
    "iban": "a bank account's number",
    "id": "a person's id number",
    "code": "one of the company's codes",
    "handle": "a person's handle",
    "link": "a link to a person",
    "name": "a person's name",
}
"""What a finding calls it."""
RIGHT = {
    "handle": "remove it, or record `consent: named`",
    "link": "remove it, or record `consent: named`",
    "name": "greet without it, or record `consent: named`",
}
"""What a finding suggests, if not just to remove it."""
