"""Read an export row by row into the columns of the intake; note what was guessed and what could not be read."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from answerable.importers.helpdesk.mapping import HEADER_ZONE, ColumnMap, ColumnSource
from answerable.importers.imported_history import Guess, ImportProblem, ImportReport, SourceError
from answerable.importers.source_instants import NO_HOUR, NoZoneError, read_instant
from answerable.intake.columns import COLUMNS, INSTANTS, NEEDED, ROW_ID
from answerable.records.findings import quoted
from answerable.records.ids import slug
from answerable.records.instants import format_instant
from answerable.records.vocabulary import Outcome, Priority
from answerable.translation.message import msg

MOST_PROBLEMS = 1000
"""The number of problems that are listed; the others are only counted."""
WORDS = {"priority": frozenset(Priority), "outcome": frozenset(Outcome)}
_ORDER = ("received", *(column for column in COLUMNS if column != "received"))


@dataclass
class ExportReader:
    """Reads one export. `found` collects the channels, topics and components that its rows name.

    `channels` maps the ids of the site's channels, and the kinds that are no ids, to ids.
    """

    path: Path
    map: ColumnMap
    report: ImportReport
    channels: Mapping[str, str] = field(default_factory=dict)
    zones: dict[str, ZoneInfo] = field(default_factory=dict)
    found: dict[str, set[str]] = field(default_factory=lambda: {"channel": set(), "topic": set(), "component": set()})
    left: int = 0
    read: int = 0
    skipped: int = 0
    without_hour: int = 0

    def problem(self, row: str, what: str) -> None:
        """Add a problem; `what` may hold ids and times, never a text of the export."""
        if len(self.report.problems) < MOST_PROBLEMS:
            self.report.problems.append(ImportProblem(row, what))
        else:
            self.left += 1

    def guess(self, row: str, what: str, detail: str = "") -> None:
        """Add a guess; instants without an hour are only counted."""
        if what == NO_HOUR:
            self.without_hour += 1
        else:
            self.report.guesses.append(Guess(what, row, detail))

    def rows(self) -> Iterator[dict[str, str]]:
        """Yield each row that can be read, by the intake's columns. Raises SourceError if the map does not fit."""
        with self.path.open(encoding=self.map.encoding, errors="surrogateescape", newline="") as file:
            first = file.readline().lstrip("\ufeff")
            lines = csv.reader(file, delimiter=max(",;\t", key=first.count))
            header = [name.strip() for name in next(csv.reader([first], delimiter=max(",;\t", key=first.count)), [])]
            places = self.places(header)
            try:
                for cells in lines:
                    if cells and (
                        row := self.row(cells, header, places, msg("line %(line_num)s", line_num=lines.line_num + 1))
                    ):
                        yield row
            except csv.Error as error:
                raise SourceError(
                    msg(
                        "%(name)s:%(line_num)s: %(error)s; nothing was written",
                        name=self.path.name,
                        line_num=lines.line_num + 1,
                        error=error,
                    )
                ) from None

    def places(self, header: list[str]) -> dict[str, int]:
        """Return the position of each of the intake's columns in the export; report the columns that are left out."""
        places: dict[str, int] = {}
        for column, where in self.map.columns.items():
            for name in where.columns:
                if (place := self.place(column, name, header)) is not None:
                    places[column] = place
                    break
            else:
                self.missing(column, where, header)
        used = {*places.values(), *(header.index(name) for name in self.named() if name in header)}
        behind = [name for place, name in enumerate(header) if place not in used]
        if behind:
            self.report.counts.append((msg("only what the map names; left behind"), ", ".join(behind)))
        return places

    def place(self, column: str, name: str, header: list[str]) -> int | None:
        """Return the position of a column by its name, in any case; remember a zone that its header names."""
        before, _, after = name.partition(HEADER_ZONE)
        pattern = re.escape(before) + (
            rf"(?P<zone>[\w+-]+(?:/[\w+-]+)*){re.escape(after)}" if HEADER_ZONE in name else ""
        )
        for place, given in enumerate(header):
            if match := re.fullmatch(pattern, given, re.IGNORECASE):
                if HEADER_ZONE in name:
                    self.zones[column] = _zone(match["zone"], given)
                return place
        return None

    def missing(self, column: str, where: ColumnSource, header: list[str]) -> None:
        """Report a column that the export does not have. Raises SourceError if every row needs it."""
        if where.always is not None or not where.columns:
            return
        if column in NEEDED:
            names = " or ".join(quoted(name) for name in where.columns)
            raise SourceError(
                msg(
                    "%(name)s has no column %(names)s; it has %(header)s",
                    name=self.path.name,
                    names=names,
                    header=", ".join(map(quoted, header[:12])),
                )
            )
        self.guess(
            column,
            msg(
                "the export has no column %(columns)s; `%(column)s` stays empty",
                columns=quoted(where.columns[0]),
                column=column,
            ),
        )

    def named(self) -> set[str]:
        """Return the columns of the export that conditions of the map look at."""
        return {*self.map.skip, *(name for where in self.map.columns.values() for name in where.when)}

    def row(self, cells: list[str], header: list[str], places: Mapping[str, int], at: str) -> dict[str, str] | None:
        """Return the row by the intake's columns; None if it is broken or the map skips it."""
        self.read += 1
        if len(cells) != len(header):
            self.problem(at, msg("it has %(cells)s cells, the header %(header)s", cells=len(cells), header=len(header)))
            return None
        if not _is_clean(cells):
            self.problem(at, msg("it is not %(encoding)s", encoding=self.map.encoding))
            return None
        given = dict(zip(header, cells, strict=True))
        if _is_one_of(given, self.map.skip):
            self.skipped += 1
            return None
        return self.mapped({column: cells[place].strip() for column, place in places.items()}, given, at)

    def mapped(self, cells: dict[str, str], given: Mapping[str, str], at: str) -> dict[str, str] | None:
        """Return the row; None, with a problem, if its id, its channel or the instant of receipt is missing."""
        id = self.map.columns["id"].prefix + cells.get("id", "")
        if not re.match(ROW_ID, id):
            self.problem(at, msg("%(id)s cannot be an id", id=quoted(id)))
            return None
        found: dict[str, str] = {"id": id}
        instants: dict[str, datetime] = {}
        for column in _ORDER:
            where = self.map.columns.get(column)
            if where is None or column == "id" or (where.when and not _is_one_of(given, where.when)):
                continue
            cell = where.always if where.always is not None else cells.get(column, "")
            if column in INSTANTS:
                self.instant(column, cell, instants, id)
            elif word := self.word(column, where, cell, id):
                found[column] = word
        if "received" not in instants or "channel" not in found:
            self.problem(id, msg("it has no `%(value)s`", value="channel" if "received" in instants else "received"))
            return None
        return {**found, **{column: format_instant(at) for column, at in instants.items()}}

    def instant(self, column: str, cell: str, instants: dict[str, datetime], id: str) -> None:
        """Put the instant of a cell into `instants`; the cell may be a length of time after another instant."""
        where = self.map.columns[column]
        if not cell:
            return
        if where.after:
            since, size = where.after
            if since in instants and re.fullmatch(r"\d{1,9}([.,]\d+)?", cell):
                instants[column] = instants[since] + timedelta(seconds=round(float(cell.replace(",", ".")) * size))
            else:
                self.problem(
                    id,
                    msg(
                        "`%(column)s` %(cell)s is not a length of time after `%(since)s`",
                        column=column,
                        cell=quoted(cell),
                        since=since,
                    ),
                )
            return
        try:
            read = read_instant(cell, where.formats, self.zones.get(column, self.map.zone), later=column != "received")
        except NoZoneError:
            raise SourceError(
                msg(
                    "%(name)s: `%(column)s` %(cell)s has no UTC offset; say in which zone it is with --zone",
                    name=self.path.name,
                    column=column,
                    cell=quoted(cell),
                )
            ) from None
        if read is None:
            self.problem(
                id,
                msg("`%(column)s` %(cell)s is not a date and time that we can read", column=column, cell=quoted(cell)),
            )
            return
        instants[column] = read.at
        for what in read.guessed:
            self.guess(id, what, f"{column} {cell}")

    def word(self, column: str, where: ColumnSource, cell: str, id: str) -> str:
        """Return a channel, topic, priority or outcome as the intake has it; "" if there is none."""
        known = {key.casefold(): value for key, value in where.values.items()}
        word = known.get(cell.casefold())
        if word is None:
            word = where.otherwise if where.otherwise is not None else slug(cell, whole_words=False)
        if column in WORDS and word and word not in WORDS[column]:
            self.problem(
                id, msg("%(column)s %(cell)s has no place in the map's `values`", column=column, cell=quoted(cell))
            )
            return ""
        if column == "channel":
            word = self.channels.get(word, word)
        if column in self.found and word:
            self.found[column].add(word)
        return word if column != "excluded_because" else (known.get(cell.casefold()) or where.otherwise or "")


def _is_one_of(given: Mapping[str, str], asked: Mapping[str, tuple[str, ...]]) -> bool:
    return any(
        given.get(name, "").strip().casefold() in {word.casefold() for word in words} for name, words in asked.items()
    )


def _is_clean(cells: Sequence[str]) -> bool:
    """Return whether all bytes could be decoded; the others have become surrogates, which cannot be written."""
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return False
    return True


def _zone(name: str, header: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise SourceError(
            msg("the column %(header)s names a zone that nobody knows; give one with --zone", header=quoted(header))
        ) from None
