"""The figures that the page and the file of one month show, without those of other months."""

from __future__ import annotations

from datetime import UTC, datetime

from answerable.facts.response import Dimension, Response
from answerable.publish.context import Context, looked_up
from answerable.publish.figures.gathering import Figures
from answerable.publish.figures.month_charts import months_up_to
from answerable.records.vocabulary import CalendarName

NO_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)
"""What is said of a month has no instant of its own, so that it changes only if a figure does."""


@looked_up
def figures_of(context: Context, calendar: CalendarName, month: str) -> list[Figures]:
    """Return a month's figures, with those of all complaints of the months shown before it; none if it has none."""
    figures = context.figures.by(calendar) if context.figures else None
    if figures is None or month not in figures.months:
        return []
    response, before = figures.response, set(months_up_to(month))
    cohorts = {
        cohort: found
        for cohort, found in response.cohorts.items()
        if cohort.month == month or (cohort.month in before and cohort.dimension is Dimension.ALL)
    }
    declined = {month: response.declined[month]} if month in response.declined else {}
    own = Response(NO_INSTANT, response.minimum, (), cohorts, declined=declined)
    outages = tuple(one for one in figures.outages if one.month == month)
    restated = tuple(one for one in figures.restatements if one.month == month)
    return [Figures(own, outages, restated)]
