"""A made-up month of 50,000 complaints: rhythm of day and week, growth, clumps, a holiday, and planted surges."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from answerable.facts.surge import Subject

ZONE = ZoneInfo("Asia/Tehran")
START = datetime(2026, 11, 1, tzinfo=ZONE)
END = datetime(2026, 12, 1, tzinfo=ZONE)
PAST = timedelta(weeks=7)
A_MONTH = 47_400
"""Complaints of an ordinary month; the planted ones come on top."""

# Share of each topic, and what it is mostly about; `privacy` and `safety` have a few a week.
TOPICS = {
    "late": (0.34, "delivery"), "refunds": (0.2, "payments"), "quality": (0.17, None), "app": (0.14, "app"),
    "courier": (0.1, "delivery"), "price": (0.045, None), "privacy": (0.003, None), "safety": (0.002, None),
}  # fmt: skip
BY_HOUR = (2, 1, 1, 1, 1, 2, 4, 8, 14, 18, 19, 20, 26, 28, 24, 20, 19, 21, 26, 32, 34, 28, 16, 7)
BY_WEEKDAY = (1.0, 0.95, 1.0, 1.15, 1.3, 1.05, 0.9)  # Monday first; people order most on Thursday and Friday

Row = tuple[float, str, str | None]


@dataclass(frozen=True)
class Planted:
    """A surge that was put there: what about, from when to when, how many, and how they come."""

    name: str
    subject: Subject
    start: datetime
    length: timedelta
    number: int
    shape: str = "step"  # step, spike (most at once), ramp (slow at first), bursts (three waves)

    @property
    def end(self) -> datetime:
        """When its last complaint came."""
        return self.start + self.length

    def found_by(self, subject: Subject, noticed: datetime) -> bool:
        """Whether a surge about that, noticed then, is this one, in its time."""
        return subject == self.subject and self.start <= noticed <= self.end

    def explains(self, subject: Subject, since: datetime, until: datetime) -> bool:
        """Whether a surge has to do with it: the same subject or one that its complaints touch, at its time."""
        after = self.end + timedelta(hours=1)  # a window still counts them
        return subject in (self.subject, *_touched(self.subject)) and since <= after and self.start <= until


@dataclass(frozen=True)
class Month:
    """The rows, with the planted surges; `of_month` is how many rows are of the month itself."""

    rows: list[Row]
    planted: tuple[Planted, ...]
    start: datetime
    end: datetime
    of_month: int


def _at(day: int, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def _topic(id: str) -> Subject:
    return Subject("topic", id)


PLANTED = (
    Planted("a quiet topic, by day", _topic("privacy"), _at(8, "11:10"), timedelta(minutes=45), 30),
    Planted("a quiet topic, slowly", _topic("safety"), _at(17, "14:00"), timedelta(hours=3), 80, "ramp"),
    Planted("refunds at noon, when they are busy", _topic("refunds"), _at(10, "12:00"), timedelta(hours=2), 150),
    Planted("the app in the evening peak", _topic("app"), _at(12, "19:30"), timedelta(hours=1), 110, "spike"),
    Planted("late orders at night", _topic("late"), _at(14, "02:20"), timedelta(minutes=50), 40),
    Planted("late orders at the busiest hour of the week", _topic("late"), _at(20, "19:15"), timedelta(hours=2), 330),
    Planted("couriers on a Friday, in waves", _topic("courier"), _at(27, "15:00"), timedelta(hours=4), 200, "bursts"),
    Planted("payments over several topics", Subject("component", "payments"), _at(23, "10:05"), timedelta(hours=1), 90),
    Planted("prices, early in the month", _topic("price"), _at(3, "09:00"), timedelta(hours=1), 32),
    Planted("the app again, three days later", _topic("app"), _at(15, "19:30"), timedelta(hours=1), 110),
)  # fmt: skip


def make(seed: int, *, with_past: bool = True) -> Month:
    """The month, the same for the same seed; `with_past` puts seven ordinary weeks before it."""
    chance = random.Random(seed)  # noqa: S311 (made-up complaints, the same each time)
    first = START - PAST if with_past else START
    rows = [row for day in _days(first) for row in _ordinary_day(chance, day)]
    rows += [row for one in PLANTED for row in _planted(chance, one)]
    chance.shuffle(rows)
    of_month = sum(START.timestamp() <= row[0] < END.timestamp() for row in rows)
    return Month(rows, PLANTED, START, END, of_month)


def _days(first: datetime) -> list[datetime]:
    return [first + timedelta(days=number) for number in range((END - first).days)]


def _ordinary_day(chance: random.Random, day: datetime) -> list[Row]:
    """A day's complaints: its own mood (some days are half as bad again), growth of 1 % a week, and clumps."""
    growth = 1.01 ** ((day - START).days / 7)
    mood = math.exp(chance.gauss(0, 0.15)) * (0.4 if (day.month, day.day) == (11, 25) else 1)  # a holiday
    made: list[Row] = []
    for hour, weight in enumerate(BY_HOUR):
        per_hour = A_MONTH / 30 * weight / sum(BY_HOUR) * BY_WEEKDAY[day.weekday()] * growth * mood
        for topic, (share, component) in TOPICS.items():
            made += _ordinary_hour(chance, day + timedelta(hours=hour), per_hour * share, topic, component)
    return made


def _ordinary_hour(chance: random.Random, hour: datetime, mean: float, topic: str, component: str | None) -> list[Row]:
    # Gamma before Poisson: people complain in clumps, so hours scatter more than chance alone would have it.
    number = _poisson(chance, chance.gammavariate(8, mean / 8))
    start = hour.timestamp()
    return [
        (start + chance.random() * 3600, topic, component if chance.random() < 0.7 else None) for _ in range(number)
    ]


def _poisson(chance: random.Random, mean: float) -> int:
    if mean > 200:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, product, number = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        number += 1
    return number


def _planted(chance: random.Random, one: Planted) -> list[Row]:
    start, length = one.start.timestamp(), one.length.total_seconds()
    return [(start + _when(chance, one.shape) * length, *_about(chance, one.subject)) for _ in range(one.number)]


def _when(chance: random.Random, shape: str) -> float:
    u = chance.random()
    match shape:
        case "spike":
            return u**3
        case "ramp":
            return math.sqrt(u)
        case "bursts":
            return (chance.randrange(3) + u * 0.3) / 3
        case _:
            return u


def _about(chance: random.Random, subject: Subject) -> tuple[str, str | None]:
    if subject.kind == "component":
        return chance.choice(["refunds", "app", "price", "quality"]), subject.id
    component = TOPICS[subject.id][1]
    return subject.id, component if chance.random() < 0.7 else None


def _touched(subject: Subject) -> list[Subject]:
    component = TOPICS[subject.id][1] if subject.kind == "topic" else None
    touched = [Subject("everything", "")]
    if subject.kind == "component":
        touched += [_topic(topic) for topic in ("refunds", "app", "price", "quality")]
    return touched + ([Subject("component", component)] if component else [])
