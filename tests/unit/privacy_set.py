"""The labelled lines of tests/data/privacy.tsv, and how well each privacy rule does on them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from answerable.checks.privacy.finder import Finder
from answerable.records.company import Channel, Person, Policy
from answerable.records.ledger import Ledger, make_ledger

LINES = Path(__file__).resolve().parents[1] / "data" / "privacy.tsv"
LABEL = re.compile("⟦([a-z]+):([^⟧]*)⟧")
Key = tuple[str, str]

PEOPLE = {
    "sahar": {"en": "Sahar Kiani", "fa": "سحر کیانی", "he": "סהר קיאני", "ru": "Сахар Киани"},
    "leila": {"en": "Leila Moradi", "fa": "لیلا مرادی", "he": "לילה מוראדי", "ru": "Лейла Моради"},
}


@dataclass(frozen=True)
class Line:
    """One labelled line: its half, its language, its text, and what is private in it as (rule, start, end)."""

    half: str
    language: str
    text: str
    private: frozenset[tuple[str, int, int]]


def company() -> Ledger:
    """The company of the labelled lines: its hotline, mail and handle are its own."""
    policy = {
        "organisation": {"en": "Baran", "fa": "باران"},
        "languages": ["en", "fa", "he", "ru"],
        "privacy": {
            "regions": ["IR", "IL", "RU", "US"],
            "codes": [
                {"name": "order code", "pattern": "BRN-[0-9]{8}"},
                {"name": "trip code", "pattern": "T[0-9]{2}-[A-Z]{4}"},
            ],
        },
    }
    channels = [
        {"id": "phone", "name": "Phone", "kind": "phone", "url": "tel:+982100000100"},
        {"id": "email", "name": "Mail", "kind": "email", "address": "help@example.com"},
        {"id": "x", "name": "X", "kind": "x", "url": "https://x.com/baran_help", "address": "@baran_help"},
    ]
    return make_ledger(
        policy=Policy.model_validate(policy),
        channels=[Channel.model_validate(channel) for channel in channels],
        people=[Person.model_validate({"id": id, "name": name}) for id, name in PEOPLE.items()],
    )


def lines() -> list[Line]:
    """All labelled lines."""
    rows = LINES.read_text("utf-8").splitlines()[1:]
    return [_line(*row.split("\t")) for row in rows]


def _line(half: str, language: str, marked: str) -> Line:
    text, private, at = "", set(), 0
    for label in LABEL.finditer(marked):
        text += marked[at : label.start()]
        private.add((label[1], len(text), len(text) + len(label[2])))
        text += label[2]
        at = label.end()
    return Line(half, language, text + marked[at:], frozenset(private))


def score(some: list[Line]) -> tuple[Counter[Key], list[str]]:
    """How often each (rule, right | false | missed) came about, and the lines that went wrong.

    Something private counts as found when the same rule finds most of its characters and not much beside them.
    """
    finder, counts, wrong = Finder(company()), Counter[Key](), []
    for line in some:
        left = set(line.private)
        for secret in finder.secrets(line.text):
            fit = next((one for one in left if _same(one, (secret.rule, secret.start, secret.end))), None)
            counts[secret.rule, "right" if fit else "false"] += 1
            left.discard(fit or ("", 0, 0))
            if not fit:
                wrong.append(f"false {secret.rule} {line.text[secret.start : secret.end]!r} in {line.text!r}")
        for rule, start, end in left:
            counts[rule, "missed"] += 1
            wrong.append(f"missed {rule} {line.text[start:end]!r} in {line.text!r}")
    return counts, wrong


def _same(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    """Same rule, and at least four fifths of the characters of both together are shared."""
    shared = min(one[2], other[2]) - max(one[1], other[1])
    return one[0] == other[0] and shared >= 0.8 * (max(one[2], other[2]) - min(one[1], other[1]))
