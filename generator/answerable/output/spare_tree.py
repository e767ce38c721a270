"""Put the new site together in the tree of the build before the last one, which nearly all of its files are in already.

A site of ten thousand pages is as many folders; to make and remove those takes longer than all else that one changed
record costs. So a large site's tree is kept when it is replaced, and the next site is put together in it. Nothing is
ever written into a file there, since the live site has most of them too.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from answerable.output.hardlinks import files_below, is_folder, link_all

# Path objects would cost more than the files do, a hundred thousand times over:
# ruff: noqa: PTH103, PTH105, PTH108


MANY = 2000
"""From how many files on that stay as they are a tree is worth keeping."""


def put_together(new: Path, kept: Collection[str], previous: Path, spare: Path) -> Path:
    """Return the folder of the whole site: the files of `new`, and those of `previous` at the paths `kept`.

    That is `spare`, whatever was in it, if it is there, and otherwise `new`. All are on the same file system.
    """
    if not is_folder(str(spare)):
        link_all(kept, new, previous)
        return new
    wanted = set(kept)
    made = set(files_below(str(new)))
    folders = _folders_of(wanted | made)
    there: set[str] = set()
    _clear(str(spare), "", wanted, folders, str(previous), there)
    link_all(sorted(wanted - there), spare, previous)
    for path in made:
        folder = path.rpartition("/")[0]
        if folder:
            os.makedirs(f"{spare}/{folder}", exist_ok=True)
        os.replace(f"{new}/{path}", f"{spare}/{path}")
    spare.chmod(stat.S_IMODE(new.stat().st_mode))
    return spare


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
