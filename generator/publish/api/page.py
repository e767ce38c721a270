"""The `page` of every answer: whose site it is, and when its content last changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from generator.publish.api.encode import EPOCH, Json, name, short_id, stamp
from generator.publish.context import Context
from generator.publish.freshness import content_at


def page_id(context: Context) -> str:
    """The id of the page, made from its address."""
    return short_id("page", context.site_url)


def page(context: Context) -> Json:
    """The page's keys, as Statuspage has them; its zone is that of the site's days."""
    return {
        "id": page_id(context),
        "name": name(context.text(context.ledger.policy.organisation) or context.site_name),
        "url": context.site_url.rstrip("/"),
        "time_zone": "Etc/UTC" if str(context.zone) == "UTC" else str(context.zone),
        "updated_at": stamp(changed_at(context)),
    }


def changed_at(context: Context) -> datetime:
    """When something was last said, or planned work last began or ended; 1970 before that. Never the build's clock."""
    instants = [bound for bound in _bounds(context) if bound <= context.now]
    said = content_at(context)
    return max([*instants, *([said] if said else [])], default=EPOCH)


def _bounds(context: Context) -> Iterator[datetime]:
    for maintenance in context.ledger.maintenances:
        if maintenance.cancelled_at is None or maintenance.cancelled_at > maintenance.starts:
            yield maintenance.starts
        if maintenance.cancelled_at is None:
            yield maintenance.ended_at
