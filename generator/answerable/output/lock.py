"""One process at a time: a lock file beside what is written, released by the system when its holder dies."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from answerable.translation.message import msg

_POLL_INTERVAL = 0.05  # seconds
_NO_LOCKS = {errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL}


class BusyError(Exception):
    """Another process holds the lock; the message names its process id."""


@contextmanager
def locked(path: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock file at `path` inside the block and remove it afterwards.

    Processes forked inside the block hold the lock too: it is free when all of them have ended. Raises `BusyError` if
    the lock is not free within `wait` seconds, and `OSError` if the file cannot be made. On a file system without locks
    the block runs unlocked: a notice must get out there too.
    """
    held: list[int] = []
    lock = FileLock(path, timeout=wait, poll_interval=_POLL_INTERVAL, on_acquired=partial(_on_acquired, held))
    try:
        lock.acquire()
    except Timeout:
        raise BusyError(msg("process %(read_process_id)s", read_process_id=_read_process_id(path))) from None
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    try:
        yield
    finally:
        with suppress(OSError):  # Windows cannot remove an open file; filelock removes it there
            path.unlink()  # before it is unlocked, so that it is not the file of the next holder
        for handle in held:
            os.close(handle)
        lock.release()


def _on_acquired(held: list[int], handle: int) -> None:
    """Write this process's id, and copy the descriptor: filelock closes its own in forked processes."""
    os.ftruncate(handle, 0)
    os.write(handle, b"%d\n" % os.getpid())
    held.append(os.dup(handle))


def _read_process_id(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip() or "unknown"
    except OSError:  # just released, or locked against reading as well (Windows)
        return "unknown"
