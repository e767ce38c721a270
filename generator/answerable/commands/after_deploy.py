"""What `answerable verify` and `answerable ping` do after a deploy: compare the published site, notify WebSub hubs."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Literal

import click

from answerable.commands.project import site_folder
from answerable.outreach.verify import INTERVAL, AnswerReport, Grade, VerifyReport, read_site
from answerable.outreach.verify import verify as compare
from answerable.outreach.websub import Delivery, FeedTopic, PingOutcome, SiteError, news, read_topics, tell
from answerable.publish.site import SERVED
from answerable.records.yaml.edit import write_whole
from answerable.translation.message import joined, msg
from answerable.web.fetch import Fetcher

POLL_SECONDS = 5.0
"""Seconds between two tries while waiting for a deploy."""
Style = Literal["text", "json"]
EXIT_CODES = {Grade.AS_BUILT: 0, Grade.WARNING: 0, Grade.DIFFERS: 1, Grade.UNREACHABLE: 4}


@dataclass(frozen=True)
class DeployOptions:
    """The options that `verify` and `ping` share; `ca` is a PEM file with the only certificates to trust."""

    config: Path
    site_dir: Path | None = None
    wait: timedelta = timedelta()
    allow_private: bool = False
    ca: Path | None = None

    def fetcher(self) -> Fetcher:
        """Return a fetcher with short time limits, for public hosts only unless allowed. Raises click.UsageError."""
        trusted = None
        if self.ca:
            try:
                trusted = ssl.create_default_context(cafile=str(self.ca))
            except (OSError, ssl.SSLError):
                raise click.UsageError(msg("--ca: %(ca)s has no readable PEM certificates", ca=self.ca)) from None
        return Fetcher(self.allow_private, timeout=10, deadline=30, accept="*/*", verify=trusted)


@dataclass(frozen=True)
class VerifyOptions(DeployOptions):
    """The options of `verify`; without `now`, the machine's clock is used."""

    now: datetime | None = None


def verify(url: str, options: VerifyOptions, echo: Callable[[str], None]) -> VerifyReport:
    """Compare the published site with the built one, again and again until they match or the wait is over.

    `echo` prints why it waits. Raises click.UsageError.
    """
    if not url.startswith(("http://", "https://")):
        raise click.UsageError(msg("%(url)s is not a web address; write it as https://status.example.com", url=url))
    try:
        site = read_site(options.site_dir or site_folder(options.config), SERVED)
    except SiteError as error:
        raise click.UsageError(str(error)) from None
    ask, end, before = options.fetcher().ask, monotonic() + options.wait.total_seconds(), ""
    late: tuple[AnswerReport, ...] = ()
    while True:
        report = compare(url, site, ask, options.now or datetime.now(UTC))
        if found := tuple(one for one in report.seen if one.what == INTERVAL):
            late = found
        else:  # it is found only while the build before this one is online, and reported to the end
            report = replace(report, seen=(*report.seen, *late))
        if not EXIT_CODES[report.grade] or monotonic() + POLL_SECONDS > end:
            return report
        words = next(str(one) for one in report.seen if EXIT_CODES[one.grade])
        if words != before:
            echo(msg("waiting: %(what)s", what=words))
        before = words
        sleep(POLL_SECONDS)


def report_text(report: VerifyReport, style: Style) -> str:
    """Return the report as text or as JSON."""
    if style == "json":
        return json.dumps(report.facts(), ensure_ascii=False, indent=2)
    verdict = msg("%(url)s is %(verdict)s", url=report.url, verdict=_VERDICTS[report.grade])
    return joined("\n", [*report.lines, verdict])


def exit_code(report: VerifyReport, *, strict: bool) -> int:
    """Return 0 for as built, 1 for different, 4 for unreachable; with `strict` a warning is 1."""
    return 1 if strict and report.grade is Grade.WARNING else EXIT_CODES[report.grade]


_VERDICTS = {
    Grade.AS_BUILT: msg("as built"),
    Grade.WARNING: msg("as built, with warnings"),
    Grade.DIFFERS: msg("not as built"),
    Grade.UNREACHABLE: msg("unreachable"),
}


ANNOUNCED = Path(".answerable") / "told.json"
"""Relative to mkdocs.yml: the hash of each feed when its hub was last notified."""
_RETRY = frozenset({Delivery.NOT_YET, Delivery.UNREACHABLE})


@dataclass(frozen=True)
class PingOptions(DeployOptions):
    """The options of `ping`; `all` announces also the feeds that did not change."""

    all: bool = False

    @property
    def announced(self) -> Path:
        """The file that remembers what was announced."""
        return self.config.parent / ANNOUNCED


def ping(options: PingOptions, echo: Callable[[str], None]) -> int:
    """Announce the feeds that changed, print the outcome of each, and return the exit code. Raises click.UsageError."""
    try:
        topics = tuple(read_topics(options.site_dir or site_folder(options.config)))
    except SiteError as error:
        raise click.UsageError(str(error)) from None
    before = {} if options.all else _read_announced(options.announced)
    changed = news(topics, before)
    outcomes = _announce(changed, options, echo)
    for one in outcomes:
        echo(str(one))
    kept = {topic.address: topic.mark for topic in topics if topic not in changed}
    _write_announced(
        options.announced, kept | {one.topic.address: one.topic.mark for one in outcomes if one.grade is Delivery.TOLD}
    )
    echo(_summary(topics, outcomes))
    return _exit_code(outcomes)


def _announce(topics: tuple[FeedTopic, ...], options: PingOptions, echo: Callable[[str], None]) -> list[PingOutcome]:
    """Announce each feed; try again, until the wait is over, those that are not published or reachable yet."""
    ask = options.fetcher().ask
    end = monotonic() + options.wait.total_seconds()
    found: dict[FeedTopic, PingOutcome] = {}
    while topics:
        found |= {one.topic: one for one in tell(topics, ask)}
        waits = [one for one in found.values() if one.grade in _RETRY]
        topics = tuple(one.topic for one in waits)
        if monotonic() + POLL_SECONDS > end:
            break
        if waits:
            echo(msg("waiting: %(what)s", what=waits[0]))
            sleep(POLL_SECONDS)
    return list(found.values())


def _read_announced(path: Path) -> dict[str, str]:
    """Return what was announced; empty if the file is missing or damaged, so that everything is announced again."""
    try:
        announced = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return announced if isinstance(announced, dict) else {}


def _write_announced(path: Path, announced: dict[str, str]) -> None:
    """Write what was announced. Raises click.ClickException."""
    try:
        write_whole(path, json.dumps(announced, indent=1, sort_keys=True) + "\n")
    except OSError as error:
        raise click.ClickException(
            msg(
                "%(path)s: %(strerror)s; the next run will announce the same feeds again",
                path=path,
                strerror=error.strerror,
            )
        ) from None


def _summary(topics: Iterable[FeedTopic], outcomes: Iterable[PingOutcome]) -> str:
    grades = [one.grade for one in outcomes]
    every = len(tuple(topics))
    if not every:
        return msg(
            "no feed names a hub, so nothing was announced; set one in mkdocs.yml, under plugins: answerable: websub:"
        )
    announced = msg(
        "announced %(grades)s of %(every)s feeds to their hub", grades=grades.count(Delivery.TOLD), every=every
    )
    left = len(grades) - grades.count(Delivery.TOLD)
    return (
        msg("%(announced)s; %(left)s changed feeds could not be announced", announced=announced, left=left)
        if left
        else announced
    )


def _exit_code(outcomes: Iterable[PingOutcome]) -> int:
    """Return 0 if all were announced, 1 if some were not, 4 if nothing was reachable."""
    grades = {one.grade for one in outcomes}
    if grades == {Delivery.UNREACHABLE}:
        return 4
    return 0 if grades <= {Delivery.TOLD} else 1
