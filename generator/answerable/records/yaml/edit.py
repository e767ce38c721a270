"""Write new records, and change single values of existing ones without touching any other byte.

Edits are made in the text, at the positions that the YAML parser gives, so comments, order, quoting and indentation
stay. Each result is parsed again and refused unless it has exactly the intended value.
"""

from __future__ import annotations

import copy
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from answerable.output.lock import locked
from answerable.records.files import FrontMatter, split_front_matter
from answerable.records.findings import Finding
from answerable.records.yaml.dump import entry, item
from answerable.records.yaml.reader import read_yaml
from answerable.translation.message import msg

_TRAILING_TABS = re.compile(r"[ \t]*\t[ \t]*(?=\r?$)", re.MULTILINE)
_UNSAFE = msg("its front matter is written in a way that cannot be changed safely; change it by hand")
_BLOCK = ("|", ">")
"""The styles of block texts."""
_INDENTED_COMMENT = re.compile(r"[ \t]+#")


class EditError(ValueError):
    """A file cannot be changed automatically; the message is one line that says what to do by hand."""


def compose(front: Mapping[str, object], body: str = "") -> str:
    """Return the text of a new record, without keys whose value is None or empty."""
    entries = "".join(entry(key, value) for key, value in front.items() if value not in (None, (), [], {}, ""))
    return f"---\n{entries}---\n" + (f"\n{body.strip()}\n" if body.strip() else "")


def append(text: str, key: str, value: Mapping[str, object]) -> str:
    """Return the record's text with an item appended to the list `key`, which is created if it is missing.

    Raises EditError if the text is not a valid record, or `key` is not a list.
    """
    before = _value(text)
    wanted = copy.deepcopy(before)
    old = wanted.get(key)
    if old is not None and not isinstance(old, list):
        raise EditError(msg("`%(key)s` is not a list; change the file by hand", key=key))
    wanted[key] = [*(old or []), _read_item(value)]
    if not old:
        return _verified(_set(text, key, [value]), wanted)
    return _verified(_append(text, key, value), wanted)


def set_keys(text: str, changes: Mapping[str, object]) -> str:
    """Return the record's text with these keys of the front matter set, or removed if the value is None.

    Raises EditError if the text is not a valid record.
    """
    wanted = copy.deepcopy(_value(text))
    for key, value in changes.items():
        text = _set(text, key, value)
        wanted.pop(key, None)
        if value is not None:
            wanted[key] = read_yaml(entry(key, value), path="")[0].value[key]
        _verified(text, wanted)
    return text


def with_body(text: str, body: str) -> str:
    """Return the record's text with another body."""
    parts = _parts(text)
    head = text[: len(text) - len(parts.body)]
    return head + (_in_breaks_of(text, f"\n{body.strip()}\n") if body.strip() else "")


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a file atomically: readers see either the old text or the new one. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8") if isinstance(text, str) else text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


@contextmanager
def exclusive_access(path: Path, *, wait: float = 10.0) -> Iterator[None]:
    """Keep other writers of a file out while it is read and written. Raises BusyError after `wait` seconds, or OSError.

    The lock is a hidden file beside it, which the system releases if the process dies.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked(path.with_name(f".{path.name}.lock"), wait=wait):
        yield


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _parts(text: str) -> FrontMatter:
    parts = split_front_matter(text, path="")
    if isinstance(parts, Finding):
        raise EditError(parts.text)
    return parts


def _value(text: str) -> dict[str, Any]:
    tree, findings = read_yaml(_parts(text).yaml, path="")
    if findings:
        raise EditError(msg("line %(line)s: %(what)s", line=findings[0].line + 1, what=findings[0].text))
    if not isinstance(tree.value, dict | None):
        raise EditError(msg("the front matter is not a list of keys; write `key: value` on each line"))
    return tree.value or {}


def _read_item(value: Mapping[str, object]) -> Any:
    return read_yaml(item(value, flow=False), path="")[0].value[0]


def _verified(text: str, wanted: dict[str, Any]) -> str:
    try:
        is_right = _value(text) == wanted
    except EditError:  # its message would be about a text that nobody wrote
        is_right = False
    if not is_right:
        raise EditError(_UNSAFE)
    return text


def _append(text: str, key: str, value: Mapping[str, object]) -> str:
    lines, root, first = _front(text)
    node = (_entry(root, key) or (root, root))[1]
    last = node.value[-1]
    if node.flow_style:
        line, column = first + last.end_mark.line, last.end_mark.column
        inner = item(value, flow=True).removeprefix("- ").rstrip("\n")
        lines[line] = f"{lines[line][:column]}, {inner}{lines[line][column:]}"
        return "".join(lines)
    new = _indented(item(value, flow=bool(last.flow_style)), node.start_mark.column)
    return _with_lines(text, lines, after=first + _last_line(last), new=new)


def _set(text: str, key: str, value: object) -> str:
    lines, root, first = _front(text)
    if isinstance(root, yaml.ScalarNode):
        raise EditError(msg("the front matter is not a list of keys; write `key: value` on each line"))
    if root is not None and root.flow_style:
        raise EditError(msg("its front matter is written in braces; write `key: value` on lines of their own"))
    indent = root.start_mark.column if root else 0
    new = "" if value is None else _indented(entry(key, value), indent)
    found = _entry(root, key)
    if found is None:
        end = first + (_last_line(root) if root else -1)
        while _INDENTED_COMMENT.match(lines[end + 1]):  # it would become part of a block text above it
            end += 1
        return _with_lines(text, lines, after=end, new=new)
    name, old = found
    start, end = first + name.start_mark.line, first + _last_line(old)
    rest = lines[end][old.end_mark.column :]
    if start == end and new.count("\n") == 1:
        new = new.rstrip("\n") + rest
    elif start == end and new and rest.strip():  # a comment
        opening, _, below = new.partition("\n")
        new = f"{opening}{rest if rest[0].isspace() else f' {rest}'}{below}"
    return _with_lines(text, [*lines[:start], *lines[end + 1 :]], after=start - 1, new=new)


def _front(text: str) -> tuple[list[str], Any, int]:
    """Return the text's lines with their breaks, the front matter's YAML node (None: empty), and its first line."""
    lines = text.split("\n")
    root = _composed(_parts(text).yaml)
    if root is not None and not isinstance(root, yaml.MappingNode):  # such as a lone `~`
        raise EditError(_UNSAFE)
    return [f"{line}\n" for line in lines[:-1]] + lines[-1:], root, 1


def _composed(source: str) -> Any:
    """Return the node of a YAML document, whose marks are positions in `source`; None if it is empty."""
    spaced = _TRAILING_TABS.sub(lambda match: " " * len(match[0]), source)  # PyYAML refuses tabs there
    try:
        return yaml.compose(spaced, yaml.SafeLoader)
    except yaml.YAMLError:  # it is stricter than the parser that reads records
        raise EditError(_UNSAFE) from None


def _entry(root: Any, key: str) -> tuple[Any, Any] | None:
    return next(((name, value) for name, value in (root.value if root else ()) if name.value == key), None)


def _last_line(node: Any) -> int:
    """Return the line on which a value ends, without the blank lines and comments after it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last)
    if isinstance(node, yaml.ScalarNode) and node.style in _BLOCK:
        return int(node.start_mark.line + _block_text(node).count("\n"))
    return int(node.end_mark.line)


def _block_text(node: Any) -> str:
    """Return a block text as it is written, from its `|` or `>` on, without blank lines at its end."""
    text = str(node.start_mark.buffer[node.start_mark.pointer : node.end_mark.pointer])
    if "+" in text.partition("\n")[0].partition("#")[0]:  # `|+` keeps the blank lines
        return text.rstrip("\0").removesuffix("\n")
    return text.rstrip(" \t\r\n\0")


def _indented(text: str, columns: int) -> str:
    return "\n".join(f"{' ' * columns}{line}" if line.strip() else line for line in text.split("\n"))


def _with_lines(text: str, lines: Sequence[str], *, after: int, new: str) -> str:
    return "".join([*lines[: after + 1], _in_breaks_of(text, new), *lines[after + 1 :]])


def _in_breaks_of(text: str, new: str) -> str:
    """Return the new lines with the line breaks of the file."""
    return new.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in text[: text.find("\n") + 1] else new
