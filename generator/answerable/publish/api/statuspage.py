"""The public API v2 of Atlassian Statuspage as static files, so that programs for such pages can read this one.

Shapes are those of the service's own answers; docs/api.md explains each key.
"""

from __future__ import annotations

from collections.abc import Iterator

from answerable.facts.status import overall
from answerable.output.outputs import Output
from answerable.output.served import Verify
from answerable.publish.api import events
from answerable.publish.api.components import components
from answerable.publish.api.encode import Json, encode, page
from answerable.publish.api.endpoints import STATUS, Endpoint, Schema
from answerable.publish.context import Context

FOLDER = "api/v2/"
SCHEMA = Schema(f"{FOLDER}statuspage.schema.json", "api/statuspage.schema.json")


def _endpoint(path: str, id: str, summary: str, shape: str, verify: Verify = Verify.NEVER) -> Endpoint:
    pattern, definition = f"{FOLDER}{path}.json", f"{shape}_document"
    return Endpoint(pattern, id=id, summary=summary, schema=SCHEMA, definition=definition, tag=STATUS, verify=verify)


SERVED = (
    _endpoint("summary", "summary", "Everything current in one file", "summary", Verify.FIRST_LANGUAGE),
    _endpoint("status", "status", "The overall status", "status", Verify.FIRST_LANGUAGE),
    _endpoint("components", "components", "All components and groups", "components"),
    _endpoint("incidents", "incidents", "The fifty newest incidents", "incidents"),
    _endpoint("incidents/unresolved", "unresolved", "Open incidents", "incidents"),
    _endpoint("scheduled-maintenances", "maintenances", "The fifty newest maintenances", "maintenances"),
    _endpoint("scheduled-maintenances/upcoming", "upcoming", "Upcoming maintenance", "maintenances"),
    _endpoint("scheduled-maintenances/active", "active", "Maintenance in progress", "maintenances"),
)


def publish(context: Context) -> Iterator[Output]:
    """Yield all eight files."""
    whole = {"page": page(context)}
    for path, content in documents(context).items():
        yield Output(f"{FOLDER}{path}.json", encode(whole | content))


def documents(context: Context) -> dict[str, Json]:
    """Return the contents of each file except `page`, by its path below `api/v2/` without the ending."""
    status = overall(context.ledger, context.now)
    whole: Json = {"status": {"indicator": status.indicator, "description": status.description}}
    parts: Json = {"components": components(context)}
    unresolved: Json = {"incidents": events.unresolved(context)}
    current: Json = {"scheduled_maintenances": events.current(context)}
    return {
        "summary": parts | unresolved | current | whole,
        "status": whole,
        "components": parts,
        "incidents": {"incidents": events.incidents(context)},
        "incidents/unresolved": unresolved,
        "scheduled-maintenances": {"scheduled_maintenances": events.maintenances(context)},
        "scheduled-maintenances/upcoming": {"scheduled_maintenances": events.upcoming(context)},
        "scheduled-maintenances/active": {"scheduled_maintenances": events.active(context)},
    }
