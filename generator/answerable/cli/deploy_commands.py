"""The commands to run after a deploy: `verify`, `announce`, `notify` and `ping`."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from answerable.cli.options import CONFIG, NOW, SITE_DIR, DurationType, echo

if TYPE_CHECKING:
    from answerable.commands.after_deploy import Style

ALLOW_PRIVATE = click.option("--allow-private", is_flag=True, help="Allow connections to private addresses.")
CA = click.option("--ca", type=click.Path(path_type=Path), help="Trust only the certificates in this PEM file.")


@click.command()
@click.argument("url")
@click.option("--wait", type=DurationType(), default="0s", help="How long to keep trying, such as 5m.")
@SITE_DIR
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@ALLOW_PRIVATE
@CA
@click.option(
    "--format",
    "style",
    type=click.Choice(["json", "text"]),
    default="text",
    show_default=True,
    help="The output format.",
)
@CONFIG
@NOW
def verify(
    url: str, wait: timedelta, site_dir: Path | None, strict: bool, allow_private: bool, ca: Path | None,
    style: Style, config: Path, now: datetime | None,
) -> None:  # fmt: skip
    """Check that the published site is the one that you built.

    It compares the main files of each language, and checks headers, the "not found" page, the certificate, and
    whether builds come as often as policy.yml says.

    \b
    Examples:
      answerable verify https://status.example.com --wait 5m
      answerable verify https://status.example.com --format json

    Exit codes: 0 the same, perhaps with warnings, 1 different, 2 wrong usage or nothing built here, 4 unreachable.
    """
    from answerable.commands.after_deploy import VerifyOptions, exit_code, report_text
    from answerable.commands.after_deploy import verify as run

    options = VerifyOptions(config, site_dir, wait, allow_private, ca, now)
    report = run(url, options, lambda words: echo(words, err=True))
    echo(report_text(report, style))
    sys.exit(exit_code(report, strict=strict))


@click.command()
@click.option("--dry-run", is_flag=True, help="Only show what would be done, with the texts; nothing is posted.")
@click.option(
    "--log-branch",
    metavar="BRANCH",
    default="",
    help="Keep the log on this branch of the repository's origin.  [default: in .answerable/announced.json]",
)
@ALLOW_PRIVATE
@CA
@CONFIG
@NOW
def announce(
    dry_run: bool, log_branch: str, allow_private: bool, ca: Path | None, config: Path, now: datetime | None
) -> None:
    """Post pinned notices on your social profiles, each once.

    For each channel with `announce` in channels.yml it posts pinned incidents and notices, pins them, follows each
    update, and unpins them when they are over. Tokens come from the environment: ANSWERABLE_MASTODON_TOKEN for the
    channel `mastodon`. Run it after each deploy. What was posted is in a log, which must be kept.

    \b
    Examples:
      answerable announce --dry-run
      answerable announce --log-branch answerable-log

    Exit codes: 0 everything stands there as it should, 1 something needs your eye (the next run tries it again),
    2 wrong usage.
    """
    from answerable.commands.announcing import AnnounceOptions
    from answerable.commands.announcing import announce as run

    options = AnnounceOptions(
        config, allow_private=allow_private, ca=ca, now=now, dry_run=dry_run, log_branch=log_branch
    )
    sys.exit(run(options, os.environ, echo))


@click.command()
@click.option(
    "--wait",
    type=DurationType(),
    default="0s",
    help="How long to keep trying, such as 5m.",
)
@click.option("--all", "every", is_flag=True, help="Announce all feeds, even those announced before.")
@SITE_DIR
@ALLOW_PRIVATE
@CA
@CONFIG
def ping(
    wait: timedelta, every: bool, site_dir: Path | None, allow_private: bool, ca: Path | None, config: Path
) -> None:
    """Announce changed feeds to your WebSub hub.

    Their subscribers then get the news at once. Run it after each deploy. .answerable/told.json, beside mkdocs.yml,
    remembers what was announced. Without a hub in mkdocs.yml (plugins: answerable: websub:) it does nothing.

    \b
    Examples:
      answerable ping --wait 5m
      answerable ping --all

    Exit codes: 0 announced or nothing new, 1 some feeds failed (the next run tries them again), 2 wrong usage or
    nothing built here, 4 unreachable.
    """
    from answerable.commands.after_deploy import PingOptions
    from answerable.commands.after_deploy import ping as run

    sys.exit(run(PingOptions(config, site_dir, wait, allow_private, ca, every), echo))


@click.command()
@click.option("--dry-run", is_flag=True, help="Only show what would be sent.")
@ALLOW_PRIVATE
@CA
@CONFIG
@NOW
def notify(dry_run: bool, allow_private: bool, ca: Path | None, config: Path, now: datetime | None) -> None:
    """Send news to those who asked for it.

    They are named in content/notify.yml: webhooks, and mail by your own server, Buttondown or listmonk. Run it after
    each deploy. .answerable/notified.jsonl, beside mkdocs.yml, remembers what was sent. A target that is new there is
    sent nothing older than an hour, and news older than a day is not sent.

    \b
    Examples:
      answerable notify --dry-run
      answerable notify

    Exit codes: 0 sent or nothing new, 1 something failed (the next run tries it again), 2 wrong usage, 4 unreachable.
    """
    from answerable.commands.notifying import NotifyOptions
    from answerable.commands.notifying import notify as run

    options = NotifyOptions(config, allow_private=allow_private, ca=ca, now=now, dry_run=dry_run)
    sys.exit(run(options, echo))
