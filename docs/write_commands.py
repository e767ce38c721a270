# ruff: noqa: INP001 (a script beside the documents that it writes)
"""Writes docs/commands.md from the commands' own help: python docs/write_commands.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from answerable.cli import main

SETTINGS: dict[str, Any] = {"max_content_width": 100, "help_option_names": ["-h", "--help"]}
PAGE = Path(__file__).with_name("commands.md")
INTRO = """# The commands

Every command explains itself: `answerable COMMAND --help`. This page is made from that help.

Where a command needs something that you did not give, it asks, if it runs on a terminal; in a script it says all that
is missing and ends with 2. Nothing is coloured when it is piped, or when `NO_COLOR` is set. `--now` sets the clock, for
tests.
"""


def pages(command: click.Command, name: str, parent: click.Context | None = None) -> Iterator[str]:
    """The help of a command and of all below it."""
    context = click.Context(command, info_name=name, parent=parent, terminal_width=100, **SETTINGS)
    if not isinstance(command, click.Group):
        yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
        return
    if parent is not None:
        yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    for below in command.list_commands(context):
        found = command.get_command(context, below)
        if found is not None:
            yield from pages(found, below, context)


def document() -> str:
    """The whole page."""
    return "\n".join([INTRO, *pages(main, "answerable")])


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")
