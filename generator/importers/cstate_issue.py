"""One cState issue as a record: its instants mended, its severity in our words, its messages as updates."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from generator.importers.cstate_site import Issue
from generator.importers.cstate_story import Message, Story, read_story
from generator.importers.ids import record_id
from generator.importers.markdown import hides, one_line
from generator.importers.model import RESOLVED, SAYS_NO_END, History, Imported, Settings
from generator.importers.when import read_when

SEVERITIES = {
    "notice": ("none", "operational"),
    "disrupted": ("minor", "partial_outage"),
    "down": ("major", "major_outage"),
}
"""cState's severity as impact and as the status of each affected system."""

_KNOWN = frozenset({
    "title", "date", "resolved", "resolvedwhen", "severity", "affected", "section", "informational", "pin", "draft",
})  # fmt: skip
# A word inside a host's name, as in issues.example.com, says nothing of the work.
_WORD = r"(?<![\w.-])(?:{})(?![\w-]|\.\w)"
_PLANNED = re.compile(_WORD.format("maintenance|upgrade|migration|planned|scheduled"), re.IGNORECASE)
_BROKEN = re.compile(
    _WORD.format("outage|down|incident|issues?|unavailable|failure|error|expired|unplanned|unscheduled"), re.IGNORECASE
)
_LONGEST_TITLE = 300


def record(issue: Issue, history: History, settings: Settings) -> Imported | None:
    """The record of an issue; None, with a problem noted, when it says no instant at all."""
    start = _instant(issue, "date", history, settings)
    if start is None:
        history.problem(issue.source, f"its `date` {issue.front.get('date')!r} is no date")
        return None
    title = _title(issue, history)
    end = _end(issue, start, history, settings)
    story = read_story(issue.body, settings.zone)
    _note_oddities(issue, history)
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


def _title(issue: Issue, history: History) -> str:
    title = one_line(str(issue.front.get("title") or ""))
    if not title:
        title = one_line(issue.source.removesuffix(".md").replace("-", " "))
        history.guess(issue.source, "it has no title; its file's name was taken")
    return title[:_LONGEST_TITLE]


def _instant(issue: Issue, key: str, history: History, settings: Settings) -> datetime | None:
    written = issue.front.get(key)
    when = read_when(written, settings.zone) if isinstance(written, str) else None
    for guessed in when.guessed if when else ():
        history.guess(issue.source, guessed, f"{'resolvedWhen' if key == 'resolvedwhen' else key}: {written}")
    return when.at if when else None


def _end(issue: Issue, start: datetime, history: History, settings: Settings) -> datetime | None:
    """When it ended; None while it is open. An end before the start is mended, and said."""
    if issue.front.get("informational") == "true":
        history.guess(issue.source, "it is informational; it became an incident without impact that ended at once")
        return start
    if issue.front.get("resolved") != "true":
        return None
    end = _instant(issue, "resolvedwhen", history, settings)
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
    """The end's hour on the day of the start: days and months are mistyped more often than hours."""
    moved = datetime.combine(start.date(), end.astimezone(start.tzinfo).time(), start.tzinfo)
    return max(moved, start)


def _is_maintenance(title: str, start: datetime, end: datetime | None, settings: Settings) -> bool:
    if start > settings.now:
        return True  # an incident cannot lie ahead
    planned = bool(_PLANNED.search(title)) and not _BROKEN.search(title)
    return settings.maintenance and planned and end is not None and end > start


def _maintenance(
    issue: Issue, start: datetime, end: datetime | None, story: Story, history: History, now: datetime
) -> dict[str, Any]:
    history.guess(issue.source, "its title or its date says that it was planned; it became a maintenance")
    if end is None or end <= start:
        end = start + timedelta(hours=1)
        history.guess(issue.source, "nothing says how long the work takes; one hour was taken")
    messages = list(story.messages)
    announced = [messages.pop(0).text] if messages and messages[0].role != "close" else []
    updates = []
    for at, message in _instants(issue, messages, start, end, history):
        if at > now:
            announced.append(message.text)  # an update may not lie ahead of the clock
        elif message.text:
            status = "completed" if message.role == "close" else "in_progress"
            updates.append({"at": at, "status": status, "text": message.text})
    return {
        "starts": start,
        "ends": end,
        "components": dict.fromkeys(_affected(issue), "under_maintenance"),
        "text": "\n\n".join(filter(None, announced)) or None,
        "updates": updates,
    }


def _incident(issue: Issue, start: datetime, end: datetime | None, story: Story, history: History) -> dict[str, Any]:
    impact, status = _severity(issue, history)
    messages = list(story.messages)
    if not messages or (messages[0].role == "close" and end is not None):
        messages.insert(0, Message("open", ""))
    closing = messages.pop() if end is not None and messages[-1].role == "close" else None
    updates: list[dict[str, Any]] = [
        {"at": at, "status": _status(message), "text": message.text or None}
        for at, message in _instants(issue, messages, start, end, history)
    ]
    if end is not None:
        if closing is None or not closing.text:
            history.guess(issue.source, SAYS_NO_END)
        last = max(end, updates[-1]["at"]) if updates else end
        updates.append({"at": last, "status": "resolved", "text": (closing and closing.text) or RESOLVED})
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
    """An instant for each message: its own where it fits, the beginning for the first, else that of the one before."""
    placed: list[tuple[datetime, Message]] = []
    before = start
    for number, message in enumerate(messages):
        fits = message.at is not None and before <= message.at and (end is None or message.at <= end)
        if message.at is not None and fits:
            before = message.at
        elif message.role == "close" and end is not None:
            before = end
        elif number or message.role != "open" or message.at is not None:
            history.guess(
                issue.source, "nothing says when an update was written; the instant before it was taken", message.label
            )
        placed.append((before, message))
    return placed


def _severity(issue: Issue, history: History) -> tuple[str, str]:
    severity = str(issue.front.get("severity") or "").lower()
    if issue.front.get("informational") == "true":
        return SEVERITIES["notice"]
    if severity not in SEVERITIES:
        history.guess(issue.source, "its severity is none of cState's; disrupted was taken", severity)
    return SEVERITIES.get(severity, SEVERITIES["disrupted"])


def _affected(issue: Issue) -> list[str]:
    """The systems it names, each once, as they are written first."""
    affected = issue.front.get("affected")
    names = [affected] if isinstance(affected, str) else affected if isinstance(affected, list) else []
    seen: dict[str, str] = {}
    for name in names:
        if isinstance(name, str) and one_line(name):
            seen.setdefault(one_line(name).casefold(), one_line(name))
    return list(seen.values())


def _note_oddities(issue: Issue, history: History) -> None:
    for key in sorted(issue.front.keys() - _KNOWN):
        history.guess(issue.source, f"its key `{key}` has no place in a record and was left out", issue.front[key])
    if issue.front.get("section", "issue") != "issue":
        history.guess(issue.source, "its section is not `issue`; it came over all the same", issue.front["section"])
    if issue.front.get("pin") == "true":
        history.guess(issue.source, "`pin: true` was left out; a record is pinned while it is open")
    if hides(issue.body) or hides(str(issue.front.get("title"))):
        history.guess(issue.source, "unseen characters that a record may not hold were taken out")
    if not issue.front.get("affected"):
        history.guess(issue.source, "it names no system; the record names no component")
