"""What an importer hands on: records as plain front matter, and all that it guessed or could not bring over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Literal
from zoneinfo import ZoneInfo

from answerable.records.findings import escape_invisible

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
class ImportProblem:
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
    problems: list[ImportProblem] = field(default_factory=list)

    def guess(self, source: str, what: str, detail: object = "") -> None:
        """Note a guess."""
        self.guesses.append(Guess(what, source, str(detail)))

    def problem(self, source: str, what: str) -> None:
        """Note what could not be brought over."""
        self.problems.append(ImportProblem(source, what))


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


@dataclass
class ImportReport:
    """`written` counts new records by kind; `list_path` is where the full list of guesses stands."""

    counts: list[tuple[str, str]] = field(default_factory=list)
    written: Counter[str] = field(default_factory=Counter)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    deleted: list[str] = field(default_factory=list)
    gone: int = 0
    components: list[str] = field(default_factory=list)
    conflicts: list[ImportProblem] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    list_path: str = ""
    dry_run: bool = False

    @property
    def clean(self) -> bool:
        """Whether everything arrived and nothing waits for a person."""
        return not self.problems and not self.conflicts

    def lines(self, *, verbose: bool) -> Iterator[str]:
        """The report, line by line; `verbose` names each guess."""
        yield from (escape_invisible(line) for line in self._lines(verbose))

    def _lines(self, verbose: bool) -> Iterator[str]:
        for name, count in self.counts:
            yield f"read {name}: {count}"
        made = ", ".join(f"{count} in {folder}/" for folder, count in sorted(self.written.items()))
        total = sum(self.written.values())
        yield f"{total} new records {'would be ' if self.dry_run else ''}written" + (f": {made}" if made else "")
        yield from (f"updated {path}" for path in self.updated)
        if self.unchanged:
            yield f"{self.unchanged} records unchanged"
        if self.components:
            names = f": {', '.join(self.components)}" if verbose or len(self.components) <= 12 else ""
            yield f"{len(self.components)} groups and components added to components.yml{names}"
        yield from (f"deleted here, stays deleted: {path}" for path in self.deleted)
        if self.gone:
            yield f"{self.gone} records are no longer in the source; they stay"
        yield from (f"conflict: {conflict}" for conflict in self.conflicts)
        yield from (f"not imported: {problem}" for problem in self.problems)
        yield from self._guessed(verbose)

    def _guessed(self, verbose: bool) -> Iterator[str]:
        if not self.guesses:
            return
        yield "guessed" + (f" (each one is in {self.list_path}):" if self.list_path else ":")
        if verbose:
            yield from (f"  {guess}" for guess in self.guesses)
            return
        for what, count in sorted(
            Counter(guess.what for guess in self.guesses).items(), key=lambda one: (-one[1], one[0])
        ):
            yield f"  {count:5}  {what}"

    def full_list(self) -> str:
        """All guesses and problems, the same text for the same source."""
        lines = [f"not imported: {problem}" for problem in sorted(self.problems)]
        lines += [str(guess) for guess in sorted(self.guesses)]
        return "".join(f"{escape_invisible(line)}\n" for line in lines)


_INSTANT = re.compile(
    r"^(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<offset>Z|[+-]\d{1,2}:?\d{2}|UTC|GMT)?(?:\s+[A-Z]{3,4})?$",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"^([+-])(\d{1,2}):?(\d{2})$")
NO_OFFSET = "the instant has no offset"
NO_HOUR = "the instant has no hour; midnight was taken"
UNPADDED = "the instant is not written as ISO 8601 asks"


@dataclass(frozen=True, slots=True)
class When:
    """An aware instant to the second, and what had to be guessed or mended to read it."""

    at: datetime
    guessed: tuple[str, ...] = ()


def read_when(text: str, zone: str) -> When | None:
    """The instant that a text gives; None when it gives none. `zone` counts where the text has no offset."""
    match = _INSTANT.match(text.strip())
    if not match:
        return None
    guessed = [NO_HOUR] if match["hour"] is None else []
    if any(len(match[name] or "00") == 1 for name in ("month", "day", "hour", "minute", "second")):
        guessed.append(UNPADDED)
    if match["offset"] is None:
        guessed.append(f"{NO_OFFSET}; {zone} was taken")
    try:
        parts = [int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
        naive = datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 (its zone is set on the next line)
        at = naive.replace(tzinfo=_zone(match["offset"], zone))
        at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    # A record carries an offset, not a zone's name.
    return When(at.replace(tzinfo=timezone(at.utcoffset() or timedelta())), tuple(guessed))


def _zone(offset: str | None, zone: str) -> timezone | ZoneInfo:
    if offset is None:
        return ZoneInfo(zone)
    match = _OFFSET.match(offset)
    if not match:
        return UTC
    length = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-length if match[1] == "-" else length)
