"""Write the files of a site: each path is checked and written once; a file that did not change stays the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from answerable.output.failures import Failure, failure_of, name_of
from answerable.output.fork_map import fork_map, process_count
from answerable.output.hardlinks import create, files_below, is_folder, link_or_copy, stat_if_equal
from answerable.output.paths import ClaimedPaths, OutputError
from answerable.output.progress import report_progress
from answerable.translation.message import msg

# Path objects would cost more than the files do, a hundred thousand times over:
# ruff: noqa: PTH102, PTH103, PTH108


@dataclass(frozen=True, slots=True)
class Output:
    """A file to write: its path relative to the site, with `/` between folders, and its bytes."""

    path: str
    content: bytes


class PlacedFile(NamedTuple):
    """A file in its place: its path, its length in bytes, and whether it is `fresh` or was there unchanged."""

    path: str
    length: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were written, how many were unchanged, and the bytes of all of them."""

    written: int = 0
    unchanged: int = 0
    total_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """What a task reports besides its files; it can be pickled."""

    value: Any


Task = Callable[[], Iterable[Output]]
NotingTask = Callable[[], Iterable[Output | Note]]


class Writer:
    """Writes outputs below `site`, which may already hold what others wrote.

    `previous` is the site as it was before: a file that is equal there becomes a hard link to it, so nothing may
    afterwards write into a file of `site` in place. Without `previous`, an equal file of `site` is left alone. A
    differing file of `site` is replaced only if it is hidden, since MkDocs does not clear hidden entries.

    All methods that write raise `OutputError` for a path that may not be written. The folders made and the paths
    claimed are remembered, so each file costs only its own system calls.

    Files of the previous site that `keep` names are claimed and not written; they are put in place at the end.

    With `keep_going`, what `put_all` cannot make or may not write is left out and noted in `failures`.
    """

    def __init__(self, site: Path, *, previous: Path | None = None, keep_going: bool = False) -> None:
        os.makedirs(site, exist_ok=True)
        self._previous = previous
        self.written = Written()
        self.failures: list[Failure] = []
        self.keep_going = keep_going
        self.kept: list[str] = []
        self.notes: list[Any] = []
        self.site = site
        self._site = str(site)
        found = set(files_below(self._site))
        self._replaceable = set[str]() if previous else found
        self._paths = ClaimedPaths(found)
        self._old_folders: dict[str, str | None] = {"": str(previous) if previous else None}
        self._process = os.getpid()

    def put(self, output: Output) -> PlacedFile:
        """Write one file, unless it is there unchanged."""
        placed = self._put(output, again=False)
        self._count(placed)
        return placed

    def put_all(self, tasks: Sequence[NotingTask], workers: int | None = None) -> Iterator[list[PlacedFile]]:
        """Write the files of each task and yield them, task by task, when `notes` has what it noted.

        `workers` processes share the work (see fork_map).

        Each worker checks its paths against what was there when it was forked. This process then claims the paths
        again, so that two workers that wrote the same path are found out and the build fails.
        """
        forked = process_count(len(tasks), workers) > 1
        for here, files, notes, failures in fork_map(
            [partial(self._run, task, again=forked) for task in tasks], workers
        ):
            self.failures += failures
            self.notes += notes
            for placed in files:
                if not here:
                    self._claim_again(placed.path)
                self._count(placed)
            yield files

    def _run(self, task: NotingTask, *, again: bool) -> tuple[bool, list[PlacedFile], list[Any], list[Failure]]:
        """Write a task's files; return whether this process wrote them, the files, the notes, and what failed.

        With `again`, a killed worker may have begun the task, and what it left is replaced.
        """
        here = os.getpid() == self._process
        files: list[PlacedFile] = []
        notes: list[Any] = []
        failures: list[Failure] = []
        outputs = iter(task()) if not self.keep_going else _until_failure(task, failures)
        for output in outputs:
            if isinstance(output, Note):
                notes.append(output.value)
                continue
            try:
                files.append(self._put(output, again=again and here))
            except OutputError as error:
                if not self.keep_going:
                    raise
                failures.append(Failure(output.path, str(error)))
        return here, files, notes, failures

    def keep(self, paths: Iterable[str]) -> None:
        """Note that the site has these files as they are in the previous one. `place_kept` puts them there."""
        kept = list(paths)
        for path in kept:
            self._claim(path)
        self.kept += kept
        self.written = replace(self.written, unchanged=self.written.unchanged + len(kept))
        report_progress(msg("files written"), self.written.written + self.written.unchanged)

    def read(self, path: str) -> bytes:
        """Return the content of a file that was put or kept. Raises OSError if there is none."""
        here = self.site / path
        return (here if here.is_file() or not self._previous else self._previous / path).read_bytes()

    def _claim_again(self, path: str) -> None:
        try:
            self._claim(path)
        except OutputError as error:
            if not self.keep_going:
                raise
            self.failures.append(Failure(path, str(error)))

    def _count(self, placed: PlacedFile) -> None:
        before = self.written
        self.written = Written(
            before.written + placed.fresh, before.unchanged + (not placed.fresh), before.total_bytes + placed.length
        )
        report_progress(msg("files written"), self.written.written + self.written.unchanged)

    def _claim(self, path: str) -> bool:
        """Reserve the path. Return True if an existing file may be replaced."""
        there = path in self._replaceable
        if there:
            self._replaceable.remove(path)
            self._paths.release(path)
        self._paths.claim(path)
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
            raise OutputError(
                msg("%(path)s is already there, written by something else than this build.", path=f"{path!r}")
            ) from None
        return PlacedFile(path, len(content), fresh)

    def _replace(self, path: str, new: str, content: bytes) -> bool:
        if stat_if_equal(new, content):
            return False
        if not path.startswith("."):
            raise OutputError(msg("%(path)s is already a file of the site, with another content.", path=f"{path!r}"))
        os.unlink(new)
        create(new, content)
        return True

    def _folder(self, folder: str) -> str | None:
        """Make a folder of the site, once; return the same folder of the previous site, or None if it has none."""
        if folder in self._old_folders:
            return self._old_folders[folder]
        parent, _, name = folder.rpartition("/")
        old_parent = self._folder(parent)
        _make_folder(f"{self._site}/{folder}", folder)
        old = f"{old_parent}/{name}" if old_parent is not None else None
        self._old_folders[folder] = old if old is not None and is_folder(old) else None
        return self._old_folders[folder]


def _until_failure(task: NotingTask, failures: list[Failure]) -> Iterator[Output | Note]:
    """Yield a task's outputs up to the one that cannot be made."""
    try:
        yield from task()
    except Exception as error:  # noqa: BLE001 (whatever it is, the other tasks' files are to be written)
        failures.append(failure_of(name_of(task), error))


def _clear(new: str, path: str) -> None:
    """Remove what a killed worker left at a path that nobody has claimed."""
    try:
        os.unlink(new)
    except FileNotFoundError:
        pass
    except OSError:
        raise OutputError(msg("%(path)s would be a file and a folder of the site at once.", path=f"{path!r}")) from None


def _make_folder(path: str, folder: str) -> None:
    try:
        os.mkdir(path)
    except FileExistsError:
        if not is_folder(path):
            raise OutputError(
                msg("%(folder)s would be a file and a folder of the site at once.", folder=f"{folder!r}")
            ) from None
