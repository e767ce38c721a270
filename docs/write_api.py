# ruff: noqa: INP001 (a script beside the documents that it writes)
"""Fill the tables and key lists of docs/api.md from the OpenAPI description: python docs/write_api.py.

The text and the examples are written by hand in docs/api.md. This script writes what stands there between
`<!-- files: TAG -->` or `<!-- keys: SHAPES -->` and `<!-- end -->`. The block `<!-- keys: others -->` has the shapes
of files that no other block names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from answerable.publish.api import openapi
from answerable.publish.context import Context
from answerable.publish.site import SERVED
from answerable.records.ledger import make_ledger

PAGE = Path(__file__).with_name("api.md")
BLOCK = re.compile(r"(<!-- (files|keys): (.*?) -->\n).*?(<!-- end -->)", re.DOTALL)
OTHERS = "others"
LEAST_REPEATED = 3
"""A shape refers to an earlier one when it repeats at least so many of its keys."""
SHOWN = {
    "page": "id name url time_zone",
    "component": "name created_at description position showcase start_date group group_id page_id updated_at"
    " only_show_if_degraded",
    "affected_component": "code old_status new_status",
    "incident_update": "id incident_id created_at updated_at display_at deliver_notifications custom_tweet tweet_id",
    "incident": "id name created_at updated_at monitoring_at resolved_at shortlink page_id reminder_intervals",
    "answers": "$schema name language month url answers",
    "answers_answer": "id url title channel topic component incident received_at reason did changed said"
    " seconds_to_resolution",
    "answers_step": "at by outcome",
    "answers_named": "id name url",
    "answers_customer": "name link",
    "answers_month": "month answers url",
    "metrics_whole": "$schema as_of definitions zone",
    "metrics_month_link": "month url restatements",
    "metrics_cohort": "month received excluded taken_private ends",
    "metrics_share": "numerator denominator not_due low high value",
    "metrics_quantile": "n seconds",
    "metrics_open": "total median oldest_seconds buckets",
    "metrics_waiting": "id seconds",
    "metrics_spread": "median p90",
    "metrics_outage": "month incidents by_impact still_open",
    "pinned_notice": "title lang url at",
    "freshness": "built_at",
}
"""Keys, by shape, that the examples on the page explain well enough. A test compares them with the examples."""


def document() -> str:
    """Return docs/api.md with all blocks filled anew."""
    page = PAGE.read_text("utf-8")
    lists = KeyLists(describe()["components"]["schemas"], page)

    def fill(block: re.Match[str]) -> str:
        start, kind, names, end = block.groups()
        lines = _files(names) if kind == "files" else lists.of(names.split() if names != OTHERS else lists.others())
        return start + "\n" + "\n".join(lines) + "\n" + end

    return BLOCK.sub(fill, page)


def describe() -> dict[str, Any]:
    """Return the OpenAPI description of a site without records."""
    site = "https://status.example.com/"
    return openapi.document(Context(make_ledger(), datetime(2026, 1, 1, tzinfo=UTC), "en", "en", "", site), SERVED)


def _files(tag: str) -> Iterator[str]:
    """Yield the table of a tag's files, with the shapes that each holds."""
    description = describe()
    yield "| address | what it holds | keys |\n|---|---|---|"
    for path, item in description["paths"].items():
        get = item["get"]
        if tag in get["tags"]:
            schema = _schema_of(get)
            yield f"| `{path}` | {get['summary']} | {_shapes_of(_name(schema), description)} |"
    yield ""


def _schema_of(get: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = get["responses"]["200"]["content"]["application/json"]["schema"]
    return schema


def _shapes_of(name: str, description: dict[str, Any]) -> str:
    """Link to a shape; for one that only joins others, link to each of those under its key."""
    if not name.endswith("_document"):
        return f"[{name}](#{name})"
    properties = description["components"]["schemas"][name]["properties"]
    return ", ".join(f"[`{key}`](#{_name(value.get('items', value))})" for key, value in properties.items())


class KeyLists:
    """Explanations of keys, each given once: a shape that repeats keys of an earlier one refers to that one."""

    def __init__(self, schemas: dict[str, Any], page: str) -> None:
        self._schemas = schemas
        self._first: dict[str, str] = {}
        """The shape in which a line occurs first."""
        self._listed = {name for _, kind, names, _ in BLOCK.findall(page) if kind == "keys" for name in names.split()}

    def others(self) -> list[str]:
        """Return the shapes of whole files that no block names."""
        files = (_name(_schema_of(item["get"])) for item in describe()["paths"].values())
        return [name for name in dict.fromkeys(files) if name not in self._listed and not name.endswith("_document")]

    def of(self, names: list[str]) -> Iterator[str]:
        """Yield the heading, the description and the key list of each shape."""
        for name in names:
            schema = self._schemas[name]
            yield f"#### {name}\n\n{schema['description']}\n"
            yield from self._lines(name, schema["properties"])
            yield ""

    def _lines(self, name: str, properties: dict[str, Any]) -> Iterator[str]:
        lines = {key: self._line(key, value) for key, value in properties.items()}
        earlier: dict[str, list[str]] = {}
        for key, line in lines.items():
            earlier.setdefault(self._first.setdefault(line, name), []).append(key)
        repeated = {of: keys for of, keys in earlier.items() if of != name and len(keys) >= LEAST_REPEATED}
        left_out = {*SHOWN.get(name, "").split(), *(key for keys in repeated.values() for key in keys)}
        yield from (line for key, line in lines.items() if key not in left_out)
        for of, keys in repeated.items():
            yield f"- As in [{of}](#{of}): {', '.join(f'`{key}`' for key in keys)}."

    def _line(self, key: str, value: dict[str, Any]) -> str:
        """Return a line such as "- `outcome`? (`solved`, `declined`): What became of it."."""
        kinds = list(self._kinds(value))
        mark = "?" if "null" in kinds and value.get("type") != "null" else ""
        shown = ", ".join(kind for kind in kinds if kind != "null")
        return f"- `{key}`{mark}{shown and f' ({shown})'}: {value['description']}"

    def _kinds(self, schema: dict[str, Any]) -> Iterator[str]:
        """Yield the shapes on the page and the words that a value may be, and null where it may be null."""
        if "$ref" in schema and _name(schema) in self._listed:
            yield f"[{_name(schema)}](#{_name(schema)})"
        for word in schema.get("enum", ()):
            yield "null" if word is None else f"`{word}`"
        for part in schema.get("anyOf", ()):
            yield from self._kinds(part)
        for kind in self._kinds(schema["items"]) if "items" in schema else ():
            yield f"{kind}[]"
        if "null" in schema.get("type", ()):
            yield "null"


def _name(reference: dict[str, Any]) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")
