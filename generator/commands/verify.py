"""Look at the site as the world sees it, after a deploy."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Literal

import click

from generator.commands.project import site_folder
from generator.outreach.built import SiteError
from generator.outreach.verifying import Grade, Report, read_site
from generator.outreach.verifying import verify as look
from generator.web.fetch import Fetcher

BETWEEN = 5.0
"""Seconds between two looks while waiting for a deploy."""
Style = Literal["text", "json"]
EXIT = {Grade.AS_BUILT: 0, Grade.WARNING: 0, Grade.DIFFERS: 1, Grade.UNREACHABLE: 4}


@dataclass(frozen=True)
class Deployed:
    """Where the built site is, how long to wait for the world to see it, and whom to trust.

    `ca` is a file with the only certificates to trust.
    """

    config: Path
    site_dir: Path | None = None
    wait: timedelta = timedelta()
    allow_private: bool = False
    ca: Path | None = None

    def fetcher(self) -> Fetcher:
        """What asks the web: public hosts only unless allowed, with short limits. Raises click.UsageError."""
        trusted = None
        if self.ca:
            try:
                trusted = ssl.create_default_context(cafile=str(self.ca))
            except (OSError, ssl.SSLError):
                raise click.UsageError(f"--ca: {self.ca} holds no certificates that can be read (PEM)") from None
        return Fetcher(self.allow_private, timeout=10, deadline=30, accept="*/*", verify=trusted)


@dataclass(frozen=True)
class Options(Deployed):
    """By which clock to look; that of the machine without one."""

    now: datetime | None = None


def verify(url: str, options: Options, tell: Callable[[str], None]) -> Report:
    """Look, and while it is not as built look again until the wait is over; `tell` hears why it waits.

    Raises click.UsageError in one line.
    """
    if not url.startswith(("http://", "https://")):
        raise click.UsageError(f"{url} is no address of a site; write it as https://status.example.com")
    try:
        site = read_site(options.site_dir or site_folder(options.config))
    except SiteError as error:
        raise click.UsageError(str(error)) from None
    ask, end, before = options.fetcher().ask, monotonic() + options.wait.total_seconds(), ""
    while True:
        report = look(url, site, ask, options.now or datetime.now(UTC))
        if not EXIT[report.grade] or monotonic() + BETWEEN > end:
            return report
        words = next(str(one) for one in report.seen if EXIT[one.grade])
        if words != before:
            tell(f"waiting: {words}")
        before = words
        sleep(BETWEEN)


def told(report: Report, style: Style) -> str:
    """The report for people or for programs."""
    if style == "json":
        return json.dumps(report.facts(), ensure_ascii=False, indent=2)
    return "\n".join([*report.lines, f"{report.url} is {_whole[report.grade]}"])


def exit_code(report: Report, *, strict: bool) -> int:
    """0 as built, 1 differs, 4 unreachable; a warning is a difference to the strict."""
    return 1 if strict and report.grade is Grade.WARNING else EXIT[report.grade]


_whole = {
    Grade.AS_BUILT: "as built",
    Grade.WARNING: "as built, with warnings",
    Grade.DIFFERS: "not as built",
    Grade.UNREACHABLE: "unreachable",
}
