"""Made-up complaints around the instants at which counting goes wrong: ends of months, clock changes, a leap day."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
CHANNELS = """channels:
  - {id: x, name: X, hours: {mon-wed: 08:00-22:00, thu: [08:00-13:00, 14:00-20:00]}, holidays: DE, zone: Europe/Berlin}
  - {id: x_y, name: Chat, hours: {daily: 20:00-04:00}, zone: America/New_York}
  - {id: phone, name: Phone, hours: always, zone: Europe/Berlin}
  - {id: x-y, name: Letter}
"""
POLICY = """minimum_n: 3
zone: Europe/Berlin
targets: {outage: 15m, normal: 24h}
follow_up_within: 2d
topics: [{id: late, name: Late}, {id: late_2, name: Other}, {id: late-2, name: More}]
"""
COMPONENTS = "components: [{id: till, name: Till}, {id: app, name: App}]\n"
STEPS = ("answered", "auto_answered", "taken_private", "resolved", "followed_up", "confirmed", "reopened", "withdrawn")
COLUMNS = ("id", "channel", "topic", "priority", "component", "received", *STEPS, "outcome", "excluded_because")
OUTCOMES = ("solved", "partly_solved", "explained", "declined", "no_reply_from_customer", "unresolved", "")
REASONS = ("spam", "Spam", "_spam", "спам", "تبلیغ", "it's a test", "a\\b", 'said "no"', "a, b")
LENGTHS = (0, 1, 899, 900, 901, 3599, 3600, 3601, 86_399, 86_400, 86_401, 172_799, 172_800, 172_801)
"""Seconds around the limits of shares."""
EDGES = (
    *(datetime(2024, month, 1, tzinfo=BERLIN) for month in range(1, 13)),
    datetime(2024, 2, 29, tzinfo=BERLIN),
    datetime(2024, 3, 31, 1, tzinfo=UTC),  # Berlin goes forward
    datetime(2025, 10, 26, 1, tzinfo=UTC),  # and back
    datetime(2025, 3, 9, 7, tzinfo=UTC),  # New York goes forward
    datetime(2026, 11, 1, 6, tzinfo=UTC),  # and back
    datetime(2026, 11, 24, tzinfo=UTC),
    NOW,
)


def write_complaints(folder: Path, rows: Iterable[dict[str, str]]) -> Path:
    """Write a content folder of a company with these rows and return it."""
    (folder / "intake").mkdir(parents=True, exist_ok=True)
    for name, text in (("channels", CHANNELS), ("policy", POLICY), ("components", COMPONENTS)):
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    with (folder / "intake" / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return folder


def complaints(chance: Random, number: int) -> Iterator[dict[str, str]]:
    """Yield so many rows that break no rule."""
    for place in range(number):
        received = _received(chance)
        at = {step: _later(chance, received) for step in STEPS if chance.random() < 0.5}
        if "resolved" not in at:
            at.pop("confirmed", None)
        yield {
            "id": chance.choice(("a", "B", "_", "c-")).replace("_", "Z_") + str(place),
            "channel": chance.choice(("x", "x_y", "phone", "x-y")),
            "topic": chance.choice(("late", "late_2", "late-2", "")),
            "priority": chance.choice(("outage", "safety", "normal", "")),
            "component": chance.choice(("till", "app", "", "")),
            "received": received.isoformat(),
            **{step: instant.isoformat() for step, instant in at.items()},
            "outcome": chance.choice(OUTCOMES) if "resolved" in at else "",
            "excluded_because": chance.choice(REASONS) if chance.random() < 0.1 else "",
        }


def _received(chance: Random) -> datetime:
    if chance.random() < 0.3:
        return min(
            chance.choice(EDGES).astimezone(UTC) + timedelta(seconds=chance.choice((-3600, -1, 0, 1, 3600))), NOW
        )
    return NOW - timedelta(seconds=chance.randrange(3 * 365 * 86_400))


def _later(chance: Random, received: datetime) -> datetime:
    seconds = chance.choice(LENGTHS) if chance.random() < 0.4 else int(chance.expovariate(1 / 100_000))
    return min(received + timedelta(seconds=seconds), NOW)
