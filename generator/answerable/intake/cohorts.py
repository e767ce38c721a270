"""Compute the figures of response: count every cohort in SQL and return the figures as values.

Shares: a complaint counts once its time is up (age >= limit), answered in time or not. Quantiles: the smallest length
of time that the given part of all cases does not exceed; what has not happened counts as infinitely long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
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
from answerable.intake.case_table import CLOCKS, case_table
from answerable.intake.counts import LIMITS, NEVER, counts, quantiles
from answerable.intake.engine import Population
from answerable.records.ledger import Ledger
from answerable.records.vocabulary import CalendarName, Consent, Outcome

OLDEST = 100
"""How many of the complaints that have waited longest are listed."""
BUCKETS = (1, 7, 30, 90)
"""The upper bounds, in days, of the groups by age of open complaints."""
_DAY = 86_400
_OPEN = "counted AND resolved IS NULL AND withdrawn IS NULL"


def response_figures(
    intake: Population, ledger: Ledger, now: datetime, calendar: CalendarName = "gregorian"
) -> Response:
    """Return all figures as of `now`, by months of `calendar`; they depend on the rows, records and `now` only."""
    minimum = ledger.policy.minimum_n
    uncounted = tuple(intake.uncounted.items())
    if intake.empty:
        return Response(now, minimum, (), {}, uncounted=uncounted)
    within = int(ledger.policy.follow_up_within.total_seconds())
    shown = {complaint.id for complaint in ledger.complaints if complaint.consent is not Consent.NONE}
    with case_table(intake, ledger, now, calendar=calendar) as cases:
        every = _sums_with_excluded(intake, ledger, now, within, calendar)
        cohorts = {figures.cohort: figures for figures in _cohorts(intake, cases, within, minimum, every)}
        overdue = intake.rows(
            f"SELECT id, private_for, record FROM {cases} WHERE private_for >= {within} AND loop_time IS NULL "
            f"ORDER BY 2 DESC, 1"
        )
        open_ages = _open_ages(intake, cases, minimum)
    return Response(
        as_of=now,
        minimum=minimum,
        months=tuple(sorted({cohort.month for cohort in cohorts} - {""}, reverse=True)),
        cohorts=cohorts,
        overdue=tuple(Waiting(id if not record or id in shown else "", seconds) for id, seconds, record in overdue),
        open_ages=open_ages,
        declined=_declined(ledger, now, calendar),
        uncounted=uncounted,
    )


def month_figures(intake: Population, ledger: Ledger, now: datetime, month: str) -> dict[Cohort, CohortFigures]:
    """Return the figures of one month only, as of `now`; empty when nothing was received in it."""
    if intake.empty:
        return {}
    within = int(ledger.policy.follow_up_within.total_seconds())
    with case_table(intake, ledger, now, month) as cases:
        found = _cohorts(intake, cases, within, ledger.policy.minimum_n)
        return {one.cohort: one for one in found if one.cohort.month}


Sums = Mapping[Cohort, Mapping[str, int]]


def _cohorts(
    intake: Population, cases: str, within: int, minimum: int, every: Sums = MappingProxyType({})
) -> Iterator[CohortFigures]:
    """Yield every cohort; `every` has the counts of the cohorts with excluded complaints."""
    for query in _queries(intake, cases, within):
        yield from query.figures(minimum, every)


def _queries(intake: Population, cases: str, within: int) -> Iterator[_Query]:
    """Yield a query for each dimension, by month and of all months.

    Counts are made once for the finest cohorts and added up; quantiles cannot be.
    """
    found = counts(within)
    counted = ", ".join(f"{expression} AS {name}" for name, expression in found.items())
    finest = ", ".join(["month", *(one.value for one in Dimension if one is not Dimension.ALL), "excluded_because"])
    query = f"SELECT {finest}, count(*) AS number, {counted} FROM {cases} GROUP BY {finest}"
    with intake.table_of("counts", query) as table:
        for month in ("month", "''"):
            for dimension in Dimension:
                yield _Query(intake, cases, table, month, dimension, tuple(found))


def _sums_with_excluded(intake: Population, ledger: Ledger, now: datetime, within: int, calendar: CalendarName) -> Sums:
    """Return the counts of each cohort as if nothing were excluded; empty if nothing is."""
    if not intake.has_excluded:
        return {}
    with case_table(intake, ledger, now, with_excluded=True, calendar=calendar) as cases:
        return {
            Cohort(month, query.dimension, value): dict(zip(query.names, numbers, strict=True))
            for query in _queries(intake, cases, within)
            for month, value, *numbers in query.sums()
        }


@dataclass(frozen=True)
class _Query:
    """The cohorts of one dimension, by month or of all months, from the tables of cases and of their counts.

    `month` is the SQL of the month, `''` for all months; `names` are those of the counts.
    """

    intake: Population
    cases: str
    counts: str
    month: str
    dimension: Dimension
    names: tuple[str, ...]

    def rows(self, columns: str, table: str, condition: str = "true", by: str = "1, 2") -> list[tuple[Any, ...]]:
        """Return the columns by month and value of the dimension, in order; `by` are the places of what groups them."""
        value = "''" if self.dimension is Dimension.ALL else self.dimension.value
        return self.intake.rows(
            f"SELECT {self.month} AS m, {value} AS v, {columns} FROM {table} "
            f"WHERE {value} IS NOT NULL AND {condition} GROUP BY {by} ORDER BY {by}"
        )

    def excluded(self) -> dict[tuple[str, str], list[tuple[str, int]]]:
        """Return the number of excluded complaints by reason, by month and value."""
        found = defaultdict(list)
        reasons = "excluded_because, CAST(sum(number) AS BIGINT)"
        for month, value, reason, number in self.rows(
            reasons, self.counts, "excluded_because IS NOT NULL", by="1, 2, 3"
        ):
            found[month, value].append((reason, number))
        return found

    def sums(self) -> list[tuple[Any, ...]]:
        """Return month, value and the counts of each cohort."""
        sums = ", ".join(f"CAST(sum({name}) AS BIGINT)" for name in self.names)
        return self.rows(sums, self.counts)

    def figures(self, minimum: int, every: Sums) -> Iterator[CohortFigures]:
        """Yield the figures of each cohort."""
        several = quantiles()
        times = {row[:2]: row[2:] for row in self.rows(", ".join(several.values()), self.cases)}
        excluded = self.excluded()
        for month, value, *numbers in self.sums():
            row = dict(zip((*self.names, *several), (*numbers, *times[month, value]), strict=True))
            cohort = Cohort(month, self.dimension, value)
            yield _Numbers(row, minimum, every.get(cohort)).figures(cohort, tuple(excluded[month, value]))


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
        half, most = self.numbers[f"{name}_quantiles"] or (NEVER, NEVER)
        return Spread(
            *(
                Quantile(q, None if seconds == NEVER else seconds, n, never, self.minimum)
                for q, seconds in ((0.5, half), (0.9, most))
            )
        )

    def loop(self) -> Loop:
        came_back, in_time = self.share("loop_came_back", "loop"), self.share("loop_in_time", "loop")
        overdue = came_back.denominator - came_back.numerator
        return Loop(self.numbers["private"], came_back, in_time, self.spread("loop", "private"), overdue)


def _open_ages(intake: Population, cases: str, minimum: int) -> OpenAges:
    bounds = [(0, BUCKETS[0]), *zip(BUCKETS, (*BUCKETS[1:], None), strict=True)]
    counts = ", ".join(
        f"count(CASE WHEN all_hours_age >= {low * _DAY} AND all_hours_age < {high * _DAY} THEN 1 END)"
        if high
        else f"count(CASE WHEN all_hours_age >= {low * _DAY} THEN 1 END)"
        for low, high in bounds
    )
    total, half, *numbers = intake.rows(
        f"SELECT count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY all_hours_age), {counts} "
        f"FROM {cases} WHERE {_OPEN}"
    )[0]
    oldest = intake.rows(f"SELECT id, all_hours_age FROM {cases} WHERE {_OPEN} ORDER BY 2 DESC, 1 LIMIT {OLDEST}")
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
