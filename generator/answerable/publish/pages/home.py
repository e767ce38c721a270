"""The home page: current status, incidents, maintenance and answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from answerable.facts.incidents import happening
from answerable.facts.maintenance import in_progress, postponed, scheduled
from answerable.facts.months import last_complete_month
from answerable.facts.shares import Share
from answerable.facts.status import ComponentState, component_states
from answerable.facts.uptime import Uptime, together, uptime
from answerable.publish.addresses import transparency_month_path
from answerable.publish.context import Context
from answerable.publish.figures.figure_words import made_of, percent
from answerable.publish.figures.gathering import Figures
from answerable.publish.outlook import Phase, outlook
from answerable.publish.pages.contact import channel_hours, off_hours
from answerable.publish.pages.day_bars import ON_HOME, DayBar, day_bar
from answerable.publish.render import render
from answerable.records.company import Group
from answerable.records.model import Incident
from answerable.records.vocabulary import ComponentStatus

FIGURES = 3


@dataclass(frozen=True)
class HomeFigures:
    """A month, the address of its page, and figures: (text, numerator and denominator, anchor on that page)."""

    month: str
    path: str
    figures: tuple[tuple[str, str, str], ...]


def home_figures(context: Context) -> HomeFigures | None:
    """Return the figures of the last complete month, or None if none may be shown."""
    if context.monthly is None or not context.monthly.response.months:
        return None
    month = last_complete_month(context.now, context.zone, context.months)
    found = tuple(islice(_shown(context, context.monthly, month), FIGURES))
    return HomeFigures(month, transparency_month_path(month), found) if found else None


def _shown(context: Context, figures: Figures, month: str) -> Iterator[tuple[str, str, str]]:
    """Yield the figures that may be shown, the most important first."""
    cohort, outage = figures.response.of(month), figures.outage(month)
    if cohort:
        answered = context.gettext("%(share)s answered by a person within 24 hours")
        yield from _figure(context, answered, cohort.all_hours.human.within_day, "t-soon")
        came_back = context.gettext("%(share)s of what we took private came back in public")
        yield from _figure(context, came_back, cohort.loop.came_back, "t-loop")
    if outage and outage.promises.shown:
        yield (
            context.gettext("%(parts)s promised updates kept") % {"parts": made_of(context, outage.promises)},
            "",
            "t-out",
        )
    if cohort:
        on_time = context.gettext("%(share)s answered by a person within the time we promised")
        yield from _figure(context, on_time, cohort.all_hours.human.within_target, "t-soon")


def _figure(context: Context, words: str, share: Share, place: str) -> Iterator[tuple[str, str, str]]:
    if share.value is not None:
        yield words % {"share": percent(context, share.value)}, made_of(context, share), place


QUARTER = timedelta(days=90)
RECENT = 5
UNFOLDED = 15
"""Components that a section may have at most to be unfolded while nothing is wrong."""
BARS = 60
"""Components with a bar of 90 days at most: with more, only those with trouble show one, to keep the page small."""


@dataclass(frozen=True)
class ComponentRow:
    """A component with its state, its statuses by planned maintenance, its last 90 days and its uptime in them.

    `days` is None if only the component's own page shows them.
    """

    state: ComponentState
    statuses: tuple[Phase[ComponentStatus], ...]
    days: DayBar | None
    uptime: Uptime

    @property
    def ailing(self) -> bool:
        """Whether its status is worse than under maintenance."""
        return self.state.status.is_trouble

    @property
    def troubled_days(self) -> int:
        """The number of days on which something was wrong."""
        return self.days.troubled if self.days else 0


@dataclass(frozen=True)
class ComponentSection:
    """The components of a group, or of none if `group` is None.

    If there are many and some have trouble, those are `shown` and the `rest` is folded.
    """

    group: Group | None
    status: ComponentStatus
    statuses: tuple[Phase[ComponentStatus], ...]
    uptime: Uptime | None
    rows: tuple[ComponentRow, ...]

    @property
    def shown(self) -> tuple[ComponentRow, ...]:
        """The rows that are not folded: those with trouble if the section is long and has any, else all."""
        ailing = tuple(row for row in self.rows if row.ailing)
        return ailing if ailing and len(self.rows) > UNFOLDED else self.rows

    @property
    def rest(self) -> tuple[ComponentRow, ...]:
        """The other rows."""
        shown = self.shown
        return () if shown is self.rows else tuple(row for row in self.rows if row not in shown)

    @property
    def open(self) -> bool:
        """Whether it is unfolded: if something is wrong, or if it is short and not set to be collapsed."""
        wanted = not (self.group and self.group.collapsed) and len(self.rows) <= UNFOLDED
        return wanted or self.status.is_trouble


def band(context: Context, root: str) -> str:
    """Return the overall status, which stands first on the page; empty if no status is published."""
    if not context.has_status:
        return ""
    return render(context, "band.html", root, wholes=outlook(context).whole)


def body(context: Context, root: str) -> str:
    """Return everything below the overall status and the notices."""
    ledger, now = context.ledger, context.now
    sections = list(_sections(context))
    recent = list(_recent(context))
    told = [until for _, until in recent if until]
    staffed = [desk for desk in channel_hours(context) if desk.channel.hours.stated]
    return render(
        context,
        "home.html",
        root,
        overall=outlook(context).whole[0].value,
        sections=sections,
        days_named=ON_HOME,
        bare=sum(not row.days for section in sections for row in section.rows),
        maintenances=[*in_progress(ledger, now), *postponed(ledger, now), *scheduled(ledger, now)],
        recent=recent,
        recent_from=min(told) if told and len(told) == len(recent) else None,
        answers=ledger.answers[:RECENT],
        unshown=ledger.unshown_answers,
        figures=home_figures(context),
        desks=staffed,
        off_hours=off_hours(context, staffed),
    )


def _recent(context: Context) -> Iterator[tuple[Incident, datetime | None]]:
    """Yield the newest incidents that are over, each with the instant until which it is told among the notices."""
    told = {one.id: one.until for one in happening(context.ledger, context.now, timedelta(0)) if one.kind == "incident"}
    over = (one for one in context.ledger.incidents if one.id not in told or told[one.id] is not None)
    for incident in islice(over, RECENT):
        yield incident, told.get(incident.id)


def _sections(context: Context) -> Iterator[ComponentSection]:
    ledger = context.ledger
    rows = _limit_bars(tuple(_row(context, state) for state in component_states(ledger, context.now).values()))
    known = {group.id for group in ledger.groups}
    for group in ledger.groups:
        own = tuple(row for row in rows if row.state.component.group == group.id)
        if own:
            yield _section(context, group, own)
    others = tuple(row for row in rows if row.state.component.group not in known)
    if others:
        yield _section(context, None, others)


def _limit_bars(rows: tuple[ComponentRow, ...]) -> tuple[ComponentRow, ...]:
    """Return the rows; if there are very many, only those with most trouble keep their bars."""
    if len(rows) <= BARS:
        return rows
    worst = sorted((row for row in rows if row.ailing or row.troubled_days), key=_trouble, reverse=True)
    kept = {row.state.component.id for row in worst[:BARS]}
    return tuple(row if row.state.component.id in kept else replace(row, days=None) for row in rows)


def _trouble(row: ComponentRow) -> tuple[bool, int]:
    return row.ailing, row.troubled_days


def _section(context: Context, group: Group | None, rows: tuple[ComponentRow, ...]) -> ComponentSection:
    statuses = outlook(context).worst_of([row.state.component.id for row in rows])
    share = together(row.uptime for row in rows) if group else None
    return ComponentSection(group, statuses[0].value, statuses, share, rows)


def _row(context: Context, state: ComponentState) -> ComponentRow:
    ledger, id = context.ledger, state.component.id
    share = uptime(ledger, id, context.now, QUARTER)
    return ComponentRow(state, outlook(context).worst_of([id]), day_bar(context, id), share)
