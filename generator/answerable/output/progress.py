"""Progress of long work: the code that works reports it, and a terminal shows it."""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import click

from answerable.translation.message import shown

PATIENCE = 2.0
"""Seconds before anything is shown."""
_PAUSE = 0.1  # seconds between two changes of the line

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
    """Show the progress reported inside the block as bars on stderr, if that is a terminal.

    Nothing is shown in the first `PATIENCE` seconds.
    """
    if not sys.stderr.isatty():
        yield
        return
    bars = _Bars()
    try:
        with listening(bars.show):
            yield
    finally:
        bars.finish()


class _Bars:
    """One progress bar after the other, each for one kind of work."""

    def __init__(self) -> None:
        self._next = time.monotonic() + PATIENCE
        self._what, self._done, self._shown = "", 0, 0
        self._bar: Any = None

    def show(self, what: str, done: int, total: int | None) -> None:
        if what != self._what:
            self.finish()
        self._what, self._done = what, done
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _PAUSE
        if self._bar is None:
            # Without a length click counts beside a moving sign.
            steps = itertools.repeat(None) if total is None else None
            known = total is not None
            self._bar = click.progressbar(
                steps, total, shown(what), show_pos=True, show_percent=known, show_eta=False, file=sys.stderr
            )
        self._advance()

    def _advance(self) -> None:
        self._bar.update(self._done - self._shown)
        self._shown = self._done

    def finish(self) -> None:
        """End the bar that is shown, if there is one, at its last position."""
        if self._bar is not None:
            self._advance()
            self._bar.render_finish()
        self._bar, self._shown = None, 0
