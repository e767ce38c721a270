"""The command that looks at the published site from outside: `verify`."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import CONFIG, NOW, DurationType

if TYPE_CHECKING:
    from generator.commands.verify import Style


@click.command()
@click.argument("url")
@click.option("--wait", type=DurationType(), default="0s", help="Look again for so long until it is as built, as 5m.")
@click.option("--site-dir", type=click.Path(path_type=Path), help="Where the built site is; mkdocs.yml says otherwise.")
@click.option("--strict", is_flag=True, help="End with 1 for warnings too.")
@click.option("--allow-private", is_flag=True, help="Ask private addresses too.")
@click.option("--ca", type=click.Path(path_type=Path), help="Trust the certificates in this file (PEM) and no others.")
@click.option("--format", "style", type=click.Choice(["json", "text"]), default="text", show_default=True)
@CONFIG
@NOW
def verify(
    url: str, wait: timedelta, site_dir: Path | None, strict: bool, allow_private: bool, ca: Path | None,
    style: Style, config: Path, now: datetime | None,
) -> None:  # fmt: skip
    """Look whether what the world sees at URL is what was built here.

    Compares the freshness file, the home page, the notices, the feeds and the API's summary with the built site, and
    looks at the answer for wrong addresses, at headers, and at how long the certificate is good. Nothing is changed
    anywhere. Run it after a deploy, with --wait for as long as your host takes.

    \b
    Examples:
      answerable verify https://status.example.com --wait 5m
      answerable verify https://status.example.com --format json

    Exit codes: 0 as built (warnings are only said), 1 not as built, 2 wrong use, or nothing built here,
    4 unreachable.
    """
    from generator.commands.verify import Options, exit_code, told
    from generator.commands.verify import verify as run

    options = Options(config, site_dir, wait, allow_private, ca, strict, now)
    report = run(url, options, lambda words: click.echo(words, err=True))
    click.echo(told(report, style))
    sys.exit(exit_code(report, strict=strict))
