"""The commands that bring words to other networks: `draft`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import CONFIG, NOW

if TYPE_CHECKING:
    from generator.outreach.counting import Network

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
    from generator.commands.asking import RefusedError
    from generator.commands.posting import draft_post

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
