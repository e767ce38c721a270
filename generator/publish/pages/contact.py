"""Contact: channels with their hours, and who answers for what."""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.status import current_incidents
from generator.publish.context import Context
from generator.publish.pages.desks import desks
from generator.publish.render import render
from generator.records.company import Person
from generator.records.text import Text


def body(context: Context, root: str) -> str:
    """The whole page."""
    current = current_incidents(context.ledger, context.now)
    found = desks(context)
    first = next((desk for desk in found if desk.channel.hours.stated), None)
    off_hours = first if first and first.stated and not current else None
    return render(context, "contact.html", root, desks=found, off_hours=off_hours, owners=list(_owners(context)))


def _owners(context: Context) -> Iterator[tuple[Text, Person]]:
    ledger = context.ledger
    owned = [(o.name, o.owner) for o in ledger.groups]
    owned += [(o.name, o.owner) for o in ledger.components]
    owned += [(o.name, o.owner) for o in ledger.topics]
    for name, owner in owned:
        who = ledger.person(owner or "")
        if who:
            yield name, who
