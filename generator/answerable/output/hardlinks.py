"""Files equal to those of the previous site become hard links to them."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

# Path objects would cost more than the files do, a hundred thousand times over:
# ruff: noqa: PTH103, PTH105, PTH118, PTH120, PTH123


_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_CHUNK = 1 << 20
_TEMPORARY = ".answerable-link"


def create(path: str, content: bytes) -> None:
    """Write a new file; raise `FileExistsError` rather than follow or overwrite anything."""
    handle = os.open(path, _CREATE, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


def stat_if_equal(path: str, content: bytes) -> os.stat_result | None:
    """Return the stat of the regular file at `path` (no link) if it has exactly this content, otherwise None."""
    try:
        handle = os.open(path, _READ)
    except OSError:
        return None
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_size != len(content):
            return None
        return found if os.read(handle, len(content)) == content else None
    finally:
        os.close(handle)


def link_or_copy(old: str, new: str, content: bytes) -> bool:
    """Make `new` a hard link to `old` if that has `content`; return whether it does.

    Where links are refused `new` is a copy with the times of `old`. Raises `FileExistsError` if `new` exists.
    """
    found = stat_if_equal(old, content)
    if found is None:
        return False
    try:
        os.link(old, new)
    except FileExistsError:
        raise
    except OSError:  # this file system has no hard links, or this file has too many
        create(new, content)
        os.utime(new, ns=(found.st_atime_ns, found.st_mtime_ns))
    return True


def keep_unchanged(site: Path, previous: Path) -> int:
    """Replace each file of `site` that equals the same one of `previous` by a hard link to it.

    Returns how many files are equal. Where links are refused, the file gets the times of the old one.
    Symbolic links in either folder are left alone and never followed.
    """
    if not is_folder(str(previous)):
        return 0
    return _keep(str(site), str(previous))


def link_all(paths: Iterable[str], site: Path, previous: Path) -> bool:
    """Make the files of `site` at some paths hard links to those of `previous`, or copies where links are refused.

    Returns whether all are links.
    """
    folders, there, here, linked = {""}, str(previous), str(site), True
    for path in paths:
        folder = path.rpartition("/")[0]
        if folder not in folders:
            os.makedirs(f"{here}/{folder}", exist_ok=True)
            folders.add(folder)
        try:
            os.link(f"{there}/{path}", f"{here}/{path}")
        except OSError:
            shutil.copy2(f"{there}/{path}", f"{here}/{path}")
            linked = False
    return linked


def _keep(site: str, previous: str) -> int:
    kept = 0
    with os.scandir(site) as entries:
        for entry in entries:
            old = f"{previous}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                kept += _keep(entry.path, old) if is_folder(old) else 0
            elif entry.is_file(follow_symlinks=False):
                kept += _keep_file(entry.path, old)
    return kept


def _keep_file(new: str, old: str) -> bool:
    here = os.lstat(new)
    try:
        there = os.lstat(old)
    except OSError:
        return False
    if os.path.samestat(here, there):
        return True
    if not stat.S_ISREG(there.st_mode) or here.st_size != there.st_size or not _equal(new, old):
        return False
    _share(new, old, there)
    return True


def _share(new: str, old: str, old_stat: os.stat_result) -> None:
    temporary = os.path.join(os.path.dirname(new), _TEMPORARY)
    try:
        os.link(old, temporary)
    except OSError:
        os.utime(new, ns=(old_stat.st_atime_ns, old_stat.st_mtime_ns))
    else:
        os.replace(temporary, new)


def _equal(one: str, other: str) -> bool:
    with open(one, "rb") as first, open(other, "rb") as second:
        while block := first.read(_CHUNK):
            if block != second.read(_CHUNK):
                return False
        return not second.read(1)


def is_folder(path: str) -> bool:
    """Return whether `path` is a folder and not a link to one."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def files_below(folder: str, within: str = "") -> Iterator[str]:
    """Yield the paths of all files below a folder; links count as files and are not followed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from files_below(entry.path, f"{within}{entry.name}/")
            else:
                yield f"{within}{entry.name}"
