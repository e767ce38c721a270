"""Files of `content/`, read with care: regular, small, UTF-8, inside the folder, with a name that can be an id."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from generator.records.base import ID_PATTERN
from generator.records.findings import Finding, quoted, visible

MAX_BYTES = 1_000_000
_ID = re.compile(ID_PATTERN)
_TAKEN = re.compile(r"^(index|page|topic|\d{4}-\d{2})$")
_LEFTOVERS = ("~", ".swp", ".swo", ".bak", ".tmp", "#")


def read_text(path: Path, root: Path) -> str | Finding:
    """The text of a file below `root`, or why it cannot be read. Never raises, never waits for a pipe."""
    shown = f"{root.name}/{visible(os.path.relpath(path, root).replace(os.sep, '/'))}"
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            return Finding(shown, 0, 0, "the link leads out of the folder", "put the file itself here")
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            return Finding(shown, 0, 0, "this is not a file", "put a text file here")
        if about.st_size > MAX_BYTES:
            return Finding(shown, 0, 0, f"the file has {about.st_size} bytes", f"at most {MAX_BYTES} can be read")
        raw = path.read_bytes()
    except OSError as error:
        return Finding(shown, 0, 0, f"the file cannot be read ({error.strerror})", "look at its permissions and links")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Finding(shown, line, 0, "the text is not UTF-8", "save the file with the encoding UTF-8")


def walk_records(folder: Path, root: Path) -> Iterator[Path | Finding]:
    """The record files below a folder in order of their paths, and a finding for each name that cannot be an id."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith((".", "#")) or name.endswith(_LEFTOVERS):
                continue
            yield _record_file(Path(place, name), root)


def _record_file(path: Path, root: Path) -> Path | Finding:
    shown = f"{root.name}/{visible(os.path.relpath(path, root).replace(os.sep, '/'))}"
    if path.suffix != ".md":
        return Finding(shown, 0, 0, "this is not a record", "records end in .md; move it elsewhere", level="note")
    if not _ID.match(path.stem) or _TAKEN.match(path.stem):
        right = "use lower-case letters, digits, dots, hyphens and underscores, as in 2026-11-23-card-payments.md"
        return Finding(shown, 0, 0, f"the file's name {quoted(path.name)} cannot be an address", right)
    return path
