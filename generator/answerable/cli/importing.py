"""The commands that bring other systems' records here: each reads its options and calls one function."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from answerable.cli.options import CONFIG, NOW

if TYPE_CHECKING:
    from answerable.importers.model import ImportReport


@click.group("import")
def import_() -> None:
    """Bring the history of another status page, or a helpdesk's complaints, into the records.

    Importing again changes only what the source changed; what you edited meanwhile stays.

    \b
    Examples:
      answerable import cstate ../status
      answerable import statuspage https://status.example.com --dry-run

    Exit codes: 0 all is here, 1 something is not, or was changed on both sides, 2 wrong use.
    """


def _import_options(system: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The options that all imports have."""
    options = (
        CONFIG,
        NOW,
        click.option("--zone", default="UTC", show_default=True, help="Of instants without offset."),
        click.option("--name", default=system, show_default=True, help="Under which the import is remembered."),
        click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing."),
        click.option("--verbose", is_flag=True, help="Name each guess."),
    )
    return lambda command: functools.reduce(lambda inner, option: option(inner), reversed(options), command)


@import_.command("cstate")
@click.argument("site", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--incidents-only", is_flag=True, help="Take no issue as a maintenance because of its title.")
@_import_options("cstate")
def import_cstate(
    site: Path, incidents_only: bool, config: Path, now: datetime | None, zone: str, name: str,
    dry_run: bool, verbose: bool,
) -> None:  # fmt: skip
    """Import a cState site: the folder that holds its config.yml.

    \b
    Example:
      answerable import cstate ../status

    Exit codes: 0 all is here, 1 something is not, or was changed on both sides, 2 wrong use.
    """
    from answerable.commands.importing import ImportOptions
    from answerable.commands.importing import import_cstate as run

    options = ImportOptions(config, name, now or datetime.now(UTC), zone, not incidents_only, dry_run)
    _tell(run(site, options), verbose=verbose)


@import_.command("statuspage")
@click.argument("sources", nargs=-1, required=True, metavar="FILE|URL...")
@click.option("--allow-private", is_flag=True, help="Fetch from private addresses too.")
@_import_options("statuspage")
def import_statuspage(
    sources: tuple[str, ...], allow_private: bool, config: Path, now: datetime | None, zone: str, name: str,
    dry_run: bool, verbose: bool,
) -> None:  # fmt: skip
    """Import from Statuspage: its page's address, or any of its API's documents as files or addresses.

    \b
    Examples:
      answerable import statuspage https://status.example.com
      answerable import statuspage incidents.json components.json

    Exit codes: 0 all is here, 1 something is not, or was changed on both sides, 2 wrong use.
    """
    from answerable.commands.importing import ImportOptions
    from answerable.commands.importing import import_statuspage as run
    from answerable.web.fetch import Fetcher

    options = ImportOptions(config, name, now or datetime.now(UTC), zone, dry_run=dry_run)
    _tell(run(sources, options, Fetcher(allow_private=allow_private)), verbose=verbose)


@import_.command("intake")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--map", "map_name", required=True, help="One that comes along, such as zendesk, or your own file.")
@CONFIG
@NOW
@click.option("--zone", help="Of local times, such as Asia/Tehran; instead of the map's.")
@click.option("--name", default="", help="The folder in content/intake/; the map's name otherwise.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@click.option("--verbose", is_flag=True, help="Name each guess.")
def import_intake(
    file: Path, map_name: str, config: Path, now: datetime | None, zone: str | None, name: str,
    dry_run: bool, verbose: bool,
) -> None:  # fmt: skip
    """Import complaints from a helpdesk's CSV export, without their texts and without persons.

    Maps that come along: cfpb, chatwoot, freshdesk, intercom, nyc311, salesforce, zendesk.

    \b
    Example:
      answerable import intake tickets.csv --map zendesk --zone Asia/Tehran

    Exit codes: 0 all is here, 1 something is not, 2 wrong use.
    """
    from answerable.commands.importing import ImportOptions
    from answerable.commands.importing import import_intake as run

    options = ImportOptions(config, name, now or datetime.now(UTC), dry_run=dry_run)
    _tell(run(file, map_name, zone, options), verbose=verbose)


def _tell(report: ImportReport, *, verbose: bool) -> None:
    for line in report.lines(verbose=verbose):
        click.echo(line)
    sys.exit(0 if report.clean else 1)
