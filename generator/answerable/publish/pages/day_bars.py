"""The bar of a component's last days: runs of days that look alike, and the days on which something was the matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from answerable.facts.months import month_of_day
from answerable.facts.uptime import DayCell, day_cells
from answerable.publish.addresses import incident_path, incidents_month_path, maintenance_path
from answerable.publish.context import Context, once
from answerable.records.text import Text
from answerable.records.vocabulary import ComponentStatus

DAYS = 90
UNKNOWN = "none-known"
"""The tone of a day before the component is known."""
TOLD = 3
"""Records that a day names; the list of its month has all."""
ON_HOME = 10
"""Odd days of a component that the home page names, the newest; the component's page has all."""


@dataclass(frozen=True, slots=True)
class DayRun:
    """Consecutive days of one tone; `start` counts from the oldest day, which is 0."""

    start: int
    length: int
    tone: str


@dataclass(frozen=True, slots=True)
class OddDay:
    """A day with trouble or maintenance: title and address of the first records behind it, and how many more there are.

    `month` is the address of the list of its month.
    """

    day: date
    status: ComponentStatus
    minutes_down: float
    told: tuple[tuple[Text, str], ...]
    more: int
    month: str


@dataclass(frozen=True, slots=True)
class DayBar:
    """The last days of a component as runs, its odd days (newest first), and the number of days with trouble."""

    runs: tuple[DayRun, ...]
    odd: tuple[OddDay, ...]
    last: date
    length: int
    troubled: int


@once
def day_bar(context: Context, component_id: str) -> DayBar:
    """Return the bar of a component's last 90 days."""
    cells = day_cells(context.ledger, component_id, context.now, DAYS)
    odd = [_odd_day(context, cell) for cell in reversed(cells) if _is_odd(cell)]
    troubled = sum(cell.status.is_trouble for cell in cells)
    return DayBar(tuple(_runs(cells)), tuple(odd), cells[-1].day, len(cells), troubled)


def _is_odd(cell: DayCell) -> bool:
    return cell.status is not ComponentStatus.OPERATIONAL or cell.minutes_down > 0


def _runs(cells: tuple[DayCell, ...]) -> Iterator[DayRun]:
    start = 0
    for tone, days in groupby(cells, key=lambda cell: cell.status.value if cell.counted else UNKNOWN):
        length = len(list(days))
        yield DayRun(start, length, tone)
        start += length


def _odd_day(context: Context, cell: DayCell) -> OddDay:
    told, month = tuple(_told(context, cell)), incidents_month_path(month_of_day(cell.day, context.months))
    return OddDay(cell.day, cell.status, cell.minutes_down, told[:TOLD], len(told[TOLD:]), month)


def _told(context: Context, cell: DayCell) -> Iterator[tuple[Text, str]]:
    """Yield the title and the address of each record behind a day's status."""
    for id in (*cell.incidents, *cell.maintenances):
        if incident := context.ledger.incident(id):
            yield incident.title, incident_path(id)
        elif work := context.ledger.maintenance(id):
            yield work.title, maintenance_path(id)
