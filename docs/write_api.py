# ruff: noqa: INP001 (a script beside the documents that it writes)
"""Writes docs/api.md from the description of the API: python docs/write_api.py."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from answerable.publish.api import openapi
from answerable.publish.context import Context
from answerable.publish.site import SERVED
from answerable.records.ledger import make_ledger

PAGE = Path(__file__).with_name("api.md")
SITE = "https://status.example.com/"
INTRO = """# What programs can read

Every site is also a set of JSON files. They are written at each build and served as they are; nothing is sent, nobody
logs in, and with the [headers of your host](hosting.md) any page of the web may read them. This page is made from
`/api/openapi.json`, which describes the same in OpenAPI 3.1 for programs and stands on every site.

Four rules hold for all of them:

- **Ids never change.** They are made from a record's id: not from its name, its group or its words.
- **The same records give the same files.** Only `/freshness.json` and the `as_of` of `/api/metrics.json` tell when the
  site was built.
- **No file grows for ever.** Lists hold fifty entries; answers and figures have a file for each month, which leads to
  the one before.
- **`/freshness.json` says until when to believe.** What depends on the clock, such as maintenance that begins, is right
  at build time. Past `believe_until` say that it is not known; never show the last state as if it held.

## What may change

This is version 1, as `info.version` in `/api/openapi.json` says. Within it:

- Nothing is taken away: no file, no key, no word of a list of words. No key is renamed or gets another type.
- Keys, files and words of our own may be added; pass over what you do not know. The schemas allow no other keys, so
  that a misspelt one is found: check a file by the schema of its own site, not by a copy.
- What stands below `/api/v2/` follows the service: a key that it adds is added here.
- Any other change is a version 2 at addresses of its own. The old ones stay for a year and are `deprecated` in
  `/api/openapi.json` meanwhile; the [changes](../CHANGELOG.md) tell of both.

## Programs that read Atlassian Statuspage

The addresses below `/api/v2/` have the keys, types and words of that service's public API, so what reads such a page
reads yours when it is given your address. Tried at every change, unchanged: `statuspage-prometheus-exporter` 2.6,
`@statuspage/status-widget` 1.0.5 and `statuspage.io` 3.3 (3.4.6, the newest, is published without its code). Tried by
hand, unchanged: PyPI's `statuscheck` 3.11, `github-status-cli` 1.0, `whadup` 0.2 and `DiscordStatus` 0.0.2, the action
`crazy-max/ghaction-github-status`, the exporter `jakubenglicky/github-status-exporter`, the web components of
`rtsfred3/GithubStatusJS`, and of `/history.rss` the bot `MattKobayashi/github-status-pushover`.

Some of them build the address themselves and always ask at the root of the host, as the widget does. A site below a
path, such as a project page of a git host, has its API below that path, and nothing can put it at a root that belongs
to somebody else: give the site a host of its own, as `status.example.com`.

What differs from the service, and why:

| where | here | why |
|---|---|---|
| instants | always in UTC, with `Z` | one form for all; the page's zone is in `time_zone` |
| an update's `created_at`, `updated_at` | both the instant at which it was said | records say no other |
| a maintenance that was called off | `completed`, with your words | the service has no word for it |
| a maintenance that begins or ends | an update that says so, if none of yours does | the service posts one, too |
| a post-mortem | the newest update, dated as the one before it | a record has no instant for it |
| a component that was removed | its id stands in `affected_components` of old updates | history outlives it |
| work to come in `/history.rss` | not there until it begins | dated ahead, it hides outages from some programs |
| `page.updated_at` | 1970 on a site without any record | the service knows no null there |
"""


def document() -> str:
    """The whole page."""
    ledger = make_ledger()
    context = Context(ledger, datetime(2026, 1, 1, tzinfo=UTC), "en", "en", "", SITE)
    description = openapi.document(context, SERVED)
    return "\n".join([INTRO, *_addresses(description), *_shapes(description)])


def _addresses(description: dict[str, Any]) -> Iterator[str]:
    for tag in description["tags"]:
        yield f"## {tag['name']}\n\n{tag['description']}\n\n| address | what stands there | shape |\n|---|---|---|"
        for path, item in description["paths"].items():
            get = item["get"]
            if tag["name"] in get["tags"]:
                yield f"| `{path}` | {get['summary']} | {_type(_answer(get))} |"
        yield ""


def _answer(get: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = get["responses"]["200"]["content"]["application/json"]["schema"]
    return schema


def _shapes(description: dict[str, Any]) -> Iterator[str]:
    yield "## Shapes\n"
    for name, schema in description["components"]["schemas"].items():
        yield f"### {name}\n\n{schema.get('description', '')}\n"
        if "properties" in schema:
            yield "| key | type | what it holds |\n|---|---|---|"
            for key, value in schema["properties"].items():
                yield f"| `{key}` | {_type(value)} | {value.get('description', '')} |"
            yield ""


def _type(schema: dict[str, Any]) -> str:
    """A type in words; `or null` where a value may be missing."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if "enum" in schema:
        return ", ".join(f"`{value}`" if value is not None else "null" for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_type(part) for part in schema["anyOf"])
    types = schema.get("type", "any")
    return " or ".join(_word(word, schema) for word in ([types] if isinstance(types, str) else types))


def _word(word: str, schema: dict[str, Any]) -> str:
    if word == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if word == "string":
        return {"date-time": "instant", "date": "day", "uri": "address"}.get(schema.get("format", ""), "text")
    return {"boolean": "true or false", "integer": "whole number"}.get(word, word)


if __name__ == "__main__":
    PAGE.write_text(document().rstrip("\n") + "\n", encoding="utf-8")
