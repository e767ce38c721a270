"""The commands that look at complaints: `triage`, `code`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from generator.commands.options import CONFIG, NOW


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
    from generator.commands.asking import RefusedError
    from generator.commands.triage import triage as run

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
    from generator.commands.asking import RefusedError
    from generator.commands.code import codes
    from generator.facts.codes import secret_problem

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
