"""The line of figures on home: the last complete month in at most three figures, each with what it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from generator.facts.response import last_complete_month
from generator.facts.shares import Share
from generator.publish.addresses import transparency_month_path
from generator.publish.context import Context
from generator.publish.figure_words import made_of, percent
from generator.publish.figures import Figures

FIGURES = 3


@dataclass(frozen=True)
class HomeFigures:
    """A month, the address of its page, and figures: words, what they are made of, and the place on the page."""

    month: str
    path: str
    figures: tuple[tuple[str, str, str], ...]


def home_figures(context: Context) -> HomeFigures | None:
    """None when there is nothing that may be shown for the last complete month."""
    if context.figures is None or not context.figures.response.months:
        return None
    month = last_complete_month(context.now, context.zone)
    found = tuple(islice(_shown(context, context.figures, month), FIGURES))
    return HomeFigures(month, transparency_month_path(month), found) if found else None


def _shown(context: Context, figures: Figures, month: str) -> Iterator[tuple[str, str, str]]:
    """What may be shown, the most telling first."""
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
