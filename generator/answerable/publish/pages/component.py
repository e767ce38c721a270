"""The page of a component: its status, last 90 days, uptime, incidents, answers and feeds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from answerable.facts.uptime import uptime
from answerable.publish.addresses import component_calendar_path, component_path
from answerable.publish.context import Context
from answerable.publish.feeds import component_feed, links_of
from answerable.publish.files.calendar import subscription
from answerable.publish.outlook import outlook
from answerable.publish.pages.day_bars import day_bar
from answerable.publish.render import alternates, render
from answerable.publish.shell import Page
from answerable.publish.text import terms
from answerable.publish.text.formats import format_window
from answerable.records.company import Component

WINDOWS = (timedelta(hours=24), timedelta(days=7), timedelta(days=30), timedelta(days=90))
SHOWN = 20


def pages(context: Context) -> Iterator[Page]:
    """Yield a page for each component; that of a retired one has no status and no figures."""
    for component in context.ledger.components:
        yield _page(context, component, **_condition(context, component.id))
    for component in context.ledger.retired:
        yield _page(context, component, statuses=(), days=None, figures=())


def _condition(context: Context, id: str) -> dict[str, Any]:
    """Return a component's statuses, its last 90 days, and its uptime in each window."""
    ledger, now = context.ledger, context.now
    return {
        "statuses": outlook(context).worst_of([id]),
        "days": day_bar(context, id),
        "figures": [(format_window(context, window), uptime(ledger, id, now, window)) for window in WINDOWS],
    }


def _page(context: Context, component: Component, **condition: Any) -> Page:
    name, ledger = context.text(component.name), context.ledger
    body = render(
        context,
        "component.html",
        "../../",
        component=component,
        **condition,
        calendar=subscription(context, component_calendar_path(component.id)),
        incidents=ledger.incidents_of(component.id)[:SHOWN],
        answers=ledger.answers_of_component(component.id)[:SHOWN],
    )
    title = terms.of_component(context, component)
    return Page(
        component_path(component.id),
        "components",
        title,
        _description(context, component, name),
        body,
        _feeds(context, component.id, name),
    )


def _description(context: Context, component: Component, name: str) -> str:
    """Return the description, which begins with the instant of the status in the title."""
    about = context.gettext("Status, history and uptime of %(name)s") % {"name": name}
    return about if component.retired else f"{terms.said_at(context)} {about}"


def _feeds(context: Context, id: str, name: str) -> str:
    """Return links to the component's own feeds for the page's head, which has the general feeds too."""
    return alternates(links_of(component_feed(context, id, name)), "../../")
