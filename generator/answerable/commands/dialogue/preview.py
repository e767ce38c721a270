"""Show a draft as readers will see it, before it is written."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from datetime import datetime

from answerable.commands.dialogue.spoken_times import format_prompt_instant
from answerable.commands.dialogue.terminal import columns
from answerable.commands.questions import DraftContext
from answerable.records.findings import escape_invisible
from answerable.records.vocabulary import ComponentStatus, Impact, MaintenanceStatus, Outcome, UpdateStatus
from answerable.translation.message import joined, msg, shown

KEYS = {
    "announced": msg("announced"),
    "approved_by": msg("approved by"),
    "at": msg("at"),
    "by": msg("by"),
    "changed": msg("changed"),
    "channel": msg("channel"),
    "component": msg("component"),
    "consent": msg("consent"),
    "customer": msg("customer"),
    "did": msg("did"),
    "ends": msg("ends"),
    "id": msg("id"),
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
    "step": msg("step"),
    "topic": msg("topic"),
}
"""The keys of records, in words."""
_NAMED = {"by": "people", "approved_by": "people", "channel": "channels", "component": "components", "topic": "topics"}
"""Keys whose value is the id of something that the company's files name."""


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
            yield from (f"  {names.get(id, id)}: {_site_words(context, key, status)}" for id, status in value.items())
        elif key == "impact":
            yield f"  {_site_words(context, key, value)}"
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
    if key in _NAMED:
        return escape_invisible(context.names(_NAMED[key]).get(str(value), str(value)))
    if isinstance(value, Mapping):
        return escape_invisible(", ".join(map(str, value.values())))
    if key in {"status", "outcome", "step"}:
        return _site_words(context, key, value)
    return escape_invisible(str(value))


def _site_words(context: DraftContext, key: str, value: object) -> str:
    """Return what the site says, in its first language, for a listed value of a key."""
    from answerable.publish.context import Context  # noqa: PLC0415 (scripts see no preview)
    from answerable.publish.text import terms  # noqa: PLC0415 (as above)

    first, listed = context.ledger.policy.languages[0], str(value)
    site = Context(context.ledger, context.now, first, first, site_name="", site_url="")
    match key:
        case "components":
            return terms.status_word(site, ComponentStatus(listed))
        case "impact":
            return terms.impact_word(site, Impact(listed))
        case "outcome":
            return terms.outcome_word(site, Outcome(listed))
        case "step":
            return terms.did_word(site, listed)
    if listed in set(UpdateStatus):
        return terms.update_word(site, UpdateStatus(listed))
    return terms.maintenance_word(site, MaintenanceStatus(listed))
