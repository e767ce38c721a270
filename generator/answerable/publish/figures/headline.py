"""The three figures that a page of figures begins with, each with its way over the past months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup

from answerable.facts.definitions import BY_ID
from answerable.facts.months import month_before
from answerable.facts.outages import OutageFigures
from answerable.publish.context import Context, _
from answerable.publish.figures.figure_words import compared_words, impact_counts, made_of, percent, too_few
from answerable.publish.figures.gathering import Figures
from answerable.publish.figures.month_charts import sparkline
from answerable.publish.text.formats import format_number

HEADLINES = {
    "all_hours.human.within_day": _("Answered by a person within 24 hours"),
    "loop.came_back": _("Came back to the public thread"),
    "all_hours.human.within_target": _("Answered by a person within our target"),
}
MOST = 3


@dataclass(frozen=True)
class BigFigure:
    """A figure in large type: the id of its definition, its name, the number, and small words below it."""

    id: str
    name: str
    words: str
    made_of: str
    compared: str = ""
    spark: Markup = Markup()  # noqa: RUF009 (immutable)


def big_figures(context: Context, figures: Figures, month: str) -> list[BigFigure]:
    """Return the three most important figures of a month: of its complaints, else of its incidents."""
    found = list(_of_complaints(context, figures, month))
    outage = figures.outage(month)
    if not found and outage:
        found = list(_of_incidents(context, outage))
    return list(islice(found, MOST))


def _of_complaints(context: Context, figures: Figures, month: str) -> Iterator[BigFigure]:
    cohort = figures.response.of(month)
    if cohort is None:
        return
    for figure, message in HEADLINES.items():
        share, name, id = cohort.shares()[figure], context.gettext(message), figure.rpartition(".")[2]
        if share.value is None:
            yield BigFigure(id, name, "–", too_few(context, share.denominator))
            continue
        compared = compared_words(context, figures.response.compared(month, month_before(month), figure))
        spark = sparkline(context, figures, month, figure, name)
        yield BigFigure(id, name, percent(context, share.value), made_of(context, share), compared, spark)


def _of_incidents(context: Context, outage: OutageFigures) -> Iterator[BigFigure]:
    counts = context.gettext(", ").join(
        f"{name}: {format_number(context, number)}" for name, number in impact_counts(context, dict(outage.by_impact))
    )
    numbers = {"incidents": (outage.incidents, counts), "minutes_down": (outage.minutes_down, "")}
    for id, (number, below) in numbers.items():
        yield BigFigure(id, _name(context, id), format_number(context, number), below)
    kept = outage.promises
    if kept.value is not None:
        id = "promises"
        yield BigFigure(id, _name(context, id), percent(context, kept.value), made_of(context, kept))


def _name(context: Context, id: str) -> str:
    return context.gettext(BY_ID[id].name)
