"""Build the site beside the live one and swap it in."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from answerable.mkdocs_plugin.source import last_result
from answerable.mkdocs_plugin.staged_build import build_site
from answerable.output.progress import listening

PATIENCE = 2.0
"""Seconds before anything is shown."""
PAUSE = 0.1
"""Seconds between two changes of the line."""
_CLEAR = "\r\033[K"


@contextmanager
def progress_line() -> Iterator[None]:
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


def build(config: Path, site: Path | None, *, now: datetime | None, language: str) -> Path:
    """Build the site and give its folder: in that language alone, or else in each that the policy names.

    Raises BuildFailed with one line; the old site then stays as it was.
    """
    clock = str(int(now.timestamp())) if now else ""
    with _environment(SOURCE_DATE_EPOCH=clock, ANSWERABLE_LANGUAGE=language), progress_line():
        return build_site(config, site, further=lambda: last_result().further)


@contextmanager
def _environment(**wanted: str) -> Iterator[None]:
    """Tell MkDocs and its plugins what is not empty; whoever builds again in this process is told anew."""
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update({name: value for name, value in wanted.items() if value})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
