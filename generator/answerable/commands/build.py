"""Build the site, with a line of progress on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from answerable.mkdocs_plugin.running_build import BuildRequest, BuildResult
from answerable.mkdocs_plugin.staged_build import build_site
from answerable.output.progress import listening

PATIENCE = 2.0
"""Seconds until progress is shown for the first time."""
PAUSE = 0.1
"""Seconds between two updates of the line."""
_CLEAR = "\r\033[K"


@contextmanager
def progress_line() -> Iterator[None]:
    """Show progress on stderr while the block runs, if that is a terminal; remove the line at the end."""
    if not sys.stderr.isatty():
        yield
        return
    ticker = _Ticker()
    try:
        with listening(ticker.update):
            yield
    finally:
        ticker.clear()


class _Ticker:
    def __init__(self) -> None:
        self.next = time.monotonic() + PATIENCE
        self.shown = False

    def update(self, what: str, number: int) -> None:
        """Show the number of things that are done, unless the line was updated just now."""
        if time.monotonic() >= self.next:
            sys.stderr.write(f"{_CLEAR}{number:,} {what}")
            sys.stderr.flush()
            self.next = time.monotonic() + PAUSE
            self.shown = True

    def clear(self) -> None:
        """Remove the line."""
        if self.shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()


def build(request: BuildRequest) -> BuildResult:
    """Build the site and swap it in. Raises BuildFailed with one line; the old site then stays as it was."""
    with progress_line():
        return build_site(request)
