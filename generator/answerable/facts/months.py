"""Months of the calendars that languages go by, and the records of each.

A month is named as `2026-11` or, in the Persian calendar, as `1405-09`. Both calendars have twelve months, and their
years are 621 apart, so a name is one month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from answerable.records.ledger import Ledger
from answerable.records.model import Complaint, Incident
from answerable.records.vocabulary import CalendarName

T = TypeVar("T")
FIRST_PERSIAN, LAST_PERSIAN = date(622, 3, 22), date(9998, 3, 20)
"""The days that the library can name in the Persian calendar; others count to its first or last month."""


def persian(day: date) -> JalaliDate:
    """Return a day in the Persian calendar, as `jdatetime.year`, `month` and `day`."""
    return JalaliDate(min(max(day, FIRST_PERSIAN), LAST_PERSIAN))  # type: ignore[no-untyped-call]


def month_of(instant: datetime, zone: ZoneInfo, calendar: CalendarName = "gregorian") -> str:
    """Return the month of an instant in a zone."""
    return month_of_day(instant.astimezone(zone).date(), calendar)


@lru_cache(maxsize=65_536)  # a history asks often of few days
def month_of_day(day: date, calendar: CalendarName = "gregorian") -> str:
    """Return the month of a day."""
    there = persian(day) if calendar == "persian" else day
    return f"{there.year:04}-{there.month:02}"


def first_day(month: str, calendar: CalendarName = "gregorian") -> date:
    """Return the first day of a month. Raises ValueError for what is no month."""
    year, number = map(int, month.split("-"))
    if calendar == "persian":
        return JalaliDate(year, number, 1).to_gregorian()  # type: ignore[no-untyped-call]
    return date(year, number, 1)


def month_before(month: str) -> str:
    """Return the month before a month, in either calendar."""
    return _moved(month, -1)


def month_after(month: str) -> str:
    """Return the month after a month, in either calendar."""
    return _moved(month, 1)


def _moved(month: str, by: int) -> str:
    year, number = map(int, month.split("-"))
    year, number = divmod(12 * year + number - 1 + by, 12)
    return f"{year:04}-{number + 1:02}"


def last_complete_month(now: datetime, zone: ZoneInfo, calendar: CalendarName = "gregorian") -> str:
    """Return the newest month that is over in a zone."""
    return month_before(month_of(now, zone, calendar))


@lru_cache(maxsize=4096)
def month_bounds(month: str, zone: ZoneInfo, calendar: CalendarName = "gregorian") -> tuple[datetime, datetime]:
    """Return when a month begins in a zone, and when the next one does."""
    days = first_day(month, calendar), first_day(month_after(month), calendar)
    begin, end = (datetime.combine(day, time(), zone) for day in days)
    return begin, end


def months_between(begin: date, end: date, calendar: CalendarName = "gregorian") -> Iterator[str]:
    """Yield the months from that of one day to that of another, which is not before it."""
    month, last = month_of_day(begin, calendar), month_of_day(end, calendar)
    while month <= last:
        yield month
        month = month_after(month)


def months_of_days(month: str, of: CalendarName, calendar: CalendarName) -> Iterator[str]:
    """Return the months of `calendar` in which the days of a month of another calendar, `of`, lie."""
    last = first_day(month_after(month), of) - timedelta(days=1)
    return months_between(first_day(month, of), last, calendar)


def incidents_by_month(ledger: Ledger, calendar: CalendarName = "gregorian") -> dict[str, tuple[Incident, ...]]:
    """Return the incidents by each month in which they were open, an open one by that in which it started.

    The newest month comes first, and in it the newest incident.
    """
    zone = ledger.policy.zone

    def months(incident: Incident) -> Iterable[str]:
        begin, end = incident.started_at, incident.resolved_at
        first = month_of(begin, zone, calendar)
        if end is None or end <= begin or month_of(end, zone, calendar) == first:
            return (first,)
        return months_between(begin.astimezone(zone).date(), end.astimezone(zone).date(), calendar)

    return _grouped((month, incident) for incident in ledger.incidents for month in months(incident))


def answers_by_month(ledger: Ledger, calendar: CalendarName = "gregorian") -> dict[str, tuple[Complaint, ...]]:
    """Return the answers by the month in which they were resolved, the newest first."""
    return _resolved_by_month(ledger.answers, ledger.policy.zone, calendar)


def changes_by_month(ledger: Ledger, calendar: CalendarName = "gregorian") -> dict[str, tuple[Complaint, ...]]:
    """Return the answers that say what changed by the month in which they were resolved, the newest first."""
    return _resolved_by_month(ledger.changes, ledger.policy.zone, calendar)


def _resolved_by_month(
    answers: Iterable[Complaint], zone: ZoneInfo, calendar: CalendarName
) -> dict[str, tuple[Complaint, ...]]:
    return _grouped((month_of(one.resolved_at or one.received, zone, calendar), one) for one in answers)


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    months: dict[str, list[T]] = defaultdict(list)
    for month, item in pairs:
        months[month].append(item)
    return {month: tuple(months[month]) for month in sorted(months, reverse=True)}
