"""The commands that look at complaints: `triage`, `code`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from answerable.cli.options import CONFIG, NOW


@click.command()
@click.option("--write", is_flag=True, help="Draft an incident with a holding notice for each new surge.")
@CONFIG
@NOW
def triage(write: bool, config: Path, now: datetime | None) -> None:
    """Say whether what comes in is a surge: far more complaints about one thing than usual.

    The rule is `surge` in policy.yml. It looks at content/intake/, at complaints, and at drafts of complaints, the
    queue, of which nearly the same words count together. A draft of an incident is never published until a
    person has taken its line `draft: true` away.

    \b
    Examples:
      answerable triage
      answerable triage --write

    Exit codes: 0 no surge, 1 the intake cannot be read or a draft not be written, 2 wrong use, 4 a surge.
    """
    from answerable.commands.prompter import RefusedError
    from answerable.commands.triage import triage as run

    try:
        report = run(config, now or datetime.now(UTC), write=write)
    except RefusedError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
    for line in report.lines:
        click.echo(line)
    sys.exit(4 if report.surging else 0)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@CONFIG
@NOW
def code(ids: tuple[str, ...], config: Path, now: datetime | None) -> None:
    """Give the code with which somebody looks up their own complaint, and the link for your reply.

    ID is the complaint's, as its file is called. The secret stands in the environment variable
    ANSWERABLE_CODE_SECRET and must be the one that the site is built with.

    \b
    Example:
      answerable code 2026-11-18-late-refund

    Exit codes: 0 given, 1 no such complaint, 2 wrong use, or no secret that can be used.
    """
    from answerable.commands.prompter import RefusedError
    from answerable.commands.replying import codes
    from answerable.facts.cases import secret_problem

    secret = os.environ.get("ANSWERABLE_CODE_SECRET", "")
    problem = secret_problem(secret)
    if problem:
        raise click.UsageError(problem)
    try:
        for line in codes(config, ids, secret, now or datetime.now(UTC)):
            click.echo(line)
    except RefusedError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)


if TYPE_CHECKING:
    from answerable.outreach.post_length import Network

NETWORKS = ("x", "instagram", "mastodon", "bluesky", "telegram")


@click.command()
@click.argument("id")
@click.option("--for", "network", type=click.Choice(NETWORKS), required=True, help="Where you will paste it.")
@click.option("--lang", "language", default="", help="The language of the words; the first of policy.yml without it.")
@CONFIG
@NOW
def draft(id: str, network: Network, language: str, config: Path, now: datetime | None) -> None:
    """Print the follow-up for a network: the outcome of a complaint or the newest update of an incident.

    With signature and link, cut to the network's limit at a sentence or word, and only if the checks find nothing
    wrong with it. The text alone goes to the standard output; how long it is, and what the checks find, to the other.

    \b
    Examples:
      answerable draft 2026-11-18-late-refund --for x
      answerable draft 2026-11-23-card-payments --for telegram --lang fa | wl-copy

    Exit codes: 0 printed, 1 the checks found something, 2 wrong use, or nothing to tell.
    """
    from answerable.commands.prompter import RefusedError
    from answerable.commands.replying import draft_post

    try:
        posting = draft_post(config, id, network, language, now or datetime.now(UTC))
    except RefusedError as error:
        raise click.UsageError(str(error)) from None
    for finding in posting.findings:
        click.echo(str(finding), err=True)
    if not posting.may_go_out:
        click.echo("not printed: put this right first", err=True)
        sys.exit(1)
    click.echo(posting.text)
    click.echo(posting.length, err=True)
