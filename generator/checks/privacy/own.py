"""What is the company's own and therefore no secret: its channels, its people, and what the policy allows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import phonenumbers

from generator.checks.privacy.addresses import emails, handles, owner
from generator.checks.privacy.plain import plain
from generator.records.company import Channel
from generator.records.ledger import Ledger

_DIGITS = re.compile(r"\D+")
_SCHEME = re.compile(r"^(?:https?://(?:www\.)?|mailto:|tel:)", re.IGNORECASE)
_FEWEST = 7


@dataclass(frozen=True, slots=True)
class Own:
    """The company's own strings in the forms in which they are compared, and words of its people's names."""

    exact: frozenset[str]
    numbers: frozenset[str]
    handles: frozenset[str]
    words: frozenset[str]

    def has(self, rule: str, secret: str, regions: tuple[str, ...]) -> bool:
        """Whether something found in a plain text is the company's own."""
        folded = secret.casefold().strip()
        if folded in self.exact or _SCHEME.sub("", folded).rstrip("/") in self.exact:
            return True
        if rule == "phone":
            return any(number in self.numbers for number in forms(secret, regions))
        if rule == "handle":
            return folded.removeprefix("@") in self.handles
        return rule == "link" and owner(_path(folded)) in self.handles


def own(ledger: Ledger) -> Own:
    """What the company has said of itself in channels.yml, team.yml and policy.yml."""
    policy = ledger.policy
    strings = [*policy.privacy.allow, *(string for channel in ledger.channels for string in _of_channel(channel))]
    made = [plain(string).text for string in strings]
    exact = {_SCHEME.sub("", string.casefold()).rstrip("/") for string in made}
    exact |= {string[a:b].casefold() for string in made for a, b in emails(string)}
    return Own(
        exact=frozenset(exact | {string.casefold().strip() for string in made}),
        numbers=frozenset(number for string in made for number in forms(string, policy.privacy.regions)),
        handles=frozenset(_handles(made, ledger.channels)),
        words=frozenset(_words(ledger)),
    )


def forms(number: str, regions: tuple[str, ...]) -> Iterator[str]:
    """The international forms that a number may have; none for what is no number."""
    digits = _DIGITS.sub("", number)
    if len(digits) < _FEWEST:
        return
    starts_plus = number.lstrip(" (").removeprefix("tel:").startswith("+")
    for region in (None,) if starts_plus else regions:
        try:
            parsed = phonenumbers.parse("+" + digits if starts_plus else digits, region)
        except phonenumbers.NumberParseException:
            continue
        yield phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _of_channel(channel: Channel) -> Iterator[str]:
    texts = [text for text in (channel.name, channel.off_hours) if text]
    yield from (string for string in (channel.url, channel.address) if string)
    yield from (words for text in texts for words in text.by_language.values())


def _handles(strings: Iterable[str], channels: Iterable[Channel]) -> Iterator[str]:
    for string in strings:
        yield from (string[a + 1 : b].casefold() for a, b in handles(string))
    for channel in channels:
        if channel.url and channel.url.startswith("http"):
            yield from (name for name in (owner(_path(channel.url.casefold())),) if name)


def _path(link: str) -> str:
    """What stands after the host."""
    return _SCHEME.sub("", link).partition("/")[2]


def _words(ledger: Ledger) -> Iterator[str]:
    named = [person.name for person in ledger.people]
    named += [ledger.policy.organisation] if ledger.policy.organisation else []
    for name in named:
        for words in name.by_language.values():
            yield from (word.casefold() for word in plain(words).text.split())
    yield from (person.id for person in ledger.people)
