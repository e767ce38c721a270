"""One cState issue as a record: an incident or a maintenance, its messages as updates."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from answerable.importers.cstate.fields import affected_of, end_of, instant_of, note_oddities, severity_of, title_of
from answerable.importers.cstate.site import Issue
from answerable.importers.cstate.story import Message, Story, read_story
from answerable.importers.ids import record_id
from answerable.importers.model import RESOLVED, SAYS_NO_END, History, Imported, Settings

WHEN_LEFT_OUT = "the day or hour in the mark of its first or last words was not taken; `date` or `resolvedWhen` was"

# A word inside a host's name, as in issues.example.com, says nothing of the work.
_WORD = r"(?<![\w.-])(?:{})(?![\w-]|\.\w)"
_PLANNED = re.compile(_WORD.format("maintenance|upgrade|migration|planned|scheduled"), re.IGNORECASE)
_BROKEN = re.compile(
    _WORD.format("outage|down|incident|issues?|unavailable|failure|error|expired|unplanned|unscheduled"), re.IGNORECASE
)


def record(issue: Issue, history: History, settings: Settings) -> Imported | None:
    """The record of an issue; None, with a problem noted, when it says no instant at all."""
    start = instant_of(issue, "date", history, settings)
    if start is None:
        history.problem(issue.source, f"its `date` {issue.front.get('date')!r} is no date")
        return None
    title = title_of(issue, history)
    end = end_of(issue, start, history, settings)
    story = read_story(issue.body, settings.zone)
    note_oddities(issue, history)
    if _is_maintenance(title, start, end, settings):
        kind, front = "maintenance", _maintenance(issue, start, end, story, history, settings.now)
    else:
        if end is not None and end > settings.now:
            history.guess(issue.source, "its end lies in the future; it stays open until then", end.isoformat())
            end = None
        kind, front = "incident", _incident(issue, start, end, story, history)
    front = {"title": title, **front, "draft": True if issue.front.get("draft") == "true" else None}
    id = record_id(start, title, kind)
    return Imported(kind, id, front, story.rest, issue.source, start.year)  # type: ignore[arg-type]


def _is_maintenance(title: str, start: datetime, end: datetime | None, settings: Settings) -> bool:
    if start > settings.now:
        return True  # an incident cannot lie ahead
    planned = bool(_PLANNED.search(title)) and not _BROKEN.search(title)
    return settings.maintenance and planned and end is not None and end > start


def _maintenance(
    issue: Issue, start: datetime, end: datetime | None, story: Story, history: History, now: datetime
) -> dict[str, Any]:
    history.guess(
        issue.source,
        "its title or its date says that it was planned; it became a maintenance",
        f"severity: {issue.front.get('severity', 'none')}",
    )
    if end is None or end <= start:
        end = start + timedelta(hours=1)
        history.guess(issue.source, "nothing says how long the work takes; one hour was taken")
    messages = list(story.messages)
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
        "components": dict.fromkeys(affected_of(issue), "under_maintenance"),
        "text": "\n\n".join(filter(None, text)) or None,
        "updates": updates,
    }


def _incident(issue: Issue, start: datetime, end: datetime | None, story: Story, history: History) -> dict[str, Any]:
    impact, status = severity_of(issue, history)
    messages = list(story.messages)
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
            history.guess(issue.source, SAYS_NO_END)
        updates.append(
            {
                "at": max([end, *(update["at"] for update in updates)]),
                "status": "resolved",
                "text": (closing and closing.text) or RESOLVED,
            }
        )
    return {
        "impact": impact,
        "components": dict.fromkeys(affected_of(issue), status),
        "pinned": False if issue.front.get("informational") == "true" else None,
        "updates": updates,
    }


def _status(message: Message) -> str:
    label = message.label.lower()
    return label if label in {"identified", "monitoring"} else "investigating"


def _instants(
    issue: Issue, messages: list[Message], start: datetime, end: datetime | None, history: History
) -> list[tuple[datetime, Message]]:
    """An instant for each message: its own where it fits, the beginning for the first, else that of the one before."""
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
    """List a mark that says more than its kind, a day or an hour, where that was not taken."""
    if (message.at is None or message.at != taken) and any(character.isdigit() for character in message.label):
        history.guess(issue.source, WHEN_LEFT_OUT, message.label)
