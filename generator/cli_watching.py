"""The commands that look at complaints: `triage`, `code`."""

from __future__ import annotations

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
