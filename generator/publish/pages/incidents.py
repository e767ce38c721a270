"""The incidents by month: the newest months on one page, each month on its own."""

from __future__ import annotations

from collections.abc import Iterator

from generator.build.shell import Page
from generator.publish.addresses import incidents_month_path
from generator.publish.context import Context
from generator.publish.formats import format_month
from generator.publish.render import render

MONTHS = 3
MAINTENANCES = 10


def body(context: Context, root: str) -> str:
    """The newest months with their incidents, links to the others, and the newest maintenance."""
    months = context.ledger.incidents_by_month
    return render(
        context,
        "incidents.html",
        root,
        title=context.gettext("Incidents"),
        only=False,
        months=list(months.items())[:MONTHS],
        others=list(months)[MONTHS:],
        maintenances=context.ledger.maintenances[:MAINTENANCES],
    )


def pages(context: Context) -> Iterator[Page]:
    """One page per month."""
    for month, incidents in context.ledger.incidents_by_month.items():
        title = context.gettext("Incidents of %(month)s") % {"month": format_month(context, month)}
        values = {"title": title, "only": True, "months": [(month, incidents)], "others": (), "maintenances": ()}
        html = render(context, "incidents.html", "../../", **values)
        yield Page(incidents_month_path(month), "incidents", title, title, html)
