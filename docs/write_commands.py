# ruff: noqa: INP001 (a script beside the document that it writes)
"""Writes docs/commands.md from the commands' own help: python docs/write_commands.py."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from answerable.cli import main

PAGE = Path(__file__).with_name("commands.md")
OFTEN = 2
"""An option that this many commands share is explained once, at the end."""
INTRO = """# The commands

`answerable COMMAND --help` explains each command in the terminal. This page is made from that help.

On a terminal, the commands that write records ask for whatever you leave out. `<` goes back to the question before,
and what you typed is kept when you stop. In a script they list what is missing.

Exit codes: 0 done, 1 not done or problems found, 2 wrong usage or something is missing. Some commands have more.
"""
SHARED = """## Shared options

Not every command has each of them: see its `--help`.

{options}

{when}
"""
SPECIAL = re.compile(r"\b[3-9] ")
"""Exit codes that the introduction does not explain."""


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Yield each command below `command` with its full name."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if below := command.get_command(context, name):
                if not isinstance(below, click.Group):
                    yield f"{path} {name}", below
                yield from commands(below, f"{path} {name}")


def paragraphs(command: click.Command) -> tuple[str, str, str]:
    """Return a command's description, its examples and its exit codes."""
    parts = inspect.cleandoc(command.help or "").split("\n\n")
    examples = next(part for part in parts if part.startswith("\b"))
    codes = next(part for part in parts if part.startswith("Exit codes:"))
    words = [" ".join(part.split()) for part in parts if part not in {examples, codes}]
    shown = textwrap.dedent("\n".join(examples.splitlines()[2:]))
    return "\n\n".join(words), shown, " ".join(codes.split()).replace(", 2 wrong usage.", ".")


def options(command: click.Command) -> dict[str, str]:
    """Return each option's name with the line that explains it."""
    context = click.Context(command, help_option_names=[])
    found = [param for param in command.get_params(context) if isinstance(param, click.Option)]
    records = filter(None, (option.get_help_record(context) for option in found))
    return {name.split(" ")[0]: f"- `{name}`: {with_code(help)}" for name, help in records}


def with_code(help: str) -> str:
    """Return an option's help as Markdown, with options and values marked as code."""
    return re.sub(r"(--[a-z-]+|[a-z]+=[a-z_]+)", r"`\1`", " ".join(help.split()))


def section(name: str, command: click.Command, shared: set[str]) -> str:
    """Return the section about one command, without what the page explains once."""
    words, examples, codes = paragraphs(command)
    lines = options(command)
    own = [line for line in lines.values() if line not in shared]
    special = codes if SPECIAL.search(codes) else ""
    parts = [f"## {name}", words, f"```text\n{examples}\n```", "\n".join(own), special]
    return "\n\n".join(filter(None, parts)) + "\n"


def document() -> str:
    """Return the whole page."""
    found = dict(commands(main, "answerable"))
    lines = Counter(line for command in found.values() for line in options(command).values())
    shared = {line for line, number in lines.items() if number >= OFTEN}
    when = next(command.epilog for command in found.values() if command.epilog)
    common = SHARED.format(options="\n".join(sorted(shared)), when=when)
    return "\n".join([INTRO, *(section(name, command, shared) for name, command in found.items()), common])


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")
