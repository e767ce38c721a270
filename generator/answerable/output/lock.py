"""One build at a time for each site: a locked file beside it, unlocked by the system when a process dies."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_POLL = 0.05  # seconds between two tries


class BusyError(Exception):
    """Another process holds the lock; the message names its process id."""


@contextmanager
def locked(path: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock file at `path`, waiting up to `wait` seconds for it; raise `BusyError` after that."""
    handle = _acquire(path, time.monotonic() + wait)
    try:
        yield
    finally:
        with suppress(OSError):  # Windows does not remove open files; the next build uses it again
            path.unlink()
        os.close(handle)


def _acquire(path: Path, deadline: float) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        if _try_lock(handle) and _is_still(handle, path):
            os.ftruncate(handle, 0)
            os.write(handle, b"%d\n" % os.getpid())
            return handle
        owner = os.read(handle, 20).decode(errors="replace").strip() or "unknown"
        os.close(handle)
        if time.monotonic() >= deadline:
            raise BusyError(f"another build of this site is running (process {owner})")
        time.sleep(_POLL)


def _try_lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # A file system that knows no locks must not keep a notice from getting out.
        return error.errno not in {errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}
    return True


def _is_still(handle: int, path: Path) -> bool:
    """Tell whether the locked file is still the one at `path`: its last holder removed it on leaving."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False
