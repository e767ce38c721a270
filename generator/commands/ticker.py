"""A line on the terminal that counts, for work that takes longer than people like to wait."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from generator.build.progress import listening

PATIENCE = 2.0
"""Seconds before anything is shown."""
PAUSE = 0.1
"""Seconds between two changes of the line."""
_CLEAR = "\r\033[K"


@contextmanager
def ticking() -> Iterator[None]:
    """Show progress on stderr while the block runs, where that is a terminal; take the line away in the end."""
    if not sys.stderr.isatty():
        yield
        return
    ticker = _Ticker()
    try:
        with listening(ticker.come):
            yield
    finally:
        ticker.clear()


class _Ticker:
    def __init__(self) -> None:
        self.next = time.monotonic() + PATIENCE
        self.shown = False

    def come(self, what: str, number: int) -> None:
        """So many are done."""
        if time.monotonic() >= self.next:
            sys.stderr.write(f"{_CLEAR}{number:,} {what}")
            sys.stderr.flush()
            self.next = time.monotonic() + PAUSE
            self.shown = True

    def clear(self) -> None:
        """Take the line away."""
        if self.shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
