"""One thing said about an incident or a maintenance, in Statuspage's shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from generator.publish.api.components import component_id, full_name
from generator.publish.api.encode import Json, stamp
from generator.publish.context import Context
from generator.records.words import ComponentStatus


@dataclass(frozen=True)
class Said:
    """An update, with the status of each component that it touches before and after it."""

    id: str
    status: str
    body: str
    at: datetime
    before: Mapping[str, ComponentStatus]
    after: Mapping[str, ComponentStatus]


def update(context: Context, incident_id: str, said: Said) -> Json:
    """The update's keys; nothing is known of e-mails and tweets, since none are sent."""
    at = stamp(said.at)
    return {
        "id": said.id,
        "status": said.status,
        "body": said.body,
        "incident_id": incident_id,
        "created_at": at,
        "updated_at": at,
        "display_at": at,
        "affected_components": _affected(context, said) or None,
        "deliver_notifications": True,
        "custom_tweet": None,
        "tweet_id": None,
    }


def _affected(context: Context, said: Said) -> list[Json]:
    return [
        {
            "code": component_id(id),
            "name": full_name(context, id),
            "old_status": said.before.get(id, ComponentStatus.OPERATIONAL).value,
            "new_status": status.value,
        }
        for id, status in said.after.items()
    ]
