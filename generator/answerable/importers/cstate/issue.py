"""One cState issue as a record: an incident or a maintenance, its messages as updates."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from answerable.importers.cstate.fields import affected_systems, note_oddities, read_end, read_instant, read_title
from answerable.importers.cstate.front import SEVERITIES, duration, is_announced, is_true
from answerable.importers.cstate.messages import Body, SourceMessage, read_body
from answerable.importers.cstate.site_files import Issue
from answerable.importers.imported_history import (
    ENDS_LATER,
    NO_CLOSING_WORDS,
    RESOLVED,
    History,
    Imported,
    Kind,
    Settings,
    next_full_hour,
    record_id,
)
from answerable.records.ids import update_id
from answerable.translation.message import msg

_WHEN_LEFT_OUT = msg(
    "the day or hour in the mark of its first or last words was not taken; `date` or `resolvedWhen` was"
)

# A word inside a host's name, such as issues.example.com, does not count.
_WORD = r"(?<![\w.-])(?:{})(?![\w-]|\.\w)"
_PLANNED = re.compile(
    _WORD.format(
        r"maintenance|upgrade|migration|planned|scheduled|manutenzion\w+|manuten[çc]\w+|mantenimiento|wartung\w*|onderhoud"
        r"|konserwacj\w+|обслуживани\w+|технические работы|плановые работы|bakım\w*|تعمیرات|نگهداری|ارتقا|תחזוקה|שדרוג"
    ),
    re.IGNORECASE,
)
_BROKEN = re.compile(
    _WORD.format(
        r"outage|down|incident\w*|issues?|unavailable|failure|error|expired|unplanned|unscheduled|guasto|interruzion\w+"
        r"|panne|ausfall|störung\w*|storing|awari\w+|ca[íi]da|interrup[cç]\w+|сбо[йия]\w*|авари\w+|недоступ\w+|arıza|kesinti"
        r"|اختلال|قطعی|תקלה|השבתה"
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Event:
    """What an issue says, read once for both kinds of records; guesses about one of them go into its `history`."""

    issue: Issue
    title: str
    start: datetime
    end: datetime | None
    body: Body
    settings: Settings
    history: History

    def guess(self, what: str, detail: object = "") -> None:
        self.history.guess(self.issue.source, what, detail)


def make_record(issue: Issue, history: History, settings: Settings, *, incidents_only: bool) -> Imported | None:
    """Return the record of an issue, or None, with a problem in the history, if it has no beginning.

    With `incidents_only` an issue that lies in the past is an incident, whatever its title says.
    """
    start = read_instant(issue, "date", history, settings)
    if start is None:
        history.problem(issue.source, msg("its `date` %(front)s is no date", front=f"{issue.front.get('date')!r}"))
        return None
    title = read_title(issue, history)
    end = read_end(issue, start, history, settings)
    body = read_body(issue.body, settings.zone, start)
    note_oddities(issue, history)
    event = _Event(issue, title, start, end, body, settings, history)
    planned = not incidents_only and (is_announced(issue.front) or _is_planned(title, start, end))
    record = _record(event, "maintenance" if start > settings.now or planned else "incident")
    other = replace(event, history=History())  # what is guessed about the other kind was not asked

    def as_kind(kind: Kind) -> Imported | None:
        return None if kind == "incident" and start > settings.now else _record(other, kind)

    return replace(record, as_kind=as_kind)


def _is_planned(title: str, start: datetime, end: datetime | None) -> bool:
    return bool(_PLANNED.search(title)) and not _BROKEN.search(title) and end is not None and end > start


def _record(event: _Event, kind: Kind) -> Imported:
    front = _maintenance(event) if kind == "maintenance" else _incident(event)
    unsaid = {}
    if kind == "maintenance" and front["announced"] is None:
        unsaid["announced"] = event.settings.now if event.start > event.settings.now else None
    _name_updates(front["updates"])
    front = {"title": event.title, **front, "draft": True if is_true(event.issue.front.get("draft")) else None}
    id, year = record_id(event.start, event.title, kind), event.start.year
    return Imported(kind, id, front, event.body.rest, event.issue.source, year, unsaid)


def _name_updates(updates: list[dict[str, Any]]) -> None:
    """Give each update an id of its instant."""
    taken: set[str] = set()
    for update in updates:
        update["id"] = update_id(update["at"], taken)
        taken.add(update["id"])


def _maintenance(event: _Event) -> dict[str, Any]:
    event.guess(
        msg("its title or its date says that it was planned; it became a maintenance"),
        f"severity: {event.issue.front.get('severity', 'none')}",
    )
    start, end = event.start, _planned_end(event)
    messages = list(event.body.messages)
    opening = messages.pop(0) if messages and messages[0].role != "close" else SourceMessage("open", "")
    announced = _announced(event, opening)
    _note_when(event, opening, announced if announced == opening.at else None)
    text, updates = [opening.text], []
    for at, message in _instants(event, messages, end):
        if at > event.settings.now:
            text.append(message.text)  # an update may not lie ahead of the clock
        elif message.text:
            status = "completed" if message.role == "close" and event.end is not None else "in_progress"
            updates.append({"id": "", "at": at, "status": status, "text": message.text})
    return {
        "starts": start,
        "ends": end,
        "announced": announced,
        "components": dict.fromkeys(affected_systems(event.issue), "under_maintenance"),
        "text": "\n\n".join(filter(None, text)) or None,
        "updates": updates,
    }


def _planned_end(event: _Event) -> datetime:
    """Return the end, or one that is not reached yet while the issue is not resolved."""
    start, end, now = event.start, event.end, event.settings.now
    if end is not None and end > start:
        return end
    planned = start + (duration(event.issue.front) or timedelta(0))
    if planned > start and (planned > now or end is not None):
        return planned
    if end is not None or start > now:
        event.guess(msg("nothing says how long the work takes; one hour was taken"))
        return start + timedelta(hours=1)
    event.guess(msg("it is not resolved, and nothing says how long the work takes; the next full hour was taken"))
    return next_full_hour(start, now)


def _announced(event: _Event, opening: SourceMessage) -> datetime | None:
    """Return when the work was announced: in its first words, else when its file was committed, if before its start."""
    dates = (opening.at, event.issue.added)
    return next((at for at in dates if at is not None and at < event.start and at <= event.settings.now), None)


def _incident(event: _Event) -> dict[str, Any]:
    impact, status = _severity(event)
    end = event.end
    if end is not None and end > event.settings.now:
        event.guess(ENDS_LATER, end.isoformat())
        end = None
    messages, later = _until(list(event.body.messages), event, end)
    if end is not None and messages and messages[-1].at == end:
        messages[-1] = replace(messages[-1], role="close")
    if not messages or (messages[0].role == "close" and end is not None):
        messages.insert(0, SourceMessage("open", ""))
    closing = messages.pop() if end is not None and messages[-1].role == "close" else None
    updates: list[dict[str, Any]] = [
        {"id": "", "at": at, "status": message.status, "text": message.text or None}
        for at, message in _instants(event, messages, end)
    ]
    if end is not None:
        if closing is not None:
            _note_when(event, closing, end)
        if closing is None or not closing.text:
            event.guess(NO_CLOSING_WORDS)
        at = max([end, *(update["at"] for update in updates)])
        text = (closing and closing.text) or RESOLVED
        updates.append({"id": "", "at": at, "status": "resolved", "text": text})
        updates += [{"id": "", "at": one.at, "status": "resolved", "text": one.text} for one in later]
    return {
        "impact": impact,
        "components": dict.fromkeys(affected_systems(event.issue), status),
        "pinned": False if is_true(event.issue.front.get("informational")) else None,
        "started": event.start if updates[0]["at"] > event.start else None,
        "updates": updates,
    }


def _until(
    messages: list[SourceMessage], event: _Event, end: datetime | None
) -> tuple[list[SourceMessage], list[SourceMessage]]:
    """Return the messages up to the end, and those that were written after it.

    Where no message was written before the end, the hours of all are taken for those of another time zone.
    """
    before = [message.at is not None and end is not None and event.start <= message.at <= end for message in messages]
    count = len(messages)
    while count and end is not None and True in before[: count - 1] and _is_between(end, messages[count - 1], event):
        count -= 1
    return messages[:count], messages[count:]


def _is_between(end: datetime, message: SourceMessage, event: _Event) -> bool:
    return message.at is not None and end < message.at <= event.settings.now


def _instants(
    event: _Event, messages: list[SourceMessage], end: datetime | None
) -> list[tuple[datetime, SourceMessage]]:
    """Return each message with its instant: its own if it fits, else the start for the first, else the one before."""
    placed: list[tuple[datetime, SourceMessage]] = []
    before = event.start
    latest = event.settings.now if end is None else end
    for number, message in enumerate(messages):
        if message.at is not None and before <= message.at <= latest:
            before = message.at
        elif message.role == "close" and end is not None:
            before = end
            _note_when(event, message, end)
        elif number or message.role != "open" or message.at is not None:
            what = msg("nothing says when an update was written; the instant before it was taken")
            event.guess(what, message.label or (message.at or ""))
        else:
            _note_when(event, message, event.start)
        placed.append((before, message))
    return placed


def _note_when(event: _Event, message: SourceMessage, taken: datetime | None) -> None:
    """Add a guess if a message's label names a day or an hour that was not taken."""
    if (message.at is None or message.at != taken) and any(character.isdigit() for character in message.label):
        event.guess(_WHEN_LEFT_OUT, message.label)


def _severity(event: _Event) -> tuple[str, str]:
    """Return the impact, and the status of each affected system."""
    severity = str(event.issue.front.get("severity") or "").lower()
    if is_true(event.issue.front.get("informational")):
        return SEVERITIES["notice"]
    if severity not in SEVERITIES:
        event.guess(msg("its severity is none of cState's; disrupted was taken"), severity)
    return SEVERITIES.get(severity, SEVERITIES["disrupted"])
