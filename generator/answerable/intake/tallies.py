"""Count the complaints of each month by each dimension, in SQL that other databases read, too.

The counts of all months together are those of the months added up. Quantiles cannot be added up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from answerable.facts.response import Dimension
from answerable.intake.case_table import LENGTHS, case_table, infinitely_long
from answerable.intake.counts import counts
from answerable.intake.engine import Population
from answerable.intake.store import sql_text
from answerable.records.ledger import Ledger
from answerable.records.vocabulary import CalendarName

DIMENSIONS = tuple(one.value for one in Dimension)
FINEST = ", ".join(one for one in DIMENSIONS if one != Dimension.ALL)
Quantiles = list[list[int | None] | None]


@dataclass(slots=True)
class Tally:
    """What is counted of the complaints of one cohort: `sums` in the order of `counts`, `every` with excluded ones.

    `excluded` are numbers by reason. `quantiles` are the median and the 90th percentile of each length of time, in the
    order of `LENGTHS`: seconds, or None for infinitely long; None instead of both if no complaint has it. `hashes` is
    the sum of the hashes of these lengths, or 0.
    """

    sums: list[int]
    every: list[int]
    excluded: dict[str, int] = field(default_factory=dict)
    quantiles: Quantiles = field(default_factory=lambda: [None] * len(LENGTHS))
    hashes: int = 0

    def add(self, other: Tally) -> None:
        """Add the counts of another cohort."""
        self.sums = [one + more for one, more in zip(self.sums, other.sums, strict=True)]
        self.every = [one + more for one, more in zip(self.every, other.every, strict=True)]
        self.hashes += other.hashes
        for reason, number in other.excluded.items():
            self.excluded[reason] = self.excluded.get(reason, 0) + number


Tallies = dict[tuple[str, str], Tally]
"""By dimension and value."""


def added(some: Iterable[Tallies]) -> Tallies:
    """Return the counts of several months added up, without quantiles."""
    found: Tallies = {}
    for tallies in some:
        for key, tally in tallies.items():
            zeros = [0] * len(tally.sums)
            found.setdefault(key, Tally(zeros, zeros)).add(tally)
    return found


@dataclass(frozen=True)
class Tables:
    """Two tables by month and dimension: of the counts of complaints that are alike in all, and of the cases.

    `names` are those of the counts; `never` stands for infinitely long. `hashed` is whether tallies get hashes.
    """

    intake: Population
    counts: str
    cases: str
    names: Sequence[str]
    never: int
    hashed: bool

    @property
    def lengths(self) -> str:
        """The query of the lengths of time of all cases that count, with their months and dimensions."""
        return f"SELECT month, {FINEST}, {', '.join(LENGTHS)} FROM {self.cases} WHERE excluded_because IS NULL"

    def by_month(self) -> dict[str, Tallies]:
        """Return the tallies of each month."""
        found: dict[str, Tallies] = defaultdict(dict)
        sums = ", ".join(f"CAST(sum({name}) AS BIGINT)" for name in self.names)
        for dimension in DIMENSIONS:
            value, where = _value(dimension)
            rows = self.intake.rows(
                f"SELECT month, {value} AS v, excluded_because, CAST(sum(number) AS BIGINT), {sums} FROM {self.counts} "
                f"WHERE {where} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
            )
            for month, one, reason, number, *numbers in rows:
                zeros = [0] * len(numbers)
                excluded = {reason: number} if reason is not None else {}
                tally = Tally(zeros if excluded else numbers, numbers, excluded)
                found[month].setdefault((dimension, one), Tally(zeros, zeros)).add(tally)
            hashes = f"sum(hash({', '.join(LENGTHS)}))" if self.hashed else "0"
            for month, one, quantiles, number in self._quantiles(
                "month", dimension, f"({self.lengths}) AS lengths", where, hashes
            ):
                found[month][dimension, one].quantiles = quantiles
                found[month][dimension, one].hashes = number
        return dict(found)

    def of_all_months(
        self, others: Iterable[str] = (), keys: Collection[tuple[str, str]] | None = None
    ) -> Iterator[tuple[tuple[str, str], Quantiles]]:
        """Yield the quantiles of all months together, by dimension and value, or of some of these.

        `others` is the SQL of tables of lengths of time of further months, as it follows FROM.
        """
        columns = f"SELECT {FINEST}, {', '.join(LENGTHS)} FROM "
        every = " UNION ALL ".join(columns + one for one in (f"({self.lengths}) AS counted", *others))
        for dimension in DIMENSIONS:
            where = _value(dimension)[1]
            if keys is not None:
                values = [value for of, value in keys if of == dimension]
                if not values:
                    continue
                where = where if dimension == Dimension.ALL else f"{dimension} IN ({', '.join(map(sql_text, values))})"
            for _, value, quantiles, _ in self._quantiles("''", dimension, f"({every}) AS lengths", where):
                yield (dimension, value), quantiles

    def _quantiles(
        self, month: str, dimension: str, table: str, where: str, more: str = "0"
    ) -> Iterator[tuple[str, str, Quantiles, int]]:
        value, _ = _value(dimension)
        both = ", ".join(f"percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY {time})" for time in LENGTHS)
        query = f"SELECT {month} AS m, {value} AS v, {more}, {both} FROM {table} WHERE {where} GROUP BY 1, 2"
        for of_month, one, number, *found in self.intake.rows(query):
            yield of_month, one, [_finite(pair, self.never) for pair in found], int(number)


@contextmanager
def tables(
    intake: Population,
    ledger: Ledger,
    now: datetime,
    months: Collection[str] | None = None,
    calendar: CalendarName = "gregorian",
    *,
    hashed: bool = False,
) -> Iterator[Tables]:
    """Make the tables as of `now`, of some months or of all; they are dropped at the end of the block.

    `hashed` has lengths of time hashed, which is not in every database.
    """
    within = int(ledger.policy.follow_up_within.total_seconds())
    never = infinitely_long(intake, now)
    found = counts(within, never)
    sums = ", ".join(f"{sql} AS {name}" for name, sql in found.items())
    by = f"month, {FINEST}, excluded_because"
    with (
        case_table(intake, ledger, now, months, calendar) as cases,
        intake.table_of("counts", f"SELECT {by}, count(*) AS number, {sums} FROM {cases} GROUP BY {by}") as counted,
    ):
        yield Tables(intake, counted, cases, tuple(found), never, hashed)


def _value(dimension: str) -> tuple[str, str]:
    """Return the SQL of a dimension's value, and that of whether a complaint has one."""
    return ("''", "true") if dimension == Dimension.ALL else (dimension, f"{dimension} IS NOT NULL")


def _finite(pair: list[Any] | None, never: int) -> list[int | None] | None:
    return pair and [None if seconds == never else seconds for seconds in pair]
