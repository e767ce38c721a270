"""`api/openapi.json`: the description of all files for programs, in OpenAPI 3.1."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from answerable.output.outputs import Output
from answerable.output.served import JSON, Lifetime, Served
from answerable.publish.api import webhook_schema
from answerable.publish.api.encode import Json, name
from answerable.publish.api.endpoints import TAGS, Endpoint, endpoints, schemas
from answerable.publish.api.schemas import schema_of
from answerable.publish.context import Context

PATH = "api/openapi.json"
SERVED = (Served(PATH, JSON, Lifetime.STATUS, any_origin=True),)
VERSION = "1.0.0"
"""Rises when a schema changes: the last figure for wording, the middle one for new keys, the first for the rest."""
_ABOUT = """Static files, written at every build: there is no login, and pages of any origin may read them. Times of the
status API are in UTC, all others have their offset. The status is that of the build; /freshness.json says how long
it may be believed."""
_MONTH = {
    "name": "month",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
    "example": "2026-11",
}


def publish(context: Context, served: Sequence[Served]) -> Iterator[Output]:
    """Yield the one file."""
    yield Output(PATH, (json.dumps(document(context, served), ensure_ascii=False, indent=1) + "\n").encode())


def document(context: Context, served: Sequence[Served]) -> Json:
    """Return the description of all endpoints among the declarations."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": name(context.site_name) or "Status and answers",
            "version": VERSION,
            "description": " ".join(_ABOUT.split()),
        },
        "servers": [{"url": context.site_url.rstrip("/")}],
        "tags": [{"name": tag, "description": about} for tag, about in TAGS.items() if tag in _tags(served)],
        "paths": {endpoint.path: {"get": _get(endpoint)} for endpoint in endpoints(served)},
        **({"webhooks": _webhooks()} if context.notify.webhooks else {}),
        "components": {"schemas": _schemas(served) | (_webhook_schemas() if context.notify.webhooks else {})},
    }


def _webhooks() -> Json:
    """Return the description of what is posted to webhooks."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{webhook_schema.SCHEMA.title}"}}}
    about = "One item of news, signed as in Standard Webhooks 1.0.0. The same webhook-id is the same news."
    answers = {"2XX": {"description": "It was taken"}, "410": {"description": "Nothing more is wanted"}}
    post = {"operationId": "news", "summary": about, "requestBody": {"required": True, "content": content}}
    return {"news": {"post": {**post, "security": [], "responses": answers}}}


def _webhook_schemas() -> Json:
    return _parts(schema_of(webhook_schema.SCHEMA.file), webhook_schema.SCHEMA.title)


def _tags(served: Sequence[Served]) -> set[str]:
    return {endpoint.tag for endpoint in endpoints(served)}


def _get(endpoint: Endpoint) -> Json:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{endpoint.schema_name}"}}}
    answers: Json = {"200": {"description": endpoint.summary, "content": content}}
    whole, month, _ = endpoint.path.partition("/{month}")
    if not endpoint.always:
        answers["404"] = {"description": "There is nothing yet"}
    return {
        "operationId": endpoint.id,
        "tags": [endpoint.tag],
        "summary": endpoint.summary,
        **({"parameters": [_MONTH | {"description": f"A month that {whole}.json names."}]} if month else {}),
        "security": [],
        "responses": answers,
    }


def _schemas(served: Sequence[Served]) -> Json:
    """Return every schema and every definition in one, by name."""
    found: Json = {}
    for schema in schemas(served):
        found |= _parts(schema_of(schema.file), schema.title)
    return found


def _parts(schema: Json, title: str) -> Json:
    """Return the definitions of a schema, and the schema itself if it describes a file; names begin with `title`."""
    parts = {name: _moved(part, title) for name, part in schema.get("$defs", {}).items()}
    prefixed = {_place(name, title): part for name, part in parts.items()}
    whole = {key: part for key, part in schema.items() if key not in {"$schema", "$id", "$defs"}}
    return prefixed | ({title: _moved(whole, title)} if "properties" in whole else {})


def _place(part: str, title: str) -> str:
    return f"{title}_{part}" if title else part


def _moved(value: Any, title: str) -> Any:
    """Return the value with its references led to the places that the definitions have in the description."""
    if isinstance(value, Mapping):
        return {key: _reference(part, title) if key == "$ref" else _moved(part, title) for key, part in value.items()}
    return [_moved(part, title) for part in value] if isinstance(value, list) else value


def _reference(reference: Any, title: str) -> Any:
    """Return the new reference; a property that is itself called `$ref` is none and is only searched."""
    if not isinstance(reference, str):
        return _moved(reference, title)
    return "#/components/schemas/" + _place(reference.removeprefix("#/$defs/"), title)
