"""Tallies of months, in the project's cache, for months in which nothing changed since.

A month is known by the sum of the hashes of its rows, the rules by which they are counted, and where its days begin and
end. It is settled once every complaint in it has had all the time in which it is judged; before that it is counted
again at another time of the clock. The lengths of time of its complaints are kept in a Parquet file with those of the
months that were counted with it, since the quantiles of all months together are worked out from all of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from answerable.facts.months import months_between
from answerable.intake.case_table import first_received, infinitely_long, month_span
from answerable.intake.columns import COLUMNS, INSTANTS
from answerable.intake.counts import counts
from answerable.intake.engine import Population
from answerable.intake.population import Intake
from answerable.intake.store import IntakeError, sql_text
from answerable.intake.tallies import Quantiles, Tables, Tallies, Tally, added, tables
from answerable.output.build_cache import digest, digest_of_zones
from answerable.records.ledger import Ledger
from answerable.records.vocabulary import CalendarName

MONTH, ALL = "month of the intake", "all months of the intake"
_DAY = 86_400


def all_tallies(intake: Population, ledger: Ledger, now: datetime, calendar: CalendarName) -> dict[str, Tallies]:
    """Return the tallies as of `now` of each month that has any, and of all months together under ""."""
    kept = KeptMonths(intake, ledger, now, calendar) if isinstance(intake, Intake) and intake.cache.keeps else None
    months = kept.changed if kept else None
    with tables(intake, ledger, now, months, calendar, hashed=kept is not None) as made:
        counted = made.by_month()
        found = {**(kept.known if kept else {}), **counted}
        whole = added(found.values())
        if kept:
            kept.keep(made, counted)
            kept.work_out(made, whole)
        else:
            _work_out(made, whole)
    return {**found, "": whole}


def _work_out(made: Tables, whole: Tallies) -> None:
    for key, quantiles in made.of_all_months():
        whole[key].quantiles = quantiles


@dataclass(frozen=True, slots=True)
class _Day:
    """A day in UTC: the sum of the hashes of its rows, and the latest instant in them."""

    hashes: int
    latest: int


def months_with_keys(
    intake: Population, ledger: Ledger, until: datetime, calendar: CalendarName = "gregorian"
) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield each month with complaints until an instant, what tells it from a changed one, and its latest instant."""
    days, zone, start = _days(intake), ledger.policy.zone, first_received(intake, until)
    never = str(infinitely_long(intake, until))
    zones = digest_of_zones([zone, *(one.zone for one in ledger.channels if one.zone)])
    rules = digest(never, zones, ledger.policy.model_dump_json(), *(one.model_dump_json() for one in ledger.channels))
    for month in months_between(start.astimezone(zone).date(), until.astimezone(zone).date(), calendar):
        begin, end = month_span(month, zone, calendar)
        its = [(day, days[day]) for day in range(begin // _DAY, (end - 1) // _DAY + 1) if day in days]
        if its:
            rows = (f"{day} {one.hashes}" for day, one in its)
            yield month, (digest(rules, f"{begin} {end}", *rows), max(one.latest for _, one in its))


def _days(intake: Population) -> dict[int, _Day]:
    rows = intake.rows(
        f"SELECT received // {_DAY}, sum(hash({', '.join(COLUMNS)}, record)), "
        f"max(greatest({', '.join(INSTANTS)})) FROM intake GROUP BY 1"
    )
    return {day: _Day(hashes, latest) for day, hashes, latest in rows}


class KeptMonths:
    """What an earlier build kept of months by a calendar, as of this build's clock.

    `known` has the tallies of months that need not be counted again, `changed` are the others with complaints.
    """

    def __init__(self, intake: Intake, ledger: Ledger, now: datetime, calendar: CalendarName) -> None:
        self._intake = intake
        self._calendar = calendar
        self._now = int(now.timestamp())
        within = int(ledger.policy.follow_up_within.total_seconds())
        self._not_due = [place for place, name in enumerate(counts(within, 0)) if name.endswith("_not_due")]
        found = dict(months_with_keys(intake, ledger, now, calendar))
        self._keys = {month: key for month, (key, _) in found.items()}
        self._latest = {month: latest for month, (_, latest) in found.items()}
        self._files: dict[tuple[str, str], bytes | None] = {}
        self._lengths: dict[tuple[str, str], list[str]] = {}
        self.known: dict[str, Tallies] = {}
        for month in self._keys:
            self._find(month)
        self.changed = [month for month in self._keys if month not in self.known]

    def _name(self, month: str) -> str:
        return f"{self._calendar} {month}"

    def _find(self, month: str) -> None:
        """Take what is kept of a month, if it would be counted the same now."""
        with suppress(Exception):  # whatever is wrong with what was kept, the month can be counted
            key, counted_at, settled, file, made, rows = json.loads(self._intake.cache.rows(MONTH)[self._name(month)])
            if key != self._keys[month] or not (counted_at == self._now or (settled and counted_at < self._now)):
                return
            tallies = {(row[0], row[1]): Tally(*row[2:]) for row in rows}
            if self._content(file, made) is not None:
                self.known[month] = tallies
                self._lengths.setdefault((file, made), []).append(month)

    def _content(self, file: str, made: str) -> bytes | None:
        if (file, made) not in self._files:
            self._files[file, made] = self._intake.cache.file(file, made)
        return self._files[file, made]

    def keep(self, made: Tables, counted: Mapping[str, Tallies]) -> None:
        """Keep the tallies and lengths of time of the months that were counted."""
        cache, put = self._intake.cache, dict[str, str]()
        if not self.changed:
            return
        file = f"{digest(*(self._name(month) + self._keys[month] for month in self.changed))}.parquet"
        with suppress(IntakeError):
            content = self._intake.store.parquet(made.lengths)
            of_file = cache.put_file(file, content)
            for month in self.changed:
                tallies = counted.get(month, {})
                rows = [
                    [*key, one.sums, one.every, one.excluded, one.quantiles, one.hashes] for key, one in tallies.items()
                ]
                settled = self._settled(month, tallies)
                put[self._name(month)] = json.dumps([self._keys[month], self._now, settled, file, of_file, rows])
        ours = (name for name in cache.rows(MONTH) if name.startswith(f"{self._calendar} "))
        cache.put(MONTH, put, [name for name in ours if name.partition(" ")[2] not in self._keys])

    def _settled(self, month: str, tallies: Tallies) -> bool:
        """Return whether a month would be counted the same at any later time."""
        whole = tallies.get(("all", ""))
        not_due = sum(whole.every[place] for place in self._not_due) if whole else 0
        return not not_due and self._latest[month] <= self._now

    def work_out(self, made: Tables, whole: Tallies) -> None:
        """Add the quantiles of all months together, of cohorts with other complaints than an earlier build's anew."""
        before = self._all_months()
        missing = [key for key, tally in whole.items() if key not in before or before[key][0] != tally.hashes]
        for key in whole.keys() - missing:
            whole[key].quantiles = before[key][1]
        others = list(self._tables()) if missing else []
        for key, quantiles in made.of_all_months(others, missing):
            whole[key].quantiles = quantiles
        rows = [[*key, tally.hashes, tally.quantiles] for key, tally in whole.items()]
        self._intake.cache.put(ALL, {self._calendar: json.dumps(rows)})

    def _tables(self) -> Iterator[str]:
        """Yield the SQL of the tables of lengths of time of known months."""
        for (file, made), months in self._lengths.items():
            if (content := self._content(file, made)) is not None:
                yield f"{self._intake.store.from_parquet(content)} WHERE month IN ({', '.join(map(sql_text, months))})"

    def _all_months(self) -> Mapping[tuple[str, str], tuple[int, Quantiles]]:
        with suppress(Exception):  # the same
            rows = json.loads(self._intake.cache.rows(ALL)[self._calendar])
            return {(dimension, value): (hashes, quantiles) for dimension, value, hashes, quantiles in rows}
        return {}
