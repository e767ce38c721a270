"""Home: what is happening now, and what became of complaints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from generator.facts.maintenance import in_progress, scheduled
from generator.facts.status import ComponentState, component_states, current_incidents
from generator.facts.uptime import DayCell, Uptime, day_cells, group_uptime, uptime
from generator.publish.context import Context
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


@dataclass(frozen=True)
class Row:
    """A component with its state, what it will be by plan, its 90 days and its uptime over them."""

    state: ComponentState
    statuses: tuple[Phase[ComponentStatus], ...]
    cells: tuple[DayCell, ...]
    uptime: Uptime


@dataclass(frozen=True)
class Section:
    """Components that stand together under one name; `group` is None for those of no group."""

    group: Group | None
    status: ComponentStatus
    statuses: tuple[Phase[ComponentStatus], ...]
    uptime: Uptime | None
    rows: tuple[Row, ...]

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
    staffed = [desk for desk in desks(context) if desk.channel.hours.stated]
    return render(
        context,
        "home.html",
        root,
        overall=outlook(context).whole[0].value,
        current=current,
        sections=list(_sections(context)),
        maintenances=[*in_progress(ledger, now), *scheduled(ledger, now)],
        recent=[incident for incident in ledger.incidents if incident not in current][:RECENT],
        answers=ledger.answers[:RECENT],
        figures=home_figures(context),
        desks=staffed,
        off_hours=off_hours(context, staffed),
    )


def _sections(context: Context) -> Iterator[Section]:
    ledger = context.ledger
    states = component_states(ledger, context.now)
    known = {group.id for group in ledger.groups}
    for group in ledger.groups:
        rows = tuple(_row(context, state) for state in states.values() if state.component.group == group.id)
        if rows:
            yield _section(context, group, rows)
    rest = tuple(_row(context, state) for state in states.values() if state.component.group not in known)
    if rest:
        yield _section(context, None, rest)


def _section(context: Context, group: Group | None, rows: tuple[Row, ...]) -> Section:
    statuses = outlook(context).worst_of([row.state.component.id for row in rows])
    together = group_uptime(context.ledger, group.id, context.now, QUARTER) if group else None
    return Section(group, statuses[0].value, statuses, together, rows)


def _row(context: Context, state: ComponentState) -> Row:
    ledger, id = context.ledger, state.component.id
    cells = day_cells(ledger, id, context.now, 90)
    return Row(state, outlook(context).worst_of([id]), cells, uptime(ledger, id, context.now, QUARTER))
