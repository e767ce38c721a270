"""The command line: each command reads its options and calls one function."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import __version__
from generator.cli_outreach import draft
from generator.cli_watching import code, triage
from generator.cli_writing import new, resolve, step, update
from generator.commands.options import CONFIG, NOW
from generator.records.finding_formats import FORMATS

if TYPE_CHECKING:
    from generator.importers.report import Report


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="answerable")
def main() -> None:
    """Publish what is broken now, and what became of complaints.

    Exit codes: 0 all is well; 1 findings, or a failed build; 2 wrong use; 3 built, with records set aside
    or masked; 4 a surge of complaints.
    """
    if os.environ.get("NO_COLOR"):
        click.get_current_context().color = False


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=".")
def init(folder: Path) -> None:
    """Begin a site in FOLDER: pages, components, texts to start from, CI for GitHub and GitLab, and a README.

    \b
    Example:
      answerable init mysite && cd mysite && answerable build

    Exit codes: 0 written, 1 a file is there already or cannot be written, 2 wrong use.
    """
    from generator.commands.init import AlreadyThereError
    from generator.commands.init import init as run

    try:
        written = run(folder, datetime.now(UTC))
    except AlreadyThereError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"error: {error.filename or folder}: {error.strerror}", err=True)
        sys.exit(1)
    click.echo(f"{len(written)} files in {folder}; begin with {folder / 'README.md'}")


@main.command()
@CONFIG
@NOW
@click.option("--format", "style", type=click.Choice(sorted(FORMATS)), default="text", show_default=True)
@click.option("--explain", "rule", metavar="RULE", help="Say what a rule, such as privacy/phone, is about.")
def check(config: Path, now: datetime | None, style: str, rule: str | None) -> None:
    """Look at all records and say everything that is wrong.

    \b
    Examples:
      answerable check
      answerable check --format github
      answerable check --explain privacy/phone

    Exit codes: 0 clean, 1 findings, 2 wrong use.
    """
    from generator.checks.explain import UnknownRuleError
    from generator.commands.check import check as run
    from generator.commands.check import explained

    if rule is not None:
        try:
            click.echo(explained(config, rule))
        except UnknownRuleError as error:
            raise click.UsageError(str(error)) from None
        return
    words, clean = run(config, now or datetime.now(UTC), style)
    if words:
        click.echo(words)
    sys.exit(0 if clean else 1)


@main.command()
@CONFIG
@NOW
@click.option("--site-dir", type=click.Path(path_type=Path), help="Where the site goes; mkdocs.yml says otherwise.")
@click.option("--language", default="", help="Build this language instead of the first of policy.yml.")
def build(config: Path, now: datetime | None, site_dir: Path | None, language: str) -> None:
    """Build the site beside the live one and swap it in whole.

    \b
    Examples:
      answerable build
      answerable build --site-dir /srv/status --language fa

    Exit codes: 0 built, 1 failed (the old site stays), 2 wrong use, 3 built with records set aside or masked.
    """
    from generator.build.aside import BuildFailed
    from generator.commands.build import build as run
    from generator.publish.result import last_result

    if not config.is_file():
        raise click.UsageError(f"{config} is not here; run this in the folder of your site, or give --config")
    try:
        live = run(config, site_dir, now=now, language=language)
    except BuildFailed as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
    result = last_result()
    for finding in result.findings:
        click.echo(str(finding), err=True)
    click.echo(f"{result.pages} files beside the theme's own in {live}")
    if result.masked:
        click.echo(f"published with private words masked: {', '.join(result.masked)}", err=True)
    if result.set_aside:
        click.echo(f"set aside, not published: {', '.join(result.set_aside)}", err=True)
    if result.set_aside or result.masked:
        sys.exit(3)


@main.command()
@CONFIG
@click.option("--address", default="", help="Host and port.  [default: 127.0.0.1 and the first free port from 8000 on]")
def serve(config: Path, address: str) -> None:
    """Show the site in a browser; it follows each change of a record within seconds.

    \b
    Examples:
      answerable serve
      answerable serve --address 0.0.0.0:8080

    Exit codes: 0 stopped by you, 1 failed, 2 wrong use.
    """
    from generator.commands.serve import ServeFailed
    from generator.commands.serve import serve as run

    if not config.is_file():
        raise click.UsageError(f"{config} is not here; run this in the folder of your site, or give --config")
    try:
        run(config, address, lambda url: click.echo(f"the site is at {url} until you press Ctrl+C"))
    except ServeFailed as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)


@main.command()
@CONFIG
@click.option("--output", type=click.Path(path_type=Path), help="The folder for schemas/; .vscode otherwise.")
def schema(config: Path, output: Path | None) -> None:
    """Write JSON Schemas of all records, so that editors complete and check them.

    Run it again when components, channels, people or topics change: their ids are offered while somebody types.

    \b
    Examples:
      answerable schema

    Exit codes: 0 written, 1 could not write, 2 wrong use.
    """
    from generator.commands.schema import write_schemas

    try:
        written = write_schemas(config, output, datetime.now(UTC))
    except OSError as error:
        click.echo(f"error: {error.filename or output}: {error.strerror}", err=True)
        sys.exit(1)
    click.echo(f"{len(written)} files in {written[0].parent.parent}")


@main.group("import")
def import_() -> None:
    """Bring the history of another status page into the records.

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
    from generator.commands.importing import Options
    from generator.commands.importing import import_cstate as run

    options = Options(config, name, now or datetime.now(UTC), zone, not incidents_only, dry_run)
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
    from generator.commands.importing import Options
    from generator.commands.importing import import_statuspage as run
    from generator.importers.fetch import Fetcher

    options = Options(config, name, now or datetime.now(UTC), zone, dry_run=dry_run)
    _tell(run(sources, options, Fetcher(allow_private=allow_private)), verbose=verbose)


def _tell(report: Report, *, verbose: bool) -> None:
    for line in report.lines(verbose=verbose):
        click.echo(line)
    sys.exit(0 if report.clean else 1)


for _command in (new, update, resolve, step, triage, code, draft):
    main.add_command(_command)


if __name__ == "__main__":
    main()
