"""Put the new site together in the tree of the build before the last one, which nearly all of its files are in already.

A site of ten thousand pages is as many folders; to make and remove those takes longer than all else that one changed
record costs. So a large site's tree is kept when it is replaced, and the next site is put together in it. Nothing is
ever written into a file there, since the live site has most of them too.

Even to walk through the tree takes longer than the rest. So the folders of a tree that is complete get a time of long
ago, which the system replaces as soon as an entry comes or goes, and the cache between builds has the paths at which
the tree differs from the live one. While the times are as they were set, only those files need to be put right.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from answerable.output.build_cache import BuildCache
from answerable.output.hardlinks import files_below, is_folder, link_all
from answerable.output.paths import OutputError, check_path

# Path objects would cost more than the files do, a hundred thousand times over:
# ruff: noqa: PTH103, PTH105, PTH106, PTH108


MANY = 2000
"""From how many files on that stay as they are a tree is worth keeping."""
_KIND = "trees"
_COMPLETE = 10**18
"""The time, in nanoseconds since 1970, of each folder of a complete tree but the uppermost, whose time names it."""


class _Trees(NamedTuple):
    """What is known of the trees that a build leaves: times that name them, and the files of the live one.

    `differing` are the paths of all files in which the spare tree may differ from it, None if that is not known.
    """

    spare: int
    live: int
    files: list[str]
    differing: list[str] | None


def put_together(new: Path, kept: Collection[str], previous: Path, spare: Path, cache: BuildCache) -> Path:
    """Return the folder of the whole site: the files of `new`, and those of `previous` at the paths `kept`.

    That is `spare`, whatever was in it, if it is there, and otherwise `new`. All are on the same file system.
    """
    made = set(files_below(str(new)))
    wanted = set(kept) - made
    folders = _folders_of(wanted | made)
    known = _known(cache, previous)
    if is_folder(str(spare)):
        whole = spare
        gone = set(known.files) - wanted - made if known else set[str]()
        wrong = _wrong(known, gone, folders, str(spare)) if known else None
        _date(str(spare), _COMPLETE)  # no build has this time, so from here on the tree is not complete
        if wrong is None:
            there: set[str] = set()
            _clear(str(spare), "", wanted, folders, str(previous), there)
            lacking, touched = wanted - there, folders
        else:
            _remove(wrong - made, folders, str(spare))
            lacking, touched = wrong & wanted, _folders_of(wrong | made) & folders
        linked = link_all(sorted(lacking), spare, previous)
        _move(made, new, spare)
        spare.chmod(stat.S_IMODE(new.stat().st_mode))
    else:
        whole, touched = new, folders
        linked = link_all(wanted, new, previous)
    for folder in touched:
        _date(f"{whole}/{folder}", _COMPLETE)
    _date(str(whole), cache.began)
    differing = sorted(made.union(known.files) - wanted) if known and linked else None
    trees = _Trees(_time(previous), _time(whole), sorted(wanted | made), differing)
    cache.put(_KIND, {"": json.dumps(trees)})
    return whole


def _move(paths: Iterable[str], here: Path, there: Path) -> None:
    for path in paths:
        folder = path.rpartition("/")[0]
        if folder:
            os.makedirs(f"{there}/{folder}", exist_ok=True)
        os.replace(f"{here}/{path}", f"{there}/{path}")


def _date(folder: str, at: int) -> None:
    with suppress(OSError):  # then it does not count as complete
        os.utime(folder, ns=(at, at))


def _time(folder: Path) -> int:
    return os.lstat(folder).st_mtime_ns


def _known(cache: BuildCache, previous: Path) -> _Trees | None:
    """Return what is known of the trees if the build that left it also left the live one."""
    with suppress(Exception):  # whatever is wrong with what was kept, the trees themselves can be looked at
        known = _Trees(*json.loads(cache.rows(_KIND)[""]))
        return known if known.live == _time(previous) else None
    return None


def _wrong(known: _Trees, gone: set[str], folders: set[str], spare: str) -> set[str] | None:
    """Return the paths at which files of the spare tree may not be those of the new site.

    `gone` are the files of the live site that the new one does not have. None if that is not known, or if something
    came into a folder or went since the tree was complete.
    """
    if known.differing is None or os.lstat(spare).st_mtime_ns != known.spare:
        return None
    wrong = gone.union(known.differing)
    try:
        for path in wrong:
            check_path(path)
    except OutputError:
        return None
    for folder in folders | _folders_of(wrong):
        with suppress(OSError):  # it is not there, and was not: the time of the folder above tells
            if not _is_as_left(f"{spare}/{folder}"):
                return None
    return wrong


def _remove(paths: set[str], folders: set[str], spare: str) -> None:
    """Remove files, and those of their folders which are not among these folders of the new site."""
    for path in paths:
        if os.path.lexists(f"{spare}/{path}") and not is_folder(f"{spare}/{path}"):
            os.unlink(f"{spare}/{path}")
    for folder in sorted(_folders_of(paths) - folders, reverse=True):
        if is_folder(f"{spare}/{folder}"):
            os.rmdir(f"{spare}/{folder}")


def _is_as_left(folder: str) -> bool:
    """Return whether a folder has the time of a complete tree; what is no folder has been there since then, too."""
    found = os.lstat(folder)
    return found.st_mtime_ns == _COMPLETE or not stat.S_ISDIR(found.st_mode)


def _clear(folder: str, within: str, wanted: set[str], folders: set[str], previous: str, there: set[str]) -> None:
    """Remove all but the files that are wanted and those of `previous`, whose paths are added to `there`."""
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{within}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if path in folders:
                    _clear(entry.path, f"{path}/", wanted, folders, previous, there)
                else:
                    shutil.rmtree(entry.path)
            elif path in wanted and _is_same(entry, f"{previous}/{path}"):
                there.add(path)
            else:
                os.unlink(entry.path)


def _is_same(entry: os.DirEntry[str], other: str) -> bool:
    with suppress(OSError):
        return os.path.samestat(entry.stat(follow_symlinks=False), os.lstat(other))
    return False


def _folders_of(paths: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
