"""The commands about complaints: `triage`, `code`, `draft`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from answerable.cli.options import CONFIG, NOW, echo, echo_error
from answerable.translation.message import msg

if TYPE_CHECKING:
    from answerable.outreach.post_length import Network


@click.command()
@click.option("--write", is_flag=True, help="Draft an incident with a first notice for each new surge.")
@CONFIG
@NOW
def triage(write: bool, config: Path, now: datetime | None) -> None:
    """Detect a surge: far more complaints about one thing than usual.

    The rule is `surge` in policy.yml. A drafted incident is published once somebody removes its line `draft: true`.

    \b
    Examples:
      answerable triage
      answerable triage --write

    Exit codes: 0 no surge, 1 the intake cannot be read or a draft cannot be written, 2 wrong usage, 4 a surge.
    """
    from answerable.commands.prompter import RefusedError
    from answerable.commands.triage import triage as run

    try:
        report = run(config, now or datetime.now(UTC), write=write)
    except RefusedError as error:
        echo_error(error)
        sys.exit(1)
    for line in report.lines:
        echo(line)
    sys.exit(4 if report.surging else 0)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@CONFIG
@NOW
def code(ids: tuple[str, ...], config: Path, now: datetime | None) -> None:
    """Print the codes with which customers look up their complaints.

    ID is the name of the complaint's file without .md. The environment variable ANSWERABLE_CODE_SECRET must hold the
    secret that the site is built with.

    \b
    Example:
      answerable code 2026-11-18-late-refund

    Exit codes: 0 printed, 1 no such complaint, 2 wrong usage or no usable secret.
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
            echo(line)
    except RefusedError as error:
        echo_error(error)
        sys.exit(1)


NETWORKS = ("x", "instagram", "mastodon", "bluesky", "telegram")


@click.command()
@click.argument("id")
@click.option("--for", "network", type=click.Choice(NETWORKS), required=True, help="The network to post on.")
@click.option("--lang", "language", default="", help="The language of the post.  [default: the first in policy.yml]")
@CONFIG
@NOW
def draft(id: str, network: Network, language: str, config: Path, now: datetime | None) -> None:
    """Print a post, ready to paste into a social network.

    It tells the outcome of a complaint or the newest update of an incident, signed, with a link, and shortened to the
    network's limit. It is printed only if the checks find nothing wrong.

    \b
    Examples:
      answerable draft 2026-11-18-late-refund --for x
      answerable draft 2026-11-23-card-payments --for telegram --lang fa | wl-copy

    Exit codes: 0 printed, 1 held back because of findings, 2 wrong usage or nothing to post.
    """
    from answerable.commands.prompter import RefusedError
    from answerable.commands.replying import draft_post

    try:
        post = draft_post(config, id, network, language, now or datetime.now(UTC))
    except RefusedError as error:
        raise click.UsageError(str(error)) from None
    for finding in post.findings:
        echo(finding.shown, err=True)
    if not post.passes:
        echo(msg("not printed: fix this first"), err=True)
        sys.exit(1)
    echo(post.text)
    echo(post.length, err=True)
