"""What a build is made from: read once, for all languages of a site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from answerable.checks.guard import Guard
from answerable.content.git_dates import last_changes
from answerable.content.reading import Content, read_content
from answerable.facts.incidents import as_of
from answerable.publish.figures.gathering import Figures, gather
from answerable.records.findings import Finding


class BuildSource:
    """The records of a folder as they speak at an instant, guarded; figures and git are asked when they are wanted."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self.folder = folder
        self.now = now
        self.guard = Guard(read_content(folder, now), folder, now)
        self.content = replace(self.guard.content, ledger=as_of(self.guard.content.ledger, now))

    @cached_property
    def figures(self) -> tuple[Figures | None, Sequence[Finding]]:
        """The figures, if there are complaints to make any of, and what was found wrong on the way."""
        return gather(self.content, self.now, self.folder.name)

    @cached_property
    def changed(self) -> Mapping[str, datetime]:
        """When the file of a maintenance was last changed in git, by the record's id."""
        return last_changes(self.folder, "maintenance")


@dataclass(frozen=True)
class BuildResult:
    """What a build was made from, with all that was found in it, and how many files it made.

    `below` is the path on its host at which the site stands, `/` where it has a host of its own. `further` are the
    languages in which the site is still to be built, each in a folder of its own.
    """

    content: Content
    files: int
    below: str
    further: tuple[str, ...] = ()


_results: list[BuildResult] = []


def remember_result(result: BuildResult) -> None:
    """Tell the result of a build."""
    _results[:] = [result]


def last_result() -> BuildResult:
    """The result of the newest build."""
    return _results[-1]
