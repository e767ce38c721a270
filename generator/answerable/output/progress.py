"""Progress of long work: the code that works reports it, and a terminal shows it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

PATIENCE = 2.0
"""Seconds before anything is shown."""
_PAUSE = 0.1  # seconds between two changes of the line
_CLEAR = "\r\033[K"  # back to the first column, and erase the line

Listener = Callable[[str, int, int | None], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def report_progress(what: str, done: int, total: int | None = None) -> None:
    """Report how many are done, and of how many if that is known: `report_progress("records read", 200)`."""
    listener = _listener.get()
    if listener:
        listener(what, done, total)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Call `listener(what, done, total)` for each report of progress made inside the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def progress_line() -> Iterator[None]:
    """Show the progress reported inside the block as one line on stderr, if that is a terminal.

    The line appears after `PATIENCE` seconds and is erased at the end.
    """
    if not sys.stderr.isatty():
        yield
        return
    line = _Line()
    try:
        with listening(line.show):
            yield
    finally:
        line.clear()


class _Line:
    def __init__(self) -> None:
        self._next = time.monotonic() + PATIENCE
        self._shown = False

    def show(self, what: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now >= self._next:
            text = f"{done:,} of {total:,} {what} ({done / total:.0%})" if total else f"{done:,} {what}"
            sys.stderr.write(f"{_CLEAR}{text}")
            sys.stderr.flush()
            self._next = now + _PAUSE
            self._shown = True

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
