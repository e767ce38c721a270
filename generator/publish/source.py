"""What a build is made from: read once, for all languages of a site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from generator.checks.guard import Guard
from generator.facts.as_of import as_of
from generator.publish.figures import Figures, gather
from generator.records.changed import changed
from generator.records.findings import Finding
from generator.records.reading import read_content


class Source:
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
        return changed(self.folder, "maintenance")
