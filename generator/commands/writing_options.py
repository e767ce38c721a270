"""The options that commands which write records have in common."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

from generator.commands.options import CONFIG, NOW

Command = Callable[..., None]
WHEN = "now, 30m, 10:40, tomorrow 02:00, or an instant with its offset."


def writing(command: Command) -> Command:
    """The options that all writing commands have."""
    options = (
        click.option("--by", metavar="PERSON", help="Who signs: an id of team.yml; else git's user.name."),
        click.option("--yes", is_flag=True, help="Write without asking, and ask only for what must be known."),
        click.option("--dry-run", is_flag=True, help="Print the file; write nothing."),
        CONFIG,
        NOW,
    )
    return functools.reduce(lambda inner, option: option(inner), reversed(options), command)


def text(name: str, help: str, **more: Any) -> Callable[[Command], Command]:
    """An option that takes words: `name` as it is typed, without its hyphens."""
    return click.option(f"--{name}", name.replace("-", "_"), help=help, **more)


def component(command: Command) -> Command:
    """The option that names components with their status."""
    help = "What is affected, and how, such as checkout=partial_outage. May be given several times."
    return click.option("--component", "component", metavar="ID[=STATUS]", multiple=True, help=help)(command)


STATUSES = "investigating, identified, monitoring or resolved"
TITLE = text("title", "One sentence.")
WORDS = text("text", "What people read.")
ID = text("id", "The record's id, if not the day and the title.")
IMPACT = text("impact", "none, minor, major or critical.")
APPROVED_BY = text("approved-by", "Who else has read it: an id of team.yml.", metavar="PERSON")
TEMPLATE = text("template", "A file of content/templates/, by its name.")
NEXT_UPDATE = text("next-update", "By when you say more: " + WHEN, metavar="WHEN")
