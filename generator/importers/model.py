"""What an importer hands on: records as plain front matter, and all that it guessed or could not bring over."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["incident", "maintenance"]

FOLDERS: dict[Kind, str] = {"incident": "incidents", "maintenance": "maintenance"}
"""The folder of `content/` in which records of a kind stand."""

LONGEST_TITLE = 300
RESOLVED = "Resolved."
"""What an ended incident says where its source has no closing words."""
SAYS_NO_END = "it has no closing words; the update says “Resolved.”"


@dataclass(frozen=True, slots=True)
class Imported:
    """A record to be. `components` in `front` and in its updates are named by the source's own keys.

    `id` is the one that it gets unless it has one already; `source_key` tells it from all others of its system.
    """

    kind: Kind
    id: str
    front: dict[str, Any]
    body: str
    source_key: str
    year: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A component or a group to be; `group` is the source's key of the group."""

    source_key: str
    name: str
    description: str = ""
    group: str = ""
    since: str = ""
    collapsed: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Guess:
    """Something that the source does not say: what was guessed, the same words for the same kind of guess."""

    what: str
    source: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.source}: {self.what}" + (f" ({self.detail})" if self.detail else "")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that did not arrive, and why."""

    source: str
    what: str

    def __str__(self) -> str:
        return f"{self.source}: {self.what}"


@dataclass
class History:
    """What was read of another system. `counts` has a line for each file: its name, and what stood in it."""

    records: list[Imported] = field(default_factory=list)
    groups: list[Entry] = field(default_factory=list)
    components: list[Entry] = field(default_factory=list)
    counts: list[tuple[str, str]] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def guess(self, source: str, what: str, detail: object = "") -> None:
        """Note a guess."""
        self.guesses.append(Guess(what, source, str(detail)))

    def problem(self, source: str, what: str) -> None:
        """Note what could not be brought over."""
        self.problems.append(Problem(source, what))


@dataclass(frozen=True, slots=True)
class Settings:
    """How to read: the clock, the zone of instants without offset (IANA name), whether maintenance may be seen."""

    now: datetime
    zone: str = "UTC"
    maintenance: bool = True


def short_title(title: str, source: str, history: History) -> str:
    """A title that a record may have; what is cut off is said whole in the list of guesses."""
    if len(title) <= LONGEST_TITLE:
        return title
    history.guess(source, f"its title has more than {LONGEST_TITLE} characters; the rest was cut off", title)
    return title[:LONGEST_TITLE].rstrip()
