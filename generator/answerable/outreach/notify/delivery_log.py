"""What was sent to whom, in a file of JSON lines; each is on the disk before the next step is taken.

A target is named by its way and its id, a subscriber by a keyed hash, so that the file has no addresses. Only what is
still needed is kept: it is written anew before and after each run.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from answerable.outreach.notify.news_item import NewsItem
from answerable.records.instants import parse_instant
from answerable.records.yaml.edit import write_whole

T = TypeVar("T")
OVER = frozenset({"sent", "refused"})
"""The states of a message that is not to be sent again."""


@dataclass(frozen=True, slots=True)
class Outage:
    """Since when a target fails, how often it was tried, and when it may be tried again."""

    since: datetime
    tries: int
    until: datetime


@dataclass(frozen=True, slots=True)
class ToldItem:
    """An item that is over: `done`, `old`, that is from before the target was there, or `late`, too old to be sent."""

    state: str
    content: str
    at: datetime


@dataclass(slots=True)
class TargetLog:
    """What is known of one target: the items that are over, and a state for each message of other items.

    A message is `sending`, `sent` or `refused`. A target has `begun` when what is old was noted.
    """

    begun: bool = False
    items: dict[str, ToldItem] = field(default_factory=dict)
    messages: dict[str, dict[str, str]] = field(default_factory=dict)
    outage: Outage | None = None
    dropped: bool = False

    def is_over(self, item: NewsItem, recipient: str) -> bool:
        """Whether a message is not to be sent again."""
        return self.messages.get(item.id, {}).get(recipient) in OVER


class DeliveryLog:
    """The log at `path`. Without `write`, for a dry run, nothing is written. Raises OSError."""

    def __init__(self, path: Path, *, write: bool = True) -> None:
        self._path = path
        self._write = write
        self._targets: dict[str, TargetLog] = {}
        for line in _lines(path):
            self._take(line)

    def target(self, name: str) -> TargetLog | None:
        """Return what is known of a target, or None if it was not there before."""
        one = self._targets.get(name)
        return one if one and one.begun else None

    def keep_only(self, items: Collection[str], after: datetime) -> None:
        """Write the file anew with the messages of these items, and what is over and newer than that."""
        for one in self._targets.values():
            one.items = {id: told for id, told in one.items.items() if told.at > after}
            one.messages = {id: found for id, found in one.messages.items() if id in items}
        self._write_all()

    def _write_all(self) -> None:
        lines = (line for name, one in self._targets.items() for line in _written(name, one))
        if self._write:
            write_whole(self._path, "".join(map(_json, lines)))

    def begin(self, name: str, older: Iterable[NewsItem]) -> TargetLog:
        """Note that a target is there from now on and is not told of older items; return what is known of it."""
        one = self._targets[name] = TargetLog(begun=True)
        one.items = {item.id: ToldItem("old", item.content, item.at) for item in older}
        self._write_all()
        return one

    def end_item(self, name: str, item: NewsItem, state: str) -> None:
        """Note that nothing more is to be sent of an item."""
        self._add(_of_item(name, item.id, ToldItem(state, item.content, item.at)))

    def message(self, name: str, item: NewsItem, recipient: str, state: str) -> None:
        """Note the state of one message."""
        self._add({"target": name, "item": item.id, "to": recipient, "state": state})

    def outage(self, name: str, outage: Outage | None) -> None:
        """Note that a target fails, or that it works again."""
        self._add({"target": name, "outage": _of_outage(outage)})

    def drop(self, name: str) -> None:
        """Note that a target is given up."""
        self._add({"target": name, "dropped": True})

    def _add(self, line: dict[str, Any]) -> None:
        self._append(_json(line))
        self._take(line)

    def _append(self, lines: str) -> None:
        if self._write:
            with self._path.open("ab") as file:
                file.write(lines.encode())
                file.flush()
                os.fsync(file.fileno())

    def _take(self, line: dict[str, Any]) -> None:
        """Apply a line to what is known."""
        one = self._targets.setdefault(str(line.get("target")), TargetLog())
        id, state = str(line.get("item", "")), str(line.get("state", ""))
        if "to" in line:
            one.messages.setdefault(id, {})[str(line["to"])] = state
        elif told := _told(line):
            one.items[id] = told
            one.messages.pop(id, None)
        elif "outage" in line:
            one.outage = _outage(line["outage"])
        one.dropped = one.dropped or line.get("dropped") is True
        one.begun = one.begun or line.get("begun") is True


def _written(name: str, one: TargetLog) -> Iterable[dict[str, Any]]:
    """Yield the lines that say what is known of a target."""
    yield {"target": name, "begun": one.begun, "dropped": one.dropped}
    yield from (_of_item(name, id, told) for id, told in one.items.items())
    for id, messages in one.messages.items():
        yield from ({"target": name, "item": id, "to": to, "state": state} for to, state in messages.items())
    if one.outage:
        yield {"target": name, "outage": _of_outage(one.outage)}


def _of_item(name: str, id: str, told: ToldItem) -> dict[str, Any]:
    return {"target": name, "item": id, "state": told.state, "content": told.content, "at": told.at.isoformat()}


def _told(line: dict[str, Any]) -> ToldItem | None:
    return _or_none(lambda: ToldItem(line["state"], line["content"], parse_instant(line["at"])))


def _of_outage(outage: Outage | None) -> dict[str, Any] | None:
    if outage is None:
        return None
    return {"since": outage.since.isoformat(), "tries": outage.tries, "until": outage.until.isoformat()}


def _outage(value: Any) -> Outage | None:
    return _or_none(lambda: Outage(parse_instant(value["since"]), int(value["tries"]), parse_instant(value["until"])))


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    """Yield the lines of the file that can be read: the last one is torn if the machine stopped."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    for line in text.splitlines():
        value = _or_none(lambda line=line: json.loads(line))  # type: ignore[misc]
        if isinstance(value, dict) and value.get("target"):
            yield value


def _or_none(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError):
        return None


def _json(line: dict[str, Any]) -> str:
    return json.dumps(line, separators=(",", ":")) + "\n"
