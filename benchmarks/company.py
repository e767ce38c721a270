"""A made-up company with as many records as wanted: half incidents with three updates, half resolved complaints."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, datetime, timedelta
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


def write_site(folder: Path, records: int, seed: int = 7) -> Path:
    """Write a project with `records` records over four years and give its mkdocs.yml. The same seed, the same bytes."""
    chance = random.Random(seed)
    content = folder / "content"
    content.mkdir(parents=True)
    for path in (ROOT / "content").iterdir():
        if path.is_file():
            shutil.copy(path, content)
    for number in range(records):
        at = NOW - timedelta(minutes=60 + number * (4 * 365 * 24 * 60) // records)
        make = _incident if number % 2 == 0 else _complaint
        path, text = make(number, at, chance)
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text, encoding="utf-8")
    config = folder / "mkdocs.yml"
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config.write_text(text.replace("custom_dir: overrides", f"custom_dir: {ROOT / 'overrides'}"), encoding="utf-8")
    return config


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


def _at(at: datetime, minutes: int) -> str:
    return (at + timedelta(minutes=minutes)).isoformat(timespec="seconds")


def _incident(number: int, at: datetime, chance: random.Random) -> tuple[str, str]:
    updates = "".join(
        f"  - at: {_at(at, minutes)}\n    status: {status}\n    by: sahar\n    text: {_text(chance, 35)}\n"
        for status, minutes in (("investigating", 0), ("identified", 12), ("resolved", 40))
    )
    name = f"incidents/{at.year}/{at:%Y-%m-%d}-{number}.md"
    return name, (
        f"---\ntitle: {_text(chance, 6)}\nimpact: {chance.choice(('minor', 'major'))}\n"
        f"components: {{{chance.choice(COMPONENTS)}: partial_outage}}\nupdates:\n{updates}---\n"
    )


def _complaint(number: int, at: datetime, chance: random.Random) -> tuple[str, str]:
    name = f"complaints/{at.year}/{at:%Y-%m-%d}-{number}.md"
    return name, (
        f"---\ntitle: {_text(chance, 6)}\nchannel: x\ntopic: {chance.choice(TOPICS)}\n"
        f"component: {chance.choice(COMPONENTS)}\nreceived: {_at(at, -600)}\nconsent: anonymous\nsteps:\n"
        f"  - {{at: {_at(at, -580)}, did: answered, by: leila}}\n"
        f"  - {{at: {_at(at, -30)}, did: resolved, outcome: solved}}\n  - {{at: {_at(at, 0)}, did: followed_up}}\n"
        f"said: {_text(chance, 35)}\ndid: {_text(chance, 35)}\nchanged: {_text(chance, 20)}\n---\n"
    )
