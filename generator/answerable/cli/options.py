"""Options that most commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from answerable.records.instants import parse_duration, parse_instant


class InstantType(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic in newer click only
    """An instant with its offset."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Parse it, or say what would be right."""
        try:
            return parse_instant(value)
        except ValueError as error:
            self.fail(f"{value!r} {error}", param, ctx)


class DurationType(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # as above
    """A length of time, as records have it."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Parse it, or say what would be right."""
        try:
            return parse_duration(value)
        except ValueError as error:
            self.fail(f"{value!r} {error}", param, ctx)


CONFIG = click.option(
    "--config", type=click.Path(path_type=Path), default="mkdocs.yml", show_default=True, help="The site's mkdocs.yml."
)
NOW = click.option("--now", type=InstantType(), help="The clock to use, such as 2026-11-23T10:09:00+03:30.")


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
