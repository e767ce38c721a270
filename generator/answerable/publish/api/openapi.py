"""`api/openapi.json`: all that programs can read here, described in OpenAPI 3.1."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from answerable.output.outputs import Output
from answerable.publish.api.encode import Json, name
from answerable.publish.api.schemas import schema_of
from answerable.publish.context import Context


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address, the schema of its answer, and what it is for in a sentence."""

    path: str
    id: str
    schema: str
    summary: str
    tag: str

    @property
    def always(self) -> bool:
        """Whether it is there whatever the records hold: figures need complaints, and a month needs answers."""
        return self.id != "metrics" and "{" not in self.path


STATUS, OURS = "Status API v2", "Our own"
TAGS = {
    STATUS: "The addresses and shapes of Atlassian Statuspage's public API, for programs that read such pages.",
    OURS: "What no status page has: answers to complaints, notices, and until when any of it may be believed.",
}
ENDPOINTS = (
    Endpoint("/api/v2/summary.json", "summary", "summary_document", "What is going on now, in one file", STATUS),
    Endpoint("/api/v2/status.json", "status", "status_document", "The whole in one word", STATUS),
    Endpoint("/api/v2/components.json", "components", "components_document", "All components and groups", STATUS),
    Endpoint("/api/v2/incidents.json", "incidents", "incidents_document", "The fifty newest incidents", STATUS),
    Endpoint("/api/v2/incidents/unresolved.json", "unresolved", "incidents_document", "Open incidents", STATUS),
    Endpoint(
        "/api/v2/scheduled-maintenances.json",
        "maintenances",
        "maintenances_document",
        "Planned work, the fifty newest",
        STATUS,
    ),
    Endpoint(
        "/api/v2/scheduled-maintenances/upcoming.json", "upcoming", "maintenances_document", "Work to come", STATUS
    ),
    Endpoint(
        "/api/v2/scheduled-maintenances/active.json", "active", "maintenances_document", "Work in progress", STATUS
    ),
    Endpoint(
        "/api/answers.json", "answers", "answers", "Answers of the newest month, and which months there are", OURS
    ),
    Endpoint("/api/answers/{month}.json", "answersOfMonth", "answers", "Answers of a month", OURS),
    Endpoint("/api/metrics.json", "metrics", "metrics_whole", "Figures of how complaints were answered", OURS),
    Endpoint("/api/metrics/{month}.json", "metricsOfMonth", "metrics_one_month", "Figures of a month", OURS),
    Endpoint("/pinned.json", "pinned", "pinned", "Notices that hold now or begin soon", OURS),
    Endpoint("/freshness.json", "freshness", "freshness", "Until when the site may be believed", OURS),
)


PATH = "api/openapi.json"
VERSION = "1.0.0"
"""Rises with the shapes: the last figure for words, the middle one for new keys, the first for any other change."""
NAMED = {
    "answers": "api/answers.schema.json",
    "metrics": "metrics.schema.json",
    "pinned": "api/pinned.schema.json",
    "freshness": "api/freshness.schema.json",
}
_SAID = """Static files, written at every build and served as they are: there is nothing to log in to and nothing to
send. Every answer may be read from any origin. Instants are in UTC in the status API; all others carry their
offset. What depends on the clock is right at build time; /freshness.json says until when it may be believed."""
_MONTH = {
    "name": "month",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
    "example": "2026-11",
}


def publish(context: Context) -> Iterator[Output]:
    """The one file."""
    yield Output(PATH, (json.dumps(document(context), ensure_ascii=False, indent=1) + "\n").encode())


def document(context: Context) -> Json:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": name(context.site_name) or "Status and answers",
            "version": VERSION,
            "description": " ".join(_SAID.split()),
        },
        "servers": [{"url": context.site_url.rstrip("/")}],
        "tags": [{"name": tag, "description": said} for tag, said in TAGS.items()],
        "paths": {endpoint.path: {"get": _get(endpoint)} for endpoint in ENDPOINTS},
        "components": {"schemas": _schemas()},
    }


def _get(endpoint: Endpoint) -> Json:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{endpoint.schema}"}}}
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


def _schemas() -> Json:
    """Every schema under its name, with its parts beside it."""
    found: Json = _parts(schema_of("api/statuspage.schema.json"), "")
    for title, file in NAMED.items():
        found |= _parts(schema_of(file), title)
    return found


def _parts(schema: Json, title: str) -> Json:
    """A schema's definitions, and itself where it is one shape; definitions of one schema do not meet another's."""
    parts = {name: _moved(part, title) for name, part in schema.get("$defs", {}).items()}
    prefixed = {_place(name, title): part for name, part in parts.items()}
    whole = {key: part for key, part in schema.items() if key not in {"$schema", "$id", "$defs"}}
    return prefixed | ({title: _moved(whole, title)} if "properties" in whole else {})


def _place(part: str, title: str) -> str:
    return f"{title}_{part}" if title else part


def _moved(value: Any, title: str) -> Any:
    """The same with references to where the parts stand now."""
    if isinstance(value, Mapping):
        return {key: _reference(part, title) if key == "$ref" else _moved(part, title) for key, part in value.items()}
    return [_moved(part, title) for part in value] if isinstance(value, list) else value


def _reference(reference: Any, title: str) -> Any:
    """A key called `$ref` among a schema's properties is no reference."""
    if not isinstance(reference, str):
        return _moved(reference, title)
    return "#/components/schemas/" + _place(reference.removeprefix("#/$defs/"), title)
