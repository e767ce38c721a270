"""Look at the site as the world sees it, after a deploy."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Literal

import click

from answerable.commands.project import site_folder
from answerable.outreach.verify import Grade, VerifyReport, read_site
from answerable.outreach.verify import verify as look
from answerable.outreach.websub import Delivery, FeedTopic, PingOutcome, SiteError, news, read_topics, tell
from answerable.publish.site import SERVED
from answerable.records.yaml.edit import write_whole
from answerable.web.fetch import Fetcher

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
class VerifyOptions(Deployed):
    """By which clock to look; that of the machine without one."""

    now: datetime | None = None


def verify(url: str, options: VerifyOptions, tell: Callable[[str], None]) -> VerifyReport:
    """Look, and while it is not as built look again until the wait is over; `tell` hears why it waits.

    Raises click.UsageError in one line.
    """
    if not url.startswith(("http://", "https://")):
        raise click.UsageError(f"{url} is no address of a site; write it as https://status.example.com")
    try:
        site = read_site(options.site_dir or site_folder(options.config), SERVED)
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


def report_text(report: VerifyReport, style: Style) -> str:
    """The report for people or for programs."""
    if style == "json":
        return json.dumps(report.facts(), ensure_ascii=False, indent=2)
    return "\n".join([*report.lines, f"{report.url} is {_whole[report.grade]}"])


def exit_code(report: VerifyReport, *, strict: bool) -> int:
    """0 as built, 1 differs, 4 unreachable; a warning is a difference to the strict."""
    return 1 if strict and report.grade is Grade.WARNING else EXIT[report.grade]


_whole = {
    Grade.AS_BUILT: "as built",
    Grade.WARNING: "as built, with warnings",
    Grade.DIFFERS: "not as built",
    Grade.UNREACHABLE: "unreachable",
}


TOLD = Path(".answerable") / "told.json"
"""Where it is kept of which feeds the hub was told last, beside mkdocs.yml."""
_AGAIN = frozenset({Delivery.NOT_YET, Delivery.UNREACHABLE})


@dataclass(frozen=True)
class PingOptions(Deployed):
    """Whether to tell of all feeds, those that the hub was told of too."""

    all: bool = False

    @property
    def told(self) -> Path:
        """The file with what the hub was told."""
        return self.config.parent / TOLD


def ping(options: PingOptions, say: Callable[[str], None]) -> int:
    """Tell what is new, say what became of each feed, and give the exit code. Raises click.UsageError in one line."""
    try:
        topics = tuple(read_topics(options.site_dir or site_folder(options.config)))
    except SiteError as error:
        raise click.UsageError(str(error)) from None
    before = {} if options.all else _read(options.told)
    fresh = news(topics, before)
    outcomes = _until_told(fresh, options, say)
    for one in outcomes:
        say(str(one))
    kept = {topic.address: topic.mark for topic in topics if topic not in fresh}
    _write(options.told, kept | {one.topic.address: one.topic.mark for one in outcomes if one.grade is Delivery.TOLD})
    say(_summary(topics, outcomes))
    return _exit_code(outcomes)


def _until_told(topics: tuple[FeedTopic, ...], options: PingOptions, say: Callable[[str], None]) -> list[PingOutcome]:
    """Tell of each; what cannot be told yet again and again until the wait is over."""
    ask = options.fetcher().ask
    end = monotonic() + options.wait.total_seconds()
    found: dict[FeedTopic, PingOutcome] = {}
    while topics:
        found |= {one.topic: one for one in tell(topics, ask)}
        waits = [one for one in found.values() if one.grade in _AGAIN]
        topics = tuple(one.topic for one in waits)
        if monotonic() + BETWEEN > end:
            break
        if waits:
            say(f"waiting: {waits[0]}")
            sleep(BETWEEN)
    return list(found.values())


def _read(path: Path) -> dict[str, str]:
    """What the hub was told; nothing where that is not known, so that it is told of everything once more."""
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _write(path: Path, told: dict[str, str]) -> None:
    """Raises click.ClickException in one line."""
    try:
        write_whole(path, json.dumps(told, indent=1, sort_keys=True) + "\n")
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}; the hub will be told of the same again") from None


def _summary(topics: Iterable[FeedTopic], outcomes: Iterable[PingOutcome]) -> str:
    grades = [one.grade for one in outcomes]
    every = len(tuple(topics))
    if not every:
        return "no feed names a hub, so nobody is told; name one in mkdocs.yml, under plugins: answerable: websub:"
    told = f"{grades.count(Delivery.TOLD)} of {every} feeds had news and were told to their hub"
    left = len(grades) - grades.count(Delivery.TOLD)
    return f"{told}, {left} more could not be" if left else told


def _exit_code(outcomes: Iterable[PingOutcome]) -> int:
    """0 told, or nothing to tell; 1 some not told; 4 nothing answered."""
    grades = {one.grade for one in outcomes}
    if grades == {Delivery.UNREACHABLE}:
        return 4
    return 0 if grades <= {Delivery.TOLD} else 1
