"""Surges: far more complaints about one thing than usual, and more than the policy calls a flood.

The rule, for the complaints about one subject (a topic, a component, or everything) in the `window` before an instant:
there are at least `count` of them, at least `above` times as many as usual, and so many would come less often than once
in a million windows by chance.

*Usual* is the median of the same window at the same wall-clock time on the same weekday in the past `weeks` weeks, an
hour earlier and later included. The *most* that is usual lies three standard deviations higher, each estimated as
1.4826 times the median absolute deviation (Rousseeuw & Croux 1993), and is at least half a complaint. Neither moves
because of one bad Tuesday, as means would. Chance is the upper tail of a Poisson distribution around the most that is
usual: complaints come in clumps, and around the median itself every clump would be a miracle.

Before there are three past weeks, the same hours of the past six days are looked at too, and in the first days the
windows of the last day. Before there is anything to compare with, the count alone decides, and the surge says so.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from answerable.records.company import SurgeRule

DAY = 86_400
HOUR = 3_600
STEP = 300
"""Seconds between the instants at which the past is looked at."""
NORMAL = 1.4826
"""Median absolute deviation to standard deviation, for a normal distribution: 1 / Φ⁻¹(3/4)."""
DEVIATIONS = 3
LEAST = 0.5
"""Complaints in a window that may always come; without it a quiet topic's second complaint would be a miracle."""
ONE_IN = 1_000_000
SAMPLES_OF_THREE_WEEKS = 9
EVERYTHING = "everything"
RECENT = timedelta(days=90)


class Subject(NamedTuple):
    """What complaints are about: kind `topic`, `component` or `everything`."""

    kind: str
    id: str


ALL = Subject(EVERYTHING, "")
Times = Mapping[Subject, Sequence[float]]
"""When complaints about each subject were received: sorted seconds since 1970 (UTC)."""


@dataclass
class Arrivals:
    """Sorted instants (seconds since 1970, UTC) by topic and by component; `everything` has them all."""

    everything: list[float] = field(default_factory=list)
    topics: dict[str, list[float]] = field(default_factory=dict)
    components: dict[str, list[float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Level:
    """What is usual in a window: its median, and the most; None where there is nothing to compare with."""

    usual: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Surge:
    """Far more than usual about one subject, from its first complaint to the last instant at which the rule held.

    `number` is how many there were in all that time, `peak` how many in its fullest window, `level` what is usual then.
    """

    subject: Subject
    since: datetime
    noticed: datetime
    until: datetime
    number: int
    peak: int
    level: Level


def by_subject(arrivals: Arrivals) -> Times:
    """What was read of the intake, by subject."""
    return {
        ALL: arrivals.everything,
        **{Subject("topic", id): found for id, found in arrivals.topics.items()},
        **{Subject("component", id): found for id, found in arrivals.components.items()},
    }


def surges(times: Times, rule: SurgeRule, zone: ZoneInfo, now: datetime) -> tuple[Surge, ...]:
    """The surges that there are now, the largest excess first."""
    lately = firings(times, rule, zone, now - timedelta(days=1), now)
    return tuple(sorted((s for s in lately if s.until == now), key=lambda s: (-_excess(s), s.subject)))


def firings(times: Times, rule: SurgeRule, zone: ZoneInfo, start: datetime, end: datetime) -> tuple[Surge, ...]:
    """Each time that the rule held between two instants, looked at every five minutes back from `end`; oldest first.

    Two times of one subject with less than a window between them are one. What a topic or a component tells already is
    not told again as everything.
    """
    look = _Look(times, rule, zone)
    found = [surge for subject in times if subject != ALL for surge in look.over(subject, start, end)]
    for surge in look.over(ALL, start, end) if ALL in times else ():
        if not any(one.noticed <= surge.until and surge.since <= one.until for one in found):
            found.append(surge)
    return tuple(sorted(found, key=lambda s: (s.noticed, s.subject)))


def recent(arrivals: Arrivals, rule: SurgeRule, zone: ZoneInfo, now: datetime) -> tuple[Surge, ...]:
    """The surges of the last 90 days, newest first, from complaints of so long and the rule's weeks before it."""
    return firings(by_subject(arrivals), rule, zone, now - RECENT, now)[::-1]


def _excess(surge: Surge) -> float:
    return surge.peak - (surge.level.usual or 0)


class _Look:
    """The rule at many instants of the same complaints."""

    def __init__(self, times: Times, rule: SurgeRule, zone: ZoneInfo) -> None:
        self.times = times
        self.rule = rule
        self.zone = zone
        self.window = rule.window.total_seconds()
        self.first = min((found[0] for found in times.values() if found), default=0.0)
        self.before: dict[float, list[float]] = {}

    def over(self, subject: Subject, start: datetime, end: datetime) -> Iterator[Surge]:
        """The surges about a subject between two instants."""
        last: list[tuple[float, Level]] = []
        for at, level in self._held(subject, start.timestamp(), end.timestamp()):
            if last and at - last[-1][0] > max(self.window, STEP):
                yield self._surge(subject, last)
                last = []
            last.append((at, level))
        if last:
            yield self._surge(subject, last)

    def _held(self, subject: Subject, start: float, end: float) -> Iterator[tuple[float, Level]]:
        times, count = self.times[subject], self.rule.count
        if not any(last - first < self.window for first, last in zip(times, times[count - 1 :], strict=False)):
            return  # so many were never together in one window: no need to look every five minutes
        for number in range(int((end - start) // STEP), -1, -1):
            at = end - number * STEP
            count = self.count(subject, at)
            if count >= self.rule.count:
                level = self.level(subject, at)
                if _too_many(count, level, self.rule):
                    yield at, level

    def _surge(self, subject: Subject, held: Sequence[tuple[float, Level]]) -> Surge:
        times = self.times[subject]
        noticed, until = held[0][0], held[-1][0]
        first, last = bisect_right(times, noticed - self.window), bisect_right(times, until)
        fullest, level = max(held, key=lambda one: self.count(subject, one[0]))
        peak = self.count(subject, fullest)
        since, seen, end = (datetime.fromtimestamp(at, UTC) for at in (times[first], noticed, until))
        return Surge(subject, since, seen, end, last - first, peak, level)

    def count(self, subject: Subject, end: float) -> int:
        """How many came in the window that ends then."""
        times = self.times[subject]
        return bisect_right(times, end) - bisect_right(times, end - self.window)

    def level(self, subject: Subject, end: float) -> Level:
        """What is usual for a window that ends then."""
        if end not in self.before:
            self.before[end] = self._windows_before(end)
        return level_of([self.count(subject, before) for before in self.before[end]])

    def _windows_before(self, end: float) -> list[float]:
        """The ends of the windows to compare with; none that begins before the first complaint of all."""
        found = list(self._at_same_clock(end, [7 * week for week in range(1, self.rule.weeks + 1)]))
        if len(found) < SAMPLES_OF_THREE_WEEKS:
            found += self._at_same_clock(end, range(1, 7))
        if len(found) < SAMPLES_OF_THREE_WEEKS:
            before = (end - number * self.window for number in range(1, int(max(DAY / self.window, 6)) + 1))
            found += (at for at in before if self._known(at, end))
        return found

    def _at_same_clock(self, end: float, days: Iterable[int]) -> Iterator[float]:
        shift = min(self.window, HOUR)
        offset = _offset(end, self.zone)
        for day in days:
            same = end - day * DAY
            same += offset - _offset(same, self.zone)
            yield from (at for at in (same - shift, same, same + shift) if self._known(at, end))

    def _known(self, at: float, end: float) -> bool:
        return at - self.window >= self.first and at <= end - self.window


def level_of(counts: Sequence[int]) -> Level:
    """What is usual, from the counts of the windows to compare with."""
    if not counts:
        return Level(None, None)
    usual = median(counts)
    scatter = NORMAL * median(abs(count - usual) for count in counts)
    return Level(usual, max(usual + DEVIATIONS * scatter, LEAST))


def _too_many(count: int, level: Level, rule: SurgeRule) -> bool:
    if level.usual is None or level.most is None:
        return True
    return count >= rule.above * level.usual and poisson_tail(count, level.most) * ONE_IN < 1


@lru_cache(maxsize=65_536)
def poisson_tail(count: int, mean: float) -> float:
    """The chance that a Poisson variable with that mean is at least `count`; 1 when that is no more than the mean."""
    if count <= mean:
        return 1.0
    term = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    total, number = 0.0, count
    while term > total * 1e-12:
        total += term
        number += 1
        term *= mean / number
    return min(total, 1.0)


def _offset(at: float, zone: ZoneInfo) -> float:
    return (datetime.fromtimestamp(at, zone).utcoffset() or timedelta()).total_seconds()
