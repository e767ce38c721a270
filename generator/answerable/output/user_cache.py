"""Files in the user's cache folder that save time at the next build; they may be missing, cut short or gone any time.

Each belongs to the code that made it, so a cached file is never older than the program, and carries the sum of its
contents, so that what is damaged counts as missing.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).parents[1]
_MADE_WITH = ("jinja2", "babel", "holidays", "pydantic")
"""Libraries whose output is cached."""
_SUM = 32
"""The length of a SHA-256."""
_KEPT = 8
"""How many versions of the code keep their files."""


def read_cached(name: str) -> bytes | None:
    """Return what was cached under a name by this version of the code, or None."""
    folder = _folder()
    if folder is None:
        return None
    try:
        content = (folder / name).read_bytes()
    except OSError:
        return None
    return content[_SUM:] if sha256(content[_SUM:]).digest() == content[:_SUM] else None


def write_cached(name: str, content: bytes) -> None:
    """Cache bytes under a name; where that is not possible, nothing happens."""
    folder = _folder()
    if folder is None:
        return
    with contextlib.suppress(OSError):
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(sha256(content).digest() + content)
        Path(file.name).replace(folder / name)


def name_of(*parts: object) -> str:
    """Return the name for what depends on these values alone."""
    return sha256(repr(parts).encode()).hexdigest()


@cache
def _folder() -> Path | None:
    """Return the folder of this version of the code; None where there can be none that is only ours to write in."""
    base = platformdirs.user_cache_path("answerable", appauthor=False)
    folder = base / _code_stamp()
    try:
        if not base.is_absolute():
            return None
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True)
            _remove_old(base)
        return folder if _is_private(base) and _is_private(folder) else None
    except OSError:
        return None


def _is_private(folder: Path) -> bool:
    """Return whether nobody else can write into a folder: compiled templates are programs."""
    found = folder.lstat()
    return os.name == "nt" or (found.st_uid == os.getuid() and not found.st_mode & 0o022)


def _remove_old(base: Path) -> None:
    for folder in sorted(base.iterdir(), key=lambda each: each.lstat().st_mtime, reverse=True)[_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def _code_stamp() -> str:
    """Return a name for the code as it is: of each file its path, size and time."""
    versions = [sys.implementation.cache_tag, *(f"{name} {version(name)}" for name in _MADE_WITH)]
    return name_of(versions, sorted(_files(os.scandir(_PACKAGE))))[:16]


def _files(entries: Iterable[os.DirEntry[str]]) -> Iterator[tuple[str, int, int]]:
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(os.scandir(entry.path))
        else:
            yield entry.path, entry.stat().st_size, entry.stat().st_mtime_ns
