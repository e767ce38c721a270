"""How a command that writes a record runs: from the typed options to a file, or to a line that says why not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import click

from generator.commands.asking import Desk, RefusedError, WrongUseError, at_terminal
from generator.commands.drafting import Draft, Options, begin, finish
from generator.commands.fields import Work


def run(make: Callable[[Work], Draft], options: dict[str, Any], *, id_option: str = "ID") -> None:
    """Give the answers that were typed to a desk, and say in one line each what went wrong."""
    config, now, yes, dry_run = (options.pop(name) for name in ("config", "now", "yes", "dry_run"))
    how = Options(config, now or datetime.now(UTC), yes, dry_run)
    desk = Desk(_given(options, id_option), at_terminal(), brief=yes)
    try:
        click.echo(finish(begin(how, desk), make, how), nl=False)
    except WrongUseError as error:
        _end(error.lines, 2)
    except RefusedError as error:
        _end(str(error).split("\n"), 1)
    except (click.Abort, KeyboardInterrupt, EOFError):
        click.echo(err=True)
        _end(["stopped; nothing was written"], 1)


def _given(options: dict[str, Any], id_option: str) -> dict[str, str | None]:
    """What was typed, by the option's name; several components are one answer."""
    return {
        id_option if name == "id" else name.replace("_", "-"): " ".join(value) if isinstance(value, tuple) else value
        for name, value in options.items()
        if value not in (None, ())
    }


def _end(lines: Iterable[str], code: int) -> None:
    for line in lines:
        click.echo(f"error: {line}", err=True)
    sys.exit(code)
