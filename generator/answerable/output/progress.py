"""How far long work has come: whoever works says so here, whoever runs a terminal listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str, int], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def report_progress(what: str, number: int) -> None:
    """Say that so many have been done: `come("records read", 200)`."""
    listener = _listener.get()
    if listener:
        listener(what, number)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Tell the listener of all progress while the block runs."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
