"""Everything private in a text: each kind looked for where a cheap first look says that it may be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.privacy.accounts import cards, ibans
from generator.checks.privacy.addresses import emails, handles, links
from generator.checks.privacy.codes import codes, patterns
from generator.checks.privacy.greetings import names
from generator.checks.privacy.harmless import without_harmless
from generator.checks.privacy.ids import ids, kinds
from generator.checks.privacy.own import own
from generator.checks.privacy.phones import phones
from generator.checks.privacy.plain import plain
from generator.checks.privacy.secret import Secret, apart
from generator.records.ledger import Ledger

_NUMBER = re.compile(r"(?:\d[^\w]{0,3}){7}")


class Finder:
    """Knows a company: its countries, its codes, what is its own."""

    def __init__(self, ledger: Ledger) -> None:
        privacy = ledger.policy.privacy
        self._regions = privacy.regions
        self._codes = patterns(privacy.codes)
        self._kinds = kinds(privacy.regions)
        self._own = own(ledger)

    def secrets(self, text: str) -> list[Secret]:
        """What is private in a text as people wrote it, in order of place, none overlapping another."""
        made = plain(text)
        found = (
            Secret(*made.span(secret.start, secret.end), secret.rule)
            for secret in apart(self._all(made.text), len(made.text))
            if not self._own.has(secret.rule, made.text[secret.start : secret.end], self._regions)
        )
        return list(found)

    def has_code(self, text: str) -> bool:
        """Whether a text, of any length, has one of the company's codes in it."""
        return any(pattern.search(text) for pattern in self._codes)

    def _all(self, text: str) -> Iterator[Secret]:
        """Those that know best come first."""
        yield from (Secret(*span, "code") for span in codes(self._codes, text))
        yield from (Secret(*span, "link") for span in links(text))
        yield from (Secret(*span, "handle") for span in handles(text))
        yield from (Secret(*span, "email") for span in emails(text))
        if _NUMBER.search(text):
            yield from self._numbers(text)
        yield from (Secret(*span, "name") for span in names(self._own.words, text))

    def _numbers(self, text: str) -> Iterator[Secret]:
        yield from (Secret(*span, "iban") for span in ibans(text))
        left = without_harmless(text)
        if not _NUMBER.search(left):
            return
        yield from (Secret(*span, "card") for span in cards(left))
        yield from (Secret(*span, "id") for span in ids(self._kinds, left, spoken=True))
        yield from (Secret(*span, "phone") for span in phones(self._regions, left))
        yield from (Secret(*span, "id") for span in ids(self._kinds, left, spoken=False))
