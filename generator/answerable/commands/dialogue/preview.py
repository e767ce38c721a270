"""Show a draft as readers will see it, before it is written."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from datetime import datetime

from answerable.commands.dialogue.spoken_times import format_prompt_instant
from answerable.commands.dialogue.terminal import columns
from answerable.commands.questions import DraftContext
from answerable.records.findings import escape_invisible
from answerable.translation.message import joined, msg, shown

KEYS = {
    "approved_by": msg("approved by"),
    "at": msg("at"),
    "by": msg("by"),
    "changed": msg("changed"),
    "channel": msg("channel"),
    "component": msg("component"),
    "consent": msg("consent"),
    "did": msg("did"),
    "ends": msg("ends"),
    "id": msg("id"),
    "impact": msg("impact"),
    "incident": msg("incident"),
    "link": msg("link"),
    "name": msg("name"),
    "next_update": msg("next update"),
    "outcome": msg("outcome"),
    "pinned": msg("pinned"),
    "priority": msg("priority"),
    "reason": msg("reason"),
    "received": msg("received"),
    "said": msg("said"),
    "started": msg("started"),
    "starts": msg("starts"),
    "status": msg("status"),
    "topic": msg("topic"),
}
"""The keys of records, in words."""


def preview(context: DraftContext, front: Mapping[str, object], path: str, title: str) -> str:
    """Return what readers will see, between two lines, and the path of the file."""
    rule = "-" * columns()
    lines = [rule, escape_invisible(title), *_preview_lines(context, front), rule, msg("file: %(path)s", path=path)]
    return "\n".join(map(shown, lines))


def _preview_lines(context: DraftContext, front: Mapping[str, object]) -> Iterator[str]:
    for key, value in front.items():
        if value is None or key == "title":
            continue
        if key == "updates" and isinstance(value, list):
            for update in value:
                yield from _preview_lines(context, update)
        elif key == "components" and isinstance(value, Mapping):
            names = context.names("components")
            yield from (f"  {names.get(id, id)}: {str(status).replace('_', ' ')}" for id, status in value.items())
        elif key in {"text", "said", "did", "changed", "reason"}:
            yield from ("", *([joined("", ("  ", KEYS[key], ":"))] if key != "text" else []), *_wrapped(str(value)), "")
        else:
            name = KEYS.get(key, key.replace("_", " "))
            yield joined("", ("  ", name, ": ", _format_value(context, key, value)))


def _wrapped(text: str) -> Iterator[str]:
    for paragraph in text.split("\n"):
        lines = textwrap.wrap(
            escape_invisible(paragraph), columns() - 4, initial_indent="    ", subsequent_indent="    "
        )
        yield from lines or [""]


def _format_value(context: DraftContext, key: str, value: object) -> str:
    if isinstance(value, datetime):
        return format_prompt_instant(value)
    if key in {"by", "approved_by"}:
        return context.names("people").get(str(value), str(value))
    if isinstance(value, Mapping):
        return escape_invisible(", ".join(map(str, value.values())))
    return escape_invisible(str(value).replace("_", " ") if key in {"status", "outcome", "step"} else str(value))
