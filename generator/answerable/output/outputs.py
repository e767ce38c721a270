"""What goes where: each output is checked, written once, and left untouched when it did not change."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from answerable.output.fork_map import fork_map, process_count
from answerable.output.hardlinks import create, is_folder, keep_unchanged, link_or_copy, stat_if_equal
from answerable.output.paths import ClaimedPaths, OutputError
from answerable.output.progress import report_progress

# Path objects would cost more than the files do, a hundred thousand times over:
# ruff: noqa: PTH102, PTH103, PTH108


__all__ = ["Output", "OutputError", "PlacedFile", "Writer", "Written", "keep_unchanged", "write_outputs"]


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site: `path` is relative to the site, its parts separated by '/'."""

    path: str
    content: bytes


class PlacedFile(NamedTuple):
    """A file that stands in its place: how many bytes it has, and whether it was `fresh` or there unchanged."""

    path: str
    length: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were written and how many stayed as they were, and the bytes of both together."""

    written: int = 0
    unchanged: int = 0
    total_bytes: int = 0


Task = Callable[[], Iterable[Output]]


def write_outputs(
    outputs: Iterable[Output],
    site: Path,
    *,
    previous: Path | None = None,
    taken: Collection[str] = (),
    overwrite: bool = False,
) -> Written:
    """Write `outputs` one by one below `site`; all else is said of `Writer`."""
    writer = Writer(site, previous=previous, taken=taken, overwrite=overwrite)
    for output in outputs:
        writer.put(output)
    return writer.written


class Writer:
    """Writes below `site`, which may already hold what others wrote.

    `previous` is the site as it was before: what is equal there becomes a hard link to it, so nothing may
    afterwards write into a file of `site` in place. Without `previous`, an equal file of `site` is left.
    `taken` are paths that are somebody else's. `overwrite` lets an output replace a differing file of `site`,
    for builds that do not clear the folder first; MkDocs never clears hidden entries, so those may always be
    replaced. Whatever puts a file raises `OutputError` for a path that may not be written.

    It remembers the folders made and the places taken, so that each file costs only its own calls.
    """

    def __init__(
        self,
        site: Path,
        *,
        previous: Path | None = None,
        taken: Collection[str] = (),
        overwrite: bool = False,
    ) -> None:
        os.makedirs(site, exist_ok=True)
        self._previous = previous
        self.written = Written()
        self._site = str(site)
        self._overwrite = overwrite
        found = set(_files_below(self._site))
        self._replaceable = set[str]() if previous else found.difference(taken)
        self._places = ClaimedPaths(found.union(taken))
        self._old_folders: dict[str, str | None] = {"": str(previous) if previous else None}
        self._process = os.getpid()

    def put(self, output: Output) -> PlacedFile:
        """Put one file in its place."""
        placed = self._put(output, again=False)
        self._count(placed)
        return placed

    def put_all(self, tasks: Sequence[Task], workers: int | None = None) -> Iterator[list[PlacedFile]]:
        """Put the files of each task in their places; `workers` is the number of processes, as `spread` has it.

        A worker looks at its paths and at what stood there when it was forked, writes, and only says what it wrote.
        Here each place is claimed for good, so what two workers wrote is found out, and nothing is published then.
        """
        forked = process_count(len(tasks), workers) > 1
        for here, files in fork_map([partial(self._made, task, again=forked) for task in tasks], workers):
            for placed in files:
                if not here:
                    self._claim(placed.path)
                self._count(placed)
            yield files

    def _made(self, task: Task, *, again: bool) -> tuple[bool, list[PlacedFile]]:
        """A task's files, and whether it is this process that wrote them. What a killed worker left is replaced."""
        here = os.getpid() == self._process
        return here, [self._put(output, again=again and here) for output in task()]

    def _count(self, placed: PlacedFile) -> None:
        was = self.written
        self.written = Written(
            was.written + placed.fresh, was.unchanged + (not placed.fresh), was.total_bytes + placed.length
        )
        report_progress("files written", self.written.written + self.written.unchanged)

    def _claim(self, path: str) -> bool:
        """Take a place for good; whether a file stood there that may be replaced."""
        there = path in self._replaceable
        if there:
            self._replaceable.remove(path)
            self._places.release(path)
        self._places.claim(path)
        return there

    def _put(self, output: Output, *, again: bool) -> PlacedFile:
        path, content = output.path, output.content
        there = self._claim(path)
        old_folder = self._folder(path.rpartition("/")[0])
        new = f"{self._site}/{path}"
        if again and not there:
            _clear(new, path)
        try:
            if there:
                fresh = self._replace(path, new, content)
            else:
                fresh = old_folder is None or not link_or_copy(f"{self._previous}/{path}", new, content)
                if fresh:
                    create(new, content)
        except FileExistsError:
            raise OutputError(f"{path!r} is already there, written by something else than this build.") from None
        return PlacedFile(path, len(content), fresh)

    def _replace(self, path: str, new: str, content: bytes) -> bool:
        if stat_if_equal(new, content):
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


def _clear(new: str, path: str) -> None:
    """Remove what a worker left at a place that nobody has claimed."""
    try:
        os.unlink(new)
    except FileNotFoundError:
        pass
    except OSError:
        raise OutputError(f"{path!r} would be a file and a folder of the site at once.") from None


def _make_folder(path: str, folder: str) -> None:
    try:
        os.mkdir(path)
    except FileExistsError:
        if not is_folder(path):
            raise OutputError(f"{folder!r} would be a file and a folder of the site at once.") from None


def _files_below(folder: str, within: str = "") -> Iterator[str]:
    """List the files below a folder; a link counts as a file and is not followed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files_below(entry.path, f"{within}{entry.name}/")
            else:
                yield f"{within}{entry.name}"
