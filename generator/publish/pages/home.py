"""Home: what is happening now, and what became of complaints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from generator.facts.maintenance import in_progress, scheduled
from generator.facts.status import ComponentState, component_states, current_incidents
from generator.facts.uptime import DayCell, Uptime, day_cells, group_uptime, uptime
from generator.publish.context import Context
from generator.publish.notices import further
from generator.publish.outlook import Phase, outlook
from generator.publish.pages.desks import desks, off_hours
from generator.publish.pages.home_figures import home_figures
from generator.publish.render import render
from generator.records.company import Group
from generator.records.words import ComponentStatus

QUARTER = timedelta(days=90)
RECENT = 5
UNFOLDED = 15
"""Components that a section may have and still be unfolded while nothing is wrong."""
BARS = 60
"""Bars of 90 days on home: of more components only those that had trouble show theirs, since a phone loads them all."""


@dataclass(frozen=True)
class Row:
    """A component with its state, what it will be by plan, its 90 days and its uptime over them.

    `cells` are empty where its page alone shows them.
    """

    state: ComponentState
    statuses: tuple[Phase[ComponentStatus], ...]
    cells: tuple[DayCell, ...]
    uptime: Uptime

    @property
    def ailing(self) -> bool:
        """Whether it is worse than worked on."""
        return self.state.status.rank > ComponentStatus.UNDER_MAINTENANCE.rank

    @property
    def troubled_days(self) -> int:
        """On how many of its days something was wrong."""
        troubled = ComponentStatus.UNDER_MAINTENANCE.rank
        return sum(cell.status.rank > troubled or cell.minutes_down > 0 for cell in self.cells)


@dataclass(frozen=True)
class Section:
    """Components that stand together under one name; `group` is None for those of no group.

    Of many, those that are not well are `shown`, and the `rest` waits folded.
    """

    group: Group | None
    status: ComponentStatus
    statuses: tuple[Phase[ComponentStatus], ...]
    uptime: Uptime | None
    rows: tuple[Row, ...]

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows that are seen first: all of a short section, else those that are not well, if any is not."""
        ailing = tuple(row for row in self.rows if row.ailing)
        return ailing if ailing and len(self.rows) > UNFOLDED else self.rows

    @property
    def rest(self) -> tuple[Row, ...]:
        """The others."""
        shown = self.shown
        return () if shown is self.rows else tuple(row for row in self.rows if row not in shown)

    @property
    def open(self) -> bool:
        """Whether it is unfolded: always when something is wrong, else unless it is long or said to be collapsed."""
        wanted = not (self.group and self.group.collapsed) and len(self.rows) <= UNFOLDED
        return wanted or self.status.rank > ComponentStatus.UNDER_MAINTENANCE.rank


def band(context: Context, root: str) -> str:
    """The overall status: the first thing on the page."""
    return render(context, "band.html", root, wholes=outlook(context).whole)


def body(context: Context, root: str) -> str:
    """Everything below the band and the notices."""
    ledger, now = context.ledger, context.now
    current = current_incidents(ledger, now)
    sections = list(_sections(context))
    staffed = [desk for desk in desks(context) if desk.channel.hours.stated]
    return render(
        context,
        "home.html",
        root,
        overall=outlook(context).whole[0].value,
        current=current,
        further=further(context, root),
        sections=sections,
        bare=sum(not row.cells for section in sections for row in section.rows),
        maintenances=[*in_progress(ledger, now), *scheduled(ledger, now)],
        recent=[incident for incident in ledger.incidents if incident not in current][:RECENT],
        answers=ledger.answers[:RECENT],
        figures=home_figures(context),
        desks=staffed,
        off_hours=off_hours(context, staffed),
    )


def _sections(context: Context) -> Iterator[Section]:
    ledger = context.ledger
    rows = _barred(tuple(_row(context, state) for state in component_states(ledger, context.now).values()))
    known = {group.id for group in ledger.groups}
    for group in ledger.groups:
        own = tuple(row for row in rows if row.state.component.group == group.id)
        if own:
            yield _section(context, group, own)
    others = tuple(row for row in rows if row.state.component.group not in known)
    if others:
        yield _section(context, None, others)


def _barred(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows with their bars; of very many only the most troubled ones keep theirs."""
    if len(rows) <= BARS:
        return rows
    worst = sorted((row for row in rows if row.ailing or row.troubled_days), key=_trouble, reverse=True)
    kept = {row.state.component.id for row in worst[:BARS]}
    return tuple(row if row.state.component.id in kept else replace(row, cells=()) for row in rows)


def _trouble(row: Row) -> tuple[bool, int]:
    return row.ailing, row.troubled_days


def _section(context: Context, group: Group | None, rows: tuple[Row, ...]) -> Section:
    statuses = outlook(context).worst_of([row.state.component.id for row in rows])
    together = group_uptime(context.ledger, group.id, context.now, QUARTER) if group else None
    return Section(group, statuses[0].value, statuses, together, rows)


def _row(context: Context, state: ComponentState) -> Row:
    ledger, id = context.ledger, state.component.id
    cells = day_cells(ledger, id, context.now, 90)
    return Row(state, outlook(context).worst_of([id]), cells, uptime(ledger, id, context.now, QUARTER))
