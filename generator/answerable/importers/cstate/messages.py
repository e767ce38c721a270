"""The body of a cState issue as messages, split at marks such as `[Initial message]` and behind `{{< track >}}`.

cState has no updates. Its documentation shows paragraphs that end in `{{< track "2018-05-24 14:02:00" >}}` and begin
with a state, as in `*Resolved* - …`. Teams also put lines in brackets above their messages, or begin paragraphs with a
date, mostly the newest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from answerable.importers.autolinks import code_ranges, is_inside
from answerable.importers.cstate.labels import DATE, TIME, ZONE, Label, Role, read_label
from answerable.importers.markdown import to_markdown
from answerable.importers.source_instants import read_when
from answerable.records.comments import without_comments

_BRACKETS = re.compile(r"^[*_]{0,2}\[(?P<label>[^\[\]\n]{2,60})\][*_]{0,2}(?![(\[:])[ \t]*", re.MULTILINE)
_LEAD = re.compile(
    r"^ {0,3}(?:"
    r"(?P<mark>[*_]{1,3})(?P<label>[^*_\n]{2,60})(?P=mark)[ \t]*(?P<after>[:–—-]*)"
    r"|#{1,6}[ \t]+(?P<heading>[^\n]{2,60})$"
    rf"|(?P<date>(?:(?:update|edit)[ \t(]{{1,3}})?(?:(?:{DATE})(?:(?:T|[ ,-]{{1,3}}(?:at )?){TIME})?|{TIME})"
    rf" ?(?:{ZONE})?)[ \t)]{{0,3}}(?:[:–—-]+(?!\d)|$)"
    r")[ \t]*",
    re.MULTILINE | re.IGNORECASE,
)
_BEFORE_LEAD = re.compile(r"(?:\A|\n[ \t]*\\?[ \t]*\n|>\}\}[ \t]*\n|\n[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*\n)[ \t\n]*\Z")
_MOST_WORDS = 4
"""A longer phrase in bold at the head of a paragraph is no mark but what the message says."""
_RULER = re.compile(r"^[ \t]*(?:-{3,}|\*{3,}|_{3,}|\\)[ \t]*(?:\n|\Z)", re.MULTILINE)
_TRACK = re.compile(r"\{\{[<%]\s{0,9}track\s{1,9}[\"'“`]?([^\"'”`>]{0,80})[\"'”`]?\s{0,9}[>%]\}\}")


@dataclass(frozen=True, slots=True)
class SourceMessage:
    """One message; `label` is the text of its mark, `at` the instant that its mark names, `status` its update's."""

    role: Role
    text: str
    label: str = ""
    at: datetime | None = None
    status: str = "investigating"


@dataclass(frozen=True, slots=True)
class Body:
    """The messages, oldest first, and the text that belongs to none of them."""

    messages: tuple[SourceMessage, ...]
    rest: str = ""


class _Piece(NamedTuple):
    """A part of the body: its mark if it begins with one, its message, and whether a `track` ends it."""

    label: Label | None
    message: SourceMessage
    is_tracked: bool


def read_body(body: str, zone: str, start: datetime | None = None) -> Body:
    """Return the messages of a body; one without any mark is one message.

    `zone` is that of instants without offset; `start` gives the day for marks that name only a time.
    """
    body = without_comments(body)
    pieces = [piece for piece in _pieces(body, zone, start) if piece.message.text]
    rest = [piece.message.text for piece in pieces if piece.message.role == "body"]
    pieces = [piece for piece in pieces if piece.message.role != "body"]
    if not any(piece.label or piece.is_tracked for piece in pieces):
        text = [piece.message.text for piece in pieces]
        return Body(tuple(SourceMessage("open", one) for one in text), "\n\n".join(rest))
    messages, more = _placed(pieces)
    return Body(tuple(messages), "\n\n".join([*rest, *more]))


def _placed(pieces: Sequence[_Piece]) -> tuple[list[SourceMessage], list[str]]:
    """Return the messages, oldest first, and the texts that belong to none of them."""
    newest_first = _is_newest_first(pieces)
    messages = [piece.message for piece in pieces]
    first, last = (_is_unmarked(pieces[0]), _is_unmarked(pieces[-1])) if len(pieces) > 1 else (False, False)
    opens = any(piece.message.role == "open" for piece in pieces if piece.label)
    rest = []
    if first and opens:
        rest.append(messages.pop(0).text)
    elif first and not newest_first:
        messages[0] = replace(messages[0], role="open")
    if last and newest_first:
        messages[-1] = replace(messages[-1], role="open")
    elif last:
        rest.append(messages.pop().text)
    return (messages[::-1] if newest_first else messages), rest


def _is_unmarked(piece: _Piece) -> bool:
    return not piece.label and not piece.is_tracked


def _dates(pieces: Sequence[_Piece]) -> list[datetime]:
    return [piece.message.at for piece in pieces if piece.message.at]


def _is_newest_first(pieces: Sequence[_Piece]) -> bool:
    """Return whether the newest message comes first, by the instants, else by the roles, else as cState has it."""
    dated = _dates(pieces)
    if dated and dated[0] != dated[-1]:
        return dated[0] > dated[-1]
    roles = [piece.message.role for piece in pieces if piece.label]
    if not roles:
        return True
    if roles[0] == "open" or roles[-1] == "close":
        return len(roles) == 1 and roles[0] == "close" and not _is_unmarked(pieces[0])
    return not _is_unmarked(pieces[0]) or roles[-1] == "open"


def _pieces(body: str, zone: str, start: datetime | None) -> Iterator[_Piece]:
    """Yield the parts of the body in its order: each begins with a mark, or behind a `track`."""
    marks = dict(_marks(body, zone, start))
    tracks = {match.end(): match for match in _TRACK.finditer(body)}
    places = sorted({0, *marks, *tracks, len(body)})
    for begin, end in pairwise(places):
        label, after = marks.get(begin, (None, begin))
        track = tracks.get(end)
        text = to_markdown(_RULER.sub("", body[after : track.start() if track else end]))
        when = read_when(track[1], zone) if track else None
        mark = label or Label("")
        status = mark.status if mark.role == "middle" else "investigating"
        message = SourceMessage(mark.role, text, mark.text, when.at if when else mark.at, status)
        yield _Piece(label, message, track is not None)


def _marks(body: str, zone: str, start: datetime | None) -> Iterator[tuple[int, tuple[Label, int]]]:
    """Yield each mark by its place: what it says, and where the text behind it begins."""
    code = code_ranges(body)
    for found in _BRACKETS.finditer(body):
        label = read_label(found["label"], zone, start)
        if (label.is_known or (label.at and not label.words)) and not is_inside(code, found.start()):
            yield found.start(), (label, found.end())
    for found in _LEAD.finditer(body):
        label = read_label(found["label"] or found["heading"] or found["date"], zone, start)
        if _is_lead(body, found, label) and not is_inside(code, found.start()):
            yield found.start(), (label, found.end())


def _is_lead(body: str, found: re.Match[str], label: Label) -> bool:
    """Return whether bold words, a heading or a date at the head of a paragraph are a mark."""
    if not _BEFORE_LEAD.search(body, max(0, found.start() - 200), found.start()):
        return False
    if label.at and (not label.words or label.is_known):
        return True
    if not label.is_known or len(label.words.split()) > _MOST_WORDS:
        return False
    ends = body[found.end() : found.end() + 1] in {"", "\n"} or body.startswith("{{", found.end())
    return bool(found["heading"] or found["after"] or label.text[-1:] in "-–—:" or ends)
