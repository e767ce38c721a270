"""Compute the figures of response: count every cohort in SQL and return the figures as values.

Shares: a complaint counts once its time is up (age >= limit), answered in time or not. Quantiles: the smallest length
of time that the given part of all cases does not exceed; what has not happened counts as infinitely long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from answerable.facts.months import month_of
from answerable.facts.response import (
    ByClock,
    Cohort,
    CohortFigures,
    Declined,
    Dimension,
    Ends,
    Loop,
    OpenAges,
    Replies,
    Response,
    Spread,
    Waiting,
)
from answerable.facts.shares import Quantile, Share
from answerable.intake.case_table import CLOCKS, LENGTHS, happened_sql
from answerable.intake.counts import LIMITS, counts
from answerable.intake.engine import Population
from answerable.intake.kept_months import all_tallies
from answerable.intake.tallies import Tallies, tables
from answerable.records.ledger import Ledger
from answerable.records.vocabulary import CalendarName, Consent, Outcome

OLDEST = 100
"""How many of the complaints that have waited longest are listed."""
BUCKETS = (1, 7, 30, 90)
"""The upper bounds, in days, of the groups by age of open complaints."""
_DAY = 86_400
_OPEN = "excluded_because IS NULL AND resolved IS NULL AND withdrawn IS NULL"


def response_figures(
    intake: Population, ledger: Ledger, now: datetime, calendar: CalendarName = "gregorian"
) -> Response:
    """Return all figures as of `now`, by months of `calendar`; they depend on the rows, records and `now` only."""
    minimum = ledger.policy.minimum_n
    uncounted = tuple(intake.uncounted.items())
    if intake.empty:
        return Response(now, minimum, (), {}, uncounted=uncounted)
    found = all_tallies(intake, ledger, now, calendar)
    cohorts = {one.cohort: one for month, tallies in found.items() for one in _cohorts(month, tallies, ledger)}
    whole = cohorts.get(Cohort())
    return Response(
        as_of=now,
        minimum=minimum,
        months=tuple(sorted({cohort.month for cohort in cohorts} - {""}, reverse=True)),
        cohorts=cohorts,
        overdue=tuple(_overdue(intake, ledger, now)),
        overdue_count=whole.loop.overdue if whole else 0,
        open_ages=_open_ages(intake, now, minimum),
        declined=_declined(ledger, now, calendar),
        uncounted=uncounted,
    )


def month_figures(intake: Population, ledger: Ledger, now: datetime, month: str) -> dict[Cohort, CohortFigures]:
    """Return the figures of one month only, as of `now`; empty when nothing was received in it."""
    if intake.empty:
        return {}
    with tables(intake, ledger, now, (month,)) as made:
        return {one.cohort: one for one in _cohorts(month, made.by_month().get(month, {}), ledger)}


def _cohorts(month: str, tallies: Tallies, ledger: Ledger) -> Iterator[CohortFigures]:
    """Yield the figures of each cohort of a month, "" for all months."""
    within = int(ledger.policy.follow_up_within.total_seconds())
    names = tuple(counts(within, 0))
    for (dimension, value), tally in tallies.items():
        numbers: dict[str, Any] = dict(zip(names, tally.sums, strict=True))
        numbers |= {f"{time}_quantiles": pair for time, pair in zip(LENGTHS, tally.quantiles, strict=True)}
        every = dict(zip(names, tally.every, strict=True)) if tally.excluded else None
        cohort = Cohort(month, Dimension(dimension), value)
        yield _Numbers(numbers, ledger.policy.minimum_n, every).figures(cohort, tuple(sorted(tally.excluded.items())))


class _Numbers:
    """One row of counts and quantiles, by the names that `counts` and `quantiles` give them.

    `every` has the counts with excluded complaints, if there are any.
    """

    def __init__(self, numbers: Mapping[str, Any], minimum: int, every: Mapping[str, int] | None) -> None:
        self.numbers = numbers
        self.minimum = minimum
        self.every = every

    def figures(self, cohort: Cohort, excluded: tuple[tuple[str, int], ...]) -> CohortFigures:
        clocks = {clock: self.by_clock(clock) for clock in CLOCKS}
        ends = Ends(**{name: self.numbers[f"end_{name}"] for name in Ends.__slots__})
        return CohortFigures(
            cohort, self.numbers["counted"], excluded, **clocks, loop=self.loop(), ends=ends, minimum=self.minimum
        )

    def by_clock(self, clock: str) -> ByClock:
        return ByClock(
            cases=self.numbers[f"{clock}_cases"],
            without_target=self.numbers[f"{clock}_without_target"],
            human=self.replies(clock, "human"),
            any_reply=self.replies(clock, "any_reply"),
            resolution=self.spread(f"{clock}_resolution", f"{clock}_cases"),
            follow_up=self.spread(f"{clock}_follow_up", f"{clock}_private"),
        )

    def replies(self, clock: str, kind: str) -> Replies:
        spread = self.spread(f"{clock}_{kind}", f"{clock}_cases")
        shares = {name: self.share(f"{clock}_{kind}_{name}", f"{clock}_{name}") for name in LIMITS}
        return Replies(shares["hour"], shares["day"], shares["target"], spread.median, spread.p90)

    def share(self, numerator: str, limit: str) -> Share:
        """Return the share of a count in those whose time is up; `limit` begins the names of these counts."""
        share = self._share_of(self.numbers, numerator, limit)
        return share.compared_with(self._share_of(self.every, numerator, limit)) if self.every else share

    def _share_of(self, numbers: Mapping[str, int], numerator: str, limit: str) -> Share:
        return Share(numbers[numerator], numbers[f"{limit}_due"], numbers[f"{limit}_not_due"], self.minimum)

    def spread(self, name: str, cases: str) -> Spread:
        n, never = self.numbers[cases], self.numbers[f"{name}_never"]
        half, most = self.numbers[f"{name}_quantiles"] or (None, None)
        return Spread(*(Quantile(q, seconds, n, never, self.minimum) for q, seconds in ((0.5, half), (0.9, most))))

    def loop(self) -> Loop:
        came_back, in_time = self.share("loop_came_back", "loop"), self.share("loop_in_time", "loop")
        overdue = came_back.denominator - came_back.numerator
        return Loop(self.numbers["private"], came_back, in_time, self.spread("loop", "private"), overdue)


def _overdue(intake: Population, ledger: Ledger, now: datetime) -> Iterator[Waiting]:
    """Yield the complaints that have waited longest for what came of them to be told in public."""
    shown = {complaint.id for complaint in ledger.complaints if complaint.consent is not Consent.NONE}
    since = int(now.timestamp()) - int(ledger.policy.follow_up_within.total_seconds())
    for id, seconds, record in intake.rows(
        f"SELECT id, ended - taken_private, record FROM ({happened_sql(int(now.timestamp()))}) AS happened "
        f"WHERE excluded_because IS NULL AND taken_private <= {since} AND followed IS NULL "
        f"ORDER BY 2 DESC, 1 LIMIT {OLDEST}"
    ):
        yield Waiting(id if not record or id in shown else "", seconds)


def _open_ages(intake: Population, now: datetime, minimum: int) -> OpenAges:
    bounds = [(0, BUCKETS[0]), *zip(BUCKETS, (*BUCKETS[1:], None), strict=True)]
    numbers_sql = ", ".join(
        f"count(CASE WHEN age >= {low * _DAY} AND age < {high * _DAY} THEN 1 END)"
        if high
        else f"count(CASE WHEN age >= {low * _DAY} THEN 1 END)"
        for low, high in bounds
    )
    waiting = (
        f"SELECT id, ended - received AS age FROM ({happened_sql(int(now.timestamp()))}) AS happened WHERE {_OPEN}"
    )
    with intake.table_of("waiting", waiting) as table:
        total, half, *numbers = intake.rows(
            f"SELECT count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY age), {numbers_sql} FROM {table}"
        )[0]
        oldest = intake.rows(f"SELECT id, age FROM {table} ORDER BY 2 DESC, 1 LIMIT {OLDEST}")
    buckets = tuple((high, number) for (_, high), number in zip(bounds, numbers, strict=True))
    return OpenAges(total, buckets, Quantile(0.5, half, total, 0, minimum), tuple(Waiting(*row) for row in oldest))


def _declined(ledger: Ledger, now: datetime, calendar: CalendarName) -> dict[str, tuple[Declined, ...]]:
    """Return the published complaints that were declined, with the reason, by the month in which they were received."""
    months: dict[str, list[Declined]] = defaultdict(list)
    for complaint in ledger.answers:
        end = complaint.resolution
        if end and end.outcome is Outcome.DECLINED and end.reason and end.at <= now:
            months[month_of(complaint.received, ledger.policy.zone, calendar)].append(
                Declined(complaint.id, end.reason)
            )
    return {month: tuple(sorted(found, key=lambda one: one.id)) for month, found in sorted(months.items())}
