"""What goes where: each output is checked, written once, and left untouched when it did not change."""

# Path objects would cost more than the files do, a hundred thousand times over:
# ruff: noqa: PTH102, PTH103, PTH108
from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.build.paths import OutputError, Places
from generator.build.progress import come
from generator.build.same import create, holding, is_folder, keep_unchanged, reuse

__all__ = ["Output", "OutputError", "Written", "keep_unchanged", "write_outputs"]


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site: `path` is relative to the site, its parts separated by '/'."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were written and how many stayed as they were, and the bytes of both together."""

    written: int = 0
    unchanged: int = 0
    total_bytes: int = 0


def write_outputs(
    outputs: Iterable[Output],
    site: Path,
    *,
    previous: Path | None = None,
    taken: Collection[str] = (),
    overwrite: bool = False,
) -> Written:
    """Write `outputs` one by one below `site`, which may already hold what others wrote.

    `previous` is the site as it was before: what is equal there becomes a hard link to it, so nothing may
    afterwards write into a file of `site` in place. Without `previous`, an equal file of `site` is left.
    `taken` are paths that are somebody else's. `overwrite` lets an output replace a differing file of `site`,
    for builds that do not clear the folder first; MkDocs never clears hidden entries, so those may always be
    replaced. Raises `OutputError` for a path that may not be written.
    """
    os.makedirs(site, exist_ok=True)
    writer = _Writer(str(site), str(previous) if previous else None, taken, overwrite=overwrite)
    written = unchanged = total = 0
    for output in outputs:
        if writer.put(output.path, output.content):
            written += 1
        else:
            unchanged += 1
        total += len(output.content)
        come("files written", written + unchanged)
    return Written(written, unchanged, total)


class _Writer:
    """Remembers the folders made and the places taken, so that each file costs only its own calls."""

    def __init__(self, site: str, previous: str | None, taken: Collection[str], *, overwrite: bool) -> None:
        self._site = site
        self._previous = previous
        self._overwrite = overwrite
        found = set(_files_below(site))
        self._replaceable = set[str]() if previous else found.difference(taken)
        self._places = Places(found.union(taken))
        self._old_folders: dict[str, str | None] = {"": previous}

    def put(self, path: str, content: bytes) -> bool:
        """Put one file in its place; False when it was there unchanged."""
        there = path in self._replaceable
        if there:
            self._replaceable.remove(path)
            self._places.release(path)
        self._places.claim(path)
        folder = path.rpartition("/")[0]
        old_folder = self._folder(folder)
        new = f"{self._site}/{path}"
        try:
            if there:
                return self._replace(path, new, content)
            if old_folder is not None and reuse(f"{self._previous}/{path}", new, content):
                return False
            create(new, content)
        except FileExistsError:
            raise OutputError(f"{path!r} is already there, written by something else than this build.") from None
        return True

    def _replace(self, path: str, new: str, content: bytes) -> bool:
        if holding(new, content):
            return False
        if not self._overwrite and not path.startswith("."):
            raise OutputError(f"{path!r} is already a file of the site, with another content.")
        os.unlink(new)
        create(new, content)
        return True

    def _folder(self, folder: str) -> str | None:
        """Make a folder of the site once; give the same one of the previous site, if it has it."""
        if folder in self._old_folders:
            return self._old_folders[folder]
        parent, _, name = folder.rpartition("/")
        old_parent = self._folder(parent)
        _make_folder(f"{self._site}/{folder}", folder)
        old = f"{old_parent}/{name}" if old_parent is not None else None
        self._old_folders[folder] = old if old is not None and is_folder(old) else None
        return self._old_folders[folder]


def _make_folder(path: str, folder: str) -> None:
    try:
        os.mkdir(path)
    except FileExistsError:
        if not is_folder(path):
            raise OutputError(f"{folder!r} is a link or a file of the site, so nothing is written below it.") from None


def _files_below(folder: str, within: str = "") -> Iterator[str]:
    """List the files below a folder; a link counts as a file and is not followed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files_below(entry.path, f"{within}{entry.name}/")
            else:
                yield f"{within}{entry.name}"
