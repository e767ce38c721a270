"""An incident: impact, components, its updates newest first, what was learned, and the complaints that came of it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.build.shell import Page
from generator.facts.promises import promises
from generator.facts.segments import status_in
from generator.publish import previews
from generator.publish.addresses import anchors, incident_path
from generator.publish.context import Context
from generator.publish.render import render
from generator.publish.texts import to_line
from generator.publish.titles import of_incident
from generator.records.company import Component
from generator.records.incident import Incident
from generator.records.ledger import touched_components
from generator.records.words import ComponentStatus, worst

ALL = slice(None)
UNFOLDED = 20
"""Updates that are seen at once, the newest; the others of a long story wait folded below them."""


def pages(context: Context, part: slice = ALL) -> Iterator[Page]:
    """One page per incident; its bytes change with the record only, not with the clock."""
    for incident in context.ledger.incidents[part]:
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


def _components(context: Context, incident: Incident) -> Iterator[tuple[Component, ComponentStatus]]:
    """Each component with the worst status that it had."""
    for id in touched_components(incident):
        component = context.ledger.component(id)
        if component:
            instants = [incident.started_at, *(update.at for update in incident.updates)]
            yield component, worst(status_in(incident, id, at) for at in instants)
