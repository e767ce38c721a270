"""The figures of response as values, by cohort and by clock.

A complaint is *counted* if it was received by the given instant and its row has no `excluded_because`. All lengths of
time are whole seconds. `definitions` explains each figure under the name of its field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from answerable.facts.shares import Comparison, Quantile, Share
from answerable.records.text import Text


class Dimension(StrEnum):
    """What complaints are grouped by. `night` and `day` exist for channels that answer around the clock."""

    ALL = "all"
    CHANNEL = "channel"
    TOPIC = "topic"
    PRIORITY = "priority"
    COMPONENT = "component"
    NIGHT = "night"
    DAY = "day"


@dataclass(frozen=True, slots=True, order=True)
class Cohort:
    """The complaints of a month (such as `2026-11`; "" is all months) with one value of a dimension ("" for `all`)."""

    month: str = ""
    dimension: Dimension = Dimension.ALL
    value: str = ""


@dataclass(frozen=True, slots=True)
class Replies:
    """How soon replies came, either those by persons or those of any kind (including automatic and canned ones)."""

    within_hour: Share
    within_day: Share
    within_target: Share
    median: Quantile
    p90: Quantile


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and 90th percentile of a length of time."""

    median: Quantile
    p90: Quantile


@dataclass(frozen=True, slots=True)
class ByClock:
    """The figures of one clock. `cases` is how many complaints have it: the staffed clock needs stated hours.

    `without_target` is how many of them have a priority without a target in the policy.
    """

    cases: int
    without_target: int
    human: Replies
    any_reply: Replies
    resolution: Spread
    follow_up: Spread


@dataclass(frozen=True, slots=True)
class Loop:
    """Complaints that were taken private, and whether they were followed up in public.

    `came_back` is the share that was followed up at all, `in_time` within the policy's `follow_up_within`; both count
    only complaints whose time is up. `time` is from taken private to followed up. `overdue` is the number whose time is
    up without a follow-up.
    """

    taken_private: int
    came_back: Share
    in_time: Share
    time: Spread
    overdue: int


@dataclass(frozen=True, slots=True)
class Ends:
    """How the counted complaints of a cohort ended so far. Each is counted in exactly one field.

    `unconfirmed`: solved, partly solved or explained, as the company says. `confirmed`: the customer says so too.
    `unstated`: resolved without an outcome. `open`: never resolved. `reopened`: open again. `reopened_ever` is not part
    of the sum: it counts every complaint that was reopened at least once.
    """

    confirmed: int
    unconfirmed: int
    no_reply_from_customer: int
    declined: int
    unresolved: int
    unstated: int
    reopened: int
    withdrawn: int
    open: int
    reopened_ever: int

    def parts(self) -> dict[str, int]:
        """Return the numbers by name that add up to the counted complaints."""
        names = ("confirmed", "unconfirmed", "no_reply_from_customer", "declined", "unresolved", "unstated")
        return {name: getattr(self, name) for name in (*names, "reopened", "withdrawn", "open")}


@dataclass(frozen=True, slots=True)
class CohortFigures:
    """All figures of one cohort. `excluded` are numbers by reason, which are in no other figure."""

    cohort: Cohort
    counted: int
    excluded: tuple[tuple[str, int], ...]
    all_hours: ByClock
    staffed: ByClock
    loop: Loop
    ends: Ends
    minimum: int = 1

    @property
    def received(self) -> int:
        """The number of complaints, counted and excluded."""
        return self.counted + sum(number for _, number in self.excluded)

    def shares(self) -> dict[str, Share]:
        """Return every share by its stable name, such as `all_hours.human.within_day`; it ends in a definition's id."""
        found = {f"loop.{name}": getattr(self.loop, name) for name in ("came_back", "in_time")}
        for clock in ("all_hours", "staffed"):
            for kind in ("human", "any_reply"):
                replies = getattr(getattr(self, clock), kind)
                for name in ("within_hour", "within_day", "within_target"):
                    found[f"{clock}.{kind}.{name}"] = getattr(replies, name)
        return found

    def quantiles(self) -> dict[str, Quantile]:
        """Return every quantile by its stable name, such as `staffed.resolution.p90`."""
        found = {f"loop.time.{name}": getattr(self.loop.time, name) for name in ("median", "p90")}
        for clock in ("all_hours", "staffed"):
            for kind in ("human", "any_reply", "resolution", "follow_up"):
                spread = getattr(getattr(self, clock), kind)
                found |= {f"{clock}.{kind}.{name}": getattr(spread, name) for name in ("median", "p90")}
        return found


@dataclass(frozen=True, slots=True)
class Waiting:
    """A complaint and how many seconds it has been waiting; without `id` if nothing of it may be shown."""

    id: str
    seconds: int


@dataclass(frozen=True, slots=True)
class OpenAges:
    """The ages of open complaints. `buckets` are (days, number): up to so many days old; None means older."""

    total: int
    buckets: tuple[tuple[int | None, int], ...]
    median: Quantile
    oldest: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Declined:
    """A published complaint that was declined, with the reason given."""

    id: str
    reason: Text


@dataclass(frozen=True, eq=False)
class Response:
    """All figures of response as of an instant. `uncounted` is the number of skipped rows by the rule they break.

    `overdue` are, of the `overdue_count` complaints that are, those that have waited longest.
    """

    as_of: datetime
    minimum: int
    months: tuple[str, ...]
    cohorts: Mapping[Cohort, CohortFigures]
    overdue: tuple[Waiting, ...] = ()
    overdue_count: int = 0
    open_ages: OpenAges | None = None
    declined: Mapping[str, tuple[Declined, ...]] = field(default_factory=dict)
    uncounted: tuple[tuple[str, int], ...] = ()

    def of(self, month: str = "", dimension: Dimension = Dimension.ALL, value: str = "") -> CohortFigures | None:
        """Return the figures of a cohort, or None if nothing was received in it."""
        return self.cohorts.get(Cohort(month, dimension, value))

    def values(self, dimension: Dimension, month: str = "") -> tuple[str, ...]:
        """Return the values of a dimension that have complaints, in order."""
        return tuple(sorted(c.value for c in self.cohorts if c.dimension is dimension and c.month == month))

    def compared(self, month: str, before: str, share: str) -> Comparison | None:
        """Compare a share (a name in `CohortFigures.shares`) of two months; None if one has no complaints."""
        ours, theirs = self.of(month), self.of(before)
        return Comparison(ours.shares()[share], theirs.shares()[share]) if ours and theirs else None
