"""Option types, and the options that several commands share."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from answerable.records.findings import escape_commands, escape_invisible
from answerable.records.instants import parse_duration, parse_instant
from answerable.translation.invalid import message_of
from answerable.translation.message import msg, shown


def echo_error(what: object) -> None:
    """Print why a command ends: a text, or an exception that has one."""
    echo(msg("error: %(what)s", what=escape_invisible(str(what))), err=True)


def echo(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print a text; in a log of CI none of its lines is a command, whatever records and file names say."""
    click.echo(escape_commands(shown(text)), err=err, nl=nl)


@contextmanager
def refusals_of_the_system(place: Path | str | None) -> Iterator[None]:
    """Say in one line which file cannot be read or written, `place` if the system names none, and end with 1."""
    try:
        yield
    except OSError as error:
        echo_error(f"{error.filename or place}: {error.strerror}")
        sys.exit(1)


def require_config(config: Path) -> None:
    """Raise click.UsageError if mkdocs.yml is missing. It is not read here, as that would load MkDocs."""
    if not config.is_file():
        raise click.UsageError(
            msg("%(config)s was not found; run this in the folder of your site, or give --config", config=config)
        )


class InstantType(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic in newer click only
    """A command-line value parsed as an instant; it must carry its UTC offset."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the parsed value; fail with a message that names the expected form."""
        try:
            return parse_instant(value)
        except ValueError as error:
            self.fail(msg("%(value)s %(what)s", value=repr(value), what=message_of(error)), param, ctx)


class DurationType(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # as above
    """A command-line value parsed as a length of time, such as 5m or 1h30m."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Return the parsed value; fail with a message that names the expected form."""
        try:
            return parse_duration(value)
        except ValueError as error:
            self.fail(msg("%(value)s %(what)s", value=repr(value), what=message_of(error)), param, ctx)


CONFIG = click.option(
    "--config", type=click.Path(path_type=Path), default="mkdocs.yml", show_default=True, help="The site's mkdocs.yml."
)
SITE_DIR = click.option(
    "--site-dir", type=click.Path(path_type=Path), help="The folder of the built site.  [default: from mkdocs.yml]"
)
NOW = click.option("--now", type=InstantType(), help="Use this time as now, such as 2026-11-23T10:09:00+03:30.")


Command = Callable[..., None]
WHEN = (
    "WHEN: now, 30m, 'in two hours', '40 minutes ago', 10:40, 'tomorrow 02:00', '2026-11-23 10:40', or a time with its "
    "offset, such as 2026-11-23T10:09:00+03:30. What is not clear is refused."
)


def writing_options(command: Command) -> Command:
    """Add the options that all commands share which write a record."""
    options = (
        click.option("--by", metavar="PERSON", help="Who signs: an id from team.yml.  [default: git's user.name]"),
        click.option("--yes", is_flag=True, help="Write without confirmation; ask only for required answers."),
        click.option("--dry-run", is_flag=True, help="Only show what would be written."),
        click.option("--commit", is_flag=True, help="Commit the file with git, and nothing else."),
        click.option("--push", is_flag=True, help="Commit it and push the branch."),
        CONFIG,
        NOW,
    )
    return functools.reduce(lambda inner, option: option(inner), reversed(options), command)


def text_option(name: str, help: str, **more: Any) -> Callable[[Command], Command]:
    """Return an option that takes text; `name` is the option without its leading hyphens."""
    return click.option(f"--{name}", name.replace("-", "_"), help=help, **more)


def component_option(command: Command) -> Command:
    """Add the repeatable option that names components, each with its status if wanted."""
    help = msg("An affected component and its status, such as checkout=partial_outage; repeatable.")
    return click.option("--component", "component", metavar="ID[=STATUS]", multiple=True, help=help)(command)


STATUSES = msg("investigating, identified, monitoring or resolved")
WORK_STATUSES = msg("scheduled, in_progress, verifying, completed, postponed or cancelled")
TITLE = text_option("title", "The title, in one sentence.")
TEXT = text_option("text", "The text to publish.")
ID = text_option("id", "The record's id.  [default: the date and the title]")
IMPACT = text_option("impact", "none, minor, major or critical.")
APPROVED_BY = text_option("approved-by", "Who else has read it: an id from team.yml.", metavar="PERSON")
TEMPLATE = text_option("template", "Start from this text: a file name in content/templates/.")
NEXT_UPDATE = text_option("next-update", "When you will post the next update.", metavar="WHEN")
