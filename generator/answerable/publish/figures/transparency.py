"""The transparency pages: the last complete month with its trends, a page for each month, and how we count.

A month's page does not name the time of the build, so that it changes only if its figures do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from markupsafe import Markup

from answerable.facts.definition import Definition
from answerable.facts.definitions import BEHIND_ALONE, CHANGES, ENDS, OUTAGES, REPLIES, YARDSTICK
from answerable.facts.months import last_complete_month, month_of, months_of_days
from answerable.facts.surge import ONE_IN, Subject, Surge
from answerable.publish.addresses import HOW_WE_COUNT, transparency_month_path
from answerable.publish.context import Context, looked_up
from answerable.publish.figures import month_charts
from answerable.publish.figures.corrections import corrections, corrections_of
from answerable.publish.figures.figure_words import PRIORITY_WORDS
from answerable.publish.figures.gathering import Figures
from answerable.publish.figures.headline import big_figures
from answerable.publish.figures.metrics import AT_MOST
from answerable.publish.figures.month_figures import figures_of
from answerable.publish.figures.month_parts import age_chart, bucket_names, clocks, ends_of, uncounted
from answerable.publish.figures.sentences import month_sentences
from answerable.publish.pages.month_lists import other_slugs
from answerable.publish.render import render
from answerable.publish.shell import Page
from answerable.publish.text.formats import format_month
from answerable.records.vocabulary import Priority

LISTED = 10
"""Overdue complaints that are listed, the oldest first; the file of figures has more."""


def body(context: Context, root: str) -> str:
    """Return the page of the last complete month, the trends up to it, and the complaints still open."""
    figures = context.monthly
    if figures is None:
        return render(context, "no_figures.html", root)
    month = last_complete_month(context.now, context.zone, context.months)
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
        overdue_count=figures.response.overdue_count,
        ages=ages,
        age_chart=age_chart(context, ages),
        buckets=bucket_names(context, ages) if ages else [],
        corrections=corrections(context),
        whole=False,
        uncounted=uncounted(context, figures.response.uncounted),
        rows=sorted(figures.rows),
        months=figures.months,
        listed=LISTED,
        in_file=AT_MOST,
    )


def month_pages(context: Context) -> Iterator[Page]:
    """Yield a page for each month in which a complaint was received or an incident began."""
    for (month,) in months(context):
        yield from month_page(context, month)


def months(context: Context) -> Iterator[tuple[str]]:
    """Yield each month with figures."""
    return ((month,) for month in (context.monthly.months if context.monthly else ()))


def month_page(context: Context, month: str) -> Iterator[Page]:
    """Yield the page of a month."""
    yield from (_page(context, figures, month) for figures in figures_of(context, context.months, month))


def _page(context: Context, figures: Figures, month: str) -> Page:
    values = _month_values(context, figures, month)
    values["corrections"] = corrections_of(context, figures.restatements)
    html = render(context, "transparency_month.html", "../../", **values, whole=True, files=_files(context, month))
    title, path = values["title"], transparency_month_path(month)
    return Page(path, "transparency", title, values["told"][0], html, slugs=other_slugs(context, path))


@looked_up
def _files(context: Context, month: str) -> list[str]:
    """Return the Gregorian months in which days of a month lie and which have a file of figures."""
    known = context.figures.months if context.figures else ()
    return [one for one in months_of_days(month, context.months, "gregorian") if one in known]


def _month_values(context: Context, figures: Figures, month: str) -> dict[str, Any]:
    cohort = figures.response.of(month)
    ends = ends_of(context, cohort) if cohort else []
    words = context.gettext("How we answered in %(month)s")
    if not context.has_answers:
        words = context.gettext("Incidents and outages in %(month)s")
    return {
        "month": month,
        "title": words % {"month": format_month(context, month)},
        "running": _is_running(context, month),
        "cohort": cohort,
        "raised": cohort is not None and any(share.with_excluded for share in cohort.shares().values()),
        "big": big_figures(context, figures, month),
        "told": month_sentences(context, figures, month),
        "clocks": clocks(context, cohort) if cohort else [],
        "charts": month_charts.by_dimension(context, figures, month),
        "ends": ends,
        "ends_chart": month_charts.ends(context, cohort, ends) if cohort else None,
        "declined": figures.response.declined.get(month, ()),
        "outage": figures.outage(month),
    }


@looked_up
def _is_running(context: Context, month: str) -> bool:
    return month == month_of(context.now, context.zone, context.months)


def surge_section(context: Context, root: str, found: Iterable[Surge]) -> str:
    """Return the section on surges as HTML; `found` comes from `facts.surge.recent`."""
    rows = [(surge, _about(context, surge.subject)) for surge in found]
    return render(context, "surges.html", root, rule=context.ledger.policy.surge, one_in=ONE_IN, rows=rows)


def _about(context: Context, subject: Subject) -> str:
    """Return a topic's or component's name, or its id if the company files do not have it."""
    ledger = context.ledger
    named = {"topic": ledger.topic, "component": ledger.component}.get(subject.kind, lambda _id: None)(subject.id)
    return context.text(named.name) if named else subject.id or context.gettext("Everything together")


def how_we_count_pages(context: Context) -> Iterator[Page]:
    """Yield the page on how we count."""
    title = context.gettext("How we count")
    policy, found = context.ledger.policy, context.figures.surges if context.figures else ()
    html = render(
        context,
        "how_we_count.html",
        "../../",
        groups=_groups(context),
        targets=[(context.gettext(PRIORITY_WORDS[p]), policy.targets[p]) for p in Priority if p in policy.targets],
        policy=policy,
        surges=Markup(surge_section(context, "../../", found)),  # noqa: S704 (rendered with escaping)
    )
    description = context.gettext("What each figure means, from the code that works it out")
    yield Page(HOW_WE_COUNT, "transparency", title, description, html)


def _groups(context: Context) -> list[tuple[str, list[Definition]]]:
    _ = context.gettext
    groups: list[tuple[str, tuple[Definition, ...]]] = []
    if context.has_answers:
        groups += [(_("How soon people are answered"), REPLIES)]
        groups += [(_("What became of it, and how sure a figure is"), ENDS)]
    if context.has_status:
        groups += [(_("Incidents"), OUTAGES)]
    if context.has_answers:
        changes = CHANGES if context.has_status else (BEHIND_ALONE,)
        groups += [(_("What changed"), changes), (_("More"), (YARDSTICK,))]
    return [(name, list(group)) for name, group in groups]
