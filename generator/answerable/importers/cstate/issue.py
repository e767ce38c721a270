"""One cState issue as a record: an incident or a maintenance, its messages as updates."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from answerable.importers.cstate.messages import Body, Message, read_body
from answerable.importers.cstate.site import Issue
from answerable.importers.instants import read_when
from answerable.importers.markdown import has_forbidden, one_line
from answerable.importers.model import (
    FORBIDDEN_REMOVED,
    NO_CLOSING_WORDS,
    RESOLVED,
    History,
    Imported,
    Kind,
    Settings,
    record_id,
    short_title,
)

_SEVERITIES = {
    "notice": ("none", "operational"),
    "disrupted": ("minor", "partial_outage"),
    "down": ("major", "major_outage"),
}
"""Of each of cState's severities the impact, and the status of each affected system."""

_KNOWN_KEYS = frozenset({
    "title", "date", "resolved", "resolvedwhen", "severity", "affected", "section", "informational", "pin", "draft",
})  # fmt: skip
_WHEN_LEFT_OUT = "the day or hour in the mark of its first or last words was not taken; `date` or `resolvedWhen` was"

# A word inside a host's name, such as issues.example.com, does not count.
_WORD = r"(?<![\w.-])(?:{})(?![\w-]|\.\w)"
_PLANNED = re.compile(_WORD.format("maintenance|upgrade|migration|planned|scheduled"), re.IGNORECASE)
_BROKEN = re.compile(
    _WORD.format("outage|down|incident|issues?|unavailable|failure|error|expired|unplanned|unscheduled"), re.IGNORECASE
)


def make_record(issue: Issue, history: History, settings: Settings, *, incidents_only: bool) -> Imported | None:
    """Return the record of an issue, or None, with a problem in the history, if it has no beginning.

    With `incidents_only` an issue that lies in the past is an incident, whatever its title says.
    """
    start = _read_instant(issue, "date", history, settings)
    if start is None:
        history.problem(issue.source, f"its `date` {issue.front.get('date')!r} is no date")
        return None
    title = _title(issue, history)
    end = _read_end(issue, start, history, settings)
    body = read_body(issue.body, settings.zone)
    _note_oddities(issue, history)
    kind: Kind
    if start > settings.now or (not incidents_only and _is_planned(title, start, end)):
        kind, front = "maintenance", _maintenance(issue, start, end, body, history, settings.now)
    else:
        if end is not None and end > settings.now:
            history.guess(issue.source, "its end lies in the future; it stays open until then", end.isoformat())
            end = None
        kind, front = "incident", _incident(issue, start, end, body, history)
    front = {"title": title, **front, "draft": True if issue.front.get("draft") == "true" else None}
    return Imported(kind, record_id(start, title, kind), front, body.rest, issue.source, start.year)


def _is_planned(title: str, start: datetime, end: datetime | None) -> bool:
    return bool(_PLANNED.search(title)) and not _BROKEN.search(title) and end is not None and end > start


def _maintenance(
    issue: Issue, start: datetime, end: datetime | None, body: Body, history: History, now: datetime
) -> dict[str, Any]:
    history.guess(
        issue.source,
        "its title or its date says that it was planned; it became a maintenance",
        f"severity: {issue.front.get('severity', 'none')}",
    )
    if end is None or end <= start:
        end = start + timedelta(hours=1)
        history.guess(issue.source, "nothing says how long the work takes; one hour was taken")
    messages = list(body.messages)
    opening = messages.pop(0) if messages and messages[0].role != "close" else Message("open", "")
    announced = opening.at if opening.at and opening.at < start else None
    _note_when(issue, opening, announced, history)
    text, updates = [opening.text], []
    for at, message in _instants(issue, messages, start, end, history):
        if at > now:
            text.append(message.text)  # an update may not lie ahead of the clock
        elif message.text:
            status = "completed" if message.role == "close" else "in_progress"
            updates.append({"at": at, "status": status, "text": message.text})
    return {
        "starts": start,
        "ends": end,
        "announced": announced,
        "components": dict.fromkeys(_affected(issue), "under_maintenance"),
        "text": "\n\n".join(filter(None, text)) or None,
        "updates": updates,
    }


def _incident(issue: Issue, start: datetime, end: datetime | None, body: Body, history: History) -> dict[str, Any]:
    impact, status = _severity(issue, history)
    messages = list(body.messages)
    if not messages or (messages[0].role == "close" and end is not None):
        messages.insert(0, Message("open", ""))
    closing = messages.pop() if end is not None and messages[-1].role == "close" else None
    updates: list[dict[str, Any]] = [
        {"at": at, "status": _status(message), "text": message.text or None}
        for at, message in _instants(issue, messages, start, end, history)
    ]
    if end is not None:
        if closing is not None:
            _note_when(issue, closing, end, history)
        if closing is None or not closing.text:
            history.guess(issue.source, NO_CLOSING_WORDS)
        updates.append(
            {
                "at": max([end, *(update["at"] for update in updates)]),
                "status": "resolved",
                "text": (closing and closing.text) or RESOLVED,
            }
        )
    return {
        "impact": impact,
        "components": dict.fromkeys(_affected(issue), status),
        "pinned": False if issue.front.get("informational") == "true" else None,
        "updates": updates,
    }


def _status(message: Message) -> str:
    label = message.label.lower()
    return label if label in {"identified", "monitoring"} else "investigating"


def _instants(
    issue: Issue, messages: list[Message], start: datetime, end: datetime | None, history: History
) -> list[tuple[datetime, Message]]:
    """Return each message with its instant: its own if it fits, else the start for the first, else the one before."""
    placed: list[tuple[datetime, Message]] = []
    before = start
    for number, message in enumerate(messages):
        fits = message.at is not None and before <= message.at and (end is None or message.at <= end)
        if message.at is not None and fits:
            before = message.at
        elif message.role == "close" and end is not None:
            before = end
            _note_when(issue, message, end, history)
        elif number or message.role != "open" or message.at is not None:
            history.guess(
                issue.source, "nothing says when an update was written; the instant before it was taken", message.label
            )
        else:
            _note_when(issue, message, start, history)
        placed.append((before, message))
    return placed


def _note_when(issue: Issue, message: Message, taken: datetime | None, history: History) -> None:
    """Add a guess if a message's label names a day or an hour that was not taken."""
    if (message.at is None or message.at != taken) and any(character.isdigit() for character in message.label):
        history.guess(issue.source, _WHEN_LEFT_OUT, message.label)


def _title(issue: Issue, history: History) -> str:
    """Return the title on one line, or the file's name if there is none."""
    title = one_line(str(issue.front.get("title") or ""))
    if not title:
        title = one_line(issue.source.removesuffix(".md").replace("-", " "))
        history.guess(issue.source, "it has no title; its file's name was taken")
    return short_title(title, issue.source, history)


def _read_instant(issue: Issue, key: str, history: History, settings: Settings) -> datetime | None:
    """Return the instant of a key, or None."""
    written = issue.front.get(key)
    when = read_when(written, settings.zone) if isinstance(written, str) else None
    for guessed in when.guessed if when else ():
        history.guess(issue.source, guessed, f"{'resolvedWhen' if key == 'resolvedwhen' else key}: {written}")
    return when.at if when else None


def _read_end(issue: Issue, start: datetime, history: History, settings: Settings) -> datetime | None:
    """Return when the issue ended, or None while it is open. An end before the start is corrected."""
    if issue.front.get("informational") == "true":
        history.guess(issue.source, "it is informational; it became an incident without impact that ended at once")
        return start
    if issue.front.get("resolved") != "true":
        return None
    end = _read_instant(issue, "resolvedwhen", history, settings)
    if end is None:
        history.guess(issue.source, "it is resolved, but nothing says when; its beginning was taken")
        return start
    if end < start:
        mended = _same_day(start, end)
        history.guess(
            issue.source,
            "it was resolved before it began; "
            + ("the hour was taken on the day it began" if mended > start else "its beginning was taken"),
            f"date: {issue.front['date']}, resolvedWhen: {issue.front['resolvedwhen']}",
        )
        return mended
    if end == start:
        history.guess(issue.source, "it began and ended at one instant; nothing says how long it took")
    return end


def _same_day(start: datetime, end: datetime) -> datetime:
    """Return the end's hour on the day of the start: days and months are mistyped more often than hours."""
    moved = datetime.combine(start.date(), end.astimezone(start.tzinfo).time(), start.tzinfo)
    return max(moved, start)


def _severity(issue: Issue, history: History) -> tuple[str, str]:
    """Return the impact, and the status of each affected system."""
    severity = str(issue.front.get("severity") or "").lower()
    if issue.front.get("informational") == "true":
        return _SEVERITIES["notice"]
    if severity not in _SEVERITIES:
        history.guess(issue.source, "its severity is none of cState's; disrupted was taken", severity)
    return _SEVERITIES.get(severity, _SEVERITIES["disrupted"])


def _affected(issue: Issue) -> list[str]:
    """Return the affected systems, each once, as it is first written."""
    affected = issue.front.get("affected")
    names = [affected] if isinstance(affected, str) else affected if isinstance(affected, list) else []
    seen: dict[str, str] = {}
    for name in names:
        if isinstance(name, str) and one_line(name):
            seen.setdefault(one_line(name).casefold(), one_line(name))
    return list(seen.values())


def _note_oddities(issue: Issue, history: History) -> None:
    """Add a guess for everything that has no place in a record."""
    for key in sorted(issue.front.keys() - _KNOWN_KEYS):
        history.guess(issue.source, f"its key `{key}` has no place in a record and was left out", issue.front[key])
    if issue.front.get("section", "issue") != "issue":
        history.guess(issue.source, "its section is not `issue`; it came over all the same", issue.front["section"])
    if issue.front.get("pin") == "true":
        history.guess(issue.source, "`pin: true` was left out; a record is pinned while it is open")
    if has_forbidden(issue.body) or has_forbidden(str(issue.front.get("title"))):
        history.guess(issue.source, FORBIDDEN_REMOVED)
    if not issue.front.get("affected"):
        history.guess(issue.source, "it names no system; the record names no component")
