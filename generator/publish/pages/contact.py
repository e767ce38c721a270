"""Contact: channels with their hours, and who answers for what."""

from __future__ import annotations

from collections.abc import Iterator

from generator.publish.context import Context
from generator.publish.pages.desks import desks, off_hours
from generator.publish.render import render
from generator.records.company import Person
from generator.records.text import Text


def body(context: Context, root: str) -> str:
    """The whole page."""
    found = desks(context)
    notice = off_hours(context, found)
    return render(context, "contact.html", root, desks=found, off_hours=notice, owners=list(_owners(context)))


def _owners(context: Context) -> Iterator[tuple[Text, Person]]:
    ledger = context.ledger
    owned = [(o.name, o.owner) for o in ledger.groups]
    owned += [(o.name, o.owner) for o in ledger.components]
    owned += [(o.name, o.owner) for o in ledger.topics]
    for name, owner in owned:
        who = ledger.person(owner or "")
        if who:
            yield name, who
