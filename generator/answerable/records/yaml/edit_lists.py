"""Change, add and remove items of a list in a record's front matter without touching any other byte."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

from answerable.records.yaml.dump import entry, item, plain
from answerable.records.yaml.edit import (
    EditError,
    _entry,
    _front,
    _indented,
    _last_line,
    _value,
    _verified,
    _with_lines,
    set_keys,
)
from answerable.translation.message import msg


def edit_items(
    text: str,
    key: str,
    *,
    changed: Mapping[int, Mapping[str, object]],
    removed: Iterable[int],
    added: Mapping[int, Sequence[Mapping[str, object]]],
    whole: Sequence[Mapping[str, object]],
) -> str:
    """Return the record's text with its list `key` changed.

    `changed` has, by an item's number, keys to set, or to remove if the value is None; `removed` are numbers of items
    to remove; `added` has items to insert after a number (-1: at the beginning). `whole` is the resulting list, which
    replaces the old one if that cannot be changed in place. Raises EditError.
    """
    wanted = {**_value(text), key: _read(whole)}
    try:
        return _verified(_edited(text, key, changed, set(removed), added), wanted)
    except EditError:
        return set_keys(text, {key: list(whole)})


def _read(whole: Sequence[Mapping[str, object]]) -> Any:
    return _value(f"---\n{entry('list', list(whole))}---\n")["list"]


def _edited(
    text: str,
    key: str,
    changed: Mapping[int, Mapping[str, object]],
    removed: set[int],
    added: Mapping[int, Sequence[Mapping[str, object]]],
) -> str:
    """Edit from the last item to the first, so that the line numbers above stay valid."""
    _, root, _ = _front(text)
    found = _entry(root, key)
    if found is None or found[1].flow_style or not found[1].value or any(one.flow_style for one in found[1].value):
        raise EditError(msg("`%(key)s` is not a list with an item on each line", key=key))
    for number in range(len(found[1].value) - 1, -1, -1):
        node = found[1].value[number]
        for new in reversed(added.get(number, ())):
            text = _insert(text, _last_line(node) + 1, new, found[1].start_mark.column)
        if number in removed:
            text = _without(text, node.start_mark.line + 1, _last_line(node) + 1)
        else:
            text = _changed(text, node, changed.get(number, {}))
    for new in reversed(added.get(-1, ())):
        text = _insert(text, found[1].start_mark.line, new, found[1].start_mark.column)
    return text


def _insert(text: str, after: int, new: Mapping[str, object], column: int) -> str:
    lines = _front(text)[0]
    return _with_lines(text, lines, after=after, new=_indented(item(new, flow=False), column))


def _without(text: str, first: int, last: int) -> str:
    lines = _front(text)[0]
    return "".join([*lines[:first], *lines[last + 1 :]])


def _changed(text: str, node: yaml.MappingNode, changes: Mapping[str, object]) -> str:
    """Return the text with keys of one item changed; new keys are added at its end."""
    present = {name.value: (name, value) for name, value in node.value}
    missing = [(key, value) for key, value in changes.items() if key not in present and value is not None]
    for key, value in reversed(missing):
        new = _indented(entry(key, plain(value)), node.start_mark.column)
        text = _with_lines(text, _front(text)[0], after=_last_line(node) + 1, new=new)
    for key in reversed([key for key in present if key in changes]):
        text = _set(text, node, *present[key], changes[key])
    return text


def _set(text: str, node: yaml.MappingNode, name: yaml.Node, old: yaml.Node, value: object) -> str:
    lines = _front(text)[0]
    first, last = name.start_mark.line + 1, _last_line(old) + 1
    column = node.start_mark.column
    new = "" if value is None else _indented(entry(name.value, plain(value)), column)
    if name is node.value[0][0]:  # it shares its line with the dash
        if value is None:
            raise EditError(msg("the first key of an item cannot be removed"))
        new = lines[first][:column] + new[column:]
    if first == last and new.count("\n") == 1:
        new = new.rstrip("\n") + lines[last][old.end_mark.column :].rstrip("\r\n") + "\n"
    return _with_lines(text, [*lines[:first], *lines[last + 1 :]], after=first - 1, new=new)
