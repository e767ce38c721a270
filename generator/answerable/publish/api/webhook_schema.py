"""`api/event.schema.json`: the JSON Schema of what is posted to webhooks, on a site that has some."""

from __future__ import annotations

import json
from collections.abc import Iterator

from answerable.output.outputs import Output
from answerable.output.served import JSON, Lifetime, Served
from answerable.publish.api.endpoints import Schema
from answerable.publish.api.schemas import schema_of
from answerable.publish.context import Context

SCHEMA = Schema("api/event.schema.json", "api/event.schema.json", "event")
SERVED = (Served(SCHEMA.path, JSON, Lifetime.STATUS, any_origin=True),)


def publish(context: Context) -> Iterator[Output]:
    """Yield the schema."""
    if context.notify.webhooks:
        schema = schema_of(SCHEMA.file)
        whole = {"$schema": schema["$schema"], "$id": context.absolute(SCHEMA.path), **schema}
        yield Output(SCHEMA.path, (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode())
