"""The command line: each command reads its options and calls one function of `commands`."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from answerable import __version__
from answerable.cli.complaints import code, draft, triage
from answerable.cli.deploy_commands import announce, notify, ping, verify
from answerable.cli.import_command import import_
from answerable.cli.new_site import init, pin
from answerable.cli.options import CONFIG, NOW, SITE_DIR, echo, echo_error, refusals_of_the_system, require_config
from answerable.cli.translating import translate
from answerable.cli.user_language import SpeakingGroup, languages, speak_to_user
from answerable.cli.writing import new, resolve, step, update
from answerable.records.findings import FORMATS, escape_invisible
from answerable.translation.message import joined, msg

if TYPE_CHECKING:
    from answerable.content.reading import Content
    from answerable.mkdocs_plugin.running_build import BuildResult


@click.group(cls=SpeakingGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang",
    type=click.Choice(languages()),
    is_eager=True,
    expose_value=False,
    callback=lambda _context, _option, language: speak_to_user(language),
    help="The language of the command line.  [default: the system's, from LANG]",
)
@click.version_option(__version__, prog_name="answerable")
def main() -> None:
    """Publish a status page that also tells what became of public complaints.

    Exit codes: 0 success; 1 problems found, or the build failed; 2 wrong usage; 3 built, but some records were set
    aside or masked; 4 a surge of complaints, or the site is unreachable.
    """
    _exit_when_terminated(click.get_current_context())
    if os.environ.get("NO_COLOR"):
        click.get_current_context().color = False
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show a letter shows its code
            stream.reconfigure(errors="backslashreplace")


def _exit_when_terminated(context: click.Context) -> None:
    """Exit in order when the process is told to end, so that temporary files are removed, as after Ctrl+C."""
    if threading.current_thread() is threading.main_thread():
        before = signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
        context.call_on_close(lambda: signal.signal(signal.SIGTERM, before))


@main.command()
@CONFIG
@NOW
@click.option(
    "--format",
    "style",
    type=click.Choice(sorted(FORMATS)),
    default="text",
    show_default=True,
    help="The output format.",
)
@click.option("--explain", "rule", metavar="RULE", help="Explain a rule, such as privacy/phone, and exit.")
def check(config: Path, now: datetime | None, style: str, rule: str | None) -> None:
    """Check all records and list every problem.

    \b
    Examples:
      answerable check
      answerable check --format github
      answerable check --explain privacy/phone

    Exit codes: 0 no problems, 1 problems found, 2 wrong usage.
    """
    from answerable.checks.rule_help import UnknownRuleError
    from answerable.commands.check import check as run
    from answerable.commands.check import explain_rule

    if rule is not None:
        try:
            echo(explain_rule(config, rule))
        except UnknownRuleError as error:
            raise click.UsageError(str(error)) from None
        return
    words, clean, placeholders = run(config, now or datetime.now(UTC), style)
    if words:
        click.echo(words)
    if placeholders and style == "text":
        echo(placeholders, err=True)
    sys.exit(0 if clean else 1)


@main.command()
@CONFIG
@NOW
@SITE_DIR
@click.option("--language", default="", help="Build only this language, at the site's main address.")
@click.option("--emergency", metavar="TEXT", help="Build nothing; put this notice on top of the site built last.")
@click.option("--by", default="", help="With --emergency: who signs it.  [default: git's user.name]")
def build(
    config: Path, now: datetime | None, site_dir: Path | None, language: str, emergency: str | None, by: str
) -> None:
    """Build the site.

    The old site is replaced only when the new one is complete.

    With --emergency nothing is built or read: the notice is put into the site that was built last, until the next
    build. Write it as an incident, too, as soon as the site can be built again.

    \b
    Examples:
      answerable build
      answerable build --site-dir /srv/status --language fa
      answerable build --emergency "Payments are down. We write here by 14:00." --by "Sahar Kiani"

    Exit codes: 0 built, 1 failed (the old site stays), 2 wrong usage, 3 built, but some records were left out,
    or are not published as they were written.
    """
    if emergency is not None:
        sys.exit(_emergency(config, site_dir, emergency, by, now or datetime.now(UTC).replace(microsecond=0)))
    began_ns = time.time_ns()  # before MkDocs is imported
    from answerable.output.fork_map import gc_paused

    with gc_paused():  # while modules are imported, too
        sys.exit(_build(config, site_dir, now, language, began_ns))


def _build(config: Path, site_dir: Path | None, now: datetime | None, language: str, began_ns: int) -> int:
    """Build the site; return the exit code."""
    from answerable.mkdocs_plugin.running_build import BuildRequest
    from answerable.mkdocs_plugin.staged_build import BuildFailed, build_site
    from answerable.output.progress import progress_line

    require_config(config)
    try:
        with progress_line():
            result = build_site(BuildRequest(config, site_dir, now, language, began_ns=began_ns))
    except BuildFailed as error:
        echo_error(error)
        return 1
    return _say(result)


def _say(result: BuildResult) -> int:
    """Write what was built, and what was not or not as written; return the exit code."""
    found = result.content
    for finding in found.findings:
        echo(finding.shown, err=True)
    echo(
        msg(
            "built %(files)s files in %(site_dir)s, not counting the theme's own",
            files=result.files,
            site_dir=result.site_dir,
        )
    )
    if result.base_path != "/":
        echo(
            msg(
                "note: site_url has the path %(path)s. Links and feeds work there, but programs that expect "
                "/api/v2/ at the root of the host, such as Statuspage's own widget, find nothing: see docs/hosting.md",
                path=result.base_path,
            )
        )
    if result.placeholders:
        echo(result.placeholders, err=True)
    return 3 if _echo_incomplete(found) else 0


def _emergency(config: Path, site_dir: Path | None, text: str, by: str, now: datetime) -> int:
    """Publish an emergency notice and return the exit code."""
    from answerable.commands.emergency import EmergencyError, publish_emergency

    try:
        site, missed = publish_emergency(config, site_dir, text, by, now)
    except (EmergencyError, OSError) as error:
        echo_error(error)
        return 1
    echo(msg("the notice is on the site in %(site)s, until the next build; deploy that folder now", site=site))
    if missed:
        echo(msg("without the notice: %(missed)s", missed=", ".join(missed)), err=True)
    return 3 if missed else 0


def _echo_incomplete(found: Content) -> bool:
    """Print the paths of what is not published as it was written; return whether there are any."""
    kinds = (
        (msg("published with private details masked"), found.masked),
        (msg("published without invisible characters"), found.cleaned),
        (msg("set aside, not published"), found.set_aside),
        (msg("published, although they name an unknown component or person"), found.stray),
        (msg("published, although a comment cuts a text short"), found.cut),
        (msg("published, although a check failed by a fault of this program"), found.unchecked),
    )
    for words, paths in kinds:
        if paths:
            echo(msg("%(what)s: %(paths)s", what=words, paths=joined(", ", map(escape_invisible, paths))), err=True)
    return any(paths for _, paths in kinds)


@main.command()
@CONFIG
@click.option("--address", default="", help="Host and port.  [default: 127.0.0.1 and the first free port from 8000 up]")
def serve(config: Path, address: str) -> None:
    """Preview the site in a browser, with live reload.

    \b
    Examples:
      answerable serve
      answerable serve --address 0.0.0.0:8080

    Exit codes: 0 stopped with Ctrl+C, 1 failed, 2 wrong usage.
    """
    from answerable.mkdocs_plugin.live_preview import ServeFailed
    from answerable.mkdocs_plugin.live_preview import serve as run

    require_config(config)
    try:
        run(config, address, lambda url: echo(msg("the site is at %(url)s; press Ctrl+C to stop", url=url)))
    except ServeFailed as error:
        echo_error(error)
        sys.exit(1)


@main.command()
@CONFIG
@click.option("--output", type=click.Path(path_type=Path), help="The folder for schemas/.  [default: .vscode]")
def schema(config: Path, output: Path | None) -> None:
    """Write JSON Schemas for your editor.

    With them it completes and checks records as you type. Run this again after you change components, channels,
    people or topics.

    \b
    Examples:
      answerable schema

    Exit codes: 0 written, 1 cannot write, 2 wrong usage.
    """
    from answerable.commands.project import write_schemas

    with refusals_of_the_system(output):
        written = write_schemas(config, output, datetime.now(UTC))
    echo(msg("wrote %(written)s files in %(parent)s", written=len(written), parent=written[0].parent.parent))


@main.command()
@click.argument("month", required=False)
@CONFIG
@NOW
@click.option("--dry-run", is_flag=True, help="Only show what would be written.")
def close(month: str | None, config: Path, now: datetime | None, dry_run: bool) -> None:
    """Save a month's figures as published.

    The default is the last complete month. If records change later, the site states what changed; close the month
    again to record the correction.

    \b
    Examples:
      answerable close
      answerable close 2026-10

    Exit codes: 0 written or nothing to write, 1 cannot write, 2 wrong usage.
    """
    from answerable.commands.close import close as run

    with refusals_of_the_system("published"):
        echo(run(config, month, (now or datetime.now(UTC)).replace(microsecond=0), dry_run=dry_run))


_COMMANDS = (
    init, pin, new, update, resolve, step, triage, code, draft, verify, announce, notify, ping, import_, translate,
)  # fmt: skip
for _command in _COMMANDS:
    main.add_command(_command)


if __name__ == "__main__":
    main()
