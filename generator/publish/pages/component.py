"""A component: its status, its 90 days, its uptime, its incidents and answers, its feeds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from markupsafe import Markup

from generator.build.shell import Page
from generator.facts.status import ComponentState, component_states
from generator.facts.uptime import day_cells, uptime
from generator.publish.addresses import component_path
from generator.publish.context import Context
from generator.publish.feeds import component_feed, links_of
from generator.publish.outlook import outlook
from generator.publish.render import render

WINDOWS = (timedelta(hours=24), timedelta(days=7), timedelta(days=30), timedelta(days=90))
SHOWN = 20


def pages(context: Context) -> Iterator[Page]:
    """One page per component."""
    for state in component_states(context.ledger, context.now).values():
        yield _page(context, state)


def _page(context: Context, state: ComponentState) -> Page:
    component, ledger, now = state.component, context.ledger, context.now
    name = context.text(component.name)
    body = render(
        context,
        "component.html",
        "../../",
        component=component,
        statuses=outlook(context).worst_of([component.id]),
        cells=day_cells(ledger, component.id, now, 90),
        figures=[(_label(context, window), uptime(ledger, component.id, now, window)) for window in WINDOWS],
        incidents=ledger.incidents_of(component.id)[:SHOWN],
        answers=ledger.answers_of_component(component.id)[:SHOWN],
    )
    description = context.gettext("Status, history and uptime of %(name)s") % {"name": name}
    return Page(
        component_path(component.id), "components", name, description, body, _feeds(context, component.id, name)
    )


def _feeds(context: Context, id: str, name: str) -> str:
    """The component's own feeds for the page's head, beside those of every page."""
    link = Markup('<link rel="alternate" type="{}" title="{}" href="../../{}">\n')
    links = links_of(component_feed(context, id, name))
    return Markup().join(link.format(mime, title, href) for title, href, mime in links)


def _label(context: Context, window: timedelta) -> str:
    if window < timedelta(days=2):
        return context.gettext("24 hours")
    return context.ngettext("%(num)s day", "%(num)s days", window.days) % {"num": window.days}
