"""The commands for after a deploy: `verify` looks at the published site from outside, `ping` tells feeds' readers."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from answerable.cli.options import CONFIG, NOW, DurationType

if TYPE_CHECKING:
    from answerable.commands.after_deploy import Style


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

    Compares the freshness file, the home page, the notices, the feeds, the API's summary, a badge, the calendar,
    embed.js and status.txt with the built site, in each language, and looks at the answer for wrong addresses, at
    headers, and at how long the certificate is good. Nothing is changed anywhere. Run it after a deploy, with --wait
    for as long as your host takes.

    \b
    Examples:
      answerable verify https://status.example.com --wait 5m
      answerable verify https://status.example.com --format json

    Exit codes: 0 as built (warnings are only said), 1 not as built, 2 wrong use, or nothing built here,
    4 unreachable.
    """
    from answerable.commands.after_deploy import VerifyOptions, exit_code, report_text
    from answerable.commands.after_deploy import verify as run

    options = VerifyOptions(config, site_dir, wait, allow_private, ca, now)
    report = run(url, options, lambda words: click.echo(words, err=True))
    click.echo(report_text(report, style))
    sys.exit(exit_code(report, strict=strict))


@click.command()
@click.option("--wait", type=DurationType(), default="0s", help="Try again for so long until all is told, as 5m.")
@click.option("--all", "every", is_flag=True, help="Tell of all feeds, whatever was told before.")
@click.option("--site-dir", type=click.Path(path_type=Path), help="Where the built site is; mkdocs.yml says otherwise.")
@click.option("--allow-private", is_flag=True, help="Ask private addresses too.")
@click.option("--ca", type=click.Path(path_type=Path), help="Trust the certificates in this file (PEM) and no others.")
@CONFIG
def ping(
    wait: timedelta, every: bool, site_dir: Path | None, allow_private: bool, ca: Path | None, config: Path
) -> None:
    """Tell the WebSub hub which feeds have news, so that readers who subscribed there hear of it at once.

    For sites whose mkdocs.yml names a hub (plugins: answerable: websub:); for others it does nothing. Run it after
    each deploy, with --wait for as long as your host takes: a feed is told when the world sees it as it was built.
    What was told is kept in .answerable/told.json beside mkdocs.yml, so that each piece of news is told once.

    \b
    Examples:
      answerable ping --wait 5m
      answerable ping --all

    Exit codes: 0 told, or nothing to tell, 1 some feeds could not be told (they are tried again next time), 2 wrong
    use, or nothing built here, 4 unreachable.
    """
    from answerable.commands.after_deploy import PingOptions
    from answerable.commands.after_deploy import ping as run

    sys.exit(run(PingOptions(config, site_dir, wait, allow_private, ca, every), click.echo))
