"""The figures of response: the last complete month first, what became of it over time, and each month on its own page.

A month's page names no instant of the build: it changes when its figures do, and not when the clock does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.build.shell import Page
from generator.facts.response import last_complete_month, month_of
from generator.publish.addresses import transparency_month_path
from generator.publish.context import Context
from generator.publish.figures import Figures
from generator.publish.formats import format_month
from generator.publish.pages import month_charts
from generator.publish.pages.month_corrections import corrections
from generator.publish.pages.month_parts import age_chart, bucket_names, clocks, ends_of, uncounted
from generator.publish.pages.month_words import told
from generator.publish.render import render

FEW = 5
MOST = 100
"""Of the complaints that wait, so many are named at once and on request; the file of figures has all."""


def body(context: Context, root: str) -> str:
    """The last complete month, the trend up to it, and what waits."""
    figures = context.figures
    if figures is None:
        return render(context, "no_figures.html", root)
    month = last_complete_month(context.now, context.zone)
    values, ages = _month_values(context, figures, month), figures.response.open_ages
    return render(
        context,
        "transparency.html",
        root,
        **values,
        trends=month_charts.trends(context, figures, month),
        multiples=month_charts.multiples(context, figures, month),
        yardstick=month_charts.yardstick_words(context),
        overdue=figures.response.overdue,
        ages=ages,
        age_chart=age_chart(context, ages),
        buckets=bucket_names(context, ages) if ages else [],
        corrections=corrections(context, figures.restatements),
        whole=False,
        uncounted=uncounted(context, figures.response.uncounted),
        rows=sorted(figures.rows),
        months=figures.months,
        few=FEW,
        most=MOST,
    )


def pages(context: Context) -> Iterator[Page]:
    """One page per month in which a complaint was received or an incident began."""
    figures = context.figures
    if figures is not None:
        yield from (_page(context, figures, month) for month in figures.months)


def _page(context: Context, figures: Figures, month: str) -> Page:
    values = _month_values(context, figures, month)
    values["corrections"] = corrections(context, [one for one in figures.restatements if one.month == month])
    html = render(context, "transparency_month.html", "../../", **values, whole=True)
    title = context.gettext("How we answered in %(month)s") % {"month": format_month(context, month)}
    return Page(transparency_month_path(month), "transparency", title, values["told"][0], html)


def _month_values(context: Context, figures: Figures, month: str) -> dict[str, Any]:
    cohort = figures.response.of(month)
    ends = ends_of(context, cohort) if cohort else []
    return {
        "month": month,
        "running": month == month_of(context.now, context.zone),
        "cohort": cohort,
        "told": told(context, figures, month),
        "clocks": clocks(context, cohort) if cohort else [],
        "charts": month_charts.by_dimension(context, figures, month),
        "ends": ends,
        "ends_chart": month_charts.ends(context, cohort, ends) if cohort else None,
        "declined": figures.response.declined.get(month, ()),
        "outage": figures.outage(month),
    }
