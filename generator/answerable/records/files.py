"""Read files of `content/` safely: regular, small, UTF-8, inside the folder, with names that can be ids."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from answerable.records.findings import Finding, escape_invisible, quoted
from answerable.records.model import ID_PATTERN
from answerable.records.validation.misnamed import (
    has_mistaken_ending,
    is_leftover,
    is_readme,
    must_be_converted,
    reads_like_a_record,
    right_name,
)
from answerable.records.yaml.slips import FENCE, conflict
from answerable.translation.message import msg

MAX_BYTES = 1_000_000
_ID = re.compile(ID_PATTERN)
_USUAL = re.compile(r"\d[a-z0-9._-]{7,99}\.md")
"""The name of nearly every record, with which nothing can be wrong; it begins with a day."""
RESERVED_IDS = re.compile(r"^(index|page|topic|\d{4}-\d{2})$")


def read_text(path: Path, root: Path) -> str | Finding:
    """Return the text of a file below `root`, or a finding why it cannot be read. Never raises or blocks on a pipe.

    Only the file and its folder are checked for links; `walk_records` follows no links to folders further up.
    """
    raw = read_bytes(path, root)
    if isinstance(raw, Finding):
        return raw
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Finding(
            display_path(path, root),
            line,
            0,
            msg("the text is not UTF-8"),
            msg("save the file with the encoding UTF-8"),
        )


def read_bytes(path: Path, root: Path) -> bytes | Finding:
    """Return the bytes of a small regular file below `root`, or a finding why it cannot be read. Never raises."""
    refused = unsafe_file(path, root)
    if refused:
        return refused
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return _whole(
                path,
                root,
                msg("the file has %(size)s bytes", size=size),
                msg("the limit is %(max_bytes)s", max_bytes=MAX_BYTES),
            )
        return path.read_bytes()
    except OSError as error:
        return _unreadable(path, root, error)


def unsafe_file(path: Path, root: Path) -> Finding | None:
    """Return a finding if a path below `root` must be neither read nor copied: no regular file, or outside its folder.

    Its folder is the first one below `root`, such as `content/assets/`: a link must not turn a draft into a picture.
    """
    try:
        if (path.is_symlink() or path.parent.is_symlink()) and leaves(path, root):
            return _whole(path, root, msg("the link points outside the folder"), msg("copy the file here"))
        if not stat.S_ISREG(path.stat().st_mode):
            return _whole(path, root, msg("this is not a file"), msg("put a file here"))
        if not os.access(path, os.R_OK):
            return _whole(
                path, root, msg("the file cannot be read (Permission denied)"), msg("look at its permissions and links")
            )
    except OSError as error:
        return _unreadable(path, root, error)
    return None


def walk_files(folder: Path, root: Path) -> Iterator[Path | Finding]:
    """Yield the files below a folder that may be read and copied, ordered by path, and a finding for each that may not.

    Hidden files are left out, and nothing is followed through a link to a folder.
    """
    for found in walk_visible(folder, root):
        yield found if isinstance(found, Finding) else unsafe_file(found, root) or found


def walk_visible(
    folder: Path, root: Path, onerror: Callable[[OSError], object] | None = None
) -> Iterator[Path | Finding]:
    """Yield the files below a folder that are not hidden, ordered by path, and a finding for each link to a folder.

    What the files are is not looked at. `onerror` is told of folders that cannot be read.
    """
    if folder.is_symlink():
        yield linked_folder(folder, root)
        return
    for place, folders, names in os.walk(folder, onerror=onerror):
        here = Path(place)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (here / name for name in folders):
            if path.is_symlink():  # os.walk skips it silently
                yield linked_folder(path, root)
        yield from (here / name for name in sorted(names) if not name.startswith("."))


def display_path(path: Path, root: Path) -> str:
    """Return a file's path as findings show it: from the folder `content` on."""
    return f"{root.name}/{escape_invisible(os.path.relpath(path, root).replace(os.sep, '/'))}"


def walk_records(folder: Path, root: Path) -> Iterator[Path | Finding]:
    """Yield the record files below a folder, ordered by path, and a finding for each name that cannot be an id."""
    unreadable: list[OSError] = []
    for path in walk_visible(folder, root, onerror=unreadable.append):
        if isinstance(path, Finding):
            yield path
            continue
        if _USUAL.fullmatch(path.name):
            yield path
            continue
        misnamed = misnamed_file(path, root, ".md")
        is_silent = is_leftover(path.name) or (is_readme(path.name) and not _reads_like_a_record(path, root))
        if misnamed or not is_silent:
            yield misnamed or record_file(path, root)
    for error in unreadable:
        if not isinstance(error, FileNotFoundError):
            yield _unreadable(Path(error.filename), root, error)


def misnamed_file(path: Path, root: Path, ending: str) -> Finding | None:
    """Return an error if a file without the right ending was meant to be read, by its ending or by its text.

    A backup such as `outage.md~` counts only if the file of which it is a copy is gone.
    """
    if path.suffix == ending or not (right := right_name(path.name, ending)):
        return None
    is_there = path.with_name(right).exists()
    if is_leftover(path.name):
        meant = not is_there and _reads_like_a_record(path, root)
    else:
        meant = has_mistaken_ending(path.name, ending) or _reads_like_a_record(path, root)
    message = msg("the name does not end in %(ending)s, so nothing in this file is published", ending=ending)
    return _whole(path, root, message, _renamed(path, right, is_there=is_there)) if meant else None


def _reads_like_a_record(path: Path, root: Path) -> bool:
    text = read_text(path, root)
    return isinstance(text, str) and reads_like_a_record(text)


def _renamed(path: Path, right: str, *, is_there: bool) -> str:
    if is_there and right.lower() != path.name.lower():  # a disk may ignore case
        return msg("%(right)s is there too; keep one of the two", right=quoted(right))
    if must_be_converted(path.name):
        return msg("save it in the right format as %(right)s", right=quoted(right))
    return msg("rename it to %(right)s", right=quoted(right))


def linked_folder(folder: Path, root: Path) -> Finding:
    """Return the finding about a link to a folder."""
    return _whole(folder, root, msg("a link to a folder is not followed"), msg("copy the folder here"))


def leaves(path: Path, root: Path) -> bool:
    """Return whether links make a path lead out of its folder: the first one below `root`, else `root` itself."""
    # Not Path.resolve, which raises on a link to itself; reading that is an error with a better message.
    real, base = Path(os.path.realpath(path)), Path(os.path.realpath(root))
    parts = path.relative_to(root).parts
    return not real.is_relative_to(base / parts[0]) if len(parts) > 1 else real.parent != base


def _unreadable(path: Path, root: Path, error: OSError) -> Finding:
    return _whole(
        path,
        root,
        msg("the file cannot be read (%(strerror)s)", strerror=error.strerror),
        msg("look at its permissions and links"),
    )


def _whole(path: Path, root: Path, message: str, suggestion: str) -> Finding:
    return Finding(display_path(path, root), 0, 0, message, suggestion)


def record_file(path: Path, root: Path) -> Path | Finding:
    """Return the path, or a finding why a file of that name cannot be a record."""
    if path.suffix != ".md":
        suggestion = msg("records end in .md; move it elsewhere")
        return Finding(display_path(path, root), 0, 0, msg("this is not a record"), suggestion, level="note")
    if RESERVED_IDS.match(path.stem):
        suggestion = msg("choose another, as in 2026-11-23-card-payments.md")
        return _whole(
            path,
            root,
            msg("the file's name %(name)s is the address of a page of the site", name=quoted(path.name)),
            suggestion,
        )
    if not _ID.match(path.stem):
        suggestion = msg(
            "use lower-case letters, digits, dots, hyphens and underscores, as in 2026-11-23-card-payments.md"
        )
        return _whole(
            path, root, msg("the file's name %(name)s cannot be an address", name=quoted(path.name)), suggestion
        )
    return path


_OPENING = re.compile(r"\A\ufeff?---[ \t]*\r?\n")
_RULER = re.compile(r"^\s*[-–—_=*\u2212]{1,20}\s*$")
"""A line that stands for `---`, as a word processor or somebody in a hurry writes it."""
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
    unmerged = conflict(text)
    if unmerged:
        return Finding(path, unmerged.line + 1, 1, unmerged.message, unmerged.suggestion, rule="yaml")
    opening = _OPENING.match(text)
    if not opening:
        return _no_opening(text, path)
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        return _no_closing(text, path)
    yaml = text[opening.end() : closing.start()]
    body_line = text.count("\n", 0, closing.end()) + 1
    return FrontMatter(yaml, 2, text[closing.end() :], body_line)


def _no_opening(text: str, path: str) -> Finding:
    first, _, rest = text.removeprefix("\ufeff").partition("\n")
    if FENCE.match(first):
        right = msg("delete this line, and the one with ``` at the end")
        return Finding(path, 1, 1, msg("a line of ``` was copied with the example"), right)
    if _RULER.match(first):
        return Finding(
            path,
            1,
            1,
            msg("the first line is %(first)s", first=quoted(first.strip())),
            msg("write three hyphens, `---`"),
        )
    if not first.strip() and _OPENING.match(rest.lstrip("\r\n \t")):
        return Finding(
            path,
            1,
            1,
            msg("an empty line before the front matter"),
            msg("delete it, so that the file begins with `---`"),
        )
    return Finding(
        path, 1, 1, msg("the front matter is missing"), msg("start the file with a line `---`, the keys, and `---`")
    )


def _no_closing(text: str, path: str) -> Finding:
    for number, line in enumerate(text.split("\n")[1:], start=2):
        if _RULER.match(line):
            right = msg("write three hyphens, `---`, where the keys end")
            return Finding(path, number, 1, msg("this line is %(line)s", line=quoted(line.strip())), right)
    return Finding(path, 1, 1, msg("the front matter is not closed"), msg("put a line `---` after its last key"))
