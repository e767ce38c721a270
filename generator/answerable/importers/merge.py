"""One record and what its source says now: for each key, whoever changed it since the last import is right.

In a list of maps, such as the updates, that holds for each key of each item.

Where both did, the local words stay, and that is a conflict for people to look at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from answerable.importers.state import Mark, mark
from answerable.records.files import split_front_matter
from answerable.records.findings import Finding
from answerable.records.yaml.edit import EditError, compose, set_keys, with_body
from answerable.records.yaml.edit_lists import edit_items
from answerable.records.yaml.tree import read_yaml

Marks = Mapping[str, str]
"""A mark for each key of an item that has a value."""


@dataclass
class Items:
    """What becomes of the local list: keys to set or (None) to take away by number, items to take away, items to add
    behind a number (-1: at the head), and the instants of those that both sides changed.
    """

    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    removed: list[int] = field(default_factory=list)
    added: dict[int, list[Mapping[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    conflicts: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changed or self.removed or self.added)

    def applied(self, local: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The whole list as it becomes."""
        out: list[dict[str, Any]] = [dict(one) for one in self.added.get(-1, ())]
        for number, item in enumerate(local):
            if number not in self.removed:
                kept = {**item, **self.changed.get(number, {})}
                out.append({key: value for key, value in kept.items() if value is not None})
            out += [dict(one) for one in self.added.get(number, ())]
        return out


def pairs(old: Sequence[Marks], new: Sequence[Marks]) -> dict[int, int]:
    """For each item of `new` that was in `old` its number there: the same in all, in its instant, in all but that.

    No two pairs cross: an item that changed its place among others is one taken away and one added.
    """
    found: dict[int, int] = {}
    for same in (_whole, _instant, _but_instant):
        waiting = _by(same, old)
        for number, one in enumerate(new):
            free = (other for other in waiting[same(one)] if number not in found and _fits(found, number, other))
            for other in islice(free, 1):
                found[number] = other
    return found


def _fits(found: Mapping[int, int], number: int, other: int) -> bool:
    return all((before < number) == (old < other) and old != other for before, old in found.items())


def merge_items(
    local: Sequence[Mapping[str, Any]],
    here: Sequence[Marks],
    new: Sequence[Mapping[str, Any]],
    now: Sequence[Marks],
    was: Sequence[Marks],
) -> Items:
    """What the source changed since `was`, for the local list; `here` and `now` are the marks of `local` and `new`."""
    merged = Items()
    before = pairs(was, now)
    stands = {old: number for number, old in pairs(was, here).items()}
    loose = [number for number in range(len(here)) if number not in stands.values()]
    fresh = [number for number in range(len(now)) if number not in before]
    both = {
        fresh[one]: loose[other]
        for one, other in pairs([here[number] for number in loose], [now[number] for number in fresh]).items()
    }
    last = -1
    for number, marks in enumerate(now):
        place = stands.get(before[number]) if number in before else both.get(number)
        if place is not None:
            _change(merged, place, new[number], marks, here[place], was[before[number]] if number in before else {})
            last = place
        elif number not in before:
            last = _behind(local, loose, last, new[number])
            merged.added[last].append(new[number])
        elif marks != was[before[number]]:
            merged.conflicts.append(_at(new[number]))
    for old in range(len(was)):
        if old not in before.values() and old in stands:
            if here[stands[old]] == was[old]:
                merged.removed.append(stands[old])
            else:
                merged.conflicts.append(_at(local[stands[old]]))
    return merged


def _change(merged: Items, place: int, item: Mapping[str, Any], now: Marks, here: Marks, was: Marks) -> None:
    """Take what only the source changed; where both did, say so."""
    for key in dict.fromkeys((*now, *was)):
        if now.get(key) in (was.get(key), here.get(key)):
            continue
        if here.get(key) == was.get(key):
            merged.changed.setdefault(place, {})[key] = item[key] if key in now else None
        elif _at(item) not in merged.conflicts:
            merged.conflicts.append(_at(item))


def _behind(local: Sequence[Mapping[str, Any]], loose: Sequence[int], last: int, item: Mapping[str, Any]) -> int:
    """The number behind which an item goes: after what was said here alone, and earlier."""
    while last + 1 in loose and _moment(local[last + 1]) <= _moment(item):
        last += 1
    return last


def _moment(item: Mapping[str, Any]) -> float:
    at = item.get("at")
    try:
        return (at if isinstance(at, datetime) else datetime.fromisoformat(str(at))).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def _at(item: Mapping[str, Any]) -> str:
    at = item.get("at")
    return at.isoformat(timespec="seconds") if isinstance(at, datetime) else str(at)


def _by(same: Callable[[Marks], object], items: Iterable[Marks]) -> defaultdict[object, list[int]]:
    found: defaultdict[object, list[int]] = defaultdict(list)
    for number, one in enumerate(items):
        found[same(one)].append(number)
    return found


def _whole(marks: Marks) -> object:
    return frozenset(marks.items())


def _instant(marks: Marks) -> object:
    return marks.get("at")


def _but_instant(marks: Marks) -> object:
    return frozenset((key, mark) for key, mark in marks.items() if key != "at")


BODY = ""
"""The key under which a record's body is marked."""


@dataclass
class Merged:
    """The text of the record now, and the keys that both sides changed."""

    text: str
    conflicts: list[str] = field(default_factory=list)


def values(text: str) -> dict[str, Any]:
    """A record's keys and its body, as they are read. Raises EditError when the text is no record."""
    parts = split_front_matter(text, path="")
    if isinstance(parts, Finding):
        raise EditError(parts.text)
    tree, findings = read_yaml(parts.yaml, path="", first_line=parts.yaml_line)
    if findings or not isinstance(tree.value, dict):
        problem = f"line {findings[0].line}: {findings[0].text}" if findings else "its front matter is not a map"
        raise EditError(problem)
    return {**tree.value, BODY: parts.body.replace("\r\n", "\n").strip()}


def marks(text: str) -> dict[str, Mark]:
    """The marks of all keys of a record that has a value for them. Raises EditError."""
    return {key: found for key, value in values(text).items() if (found := mark(value)) is not None}


def merge(local: str, front: Mapping[str, Any], body: str, before: Mapping[str, Mark]) -> Merged:
    """The local text with what the source changed since `before`. Raises EditError when it cannot be changed."""
    new = marks(compose(front, body))
    here = marks(local)
    merged = Merged(local)
    for key in [*new, *(key for key in before if key not in new)]:
        said, was, stands = new.get(key), before.get(key), here.get(key)
        if said in (stands, was):
            continue
        lists = _lists(stands, said, was)
        if lists:
            _merge_list(merged, key, front[key], lists)
        elif stands == was:
            merged.text = _replaced(merged.text, key, front, body)
        else:
            merged.conflicts.append(key or "body")
    return merged


class Lists(NamedTuple):
    """The marks of a list's items here, at the source now, and at the last import."""

    here: list[dict[str, str]]
    now: list[dict[str, str]]
    was: list[dict[str, str]]


def _lists(stands: Mark, said: Mark, was: Mark) -> Lists | None:
    """The three sides where each is a list of maps."""
    sides = [
        side for side in (stands, said, was) if isinstance(side, list) and all(isinstance(one, dict) for one in side)
    ]
    return Lists(*sides) if len(sides) == 3 else None


def _merge_list(merged: Merged, key: str, new: Sequence[Mapping[str, Any]], lists: Lists) -> None:
    local = values(merged.text)[key]
    items = merge_items(local, lists.here, new, lists.now, lists.was)
    merged.conflicts += [f"{key} at {at}" for at in items.conflicts]
    if items:
        merged.text = edit_items(
            merged.text,
            key,
            changed=items.changed,
            removed=items.removed,
            added=items.added,
            whole=items.applied(local),
        )


def _replaced(text: str, key: str, front: Mapping[str, Any], body: str) -> str:
    if key == BODY:
        return with_body(text, body)
    value = front.get(key)
    return set_keys(text, {key: None if value in (None, "", [], {}) else value})
