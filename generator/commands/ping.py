"""Tell the WebSub hub which feeds have news, after a deploy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import click

from generator.commands.project import site_folder
from generator.commands.verify import BETWEEN, Deployed
from generator.outreach.built import SiteError
from generator.outreach.pinging import Grade, Outcome, Topic, news, read_topics, tell
from generator.records.writing import write_whole

TOLD = Path(".answerable") / "told.json"
"""Where it is kept of which feeds the hub was told last, beside mkdocs.yml."""
_AGAIN = frozenset({Grade.NOT_YET, Grade.UNREACHABLE})


@dataclass(frozen=True)
class Options(Deployed):
    """Whether to tell of all feeds, those that the hub was told of too."""

    all: bool = False

    @property
    def told(self) -> Path:
        """The file with what the hub was told."""
        return self.config.parent / TOLD


def ping(options: Options, say: Callable[[str], None]) -> int:
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
    _write(options.told, kept | {one.topic.address: one.topic.mark for one in outcomes if one.grade is Grade.TOLD})
    say(_summary(topics, outcomes))
    return _exit_code(outcomes)


def _until_told(topics: tuple[Topic, ...], options: Options, say: Callable[[str], None]) -> list[Outcome]:
    """Tell of each; what cannot be told yet again and again until the wait is over."""
    ask = options.fetcher().ask
    end = monotonic() + options.wait.total_seconds()
    found: dict[Topic, Outcome] = {}
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


def _summary(topics: Iterable[Topic], outcomes: Iterable[Outcome]) -> str:
    grades = [one.grade for one in outcomes]
    every = len(tuple(topics))
    if not every:
        return "no feed names a hub, so nobody is told; name one in mkdocs.yml, under plugins: answerable: websub:"
    told = f"{grades.count(Grade.TOLD)} of {every} feeds had news and were told to their hub"
    left = len(grades) - grades.count(Grade.TOLD)
    return f"{told}, {left} more could not be" if left else told


def _exit_code(outcomes: Iterable[Outcome]) -> int:
    """0 told, or nothing to tell; 1 some not told; 4 nothing answered."""
    grades = {one.grade for one in outcomes}
    if grades == {Grade.UNREACHABLE}:
        return 4
    return 0 if grades <= {Grade.TOLD} else 1
