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
from answerable.records import model

PAGE = Path(__file__).with_name("commands.md")
OFTEN = 2
"""An option that this many commands share is explained once, at the end."""
RECORDS = (
    model.Incident,
    model.Update,
    model.Maintenance,
    model.MaintenanceUpdate,
    model.Notice,
    model.Complaint,
    model.Step,
)
KEYS = {f"--{key.replace('_', '-')}" for record in RECORDS for key in record.model_fields}
"""Options that write the key of a record that has their name: docs/records.md explains those."""
WRITING = re.compile(r" (new [a-z]+|step|update|resolve)$")
INTRO = """# The commands

This page is made from `answerable COMMAND --help`, which has more.

On a terminal, the commands that write records ask for what you leave out; `<` goes back, and what you typed is kept
when you stop. In a script they list what is missing. You may leave out ID while only one record is open. An option with
the name of a record's key writes [that key](records.md): `--next-update` writes `next_update`.

{when}

Exit codes: 0 done, 1 not done or problems found, 2 wrong usage or something is missing. Some commands have more.
"""
SHARED = """## Shared options

Each command's `--help` lists those that it has.

{options}
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


def paragraphs(command: click.Command, name: str) -> tuple[str, str, str]:
    """Return the first sentence of a command's help, its examples and the exit codes of its own."""
    parts = inspect.cleandoc(command.help or "").split("\n\n")
    examples = next(part for part in parts if part.startswith("\b"))
    codes = next(part for part in parts if part.startswith("Exit codes:"))
    special = re.findall(r"(?<!\d)[13-9] (?:(?!, \d ).)+", " ".join(codes.split()).rstrip("."))
    return parts[0], shown(examples, name), f"Exit codes: {', '.join(special)}."


def shown(examples: str, name: str) -> str:
    """Return the first two examples of a help text, without the command's name alone if there are others."""
    found = re.split(r"\n(?=answerable )", textwrap.dedent("\n".join(examples.splitlines()[2:])))
    return "\n".join([one for one in found if one != name][:2] or found)


def options(command: click.Command, path: str) -> dict[str, str]:
    """Return each option's name with the line that explains it, but for those that write a key of a record."""
    context = click.Context(command, help_option_names=[])
    found = [param for param in command.get_params(context) if isinstance(param, click.Option)]
    records = filter(None, (option.get_help_record(context) for option in found))
    lines = {name.split(" ")[0]: f"- `{without_type(name)}`: {with_code(help)}" for name, help in records}
    return {name: line for name, line in lines.items() if name not in KEYS or not WRITING.search(path)}


def without_type(name: str) -> str:
    """Return an option as it is typed, without a word that only says that it takes a text."""
    return re.sub(r" (TEXT|PATH|PERSON)$", "", name)


def with_code(help: str) -> str:
    """Return an option's help as Markdown, with options and values marked as code."""
    return re.sub(r"(--[a-z-]+|[a-z]+=[a-z_]+)", r"`\1`", " ".join(help.split()))


def section(name: str, command: click.Command, shared: set[str]) -> str:
    """Return the section about one command, without what the page explains once."""
    words, examples, codes = paragraphs(command, name)
    lines = options(command, name)
    own = [line for line in lines.values() if line not in shared]
    special = codes if SPECIAL.search(codes) else ""
    parts = [f"## {name}", words, f"```text\n{examples}\n```", "\n".join(own), special]
    return "\n\n".join(filter(None, parts)) + "\n"


def document() -> str:
    """Return the whole page."""
    found = dict(commands(main, "answerable"))
    lines = Counter(line for name, command in found.items() for line in options(command, name).values())
    shared = {line for line, number in lines.items() if number >= OFTEN}
    when = next(command.epilog for command in found.values() if command.epilog)
    intro = INTRO.format(when=textwrap.fill(when.replace("WHEN: ", "WHEN is "), 120))
    common = SHARED.format(options="\n".join(sorted(shared)))
    return "\n".join([intro, *(section(name, command, shared) for name, command in found.items()), common])


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")
