"""The JSON Schemas (2020-12) of what programs read, each published beside what it describes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

from answerable.output.outputs import Output
from answerable.publish.api.answers import SCHEMA as ANSWERS_SCHEMA
from answerable.publish.api.encode import Json
from answerable.publish.assets import ASSETS
from answerable.publish.context import Context

PUBLISHED = {
    "api/v2/statuspage.schema.json": "api/statuspage.schema.json",
    ANSWERS_SCHEMA: "api/answers.schema.json",
    "pinned.schema.json": "api/pinned.schema.json",
    "freshness.schema.json": "api/freshness.schema.json",
}
"""Where each schema stands on the site, and its file among the assets."""


def publish(context: Context) -> Iterator[Output]:
    """Each schema under its own address."""
    for path, file in PUBLISHED.items():
        schema = {"$schema": schema_of(file)["$schema"], "$id": context.absolute(path), **schema_of(file)}
        yield Output(path, (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode())


@lru_cache(maxsize=16)
def schema_of(file: str) -> Json:
    """The schema in a file among the assets."""
    schema: Json = json.loads((ASSETS / file).read_text("utf-8"))
    return schema
