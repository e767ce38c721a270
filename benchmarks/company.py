"""A made-up company with as many records as wanted: half incidents with three updates, half resolved complaints."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
COMPONENTS = ("website", "app", "search", "checkout", "wallet", "refunds", "groceries", "parcels", "tracking")
TOPICS = ("late", "refunds", "quality", "app", "courier", "privacy")
WORDS = [
    "some",
    "orders",
    "wait",
    "longer",
    "than",
    "they",
    "should",
    "while",
    "we",
    "move",
    "work",
    "to",
    "other",
    "machines",
    "and",
    "watch",
    "what",
    "happens",
    "next",
    "so",
    "that",
    "nobody",
    "pays",
    "twice",
    "and",
    "every",
    "courier",
    "knows",
    "where",
    "to",
    "go",
    "although",
    "the",
    "map",
    "is",
    "slow",
    "in",
    "the",
    "north",
    "of",
    "the",
    "city",
    "today",
]


class Writer(random.Random):
    """A source of chance and of texts of made-up words, the first of which are the most frequent if there are many."""

    def __init__(self, seed: int, words: Sequence[str] = WORDS) -> None:
        super().__init__(seed)
        self.words = words
        self.weights = list(accumulate(1 / (place + 3) for place in range(len(words)))) if words is not WORDS else None

    def text(self, count: int) -> str:
        """Return a sentence of so many words."""
        return " ".join(self.choices(self.words, cum_weights=self.weights, k=count)).capitalize() + "."


def write_site(folder: Path, records: int, seed: int = 7, words: Sequence[str] = WORDS, years: int = 4) -> Path:
    """Write a project with `records` records and give its mkdocs.yml. The same seed, the same bytes."""
    chance = Writer(seed, words)
    content = folder / "content"
    content.mkdir(parents=True)
    for path in (ROOT / "content").iterdir():
        if path.is_file():
            shutil.copy(path, content)
    for number in range(records):
        at = NOW - timedelta(minutes=60 + number * (years * 365 * 24 * 60) // records)
        make = _incident if number % 2 == 0 else _complaint
        path, text = make(number, at, chance)
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text, encoding="utf-8")
    config = folder / "mkdocs.yml"
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config.write_text(text.replace("custom_dir: overrides", f"custom_dir: {ROOT / 'overrides'}"), encoding="utf-8")
    return config


def _at(at: datetime, minutes: int) -> str:
    return (at + timedelta(minutes=minutes)).isoformat(timespec="seconds")


def _incident(number: int, at: datetime, chance: Writer) -> tuple[str, str]:
    updates = "".join(
        f"  - at: {_at(at, minutes)}\n    status: {status}\n    by: sahar\n    text: {chance.text(35)}\n"
        for status, minutes in (("investigating", 0), ("identified", 12), ("resolved", 40))
    )
    name = f"incidents/{at.year}/{at:%Y-%m-%d}-{number}.md"
    return name, (
        f"---\ntitle: {chance.text(6)}\nimpact: {chance.choice(('minor', 'major'))}\n"
        f"components: {{{chance.choice(COMPONENTS)}: partial_outage}}\nupdates:\n{updates}---\n"
    )


def _complaint(number: int, at: datetime, chance: Writer) -> tuple[str, str]:
    name = f"complaints/{at.year}/{at:%Y-%m-%d}-{number}.md"
    return name, (
        f"---\ntitle: {chance.text(6)}\nchannel: x\ntopic: {chance.choice(TOPICS)}\n"
        f"component: {chance.choice(COMPONENTS)}\nreceived: {_at(at, -600)}\nconsent: anonymous\nsteps:\n"
        f"  - {{at: {_at(at, -580)}, did: answered, by: leila}}\n"
        f"  - {{at: {_at(at, -30)}, did: resolved, outcome: solved}}\n  - {{at: {_at(at, 0)}, did: followed_up}}\n"
        f"said: {chance.text(35)}\ndid: {chance.text(35)}\nchanged: {chance.text(20)}\n---\n"
    )
