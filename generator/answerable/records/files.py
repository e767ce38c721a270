"""Read files of `content/` safely: regular, small, UTF-8, inside the folder, with names that can be ids."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from answerable.records.findings import Finding, escape_invisible, quoted
from answerable.records.model import ID_PATTERN

MAX_BYTES = 1_000_000
_ID = re.compile(ID_PATTERN)
RESERVED_IDS = re.compile(r"^(index|page|topic|\d{4}-\d{2})$")
LEFTOVERS = ("~", ".swp", ".swo", ".bak", ".tmp", "#")


def read_text(path: Path, root: Path) -> str | Finding:
    """Return the text of a file below `root`, or a finding why it cannot be read. Never raises or blocks on a pipe.

    Only the file itself is checked; `walk_records` checks that its folder is inside `root`.
    """
    raw = read_bytes(path, root)
    if isinstance(raw, Finding):
        return raw
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Finding(
            display_path(path, root), line, 0, "the text is not UTF-8", "save the file with the encoding UTF-8"
        )


def read_bytes(path: Path, root: Path) -> bytes | Finding:
    """Return the bytes of a small regular file below `root`, or a finding why it cannot be read. Never raises."""
    return problem_of(path, root, MAX_BYTES) or _bytes(path, root)


def problem_of(path: Path, root: Path, at_most: int) -> Finding | None:
    """Return a finding if `path` is no regular file inside `root` that may be opened, or has too many bytes."""
    try:
        if path.is_symlink() and not is_inside(path, root):
            return _whole(path, root, "the link points outside the folder", "copy the file here")
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            return _whole(path, root, "this is not a file", "put a text file here")
        if about.st_size > at_most:
            return _whole(path, root, f"the file has {about.st_size} bytes", f"the limit is {at_most}")
        if not os.access(path, os.R_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        return _unreadable(path, root, error)
    return None


def _bytes(path: Path, root: Path) -> bytes | Finding:
    try:
        return path.read_bytes()
    except OSError as error:
        return _unreadable(path, root, error)


def _unreadable(path: Path, root: Path, error: OSError) -> Finding:
    suggestion = "look at its permissions and links"
    return _whole(path, root, f"the file cannot be read ({error.strerror})", suggestion)


def display_path(path: Path, root: Path) -> str:
    """Return a file's path as findings show it: from the folder `content` on."""
    return f"{root.name}/{escape_invisible(os.path.relpath(path, root).replace(os.sep, '/'))}"


def walk_records(folder: Path, root: Path) -> Iterator[Path | Finding]:
    """Yield the record files below a folder, ordered by path, and a finding for each name that cannot be an id."""
    if folder.is_symlink() and not is_inside(folder, root):
        yield _whole(folder, root, "the link points outside the folder", "copy the folder here")
        return
    unreadable: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if Path(place, name).is_symlink():  # os.walk skips it silently
                yield _whole(Path(place, name), root, "a link to a folder is not followed", "copy the folder here")
        for name in sorted(names):
            if name.startswith((".", "#")) or name.endswith(LEFTOVERS):
                continue
            yield record_file(Path(place, name), root)
    for error in unreadable:
        if not isinstance(error, FileNotFoundError) or folder.is_symlink():
            yield _unreadable(Path(error.filename), root, error)


def is_inside(path: Path, root: Path) -> bool:
    """Return whether a path leads into the folder `root`, with all links followed."""
    # Not Path.resolve, which raises on a link to itself; reading that is an error with a better message.
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _whole(path: Path, root: Path, message: str, suggestion: str) -> Finding:
    return Finding(display_path(path, root), 0, 0, message, suggestion)


def record_file(path: Path, root: Path) -> Path | Finding:
    """Return the path, or a finding why a file of that name cannot be a record."""
    if path.suffix != ".md":
        suggestion = "records end in .md; move it elsewhere"
        return Finding(display_path(path, root), 0, 0, "this is not a record", suggestion, level="note")
    if RESERVED_IDS.match(path.stem):
        suggestion = "choose another, as in 2026-11-23-card-payments.md"
        return _whole(
            path, root, f"the file's name {quoted(path.name)} is the address of a page of the site", suggestion
        )
    if not _ID.match(path.stem):
        suggestion = "use lower-case letters, digits, dots, hyphens and underscores, as in 2026-11-23-card-payments.md"
        return _whole(path, root, f"the file's name {quoted(path.name)} cannot be an address", suggestion)
    return path


_OPENING = re.compile(r"\A\ufeff?---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The YAML text of the front matter, the body, and the line (from 1) on which each begins."""

    yaml: str
    yaml_line: int
    body: str
    body_line: int


def split_front_matter(text: str, *, path: str) -> FrontMatter | Finding:
    """Split a record's text into front matter and body; return a finding if the front matter is missing."""
    opening = _OPENING.match(text)
    if not opening:
        return Finding(
            path, 1, 1, "the front matter is missing", "start the file with a line `---`, the keys, and `---`"
        )
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        return Finding(path, 1, 1, "the front matter is not closed", "put a line `---` after its last key")
    yaml = text[opening.end() : closing.start()]
    body_line = text.count("\n", 0, closing.end()) + 1
    return FrontMatter(yaml, 2, text[closing.end() :], body_line)
