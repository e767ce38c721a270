"""What the JSON files for programs declare beyond how they are served: their place in the description of the API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from answerable.output.served import JSON, Lifetime, MediaType, Served

STATUS, OURS = "Status API v2", "Our own"
TAGS = {
    STATUS: "The public API of Atlassian Statuspage, for programs that read it.",
    OURS: "Figures, notices, and how long the site may be believed.",
}
"""The sections of the description, with an introduction each."""


@dataclass(frozen=True, slots=True)
class Schema:
    """A JSON Schema: its path on the site and its file in `assets/`.

    `title` is its name in the description, where its definitions are called `<title>_<definition>`.
    """

    path: str
    file: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint(Served):
    """A JSON file that the description of the API names; a `*` in its pattern stands for a month such as 2026-11.

    `definition` is the part of the schema that describes the file, the whole schema when empty. An `optional`
    file is missing while the records have nothing for it, as is the file of a month.
    """

    media_type: MediaType = JSON
    lifetime: Lifetime = Lifetime.STATUS
    any_origin: bool = True
    id: str
    summary: str
    schema: Schema
    definition: str = ""
    tag: str = OURS
    optional: bool = False

    @property
    def always(self) -> bool:
        """Whether the file is on every site, whatever the records contain."""
        return not self.optional and "*" not in self.pattern

    @property
    def path(self) -> str:
        """The path in the description, such as `/api/answers/{month}.json`."""
        return "/" + self.pattern.replace("*", "{month}")

    @property
    def schema_name(self) -> str:
        """The name of its definition in the description."""
        return "_".join(part for part in (self.schema.title, self.definition) if part)


def endpoints(served: Iterable[Served]) -> list[Endpoint]:
    """The endpoints among all declarations, by section of the description."""
    found = [one for one in served if isinstance(one, Endpoint)]
    return sorted(found, key=lambda endpoint: list(TAGS).index(endpoint.tag))


def schemas(served: Iterable[Served]) -> dict[Schema, Endpoint]:
    """Each schema that an endpoint has, with the first endpoint that has it."""
    found: dict[Schema, Endpoint] = {}
    for endpoint in endpoints(served):
        found.setdefault(endpoint.schema, endpoint)
    return found
