"""The JSON Schemas (2020-12) of the files for programs, each published next to the files that it describes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from answerable.output.outputs import Output
from answerable.output.served import JSON, Served
from answerable.publish.api import endpoints
from answerable.publish.api.encode import Json
from answerable.publish.assets import ASSETS
from answerable.publish.context import Context


def served_with(served: Iterable[Served]) -> tuple[Served, ...]:
    """Return the declarations of the schemas: each is served as the first file that it describes."""
    found = endpoints.schemas(served).items()
    return tuple(Served(schema.path, JSON, one.lifetime, any_origin=one.any_origin) for schema, one in found)


def publish(context: Context, served: Sequence[Served]) -> Iterator[Output]:
    """Yield the schema of every endpoint that is always there; a publication of optional files adds its own."""
    for declared, endpoint in endpoints.schemas(served).items():
        if endpoint.always:
            schema = schema_of(declared.file)
            schema = {"$schema": schema["$schema"], "$id": context.absolute(declared.path), **schema}
            yield Output(declared.path, (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode())


@lru_cache(maxsize=16)
def schema_of(file: str) -> Json:
    """Return the schema in a file of `assets/`."""
    schema: Json = json.loads((ASSETS / file).read_text("utf-8"))
    return schema
