"""What will be published, as plain text for a last look."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from datetime import datetime

from generator.commands.fields import Work, shown
from generator.records.findings import visible

_RULE = "-" * 72


def preview(work: Work, front: Mapping[str, object], path: str, title: str) -> str:
    """The words of a record, or of what is added to one, between two rules, and the file they go to."""
    lines = [_RULE, visible(title), *_lines(work, front), _RULE, f"file: {path}"]
    return "\n".join(lines)


def _lines(work: Work, front: Mapping[str, object]) -> Iterator[str]:
    for key, value in front.items():
        if value is None or key == "title":
            continue
        if key == "updates" and isinstance(value, list):
            for update in value:
                yield from _lines(work, update)
        elif key == "components" and isinstance(value, Mapping):
            names = work.names("components")
            yield from (f"  {names.get(id, id)}: {str(status).replace('_', ' ')}" for id, status in value.items())
        elif key in {"text", "said", "did", "changed", "reason"}:
            yield from ("", *([f"  {key}:"] if key != "text" else []), *_wrapped(str(value)), "")
        else:
            yield f"  {key.replace('_', ' ')}: {_shown(work, key, value)}"


def _wrapped(text: str) -> Iterator[str]:
    for paragraph in text.split("\n"):
        yield from textwrap.wrap(visible(paragraph), 68, initial_indent="    ", subsequent_indent="    ") or [""]


def _shown(work: Work, key: str, value: object) -> str:
    if isinstance(value, datetime):
        return shown(value)
    if key in {"by", "approved_by"}:
        return work.names("people").get(str(value), str(value))
    if isinstance(value, Mapping):
        return visible(", ".join(map(str, value.values())))
    return visible(str(value).replace("_", " ") if key in {"status", "outcome"} else str(value))
