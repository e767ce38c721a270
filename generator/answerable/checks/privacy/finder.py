"""Find everything private in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from answerable.checks.privacy.national_ids import id_formats, national_ids
from answerable.checks.privacy.numbers import cards, code_patterns, codes, ibans, keys, passports
from answerable.checks.privacy.own_words import company_words, own_strings, plain_text
from answerable.checks.privacy.people import addresses, emails, handles, links, names
from answerable.checks.privacy.phones import BLANK, phones, without_harmless
from answerable.checks.privacy.views import View, views
from answerable.checks.word_files import ordinary_words
from answerable.records.ledger import Ledger


@dataclass(frozen=True, slots=True, order=True)
class PrivateSpan:
    """Something private at the characters from `start` up to `end`. `rule` is its name without the family, as phone."""

    start: int
    end: int
    rule: str


def without_overlaps(found: Iterable[PrivateSpan], length: int) -> list[PrivateSpan]:
    """The spans in order of place; of those that overlap only the one that comes first in `found`.

    Of a number that begins in a link, which ends at the first blank, the rest is kept. `length` is that of the text;
    the time is proportional to it, not to the square of the number of spans.
    """
    taken = bytearray(length)
    kept: list[PrivateSpan] = []
    for secret in found:
        free = secret
        if any(taken[secret.start : secret.end]):
            free = _rest(secret, taken)
        if free.start < free.end:
            by = _BY_LINK if free.rule == "link" else _BY_OTHER
            taken[free.start : free.end] = bytes([by]) * (free.end - free.start)
            kept.append(free)
    return sorted(kept)


def _rest(secret: PrivateSpan, taken: bytearray) -> PrivateSpan:
    """The end of a number whose beginning is a link's; an empty span if there is none."""
    start = secret.start
    while start < secret.end and taken[start] == _BY_LINK:
        start += 1
    if secret.rule not in _NUMBERS or start == secret.start or any(taken[start : secret.end]):
        start = secret.end
    return PrivateSpan(start, secret.end, secret.rule)


_BY_OTHER, _BY_LINK = 1, 2
"""What a character is taken by; 0 if by nothing yet."""
_NUMBERS = frozenset({"phone", "card", "iban", "id"})


def _joined(found: list[tuple[PrivateSpan, bool]], length: int) -> list[PrivateSpan]:
    """The spans found in several views of one text, each with whether it is the company's own, as spans of the text.

    What overlaps something own is left out. Others that overlap are one, by the rule of the view that came first.
    """
    own = bytearray(length)
    for span, is_own in found:
        if is_own:
            own[span.start : span.end] = b"\1" * (span.end - span.start)
    kept: list[tuple[PrivateSpan, int]] = []
    private = [(span, place) for place, (span, _) in enumerate(found) if not any(own[span.start : span.end])]
    for span, place in sorted(private):
        before, first = kept[-1] if kept else (span, place)
        if kept and span.start < before.end:
            rule = before.rule if first < place else span.rule
            kept[-1] = (PrivateSpan(before.start, max(before.end, span.end), rule), min(first, place))
        else:
            kept.append((span, place))
    return [span for span, _ in kept]


def _without(text: str, found: list[PrivateSpan]) -> str:
    """The text with what was found, which is in order of place, blanked; of the same length."""
    parts, at = [], 0
    for one in found:
        parts += [text[at : one.start], BLANK * (one.end - one.start)]
        at = one.end
    return "".join([*parts, text[at:]])


_AGAIN = 3
"""How often a text is searched again, since a number right beside another one is found only without that."""
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"(?:\d[^\w]{0,3}){7}")


class Finder:
    """Finds what is private for one company, by its countries, its codes and what is its own."""

    def __init__(self, ledger: Ledger) -> None:
        privacy = ledger.policy.privacy
        self.regions = privacy.regions
        self.codes = code_patterns(privacy.codes, ordinary_words() | company_words(ledger)) if privacy.codes else ()
        self._kinds = id_formats(privacy.regions)
        self._own = own_strings(ledger)

    def secrets(self, text: str, *, as_read: bool = True) -> list[PrivateSpan]:
        """What is private in a text, in order of place and without overlaps.

        With `as_read` also what is so only without the text's markup, or with its links decoded.
        """
        found = new = self._once(text, as_read=as_read)
        for _ in range(_AGAIN):
            if not new:
                break
            new = self._once(_without(text, found), as_read=as_read)
            found = _joined([(one, False) for one in (*found, *new)], len(text))
        return found

    def _once(self, text: str, *, as_read: bool) -> list[PrivateSpan]:
        found = [self._in_view(view) for view in (views(text) if as_read else (View(text),))]
        if len(found) == 1:
            return [span for span, own in found[0] if not own]
        return _joined([one for some in found for one in some], len(text))

    def _in_view(self, view: View) -> list[tuple[PrivateSpan, bool]]:
        """What is private in a view, by its place in the source, and whether it is the company's own."""
        made = plain_text(view.text)
        return [
            (
                PrivateSpan(*view.span(*made.span(secret.start, secret.end)), secret.rule),
                self._own.has(secret.rule, made.text[secret.start : secret.end], self.regions),
            )
            for secret in without_overlaps(self._all(made.text), len(made.text))
        ]

    def has_code(self, text: str) -> bool:
        """Whether one of the company's codes stands in a text."""
        return any(True for _ in codes(self.codes, text))

    def _all(self, text: str) -> Iterator[PrivateSpan]:
        """All spans, the surest kinds first."""
        yield from (PrivateSpan(*span, "key") for span in keys(text))
        yield from (PrivateSpan(*span, "code") for span in codes(self.codes, text))
        yield from (PrivateSpan(*span, "link") for span in links(text))
        yield from (PrivateSpan(*span, "handle") for span in handles(text))
        yield from (PrivateSpan(*span, "email") for span in emails(text))
        if _DIGIT.search(text):
            yield from self._numbers(text)
        yield from (PrivateSpan(*span, "name") for span in names(self._own.words, text))

    def _numbers(self, text: str) -> Iterator[PrivateSpan]:
        if _NUMBER.search(text):
            yield from self._long_numbers(text)
        yield from (PrivateSpan(*span, "passport") for span in passports(text))
        yield from (PrivateSpan(*span, "address") for span in addresses(text))

    def _long_numbers(self, text: str) -> Iterator[PrivateSpan]:
        yield from (PrivateSpan(*span, "iban") for span in ibans(text))
        left = without_harmless(text)
        if not _NUMBER.search(left):
            return
        yield from (PrivateSpan(*span, "card") for span in cards(left))
        yield from (PrivateSpan(*span, "id") for span in national_ids(self._kinds, left, spoken=True))
        yield from (PrivateSpan(*span, "phone") for span in phones(self.regions, left))
        yield from (PrivateSpan(*span, "id") for span in national_ids(self._kinds, left, spoken=False))
