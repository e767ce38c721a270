"""MkDocs' log as lines for people: warnings at once on standard error, errors when their catcher asks for them."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import mkdocs

from answerable.records.findings import LEVELS, Level, escape_invisible
from answerable.translation.message import Message, joined, shown, with_values


def one_line(text: str) -> str:
    """Return `text` with every run of white space, line ends included, as one space, and no invisible characters."""
    return escape_invisible(with_values(text, lambda own: " ".join(own.split())))


def silence_material() -> None:
    """Keep Material from printing its notice about MkDocs 2; it looks for this variable when it is first imported."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


def _message_of(record: logging.LogRecord) -> str:
    """Return what a record says: a message if it has one, behind the name of the plugin that MkDocs puts before it."""
    match record.args:
        case (Message() as message,) if record.msg.endswith("%s"):
            return joined(" ", (*record.msg.removesuffix("%s").split(), message))
    return record.getMessage()


class LogLines(logging.Handler):
    """Writes each different warning once, however many languages a site has, and collects errors for `take_errors`."""

    def __init__(self, written: set[str]) -> None:
        super().__init__(logging.WARNING)
        self._written = written
        self._errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Write a warning, or keep an error."""
        text = shown(one_line(_message_of(record)))
        if record.levelno >= logging.ERROR:
            self._errors.append(text)
        elif text not in self._written:
            self._written.add(text)
            _write("warning", text)

    def take_errors(self) -> list[str]:
        """Return the errors collected so far and forget them; the caller shows them."""
        errors, self._errors = self._errors, []
        return errors


@contextmanager
def warnings_as_lines(written: set[str]) -> Iterator[LogLines]:
    """Send the log of MkDocs and its plugins only through `LogLines` inside the block.

    Warnings in `written` are not written again, and new ones are added to it. Errors that nobody took are written at
    the end.
    """
    logger, lines = logging.getLogger(mkdocs.__name__), LogLines(written)  # ProperDocs' log has its own name
    before = logger.propagate
    logger.propagate = False
    logger.addHandler(lines)
    try:
        yield lines
    finally:
        logger.removeHandler(lines)
        logger.propagate = before
        for text in lines.take_errors():
            _write("error", text)


def _write(kind: Level, text: str) -> None:
    sys.stderr.write(f"{shown(LEVELS[kind])}: {text}\n")
    sys.stderr.flush()
