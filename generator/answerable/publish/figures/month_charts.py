"""The charts of the figures, each with the rows of a table that has the same contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from answerable.facts.definitions import YARDSTICK, YARDSTICK_SHARE
from answerable.facts.months import month_before
from answerable.facts.response import CohortFigures, Dimension
from answerable.facts.shares import Share
from answerable.publish.context import Context
from answerable.publish.figures import charts
from answerable.publish.figures.charts import ChartBar, ChartLine, ChartPoint
from answerable.publish.figures.figure_words import (
    DIMENSION_WORDS,
    percent,
    range_words,
    share_words,
    short_month,
    value_name,
)
from answerable.publish.figures.gathering import Figures
from answerable.publish.text.formats import format_month, format_number

SHOWN = (Dimension.CHANNEL, Dimension.TOPIC, Dimension.PRIORITY, Dimension.COMPONENT)
MONTHS = 13
FIGURE = "all_hours.human.within_day"
NAMES = {
    FIGURE: "within_day",
    "loop.came_back": "came_back",
}


@dataclass(frozen=True)
class Chart:
    """A drawing, the figure that it shows, and the rows of its table: name, share, range, number not yet due."""

    id: str
    title: str
    figure: str
    svg: Markup
    rows: tuple[tuple[str, str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Multiples:
    """A dimension's values over the same months, each as a name, a small chart and the newest month's share."""

    name: str
    months: tuple[str, str]
    rows: tuple[tuple[str, Markup, str], ...]


def by_dimension(context: Context, figures: Figures, month: str) -> list[Chart]:
    """Return for each dimension a chart of the shares answered by a person within 24 hours, most complaints first."""
    found = []
    for dimension in SHOWN:
        cohorts = _cohorts(figures, month, dimension)
        if len(cohorts) > 1 and any(cohort.shares()[FIGURE].shown for cohort in cohorts):
            named = [(value_name(context, dimension, c.cohort.value), c.shares()[FIGURE]) for c in cohorts]
            found.append(_shares(context, f"by-{dimension.value}", context.gettext(DIMENSION_WORDS[dimension]), named))
    apart = [(dimension, figures.response.of(month, dimension)) for dimension in (Dimension.DAY, Dimension.NIGHT)]
    named = [(context.gettext(DIMENSION_WORDS[d]), cohort.shares()[FIGURE]) for d, cohort in apart if cohort]
    if len(named) > 1:
        found.append(_shares(context, "by-night", context.gettext("Where we answer day and night"), named))
    return found


def _shares(context: Context, id: str, title: str, named: Sequence[tuple[str, Share]]) -> Chart:
    points = [_point(context, name, share) for name, share in named]
    svg = charts.shares(id, title, points, _scale(context), context.direction == "rtl")
    return Chart(id, title, FIGURE, svg, tuple(_row(context, name, share) for name, share in named))


def trends(context: Context, figures: Figures, month: str) -> list[Chart]:
    """Return the charts of the thirteen months up to one: answered within 24 hours, and reported back in public."""
    titles = {
        FIGURE: context.gettext("Answered by a person within 24 hours"),
        "loop.came_back": context.gettext("Came back to the public thread"),
    }
    found = [_trend(context, figures, month, figure, title) for figure, title in titles.items()]
    return [chart for chart in found if chart]


def _trend(context: Context, figures: Figures, month: str, figure: str, title: str) -> Chart | None:
    named = list(_over_time(figures, month, Dimension.ALL, "", figure))
    if not any(share and share.shown for _month, share in named):
        return None
    beside = ChartLine(YARDSTICK_SHARE, yardstick(context)) if figure == FIGURE else None
    id, rtl = f"trend-{NAMES[figure].replace('_', '-')}", context.direction == "rtl"
    points = _monthly(context, named)
    svg = charts.trend(id, title, points, _scale(context), rtl, beside)
    return Chart(id, title, figure, svg, _month_rows(context, named))


def sparkline(context: Context, figures: Figures, month: str, figure: str, title: str) -> Markup:
    """Return a small line of a figure over the thirteen months up to one, empty if fewer than two can be shown."""
    named = list(_over_time(figures, month, Dimension.ALL, "", figure))
    if sum(share is not None and share.shown for _month, share in named) < 2:
        return Markup("")
    id = f"spark-{figure.rpartition('.')[2].replace('_', '-')}"
    return charts.spark(id, title, _monthly(context, named), context.direction == "rtl")


def yardstick(context: Context) -> str:
    """Return the industry's figure in a few words."""
    return context.gettext("Industry, 2012: %(share)s") % {"share": percent(context, YARDSTICK_SHARE)}


def yardstick_words(context: Context) -> str:
    """Return the industry's figure in a sentence, with its source."""
    return f"{context.gettext(YARDSTICK.sentence)} ({YARDSTICK.source})"


def multiples(context: Context, figures: Figures, month: str) -> list[Multiples]:
    """Return for each dimension a small chart per value over the thirteen months up to one, all on the same scale."""
    found = []
    for dimension in SHOWN[:3]:
        values = [cohort.cohort.value for cohort in _cohorts(figures, "", dimension)]
        series = {value: dict(_over_time(figures, month, dimension, value, FIGURE)) for value in values}
        shown = {value: run for value, run in series.items() if any(share and share.shown for share in run.values())}
        if len(shown) > 1:
            found.append(_multiples(context, dimension, shown))
    return found


def _multiples(context: Context, dimension: Dimension, series: Mapping[str, Mapping[str, Share | None]]) -> Multiples:
    months = sorted({month for run in series.values() for month in run})
    ends = short_month(context, months[0], with_year=True), short_month(context, months[-1], with_year=True)
    rows = tuple(_panel(context, dimension, value, months, run) for value, run in series.items())
    return Multiples(context.gettext(DIMENSION_WORDS[dimension]), ends, rows)


def _panel(
    context: Context, dimension: Dimension, value: str, months: Sequence[str], run: Mapping[str, Share | None]
) -> tuple[str, Markup, str]:
    name, newest = value_name(context, dimension, value), run.get(months[-1])
    points = _monthly(context, [(month, run.get(month)) for month in months])
    svg = charts.panel(f"panel-{dimension.value}-{value or 'none'}", name, points, context.direction == "rtl")
    return name, svg, share_words(context, newest) if newest else context.gettext("none")


def ends(context: Context, cohort: CohortFigures, names: Sequence[tuple[str, str, int]]) -> Chart | None:
    """Return the chart of how complaints ended; `names` are (id, name, number) in the order to show."""
    if not cohort.counted:
        return None
    bars = [
        ChartBar(name, format_number(context, number), number / cohort.counted, soft=id != "confirmed")
        for id, name, number in names
    ]
    title = context.gettext("How complaints ended")
    svg = charts.bars("ends", title, bars, context.direction == "rtl")
    return Chart("ends", title, "confirmed", svg, ())


def months_up_to(month: str, many: int = MONTHS) -> list[str]:
    """Return this many months up to one, oldest first."""
    found = [month]
    while len(found) < many:
        found.append(month_before(found[-1]))
    return found[::-1]


def _over_time(
    figures: Figures, month: str, dimension: Dimension, value: str, figure: str
) -> Iterator[tuple[str, Share | None]]:
    months = months_up_to(month)
    known = [one for one in months if figures.response.of(one, dimension, value)]
    for one in months[months.index(known[0]) :] if known else ():
        cohort = figures.response.of(one, dimension, value)
        yield one, cohort.shares()[figure] if cohort else None


def _cohorts(figures: Figures, month: str, dimension: Dimension) -> list[CohortFigures]:
    response = figures.response
    found = (response.of(month, dimension, value) for value in response.values(dimension, month))
    return sorted((c for c in found if c), key=lambda c: (-c.counted, c.cohort.value))


def _monthly(context: Context, named: Sequence[tuple[str, Share | None]]) -> list[ChartPoint]:
    ends = {named[0][0], named[-1][0]}
    return [_monthly_point(context, month, share, month in ends) for month, share in named]


def _monthly_point(context: Context, month: str, share: Share | None, with_year: bool) -> ChartPoint:
    label = short_month(context, month, with_year)
    if share is None:
        return ChartPoint(label, context.gettext("none"))
    point = _point(context, label, share)
    return (
        ChartPoint(label, percent(context, share.value), point.value, point.low, point.high)
        if share.value is not None
        else point
    )


def _point(context: Context, label: str, share: Share) -> ChartPoint:
    interval, words = share.interval, share_words(context, replace(share, with_excluded=None))
    if interval is None:
        return ChartPoint(label, words)
    return ChartPoint(label, words, share.value, interval.low, interval.high)


def _month_rows(context: Context, named: Sequence[tuple[str, Share | None]]) -> tuple[tuple[str, str, str, int], ...]:
    rows = []
    for month, share in reversed(named):
        name = format_month(context, month)
        rows.append(_row(context, name, share) if share else (name, context.gettext("none"), "", 0))
    return tuple(rows)


def _row(context: Context, name: str, share: Share) -> tuple[str, str, str, int]:
    return name, share_words(context, share), range_words(context, share), share.not_due


def _scale(context: Context) -> tuple[str, str]:
    return percent(context, 0.0), percent(context, 1.0)
