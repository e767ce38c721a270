"""The pages of incidents and maintenance, of each month of incidents, and of withdrawn records."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from html import escape
from itertools import islice

from answerable.facts.incidents import promises
from answerable.facts.status import status_in
from answerable.publish.addresses import (
    ANSWERS,
    CALENDAR,
    INCIDENTS,
    anchors,
    answer_path,
    incident_path,
    incidents_month_path,
    incidents_part_path,
    maintenance_path,
)
from answerable.publish.context import Context
from answerable.publish.files.calendar import subscription
from answerable.publish.pages.month_lists import incident_months, incidents_of, other_slugs
from answerable.publish.paging import divide, newest_months, part_title
from answerable.publish.render import render
from answerable.publish.shell import Page
from answerable.publish.social import previews
from answerable.publish.text.formats import format_month
from answerable.publish.text.record_text import to_line
from answerable.publish.text.terms import of_incident, of_maintenance
from answerable.records.company import Component
from answerable.records.ledger import touched_components
from answerable.records.model import Complaint, Incident, Maintenance
from answerable.records.vocabulary import ComponentStatus, worst

UNFOLDED = 20
"""The newest updates that are shown; earlier ones are folded below them."""


def incident_page(context: Context, id: str) -> Iterator[Page]:
    """Yield the page of an incident, which changes only if its record does."""
    incident = context.ledger.incident(id)
    if incident:
        yield _page(context, incident)


def _page(context: Context, incident: Incident) -> Page:
    by_instant = {promise.made_at: promise for promise in promises(incident, incident.newest.at)}
    fragments = anchors(update.at for update in incident.updates)
    updates = [(u, fragment, by_instant.get(u.at)) for u, fragment in zip(incident.updates, fragments, strict=True)]
    body = render(
        context,
        "incident.html",
        "../../",
        incident=incident,
        updates=updates[::-1][:UNFOLDED],
        earlier=updates[::-1][UNFOLDED:],
        components=list(_components(context, incident)),
        answers=context.ledger.answers_of_incident(incident.id),
    )
    description = to_line(context.text(incident.newest.text)) or context.text(incident.title)
    head = previews.meta(context, previews.of_incident(context, incident))
    return Page(incident_path(incident.id), "incidents", of_incident(context, incident), description, body, head)


def plain_page(context: Context, incident: Incident) -> Page:
    """Return the page of an incident as its texts alone, for when its page cannot be made."""
    title = context.text(incident.title)
    texts = (title, *(context.text(update.text) for update in reversed(incident.updates)))
    body = "".join(f"<p>{escape(text)}</p>" for text in texts if text)
    return Page(incident_path(incident.id), "incidents", title, title, body)


def _components(context: Context, incident: Incident) -> Iterator[tuple[Component, ComponentStatus]]:
    """Yield each component with the worst status that it had."""
    for id in touched_components(incident):
        component = context.ledger.component(id)
        if component:
            instants = [incident.started_at, *(update.at for update in incident.updates)]
            yield component, worst(status_in(incident, id, at) for at in instants)


MONTHS = 3
MAINTENANCES = 10


def body(context: Context, root: str) -> str:
    """Return the page of the newest months with their incidents, links to the others, and the newest maintenance."""
    by_month = incident_months(context, context.months)
    shown = newest_months(dict(islice(by_month.items(), MONTHS)))
    return render(
        context,
        "incidents.html",
        root,
        title=context.gettext("Incidents"),
        only=False,
        months=shown,
        others=list(by_month)[len(shown) :],
        maintenances=context.ledger.maintenances[:MAINTENANCES],
        part=None,
    )


def month_pages(context: Context) -> Iterator[Page]:
    """Yield the pages of each month with incidents."""
    for (month,) in months(context):
        yield from month_page(context, month)


def months(context: Context) -> Iterator[tuple[str]]:
    """Yield each month with incidents."""
    return ((month,) for month in incident_months(context, context.months))


def month_page(context: Context, month: str) -> Iterator[Page]:
    """Yield the pages of a month with incidents."""
    incidents = incidents_of(context, month)
    title = context.gettext("Incidents of %(month)s") % {"month": format_month(context, month)}
    for part in divide(incidents, incidents_month_path(month), partial(incidents_part_path, month)):
        named, root = part_title(context, title, part.number), "../" * part.path.count("/")
        values = {"only": True, "months": [(month, part.rows)], "others": (), "maintenances": (), "part": part}
        html = render(context, "incidents.html", root, title=named, **values)
        yield Page(part.path, "incidents", named, named, html, slugs=other_slugs(context, part.path))


def maintenance_pages(context: Context) -> Iterator[Page]:
    """Yield a page for each maintenance."""
    calendar = subscription(context, CALENDAR)
    for item in context.ledger.maintenances:
        components = [c for id in item.components if (c := context.ledger.component(id))]
        updates = list(zip(item.updates, anchors(update.at for update in item.updates), strict=True))[::-1]
        about = {"item": item, "components": components, "updates": updates, "calendar": calendar}
        body = render(context, "maintenance.html", "../../", **about)
        title = context.text(item.title)
        yield Page(
            maintenance_path(item.id),
            "maintenance",
            of_maintenance(context, item),
            to_line(context.text(item.text)) or title,
            body,
        )


HEAD = '<meta name="robots" content="noindex">\n'


def withdrawn_pages(context: Context) -> Iterator[Page]:
    """Yield a page for each withdrawn record."""
    for record in context.ledger.withdrawn:
        yield _withdrawn_page(context, record)


def withdrawn_paths(context: Context) -> set[str]:
    """Return the addresses of withdrawn records, which the site map leaves out."""
    return {_path(record) for record in context.ledger.withdrawn}


def _withdrawn_page(context: Context, record: Incident | Maintenance | Complaint) -> Page:
    title, path, more = _title(context, record), _path(record), _more(context, record)
    body = render(context, "withdrawn.html", "../../", title=title, reason=record.withdrawn, more=more)
    return Page(path, path.partition("/")[0], title, title, body, HEAD)


def _title(context: Context, record: Incident | Maintenance | Complaint) -> str:
    _ = context.gettext
    if isinstance(record, Incident):
        return _("This incident was withdrawn")
    return _("This maintenance was withdrawn") if isinstance(record, Maintenance) else _("This answer was withdrawn")


def _more(context: Context, record: Incident | Maintenance | Complaint) -> tuple[str, str]:
    """Return the link to the list of such records: an address relative to the root, and its text."""
    if isinstance(record, Complaint):
        return ANSWERS, context.gettext("All answers")
    return INCIDENTS, context.gettext("All incidents")


def _path(record: Incident | Maintenance | Complaint) -> str:
    if isinstance(record, Incident):
        return incident_path(record.id)
    return maintenance_path(record.id) if isinstance(record, Maintenance) else answer_path(record.id)
