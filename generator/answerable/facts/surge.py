"""Find surges: far more complaints about one subject than usual.

There is a surge about a subject (a topic, a component, or everything) at an instant if, in the policy's `window` before
it, there are at least `count` complaints, at least `above` times as many as usual, and so many would come by chance in
less than one of a million windows.

*Usual* is the median of the same window at the same wall-clock time on the same weekday of the past `weeks` weeks,
together with those an hour earlier and later. The *most* is three standard deviations above it, each estimated as
1.4826 times the median absolute deviation (Rousseeuw & Croux 1993), and at least half a complaint. Unlike means,
neither changes much after one bad day. Chance is the upper tail of a Poisson distribution with the *most* as its mean:
complaints come in clusters, and with the median as the mean every cluster would be a surge.

With less than three past weeks of data the same hours of the past six days are compared too, and in the first days the
windows of the last day. Without any data to compare with, the count alone decides, and the surge says so.
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
"""Seconds between the instants at which the rule is applied to the past."""
NORMAL = 1.4826
"""The ratio of the standard deviation to the median absolute deviation of a normal distribution: 1 / Φ⁻¹(3/4)."""
DEVIATIONS = 3
LEAST = 0.5
"""The smallest *most*; with 0 the second complaint about a quiet topic would be a surge."""
ONE_IN = 1_000_000
SAMPLES_OF_THREE_WEEKS = 9
EVERYTHING = "everything"
RECENT = timedelta(days=90)


class Subject(NamedTuple):
    """What complaints are about; `kind` is `topic`, `component` or `everything`."""

    kind: str
    id: str


ALL = Subject(EVERYTHING, "")
Times = Mapping[Subject, Sequence[float]]
"""When complaints about each subject were received: sorted seconds since 1970 (UTC)."""


@dataclass
class Arrivals:
    """When complaints were received, as sorted seconds since 1970 (UTC): all, by topic, and by component."""

    everything: list[float] = field(default_factory=list)
    topics: dict[str, list[float]] = field(default_factory=dict)
    components: dict[str, list[float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UsualLevel:
    """What is usual in a window: the median and the most; None without data to compare with."""

    usual: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Surge:
    """A surge about a subject, from its first complaint (`since`) to the last instant at which the rule held (`until`).

    `noticed` is the first such instant. `number` is the complaints in all that time, `peak` those in the fullest
    window, `level` what is usual for that window.
    """

    subject: Subject
    since: datetime
    noticed: datetime
    until: datetime
    number: int
    peak: int
    level: UsualLevel


def by_subject(arrivals: Arrivals) -> Times:
    """Return the arrivals by subject."""
    return {
        ALL: arrivals.everything,
        **{Subject("topic", id): found for id, found in arrivals.topics.items()},
        **{Subject("component", id): found for id, found in arrivals.components.items()},
    }


def surges(times: Times, rule: SurgeRule, zone: ZoneInfo, now: datetime) -> tuple[Surge, ...]:
    """Return the surges at `now`, the one with the largest excess first."""
    last_day = firings(times, rule, zone, now - timedelta(days=1), now)
    return tuple(sorted((s for s in last_day if s.until == now), key=lambda s: (-_excess(s), s.subject)))


def firings(times: Times, rule: SurgeRule, zone: ZoneInfo, start: datetime, end: datetime) -> tuple[Surge, ...]:
    """Return the surges between two instants, oldest first; the rule is applied every five minutes back from `end`.

    Two surges about the same subject less than a window apart are one. A surge about everything is left out if it
    overlaps one about a topic or a component.
    """
    search = _Search(times, rule, zone)
    found = [surge for subject in times if subject != ALL for surge in search.over(subject, start, end)]
    for surge in search.over(ALL, start, end) if ALL in times else ():
        if not any(one.noticed <= surge.until and surge.since <= one.until for one in found):
            found.append(surge)
    return tuple(sorted(found, key=lambda s: (s.noticed, s.subject)))


def recent(arrivals: Arrivals, rule: SurgeRule, zone: ZoneInfo, now: datetime) -> tuple[Surge, ...]:
    """Return the surges of the last 90 days, newest first; `arrivals` must also have the rule's weeks before those."""
    return firings(by_subject(arrivals), rule, zone, now - RECENT, now)[::-1]


def _excess(surge: Surge) -> float:
    return surge.peak - (surge.level.usual or 0)


class _Counts(dict[float, int]):
    """How many complaints about a subject came in the window that ends at an instant, each counted once."""

    def __init__(self, times: Sequence[float], window: float) -> None:
        self.times = times
        self.window = window

    def __missing__(self, end: float) -> int:
        found = self[end] = bisect_right(self.times, end) - bisect_right(self.times, end - self.window)
        return found


class _Search:
    """Applies the rule at many instants to the same complaints."""

    def __init__(self, times: Times, rule: SurgeRule, zone: ZoneInfo) -> None:
        self.times = times
        self.rule = rule
        self.zone = zone
        self.window = rule.window.total_seconds()
        self.first = min((found[0] for found in times.values() if found), default=0.0)
        self.counts = {subject: _Counts(found, self.window) for subject, found in times.items()}
        self.before: dict[float, list[float]] = {}

    def over(self, subject: Subject, start: datetime, end: datetime) -> Iterator[Surge]:
        """Yield the surges about a subject between two instants."""
        last: list[tuple[float, UsualLevel]] = []
        for at, level in self._instants(subject, start.timestamp(), end.timestamp()):
            if last and at - last[-1][0] > max(self.window, STEP):
                yield self._surge(subject, last)
                last = []
            last.append((at, level))
        if last:
            yield self._surge(subject, last)

    def _instants(self, subject: Subject, start: float, end: float) -> Iterator[tuple[float, UsualLevel]]:
        times, least, counts = self.times[subject], self.rule.count, self.counts[subject]
        if not any(last - first < self.window for first, last in zip(times, times[least - 1 :], strict=False)):
            return  # no window ever has enough complaints
        for number in range(int((end - start) // STEP), -1, -1):
            at = end - number * STEP
            count = counts[at]
            if count >= least:
                before = list(map(counts.__getitem__, self.windows_before(at)))
                if before and count < self.rule.above * median(before):
                    continue
                level = level_of(before)
                if _too_many(count, level, self.rule):
                    yield at, level

    def _surge(self, subject: Subject, instants: Sequence[tuple[float, UsualLevel]]) -> Surge:
        times = self.times[subject]
        noticed, until = instants[0][0], instants[-1][0]
        first, last = bisect_right(times, noticed - self.window), bisect_right(times, until)
        fullest, level = max(instants, key=lambda one: self.counts[subject][one[0]])
        peak = self.counts[subject][fullest]
        first_at, noticed_at, until_at = (datetime.fromtimestamp(at, UTC) for at in (times[first], noticed, until))
        return Surge(subject, first_at, noticed_at, until_at, last - first, peak, level)

    def windows_before(self, end: float) -> list[float]:
        """Return the ends of the windows to compare with one that ends then."""
        if end not in self.before:
            self.before[end] = self._windows_before(end)
        return self.before[end]

    def _windows_before(self, end: float) -> list[float]:
        """Return the ends of the windows to compare with; none begins before the first complaint of all."""
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


def level_of(counts: Sequence[int]) -> UsualLevel:
    """Return what is usual, given the counts of the windows to compare with."""
    if not counts:
        return UsualLevel(None, None)
    usual = median(counts)
    scatter = NORMAL * median(abs(count - usual) for count in counts)
    return UsualLevel(usual, max(usual + DEVIATIONS * scatter, LEAST))


def _too_many(count: int, level: UsualLevel, rule: SurgeRule) -> bool:
    if level.usual is None or level.most is None:
        return True
    return count >= rule.above * level.usual and poisson_tail(count, level.most) * ONE_IN < 1


@lru_cache(maxsize=65_536)
def poisson_tail(count: int, mean: float) -> float:
    """Return the probability that a Poisson variable is at least `count`; simply 1 for a count up to the mean."""
    if count <= mean:
        return 1.0
    term = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    total, number = 0.0, count
    while term > total * 1e-12:
        total += term
        number += 1
        term *= mean / number
    return min(total, 1.0)


@lru_cache(maxsize=65_536)
def _offset(at: float, zone: ZoneInfo) -> float:
    return (datetime.fromtimestamp(at, zone).utcoffset() or timedelta()).total_seconds()
