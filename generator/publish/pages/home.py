"""Home: what is happening now, and what became of complaints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from generator.facts.maintenance import in_progress, scheduled
from generator.facts.status import ComponentState, component_states, current_incidents, group_status, overall
from generator.facts.uptime import DayCell, Uptime, day_cells, uptime
from generator.publish.context import Context
from generator.publish.pages.desks import desks
from generator.publish.render import render
from generator.records.company import Group
from generator.records.words import ComponentStatus, worst

QUARTER = timedelta(days=90)
RECENT = 5


@dataclass(frozen=True)
class Row:
    """A component with its state, its 90 days and its uptime over them."""

    state: ComponentState
    cells: tuple[DayCell, ...]
    uptime: Uptime


def band(context: Context, root: str) -> str:
    """The overall status: the first thing on the page."""
    return render(context, "band.html", root, overall=overall(context.ledger, context.now))


def body(context: Context, root: str) -> str:
    """Everything below the band and the notices."""
    ledger, now = context.ledger, context.now
    current = current_incidents(ledger, now)
    staffed = [desk for desk in desks(context) if desk.channel.hours.stated]
    first = next(iter(staffed), None)
    return render(
        context,
        "home.html",
        root,
        overall=overall(ledger, now),
        current=current,
        groups=list(_groups(context)),
        maintenances=[*in_progress(ledger, now), *scheduled(ledger, now)],
        recent=[incident for incident in ledger.incidents if incident not in current][:RECENT],
        answers=ledger.answers[:RECENT],
        desks=staffed,
        off_hours=first if first and first.stated and not current else None,
    )


def _groups(context: Context) -> Iterator[tuple[Group | None, ComponentStatus, list[Row]]]:
    states = component_states(context.ledger, context.now)
    for group in context.ledger.groups:
        rows = [_row(context, state) for state in states.values() if state.component.group == group.id]
        if rows:
            yield group, group_status(context.ledger, states, group.id), rows
    known = {group.id for group in context.ledger.groups}
    rest = [_row(context, state) for state in states.values() if state.component.group not in known]
    if rest:
        yield None, worst(row.state.status for row in rest), rest


def _row(context: Context, state: ComponentState) -> Row:
    ledger, id = context.ledger, state.component.id
    return Row(state, day_cells(ledger, id, context.now, 90), uptime(ledger, id, context.now, QUARTER))
