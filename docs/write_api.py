# ruff: noqa: INP001 (a script beside the documents that it writes)
"""Fill the tables of docs/api.md from the OpenAPI description: python docs/write_api.py.

The text and the examples are written by hand in docs/api.md. This script writes the tables of files and keys that stand
there between `<!-- files: TAG -->` or `<!-- keys: SHAPES -->` and `<!-- end -->`.
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
EXPLAINED = {
    "answers": "next",
    "answers_answer": "seconds_to_first_answer quote",
    "metrics_whole": "cohorts uncounted",
    "metrics_cohort": "dimension counted staffed_cases",
    "metrics_share": "not_due with_excluded",
    "metrics_quantile": "reading never",
    "pinned": "more",
    "pinned_notice": "tone",
    "freshness": "believe_until",
}
"""The keys, by shape, that the examples on the page leave open. `api/openapi.json` explains all."""


def document() -> str:
    """Return docs/api.md with all blocks filled anew. Raises KeyError for a shape or a key that does not exist."""
    description = describe()

    def fill(block: re.Match[str]) -> str:
        start, kind, names, end = block.groups()
        lines = _files(names, description) if kind == "files" else _keys(names.split(), description)
        return start + "\n" + "\n".join(lines) + "\n\n" + end

    return BLOCK.sub(fill, PAGE.read_text("utf-8"))


def describe() -> dict[str, Any]:
    """Return the OpenAPI description of a site without records."""
    site = "https://status.example.com/"
    return openapi.document(Context(make_ledger(), datetime(2026, 1, 1, tzinfo=UTC), "en", "en", "", site), SERVED)


def _files(tag: str, description: dict[str, Any]) -> Iterator[str]:
    """Yield the table of the files that have a tag."""
    yield "| address | what it holds |\n|---|---|"
    for path, item in description["paths"].items():
        if tag in item["get"]["tags"]:
            yield f"| `{path}` | {item['get']['summary']} |"


def _keys(shapes: list[str], description: dict[str, Any]) -> Iterator[str]:
    """Yield the table of the explained keys of some shapes."""
    yield "| key | what it says |\n|---|---|"
    for shape in shapes:
        properties = description["components"]["schemas"][shape]["properties"]
        for key in EXPLAINED[shape].split():
            words = ", ".join(f"`{word}`" for word in properties[key].get("enum", ()) if word is not None)
            yield f"| `{key}` | {properties[key]['description']}{words and f' {words}'} |"


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")
