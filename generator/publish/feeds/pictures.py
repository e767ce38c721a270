"""Which picture goes with an item: one that says nothing else than the item, where it can be drawn.

An incident's picture shows its newest state, so only the item of that state has it. It gets another address with the
next update, and the item before then has none any more; ids and dates stay, so readers show nothing again.
"""

from __future__ import annotations

from generator.publish import previews
from generator.publish.context import Context
from generator.records.complaint import Complaint
from generator.records.incident import Incident, Update


def of_site(context: Context) -> str:
    """The site's own, for what has none."""
    return _address(context, previews.of_site(context))


def of_incident(context: Context, incident: Incident) -> str:
    """That of an incident as it stands now."""
    return _address(context, previews.of_incident(context, incident))


def of_update(context: Context, incident: Incident, update: Update) -> str:
    """The incident's for its newest update, and none for those before."""
    return of_incident(context, incident) if update is incident.newest else ""


def of_answer(context: Context, answer: Complaint) -> str:
    """That which all answers of a topic share."""
    topic = context.ledger.topic(answer.topic)
    return _address(context, previews.of_topic(context, topic)) if topic else of_site(context)


def _address(context: Context, picture: previews.Picture) -> str:
    return context.absolute(picture.path) if picture.can_be_drawn else ""
