"""One maintenance window; the reader's clock says where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from generator.build.shell import Page
from generator.publish.addresses import CALENDAR, anchors, maintenance_path
from generator.publish.calendar import subscription
from generator.publish.context import Context
from generator.publish.render import render
from generator.publish.texts import to_line
from generator.publish.titles import of_maintenance


def pages(context: Context) -> Iterator[Page]:
    """One page per maintenance."""
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
