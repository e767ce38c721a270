"""The body of a cState issue as messages, split at lines such as `[Initial message]` or at `{{< track >}}` marks.

cState has no updates. Its documentation shows paragraphs that end in `{{< track "2018-05-24 14:02:00" >}}` and begin
with a state, as in `*Resolved* - …`. Teams also put lines in brackets above their messages, the newest first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from answerable.importers.instants import read_when
from answerable.importers.markdown import to_markdown

Role = Literal["open", "middle", "close"]

_MARKER = re.compile(
    r"^[*_]{0,2}\[(?P<label>[^\[\]\n]{2,60})\][*_]{0,2}(?![(\[:])[ \t]*(?P<rest>[^\n]*)$", re.MULTILINE
)
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("open", re.compile(r"^(initial|open|opening|opened|investigating|announcement)\b", re.IGNORECASE)),
    ("close", re.compile(r"^(final|clos(?:e|ed|ing)|resolved|end|ended|fixed|done|completed)\b", re.IGNORECASE)),
    ("middle", re.compile(r"^(updated?|edit(?:ed)?|identified|monitoring|progress)\b", re.IGNORECASE)),
)
_RULER = re.compile(r"^[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)
_TRACK = re.compile(r"\{\{<\s{0,9}track\s{1,9}[\"'“]?([^\"'”>]{0,80})[\"'”]?\s{0,9}>\}\}")
_STATE = re.compile(
    r"^\s*[*_]{1,2}(?P<label>[A-Za-z][A-Za-z -]{2,30})[*_]{1,2}\s*(?:[-–—:]+\s*)?(?P<rest>.*)$", re.DOTALL
)
_ISO = re.compile(r"\b(\d{4}-\d{2}-\d{2})[T ,-]*(\d{1,2})[:h](\d{2})")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?([A-Z][a-z]+) (\d{4})[ ,-]+(\d{1,2})[:h](\d{2})")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `label` is the text of its mark, `at` the instant that the mark names."""

    role: Role
    text: str
    label: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """The messages, oldest first, and the text that belongs to none of them."""

    messages: tuple[Message, ...]
    rest: str = ""


def read_body(body: str, zone: str) -> Body:
    """Return the messages of a body; one without any mark is one message. `zone` is that of instants without offset."""
    if _TRACK.search(body):
        return _tracked(body, zone)
    marks = [match for match in _MARKER.finditer(body) if _role(match["label"])]
    if not marks:
        text = to_markdown(body)
        return Body((Message("open", text),) if text else ())
    ends = [*(mark.start() for mark in marks[1:]), len(body)]
    read = [_message(mark, body[mark.end() : end], zone) for mark, end in zip(marks, ends, strict=True)]
    messages = [message for message in read if message.text]
    before = to_markdown(body[: marks[0].start()])
    opens = [message.role for message in messages].count("open")
    if before and not opens:
        return Body((Message("open", before), *messages))
    return Body(tuple(_oldest_first(messages)), before)


def _message(mark: re.Match[str], after: str, zone: str) -> Message:
    text = to_markdown(_RULER.sub("", f"{mark['rest']}\n{after}") if _RULER.search(after) else mark["rest"] + after)
    return Message(_role(mark["label"]) or "middle", text, mark["label"].strip(), _instant_in(mark["label"], zone))


def _role(label: str) -> Role | None:
    return next((role for role, words in _ROLES if words.match(label.strip())), None)


def _oldest_first(messages: list[Message]) -> list[Message]:
    """Return messages oldest first; they are newest first unless their roles or instants say otherwise."""
    dated = [message.at for message in messages if message.at]
    oldest_first = (
        not messages
        or messages[0].role == "open"
        or messages[-1].role == "close"
        or (len(dated) > 1 and dated[0] < dated[-1])
    )
    return messages if oldest_first else messages[::-1]


def _tracked(body: str, zone: str) -> Body:
    messages: list[Message] = []
    start = 0
    for mark in _TRACK.finditer(body):
        when = read_when(mark[1], zone)
        messages.append(_of_state(body[start : mark.start()], when.at if when else None))
        start = mark.end()
    dated = [message.at for message in messages if message.at]
    newest_first = len(dated) < 2 or dated[0] >= dated[-1]
    kept = [message for message in messages if message.text]
    return Body(tuple(kept[::-1] if newest_first else kept), to_markdown(body[start:]))


def _of_state(text: str, at: datetime | None) -> Message:
    state = _STATE.match(_RULER.sub("", text))
    role = _role(state["label"]) if state else None
    if state and role:
        return Message(role, to_markdown(state["rest"]), state["label"], at)
    return Message("middle", to_markdown(_RULER.sub("", text)), "", at)


def _instant_in(label: str, zone: str) -> datetime | None:
    zone = "UTC" if re.search(r"\b(UTC|GMT)\b", label) else zone
    if match := _ISO.search(label):
        text = f"{match[1]} {match[2]}:{match[3]}"
    elif (match := _DAY_FIRST.search(label)) and match[2].lower() in _MONTHS:
        text = f"{match[3]}-{_MONTHS.index(match[2].lower()) + 1}-{match[1]} {match[4]}:{match[5]}"
    else:
        return None
    when = read_when(text, zone)
    return when.at if when else None
