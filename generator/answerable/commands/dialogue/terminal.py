"""Lines of the terminal: its width, questions with yes or no, and reading a line in whatever encoding it has."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Mapping

import click

from answerable.records.findings import escape_commands
from answerable.translation.message import joined, msg, sentence, shown


def at_terminal() -> bool:
    """Whether standard input is a terminal, so that somebody can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def echo_stderr(words: str = "", *, colour: str | None = None) -> None:
    """Print to standard error, since standard output carries the result."""
    words = escape_commands(shown(words))
    click.echo(click.style(words, fg=colour) if colour else words, err=True)


def columns() -> int:
    """Return how many columns a text may have: those of the terminal, 72 at most and 20 at least."""
    return max(20, min(72, shutil.get_terminal_size((73, 24)).columns - 1))


def shorten(words: str) -> str:
    """Return words on one line that fits the terminal, with an ellipsis if something is left out."""
    line, most = " ".join(words.split()), columns() - 6
    return line if len(line) <= most else f"{line[: most - 3]}..."


YES_AND_NO = (msg("yes"), msg("no"))


def confirm(words: str, more: Mapping[str, str] | None = None) -> str:
    """Ask a yes-or-no question, where Enter means yes; return `y`, `n` or one of the letters of `more`."""
    others = more or {}
    yes_and_no = [sentence(word) for word in YES_AND_NO]
    own = {word[:end]: letter for letter, word in zip("yn", yes_and_no, strict=True) for end in (1, 99)}
    names = {"y": "y", "yes": "y", "n": "n", "no": "n", "": "y", **own, **{letter: letter for letter in others}}
    hint = [msg("%(letter)s to %(word)s", letter=letter, word=word) for letter, word in others.items()]
    label = joined("", (joined(", ", (joined(" ", (words, msg("[Y/n]"))), *hint)), ": "))
    while True:
        with contextlib.suppress(ValueError):
            found = names.get(read_line(label).strip().lower())
            if found:
                return found
        letters = joined(", ", (*(word[:1] for word in yes_and_no), *others))
        echo_stderr(msg("answer with one of: %(value)s", value=letters), colour="red")


_UNREADABLE = msg("these characters cannot be read; set the terminal to UTF-8")


def read_line(label: str) -> str:
    """Read a line from the terminal.

    Raises EOFError and KeyboardInterrupt, and ValueError for bytes that are no text.
    """
    with _prompts_on_stderr():
        try:
            return decoded(input(shown(label)))
        except UnicodeDecodeError:
            raise ValueError(_UNREADABLE) from None


def decoded(words: str) -> str:
    """Return words from a terminal or a command line whose encoding Python did not know, as the UTF-8 that they are.

    Raises ValueError if they are none.
    """
    try:
        return words.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        raise ValueError(_UNREADABLE) from None


def _prompts_on_stderr() -> contextlib.AbstractContextManager[object]:
    # Standard output carries the result, and may be a file.
    return contextlib.nullcontext() if sys.stdout.isatty() else contextlib.redirect_stdout(sys.stderr)
