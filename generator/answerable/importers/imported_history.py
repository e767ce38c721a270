"""What importers give and what an import reports: records as plain front matter, guesses, and what did not arrive."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal
from unicodedata import normalize

from answerable.output.failures import raising, reason
from answerable.records.findings import escape_invisible
from answerable.records.ids import slug
from answerable.translation.message import joined, msg

Kind = Literal["incident", "maintenance"]

FOLDERS: dict[Kind, str] = {"incident": "incidents", "maintenance": "maintenance"}
"""The folder of `content/` for the records of each kind."""

LONGEST_TITLE = 300
RESOLVED = "Resolved."
"""The last update's text where an incident has ended and its source has no closing words."""
NO_CLOSING_WORDS = msg("it has no closing words; the update says “Resolved.”")
ENDS_LATER = msg("its end lies in the future; it stays open until then")
COMMENTS_REMOVED = msg("HTML comments are notes of the source's team; they were left out")
FORBIDDEN_REMOVED = msg("unseen characters that a record may not hold were taken out")


class SourceError(ValueError):
    """The source is not one that the importer can read; the message is one line."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A record of another system. `components` in `front` and in its updates are named by the source's own keys.

    `id` is used where the record is new; `source_key` identifies it at its system. `unsaid` has keys of which the
    source says nothing, with what to write when the record is new; afterwards the local value stays. `as_kind` gives
    the same record as another kind, for one that is here under that kind already; None if it cannot be one.
    """

    kind: Kind
    id: str
    front: dict[str, Any]
    body: str
    source_key: str
    year: int
    unsaid: Mapping[str, Any] = field(default_factory=dict)
    as_kind: Callable[[Kind], Imported | None] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """A component or a group of another system; `group` is the source's key of the component's group."""

    source_key: str
    name: str
    description: str = ""
    group: str = ""
    since: str = ""
    collapsed: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Guess:
    """Something that the source does not say: `what` was guessed, in the same words for the same kind of guess."""

    what: str
    source: str
    detail: str = ""

    def __str__(self) -> str:
        what = joined(": ", (self.source, self.what))
        return msg("%(what)s (%(detail)s)", what=what, detail=self.detail) if self.detail else what


@dataclass(frozen=True, slots=True, order=True)
class ImportProblem:
    """Something that did not arrive, and why."""

    source: str
    what: str

    def __str__(self) -> str:
        return joined(": ", (self.source, self.what))


@dataclass
class History:
    """What an importer read. `counts` has for each file its name and what it held.

    `name` is the one under which the import is remembered, where the command has no `--name`. `keys_are_paths` says
    that a record's key is its file's path, which can change; `earlier_keys` has those that are known to have changed.
    """

    records: list[Imported] = field(default_factory=list)
    groups: list[Entry] = field(default_factory=list)
    components: list[Entry] = field(default_factory=list)
    counts: list[tuple[str, str]] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    name: str = ""
    keys_are_paths: bool = False
    earlier_keys: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def guess(self, source: str, what: str, detail: object = "") -> None:
        """Add a guess."""
        self.guesses.append(Guess(what, source, str(detail)))

    def problem(self, source: str, what: str) -> None:
        """Add something that could not be imported."""
        self.problems.append(ImportProblem(source, what))

    @contextmanager
    def faults_as_problems(self, source: str) -> Iterator[None]:
        """Turn a fault of the importer at an unexpected value into a problem, so that all else still arrives."""
        try:
            yield
        except (ArithmeticError, ValueError, LookupError, TypeError, AttributeError) as error:
            if raising():
                raise
            self.problem(source, msg("it cannot be read (%(error)s); please report this", error=reason(error)))

    @property
    def source_keys(self) -> set[str]:
        """The keys of all that the source has, whether it could be imported or not."""
        return {record.source_key for record in self.records} | {one.source for one in self.problems}


@dataclass(frozen=True, slots=True)
class Settings:
    """The clock, and the IANA zone of instants without offset."""

    now: datetime
    zone: str = "UTC"


def dicts(value: object) -> list[dict[str, Any]]:
    """Return the maps of a list; a single map stands for a list of it, and any other value for an empty one."""
    items = [value] if isinstance(value, dict) else value
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def short_title(title: str, source: str, history: History) -> str:
    """Return a title that is not too long for a record; if it had to be cut, the list of guesses holds it whole."""
    if len(title) <= LONGEST_TITLE:
        return title
    history.guess(
        source,
        msg("its title has more than %(longest_title)s characters; the rest was cut off", longest_title=LONGEST_TITLE),
        title,
    )
    return title[:LONGEST_TITLE].rstrip()


def readable_slug(text: str, otherwise: str) -> str:
    """Return the slug, or `otherwise` and six characters of a hash if less than half of the letters are Latin."""
    latin = sum(letter.isascii() and letter.isalnum() for letter in normalize("NFKD", text))
    if not latin or latin * 2 < sum(letter.isalnum() for letter in text):
        return f"{otherwise}-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:6]}"
    return slug(text)


def record_id(started: datetime, title: str, kind: str) -> str:
    """Return the id of a new record: the day on which it began, and its title."""
    return f"{started.date().isoformat()}-{readable_slug(title, kind)}"


def next_full_hour(starts: datetime, now: datetime) -> datetime:
    """Return the first instant after `now` that is whole hours after the start, as the end of work that goes on."""
    return starts + timedelta(hours=int((now - starts) / timedelta(hours=1)) + 1)


@dataclass
class ImportReport:
    """What an import did. `written` counts new records by folder; `list_path` is the file with all guesses.

    `gone` counts the records that the source no longer has; `gone_open` are the paths of those that are not over.
    """

    counts: list[tuple[str, str]] = field(default_factory=list)
    written: Counter[str] = field(default_factory=Counter)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    deleted: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    gone: int = 0
    gone_open: list[str] = field(default_factory=list)
    components: list[str] = field(default_factory=list)
    conflicts: list[ImportProblem] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    list_path: str = ""
    dry_run: bool = False

    @property
    def clean(self) -> bool:
        """Whether everything arrived, and nothing was changed on both sides."""
        return not self.problems and not self.conflicts

    def lines(self, *, verbose: bool) -> Iterator[str]:
        """Yield the report line by line; `verbose` names each guess."""
        yield from (escape_invisible(line) for line in self._lines(verbose))

    def _lines(self, verbose: bool) -> Iterator[str]:
        for name, count in self.counts:
            yield msg("read %(name)s: %(count)s", name=name, count=count)
        made = [
            msg("%(count)s in %(folder)s/", count=count, folder=folder)
            for folder, count in sorted(self.written.items())
        ]
        total = sum(self.written.values())
        done = (
            msg("%(total)s new records would be written", total=total)
            if self.dry_run
            else msg("%(total)s new records written", total=total)
        )
        yield joined(": ", [done, *([joined(", ", made)] if made else [])])
        yield from (msg("renamed at the source: %(one)s", one=one) for one in self.renamed)
        yield from (msg("updated %(path)s", path=path) for path in self.updated)
        if self.unchanged:
            yield msg("%(unchanged)s records unchanged", unchanged=self.unchanged)
        if self.components:
            added = msg("%(count)s groups and components added to components.yml", count=len(self.components))
            names = [", ".join(self.components)] if verbose or len(self.components) <= 12 else []
            yield joined(": ", [added, *names])
        yield from (msg("deleted here, stays deleted: %(path)s", path=path) for path in self.deleted)
        if self.gone:
            yield msg("%(gone)s records are no longer in the source; they stay", gone=self.gone)
        yield from (
            msg("no longer in the source, but not over: %(path)s; end it, or delete it", path=path)
            for path in self.gone_open
        )
        yield from (msg("conflict: %(conflict)s", conflict=conflict) for conflict in self.conflicts)
        yield from (msg("not imported: %(problem)s", problem=problem) for problem in self.problems)
        yield from self._guessed(verbose)

    def _guessed(self, verbose: bool) -> Iterator[str]:
        if not self.guesses:
            return
        yield msg("guessed (each one is in %(path)s):", path=self.list_path) if self.list_path else msg("guessed:")
        if verbose:
            yield from (joined("", ("  ", str(guess))) for guess in self.guesses)
            return
        counts = Counter(guess.what for guess in self.guesses)
        yield from (
            joined("", (f"  {count:5}  ", what))
            for what, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        )

    def full_list(self) -> str:
        """Return all problems and guesses, one a line, sorted."""
        lines = [f"not imported: {problem}" for problem in sorted(self.problems)]
        lines += [str(guess) for guess in sorted(self.guesses)]
        return "".join(f"{escape_invisible(line)}\n" for line in lines)
