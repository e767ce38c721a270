"""The figures that pages show, calculated once per build before work is divided among processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from answerable.content.reading import Content
from answerable.facts.outages import OutageFigures, outage_figures
from answerable.facts.response import Response
from answerable.facts.surge import RECENT, Surge, recent
from answerable.intake.cohorts import response_figures
from answerable.intake.queries import arrivals_of, complaints_behind, rows_files
from answerable.intake.restatements import Restatement, restatements
from answerable.intake.store import IntakeError
from answerable.publish.reuse.watch import Compound
from answerable.records.findings import Finding
from answerable.records.vocabulary import CalendarName
from answerable.translation.message import msg


@dataclass(frozen=True, eq=False)
class Figures(Compound):
    """All figures of a build, as plain values that can be passed to any process.

    `behind` is the number of complaints that led to a change, by the id of the complaint that names it. `rows` are the
    published files of the rows by their ending, such as `csv`. Months are Gregorian, as programs read them;
    `in_calendars` has the same by the months of other calendars that languages of the site go by.
    """

    response: Response
    outages: tuple[OutageFigures, ...] = ()
    restatements: tuple[Restatement, ...] = ()
    behind: Mapping[str, int] = field(default_factory=dict)
    rows: Mapping[str, bytes] = field(default_factory=dict)
    surges: tuple[Surge, ...] = ()
    in_calendars: Mapping[CalendarName, Figures] = field(default_factory=dict)

    def by(self, calendar: CalendarName) -> Figures:
        """Return the figures by the months of a calendar."""
        return self.in_calendars.get(calendar, self)

    @property
    def described(self) -> tuple[Any, ...]:
        """All that they say, cohort by cohort."""
        others = vars(self) | {"response": replace(self.response, cohorts={})}
        return (*self.response.cohorts.values(), *others.values())

    @property
    def months(self) -> tuple[str, ...]:
        """The months with complaints or incidents, newest first."""
        return tuple(sorted({*self.response.months, *(one.month for one in self.outages)}, reverse=True))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.months and not self.response.uncounted

    def outage(self, month: str) -> OutageFigures | None:
        """Return the figures of a month's incidents, or None if there were none."""
        return next((one for one in self.outages if one.month == month), None)


def gather(
    content: Content, now: datetime, folder: str, calendars: Iterable[CalendarName] = ()
) -> tuple[Figures | None, tuple[Finding, ...]]:
    """Return all figures as of an instant, or None, and what went wrong: the site is published without them then.

    They are by Gregorian months, and by those of further `calendars`.
    """
    try:
        figures = _calculate(content, now)
        others = sorted({*calendars} - {"gregorian"})
        figures = replace(figures, in_calendars={one: _in_calendar(figures, content, now, one) for one in others})
    except (IntakeError, MemoryError) as error:
        why = str(error).splitlines()[0] if str(error) else msg("out of memory")
        message = msg("the figures cannot be worked out (%(why)s)", why=why)
        right = msg("give the machine more memory or room on its disk, or take months apart")
        return None, (Finding(f"{folder}/intake", 0, 0, message, right, rule="intake"),)
    return (None if figures.empty else figures), ()


def _calculate(content: Content, now: datetime) -> Figures:
    intake, ledger = content.intake, content.ledger
    return Figures(
        response=response_figures(intake, ledger, now),
        outages=outage_figures(ledger, now),
        restatements=restatements(content.published, intake, ledger),
        behind=complaints_behind(intake, ledger, now),
        rows=rows_files(intake, ledger, now),
        surges=_surges(content, now),
    )


def _in_calendar(figures: Figures, content: Content, now: datetime, calendar: CalendarName) -> Figures:
    response = response_figures(content.intake, content.ledger, now, calendar)
    return replace(figures, response=response, outages=outage_figures(content.ledger, now, calendar))


def _surges(content: Content, now: datetime) -> tuple[Surge, ...]:
    policy = content.ledger.policy
    since = now - RECENT - timedelta(weeks=policy.surge.weeks, days=2)
    return recent(arrivals_of(content.intake, since, now), policy.surge, policy.zone, now)
