"""The command line: each command reads its options and calls one function."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from answerable import __version__
from answerable.cli.after_deploy import ping, verify
from answerable.cli.complaints import code, draft, triage
from answerable.cli.importing import import_
from answerable.cli.options import CONFIG, NOW
from answerable.cli.writing import new, resolve, step, update
from answerable.records.findings import FORMATS

if TYPE_CHECKING:
    from answerable.mkdocs_plugin.running_build import BuildResult

BELOW_A_PATH = """note: site_url is below the path %s of its host. Links and feeds are made for that, but programs that
  look for /api/v2/ at the root of the host, such as Statuspage's own widget, find nothing: see docs/hosting.md"""

INIT_TEXTS = Path(__file__).resolve().parents[1] / "templates" / "init_words"
INIT_LANGUAGES = sorted(["en", *(path.stem for path in INIT_TEXTS.glob("*.yml"))])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="answerable")
def main() -> None:
    """Publish what is broken now, and what became of complaints.

    Exit codes: 0 all is well; 1 findings, or a failed build; 2 wrong use; 3 built, with records set aside
    or masked; 4 a surge of complaints, or a site that cannot be reached.
    """
    if os.environ.get("NO_COLOR"):
        click.get_current_context().color = False


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option(
    "--language",
    type=click.Choice(INIT_LANGUAGES),
    default="en",
    show_default=True,
    help="The language of the site: its pages, the words around them, and the texts to start from.",
)
def init(folder: Path, language: str) -> None:
    """Begin a site in FOLDER: pages, components, texts to start from, CI for GitHub and GitLab, and a README.

    \b
    Examples:
      answerable init mysite && cd mysite && answerable build
      answerable init mysite --language fa

    Exit codes: 0 written, 1 a file is there already or cannot be written, 2 wrong use.
    """
    from answerable.commands.init import AlreadyThereError
    from answerable.commands.init import init as run

    try:
        written = run(folder, datetime.now(UTC), language)
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
    from answerable.checks.run import UnknownRuleError
    from answerable.commands.check import check as run
    from answerable.commands.check import explained

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
@click.option("--language", default="", help="Build this language alone, at the site's address.")
@click.option("--emergency", metavar="TEXT", help="Build nothing: put this notice on top of the site built last.")
@click.option("--by", default="", help="With --emergency: who signs it; else git's user.name.")
def build(
    config: Path, now: datetime | None, site_dir: Path | None, language: str, emergency: str | None, by: str
) -> None:
    """Build the site beside the live one and swap it in whole.

    Each language of policy.yml is built: the first at the site's address, the others in folders named like them.

    With --emergency nothing is built, and neither mkdocs.yml nor the records are needed: the notice is put into the
    home page, pinned.json, status.txt, the feeds, the API, the badge and the frames of the site that was built last,
    until the next build. Write it as an incident, too, as soon as the site can be built again.

    \b
    Examples:
      answerable build
      answerable build --site-dir /srv/status --language fa
      answerable build --emergency "Payments are down. We write here by 14:00." --by "Sahar Kiani"

    Exit codes: 0 built, 1 failed (the old site stays), 2 wrong use, 3 built, though not all records are right: some
    were set aside, masked or cleaned, or name a component or a person that is not listed.
    """
    if emergency is not None:
        sys.exit(_emergency(config, site_dir, emergency, by, now or datetime.now(UTC).replace(microsecond=0)))
    from answerable.mkdocs_plugin.running_build import BuildRequest
    from answerable.mkdocs_plugin.staged_build import BuildFailed, build_site
    from answerable.output.progress import progress_line

    if not config.is_file():
        raise click.UsageError(f"{config} is not here; run this in the folder of your site, or give --config")
    try:
        with progress_line():
            result = build_site(BuildRequest(config, site_dir, now, language))
    except BuildFailed as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
    sys.exit(_say(result))


def _say(result: BuildResult) -> int:
    """Write what was built, and what was not or not as written; return the exit code."""
    found = result.content
    for finding in found.findings:
        click.echo(str(finding), err=True)
    click.echo(f"{result.files} files beside the theme's own in {result.site_dir}")
    if result.base_path != "/":
        click.echo(BELOW_A_PATH % result.base_path)
    if found.masked:
        click.echo(f"published with private words masked: {', '.join(found.masked)}", err=True)
    if found.cleaned:
        click.echo(f"published without characters that cannot be seen: {', '.join(found.cleaned)}", err=True)
    if found.set_aside:
        click.echo(f"set aside, not published: {', '.join(found.set_aside)}", err=True)
    if found.stray:
        click.echo(f"published, naming a component or a person that is not listed: {', '.join(found.stray)}", err=True)
    if found.set_aside or found.masked or found.cleaned or found.stray:
        return 3
    return 0


def _emergency(config: Path, site_dir: Path | None, text: str, by: str, now: datetime) -> int:
    """Publish an emergency notice and return the exit code."""
    from answerable.commands.emergency import EmergencyError, publish_emergency

    try:
        site, missed = publish_emergency(config, site_dir, text, by, now)
    except (EmergencyError, OSError) as error:
        click.echo(f"error: {error}", err=True)
        return 1
    click.echo(f"the notice is on the site in {site}, until the next build; deploy that folder now")
    if missed:
        click.echo(f"without the notice: {', '.join(missed)}", err=True)
    return 3 if missed else 0


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
    from answerable.mkdocs_plugin.live_preview import ServeFailed
    from answerable.mkdocs_plugin.live_preview import serve as run

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
    from answerable.commands.project import write_schemas

    try:
        written = write_schemas(config, output, datetime.now(UTC))
    except OSError as error:
        click.echo(f"error: {error.filename or output}: {error.strerror}", err=True)
        sys.exit(1)
    click.echo(f"{len(written)} files in {written[0].parent.parent}")


@main.command()
@click.argument("month", required=False)
@CONFIG
@NOW
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
def close(month: str | None, config: Path, now: datetime | None, dry_run: bool) -> None:
    """Keep the figures of MONTH as they are published; without MONTH, of the last complete one.

    They are kept in content/published/. When records change later, the site says what changed, when and by how much.
    Close a month again to say that a correction was made.

    \b
    Examples:
      answerable close
      answerable close 2026-10

    Exit codes: 0 written or nothing to write, 1 could not write, 2 wrong use.
    """
    from answerable.commands.close import close as run

    try:
        click.echo(run(config, month, (now or datetime.now(UTC)).replace(microsecond=0), dry_run=dry_run))
    except OSError as error:
        click.echo(f"error: {error.filename or 'published'}: {error.strerror}", err=True)
        sys.exit(1)


for _command in (new, update, resolve, step, triage, code, draft, verify, ping, import_):
    main.add_command(_command)


if __name__ == "__main__":
    main()
