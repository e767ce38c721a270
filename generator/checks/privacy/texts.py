"""Privacy in the words of records: each passage in each language, and the file's name."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.privacy.finding import Finder
from generator.checks.privacy.rules import RIGHT, RULES, WORDS
from generator.checks.privacy.secret import Secret, masked
from generator.checks.rule import Hit, Passage, Reads, Sight
from generator.records.complaint import Complaint
from generator.records.findings import quoted
from generator.records.words import Consent

_WITH_CONSENT = frozenset({"handle", "link", "name"})
"""What a person may have allowed to be told."""


def reads(sight: Sight) -> Reads:
    """A function for single passages."""
    finder = Finder(sight.ledger)
    return lambda passage: hits(finder, passage)


def hits(finder: Finder, passage: Passage) -> Iterator[Hit]:
    """What is private in one passage and was not allowed by the person."""
    allowed = _WITH_CONSENT if _consents(passage) else frozenset()
    text = passage.text.replace("_", " ") if passage.key in {"id", "file"} else passage.text
    for secret in finder.secrets(text):
        if secret.rule not in allowed:
            yield _hit(passage, secret)


def _hit(passage: Passage, secret: Secret) -> Hit:
    shown = quoted(masked(passage.text[secret.start : secret.end]))
    where = " in the file's name" if passage.key in {"id", "file"} else ""
    right = "rename the file" if where else RIGHT.get(secret.rule, "take it out")
    words = f"{WORDS[secret.rule]}{where}, {shown}"
    return passage.hit(RULES[secret.rule].name, words, right, (secret.start, secret.end))


def _consents(passage: Passage) -> bool:
    record = passage.record
    return isinstance(record, Complaint) and record.consent is Consent.NAMED
