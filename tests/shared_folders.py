"""Folders that many tests read: filled once for a run, by whichever of its worker processes asks first."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from filelock import FileLock

HANGS_AFTER = 300.0
"""Seconds after which a worker gives up waiting for another, whose build must hang by then."""


class BuildOnce(Protocol):
    """What the fixture `build_once` is."""

    def __call__(self, name: str, fill: Callable[[Path], object]) -> Path:
        """Return the folder of that name, which `fill` filled in this process or in another; tests only read it."""


class SharedFolders:
    """The folders below `root`, which all worker processes of a run share.

    Each is named by a digest of the sources too: what was built before one of them changed is never used.
    """

    def __init__(self, root: Path, sources: Iterable[Path]) -> None:
        self._root = root
        self._sources = tuple(sources)
        self._given: dict[Path, str] = {}

    def get(self, name: str, fill: Callable[[Path], object]) -> Path:
        """Return the folder of that name; call `fill` with it, empty, if no process has done so."""
        folder = self._root / f"{name}-{digest(self._sources)}"
        state = folder.with_suffix(".state")
        with FileLock(folder.with_suffix(".lock"), timeout=HANGS_AFTER):
            if not state.exists():
                shutil.rmtree(folder, ignore_errors=True)  # of a process that failed
                folder.mkdir(parents=True)
                fill(folder)
                state.write_text(state_of(folder), encoding="utf-8")
        self._given[folder] = state.read_text("utf-8")
        return folder

    def changed(self) -> list[str]:
        """Return the names of those given out that are not as they were filled any more."""
        return [folder.name for folder, state in self._given.items() if state_of(folder) != state]


def digest(sources: Iterable[Path]) -> str:
    """Return a short digest of the names and contents of files, and of all files in folders."""
    found = hashlib.sha256()
    for path in _files(sources):
        found.update(f"{path}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()[:16]


def state_of(folder: Path) -> str:
    """Return a line for each file in a folder: its name, its size and when it was written last."""
    found = ((path.relative_to(folder), path.stat()) for path in _files([folder]))
    return "".join(f"{name} {stat.st_size} {stat.st_mtime_ns}\n" for name, stat in found)


def _files(roots: Iterable[Path]) -> Iterator[Path]:
    for root in roots:
        paths = sorted(root.rglob("*")) if root.is_dir() else [root]
        yield from (path for path in paths if path.is_file() and "__pycache__" not in path.parts)
