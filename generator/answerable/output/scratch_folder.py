"""The temporary folders of intake databases, each locked by its process, and those that killed processes left."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_PREFIX = "answerable-intake-"
_OLD = 3600  # seconds; a folder is made and locked in two steps


def make_scratch_folder() -> tuple[Path, int]:
    """Make a folder and lock it for as long as this process lives; return it and the descriptor that holds the lock.

    The descriptor is -1 where the system has no such locks. Also removes what killed processes have left.
    """
    if sys.platform == "win32":
        return Path(tempfile.mkdtemp(prefix=_PREFIX)), -1
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # a file system without locks: there nothing is removed either
        fcntl.flock(lock, fcntl.LOCK_SH)
        _remove_abandoned(folder.parent, os.fstat(lock).st_mtime - _OLD)
    return folder, lock


def remove_scratch_folder(folder: Path, lock: int) -> None:
    """Remove a folder and release its lock."""
    shutil.rmtree(folder, ignore_errors=True)
    if lock >= 0:
        os.close(lock)


def _remove_abandoned(parent: Path, before: float) -> None:
    """Remove this user's folders last changed before a time, in seconds, that no process has locked."""
    if sys.platform == "win32":
        return
    for folder in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                found = os.fstat(lock)
                if found.st_uid == os.geteuid() and found.st_mtime < before:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)
