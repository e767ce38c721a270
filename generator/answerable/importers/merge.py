"""A three-way merge of one record: the local file, the source now, and the source at the last import.

For each key, whoever changed it since the last import is right. In a list of maps, such as the updates, that holds for
each key of each item. Where both changed it, the local value stays, and that is a conflict for people to look at.

Values of the last import are known by their marks only; see `answerable.importers.state`.
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
from answerable.records.ids import free_id
from answerable.records.yaml.edit import EditError, compose, set_keys, with_body
from answerable.records.yaml.edit_lists import edit_items
from answerable.records.yaml.reader import read_yaml
from answerable.translation.message import msg

BODY = ""
"""The key under which a record's body is marked."""

Item = Mapping[str, Any]
ItemMarks = Mapping[str, str]
"""A mark for each key of an item that has a value."""


@dataclass
class MergedRecord:
    """The text of the record as it becomes, the source's marks for the next merge, and the keys both sides changed."""

    text: str
    source: dict[str, Mark]
    conflicts: list[str] = field(default_factory=list)


def values(text: str) -> dict[str, Any]:
    """Return a record's keys with their values, and its body under the key BODY. Raises EditError."""
    parts = split_front_matter(text, path="")
    if isinstance(parts, Finding):
        raise EditError(parts.text)
    tree, findings = read_yaml(parts.yaml, path="", first_line=parts.yaml_line)
    if findings or not isinstance(tree.value, dict):
        problem = msg("its front matter is not a map")
        if findings:
            problem = msg("line %(line)s: %(what)s", line=findings[0].line, what=findings[0].text)
        raise EditError(problem)
    return {**tree.value, BODY: parts.body.replace("\r\n", "\n").strip()}


def marks(text: str) -> dict[str, Mark]:
    """Return the marks of all keys of a record that have a value. Raises EditError."""
    return {key: found for key, value in values(text).items() if (found := mark(value)) is not None}


def merge(text: str, front: Mapping[str, Any], body: str, base: Mapping[str, Mark]) -> MergedRecord:
    """Merge the source's front matter and body into the local text; `base` has the marks of the last import.

    Raises EditError if the text cannot be changed.
    """
    source = marks(compose(front, body))
    local = marks(text)
    merged = MergedRecord(text, source)
    for key in [*source, *(key for key in base if key not in source)]:
        if source.get(key) in (local.get(key), base.get(key)):
            continue
        sides = _list_sides(local.get(key), source.get(key), base.get(key))
        if sides:
            _merge_list(merged, key, front[key], sides)
        elif local.get(key) == base.get(key):
            merged.text = _replaced(merged.text, key, front, body)
        else:
            merged.conflicts.append(key or "body")
    return merged


def _replaced(text: str, key: str, front: Mapping[str, Any], body: str) -> str:
    if key == BODY:
        return with_body(text, body)
    value = front.get(key)
    return set_keys(text, {key: None if value in (None, "", [], {}) else value})


class _Sides(NamedTuple):
    """The marks of a list's items in the local file, at the source now, and at the last import."""

    local: Sequence[ItemMarks]
    source: Sequence[ItemMarks]
    base: Sequence[ItemMarks]


def _list_sides(*sides: Mark) -> _Sides | None:
    """Return the three sides if each is a list of maps."""
    lists = [side for side in sides if isinstance(side, list) and all(isinstance(one, dict) for one in side)]
    return _Sides(*lists) if len(lists) == 3 else None


def _merge_list(merged: MergedRecord, key: str, source: Sequence[Item], sides: _Sides) -> None:
    local = values(merged.text)[key]
    items = _merge_items(local, source, sides)
    merged.conflicts += [msg("%(key)s at %(at)s", key=key, at=at) for at in dict.fromkeys(items.conflicts)]
    if items.changed or items.removed or items.added:
        merged.text = edit_items(
            merged.text,
            key,
            changed=items.changed,
            removed=items.removed,
            added=items.added,
            whole=items.applied(local),
        )


@dataclass
class _ItemChanges:
    """What becomes of the local list, by the index of its items.

    `changed`: keys to set, or (None) to remove. `added`: items to insert behind an index, -1 for the head. `conflicts`:
    the instants of items that both sides changed.
    """

    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    removed: list[int] = field(default_factory=list)
    added: dict[int, list[Item]] = field(default_factory=lambda: defaultdict(list))
    conflicts: list[str] = field(default_factory=list)

    def applied(self, local: Sequence[Item]) -> list[dict[str, Any]]:
        """Return the whole list after the changes."""
        out: list[dict[str, Any]] = [dict(one) for one in self.added.get(-1, ())]
        for index, item in enumerate(local):
            if index not in self.removed:
                kept = {**item, **self.changed.get(index, {})}
                out.append({key: value for key, value in kept.items() if value is not None})
            out += [dict(one) for one in self.added.get(index, ())]
        return out

    def change(self, index: int, item: Item, source: ItemMarks, local: ItemMarks, base: ItemMarks) -> None:
        """Take the keys of a source's item that only the source changed; note a conflict for the others."""
        for key in dict.fromkeys((*source, *base)):
            if key == "id" or source.get(key) in (base.get(key), local.get(key)):
                continue
            if local.get(key) == base.get(key):
                self.changed.setdefault(index, {})[key] = item[key] if key in source else None
            elif _at(item) not in self.conflicts:
                self.conflicts.append(_at(item))


def _merge_items(local: Sequence[Item], source: Sequence[Item], sides: _Sides) -> _ItemChanges:
    """Return what the source changed since the last import, for the local list."""
    changes = _ItemChanges()
    in_base = _pairs(sides.base, sides.source)  # by the index in the source the index in the base
    in_local = {base: index for index, base in _pairs(sides.base, sides.local).items()}  # by the index in the base
    own = [index for index in range(len(sides.local)) if index not in in_local.values()]
    new = [index for index in range(len(sides.source)) if index not in in_base]
    same = _pairs([sides.local[index] for index in own], [sides.source[index] for index in new])
    on_both_sides = {new[one]: own[other] for one, other in same.items()}
    last = -1
    taken = {one.get("id") for one in local}
    for index, item in enumerate(source):
        base = in_base.get(index)
        place = on_both_sides.get(index) if base is None else in_local.get(base)
        if place is not None:
            before = {} if base is None else sides.base[base]
            changes.change(place, item, sides.source[index], sides.local[place], before)
            last = place
        elif base is None:
            last = _insert_behind(local, own, last, item)
            changes.added[last].append(_with_free_id(item, taken))
        elif _all_marks(sides.source[index]) != _all_marks(sides.base[base]):
            changes.conflicts.append(_at(item))  # removed here, changed in the source
    _remove(changes, local, sides, set(in_local) - set(in_base.values()), in_local)
    return changes


def _remove(
    changes: _ItemChanges, local: Sequence[Item], sides: _Sides, gone: Iterable[int], in_local: Mapping[int, int]
) -> None:
    """Remove the items that are gone from the source, unless they were changed here."""
    for base in sorted(gone):
        if _all_marks(sides.local[in_local[base]]) == _all_marks(sides.base[base]):
            changes.removed.append(in_local[base])
        else:
            changes.conflicts.append(_at(local[in_local[base]]))


def _with_free_id(item: Item, taken: set[Any]) -> Item:
    """Return the item with an id that no other item of the local list has."""
    if not item.get("id"):
        return item
    id = free_id(item["id"], taken)
    taken.add(id)
    return {**item, "id": id}


def _insert_behind(local: Sequence[Item], own: Sequence[int], last: int, item: Item) -> int:
    """Return the index behind which a new item goes: after those that only this side has and that are earlier."""
    while last + 1 in own and _timestamp(local[last + 1]) <= _timestamp(item):
        last += 1
    return last


def _timestamp(item: Item) -> float:
    at = item.get("at")
    try:
        return (at if isinstance(at, datetime) else datetime.fromisoformat(str(at))).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def _at(item: Item) -> str:
    at = item.get("at")
    return at.isoformat(timespec="seconds") if isinstance(at, datetime) else str(at)


def _pairs(old: Sequence[ItemMarks], new: Sequence[ItemMarks]) -> dict[int, int]:
    """Return for each index of `new` that of the same item in `old`.

    Items are the same if all their marks but the id are, else if their ids are, else if their instants are, else if all
    but their instants are. No two pairs cross: an item that changed its place among others counts as one removed and
    one added. An item keeps the id with which it was written.
    """
    found: dict[int, int] = {}
    for identity in (_all_marks, _id, _instant, _all_but_instant):
        waiting = _by_identity(identity, old)
        for index, one in enumerate(new):
            free = (other for other in waiting[identity(one)] if index not in found and _fits(found, index, other))
            for other in islice(free, 1):
                found[index] = other
    return found


def _fits(found: Mapping[int, int], index: int, other: int) -> bool:
    return all((before < index) == (old < other) and old != other for before, old in found.items())


def _by_identity(identity: Callable[[ItemMarks], object], items: Iterable[ItemMarks]) -> defaultdict[object, list[int]]:
    found: defaultdict[object, list[int]] = defaultdict(list)
    for index, one in enumerate(items):
        if identity(one) is not None:
            found[identity(one)].append(index)
    return found


def _id(item: ItemMarks) -> object:
    return item.get("id")


def _all_marks(item: ItemMarks) -> object:
    """Return all marks but that of the id, which only names the item."""
    return frozenset((key, mark) for key, mark in item.items() if key != "id")


def _instant(item: ItemMarks) -> object:
    return item.get("at")


def _all_but_instant(item: ItemMarks) -> object:
    return frozenset((key, mark) for key, mark in item.items() if key not in {"at", "id"})
