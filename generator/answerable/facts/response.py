"""What the figures of response are made of: plain values, by cohort and by clock.

A complaint is *counted* when it was received by the clock given and its row has no `excluded_because`. All lengths of
time are whole seconds. Each figure's meaning stands in `definitions`, under the name of its field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from answerable.facts.shares import Comparison, Quantile, Share
from answerable.records.text import Text


class Dimension(StrEnum):
    """By what complaints are put together. `night` and `day` exist for channels that answer day and night."""

    ALL = "all"
    CHANNEL = "channel"
    TOPIC = "topic"
    PRIORITY = "priority"
    COMPONENT = "component"
    NIGHT = "night"
    DAY = "day"


@dataclass(frozen=True, slots=True, order=True)
class Cohort:
    """Complaints received in a month (`2026-11`; "" is all months) with one value of a dimension ("" for `all`)."""

    month: str = ""
    dimension: Dimension = Dimension.ALL
    value: str = ""


@dataclass(frozen=True, slots=True)
class Replies:
    """How soon replies of one kind came: by a person, or of any kind (automatic and canned ones too)."""

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
    """The figures of one clock. `cases` of the cohort have this clock; those on channels without hours have no staffed.

    `without_target` of them have a priority for which the policy promises nothing.
    """

    cases: int
    without_target: int
    human: Replies
    any_reply: Replies
    resolution: Spread
    follow_up: Spread


@dataclass(frozen=True, slots=True)
class Loop:
    """Taken private, then followed up in public.

    `came_back` is followed up at all, `in_time` within the policy's `follow_up_within`; both of those whose time is up.
    `time` runs from taken private to followed up. `overdue` are those whose time is up and that did not come back.
    """

    taken_private: int
    came_back: Share
    in_time: Share
    time: Spread
    overdue: int


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the counted complaints of a cohort stand. Each stands in exactly one place; nothing is added up.

    `unconfirmed`: solved, partly solved or explained, as the company says. `confirmed`: the customer says so too.
    `unstated`: resolved, without an outcome. `open`: never resolved. `reopened`: open again. `reopened_ever` counts
    every complaint that was reopened at least once, wherever it stands now, and is no part of the sum.
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
        """Each end's number by its name; together they are the counted complaints."""
        names = ("confirmed", "unconfirmed", "no_reply_from_customer", "declined", "unresolved", "unstated")
        return {name: getattr(self, name) for name in (*names, "reopened", "withdrawn", "open")}


@dataclass(frozen=True, slots=True)
class CohortFigures:
    """All figures of one cohort. `excluded` gives each reason with its number; they are in no other figure."""

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
        """Counted and excluded together."""
        return self.counted + sum(number for _, number in self.excluded)

    def shares(self) -> dict[str, Share]:
        """Every share by a name that stays, such as `all_hours.human.within_day`; definitions go by its last part."""
        found = {f"loop.{name}": getattr(self.loop, name) for name in ("came_back", "in_time")}
        for clock in ("all_hours", "staffed"):
            for kind in ("human", "any_reply"):
                replies = getattr(getattr(self, clock), kind)
                for name in ("within_hour", "within_day", "within_target"):
                    found[f"{clock}.{kind}.{name}"] = getattr(replies, name)
        return found

    def quantiles(self) -> dict[str, Quantile]:
        """Every quantile by a name that stays, such as `staffed.resolution.p90`."""
        found = {f"loop.time.{name}": getattr(self.loop.time, name) for name in ("median", "p90")}
        for clock in ("all_hours", "staffed"):
            for kind in ("human", "any_reply", "resolution", "follow_up"):
                spread = getattr(getattr(self, clock), kind)
                found |= {f"{clock}.{kind}.{name}": getattr(spread, name) for name in ("median", "p90")}
        return found


@dataclass(frozen=True, slots=True)
class Waiting:
    """A complaint by its id, and how many seconds it has been waiting. Nothing else of it is said."""

    id: str
    seconds: int


@dataclass(frozen=True, slots=True)
class OpenAges:
    """How long everything that is open has been so: `buckets` are (up to so many days; None: older) with numbers."""

    total: int
    buckets: tuple[tuple[int | None, int], ...]
    median: Quantile
    oldest: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Declined:
    """A published complaint that was declined, with the reason that was given."""

    id: str
    reason: Text


@dataclass(frozen=True, eq=False)
class Response:
    """All figures of response as of an instant. `uncounted` are rows set aside, by the rule that they break."""

    as_of: datetime
    minimum: int
    months: tuple[str, ...]
    cohorts: Mapping[Cohort, CohortFigures]
    overdue: tuple[Waiting, ...] = ()
    open_ages: OpenAges | None = None
    declined: Mapping[str, tuple[Declined, ...]] = field(default_factory=dict)
    uncounted: tuple[tuple[str, int], ...] = ()

    def of(self, month: str = "", dimension: Dimension = Dimension.ALL, value: str = "") -> CohortFigures | None:
        """The figures of a cohort; None when nothing was received in it."""
        return self.cohorts.get(Cohort(month, dimension, value))

    def values(self, dimension: Dimension, month: str = "") -> tuple[str, ...]:
        """The values of a dimension that have complaints, in order."""
        return tuple(sorted(c.value for c in self.cohorts if c.dimension is dimension and c.month == month))

    def compared(self, month: str, before: str, share: str) -> Comparison | None:
        """A share of all complaints of a month beside the month before, by its name in `CohortFigures.shares`."""
        ours, theirs = self.of(month), self.of(before)
        return Comparison(ours.shares()[share], theirs.shares()[share]) if ours and theirs else None


def month_of(instant: datetime, zone: ZoneInfo) -> str:
    """The month of an instant in a zone, such as `2026-11`."""
    return instant.astimezone(zone).strftime("%Y-%m")


def month_before(month: str) -> str:
    """The month before a month."""
    first = datetime.strptime(month + "-01 +0000", "%Y-%m-%d %z")
    return (first - timedelta(days=1)).strftime("%Y-%m")


def last_complete_month(now: datetime, zone: ZoneInfo) -> str:
    """The newest month that is over in a zone."""
    return month_before(month_of(now, zone))


def month_bounds(month: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a month begins in a zone, and when the next one does."""
    begin = datetime.strptime(month + "-01 +0000", "%Y-%m-%d %z").replace(tzinfo=zone)
    return begin, (begin + timedelta(days=32)).replace(day=1)
