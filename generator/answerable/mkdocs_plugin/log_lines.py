"""MkDocs' log for people: warnings one line each on standard error, errors kept to be told at the end."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def one_line(text: str) -> str:
    """Give `text` with every run of white space, line ends included, as one space."""
    return " ".join(text.split())


class LogLines(logging.Handler):
    """Writes each warning at once and holds errors back, so that all is told once: a site has several languages."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._told: set[str] = set()
        self._errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Write or keep one message of the log."""
        text = one_line(record.getMessage())
        if record.levelno >= logging.ERROR:
            self._errors.append(text)
        elif text not in self._told:
            self._told.add(text)
            _say("warning", text)

    def take_errors(self) -> list[str]:
        """Give the errors not told yet, which are then the caller's to tell."""
        errors, self._errors = self._errors, []
        return errors


@contextmanager
def warnings_as_lines() -> Iterator[LogLines]:
    """Send the log of MkDocs and its plugins through `LogLines`, and nowhere else, for a while.

    Errors that nobody took are written at the end.
    """
    logger, lines = logging.getLogger("mkdocs"), LogLines()
    before = logger.propagate
    logger.propagate = False
    logger.addHandler(lines)
    try:
        yield lines
    finally:
        logger.removeHandler(lines)
        logger.propagate = before
        for text in lines.take_errors():
            _say("error", text)


def _say(kind: str, text: str) -> None:
    sys.stderr.write(f"{kind}: {text}\n")
