"""The files of `content/intake/` into one table of good rows, with a finding for each row that is set aside."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from answerable.intake.lines import BadLine, regularize
from answerable.intake.rules import RowRule, row_rules
from answerable.intake.store import COLUMNS, INSTANTS, NEEDED, WORDS, Store, instant_sql, sql_name, sql_text, word_sql
from answerable.output.progress import report_progress
from answerable.records.files import LEFTOVERS, display_path
from answerable.records.findings import Finding, did_you_mean, quoted

FOLDER = "intake"
MAX_BYTES = 4_000_000_000
AT_MOST = 20
"""Findings of one rule in one file that are listed each; the others are counted."""
ENDINGS = (".csv", ".parquet")


@dataclass
class IntakeReading:
    """What is being read: the findings, how many rows were set aside by rule, and from which files."""

    store: Store
    root: Path
    known: Mapping[str, Sequence[str]]
    now: int
    findings: list[Finding] = field(default_factory=list)
    uncounted: dict[str, int] = field(default_factory=dict)
    aside: dict[str, int] = field(default_factory=dict)

    def set_aside(self, path: str, rule: str, number: int = 1) -> None:
        """So many rows of a file break a rule and are left out."""
        self.uncounted[rule] = self.uncounted.get(rule, 0) + number
        self.aside[path] = self.aside.get(path, 0) + number

    def find(self, path: str, line: int, message: str, suggestion: str) -> None:
        """Note a finding."""
        self.findings.append(Finding(path, line, 0, message, suggestion, rule="intake"))


def intake_files(root: Path) -> Iterator[Path | Finding]:
    """The files of the intake in order of their paths; a finding for what is none."""
    folder = root / FOLDER
    if folder.is_symlink() and not folder.resolve().is_relative_to(root.resolve()):
        yield Finding(
            display_path(folder, root), 0, 0, "the link leads out of the folder", "put the folder itself here"
        )
        return
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for file in (Path(place, one) for one in sorted(names)):
            if file.name.startswith((".", "#")) or file.name.endswith(LEFTOVERS):
                continue
            yield _readable(file, root)


def read_files(reading: IntakeReading, files: Sequence[Path]) -> None:
    """Read all files into the table `rows` (see COLUMNS, with `file` and `line`). Never raises for what they hold."""
    typed = ", ".join([*(f"{one} VARCHAR" for one in WORDS), *(f"{one} BIGINT" for one in INSTANTS)])
    reading.store.run(f"CREATE TABLE rows ({typed}, file VARCHAR, line BIGINT)")
    for number, file in enumerate(files, start=1):
        path = display_path(file, reading.root)
        try:
            _read(reading, file, path)
        except (OSError, duckdb.Error) as error:
            words = error.strerror if isinstance(error, OSError) else str(error).splitlines()[0]
            reading.find(path, 0, f"the file cannot be read ({words})", "save it anew as CSV with the encoding UTF-8")
            reading.set_aside(path, "file")
        report_progress("intake files read", number)


def _readable(file: Path, root: Path) -> Path | Finding:
    path = display_path(file, root)
    if file.suffix not in ENDINGS:
        right = "intake files end in .csv or .parquet; move it elsewhere"
        return Finding(path, 0, 0, "this is not an intake file", right, level="note")
    if file.is_symlink() and not file.resolve().is_relative_to(root.resolve()):
        return Finding(path, 0, 0, "the link leads out of the folder", "put the file itself here")
    if not file.is_file():
        return Finding(path, 0, 0, "this is not a file", "put a CSV file here")
    if file.stat().st_size > MAX_BYTES:
        return Finding(path, 0, 0, "the file is too large", "give each month a file of its own")
    return file


def _read(reading: IntakeReading, file: Path, path: str) -> None:
    columns = _raw_of_csv(reading, file, path) if file.suffix == ".csv" else _raw_of_parquet(reading, file)
    if not columns or not _right_header(reading, path, columns):
        return
    for column in COLUMNS:
        if column not in columns:
            reading.store.run(f"ALTER TABLE raw ADD COLUMN {column} VARCHAR")
    filled = " OR ".join(f"{sql_name(column)} IS NOT NULL" for column in columns)
    values = ", ".join(
        [*(f"{word_sql(one)} AS {one}" for one in WORDS), *(f"{instant_sql(one)} AS {one}" for one in INSTANTS)]
    )
    first = 2 if file.suffix == ".csv" else 1
    reading.store.run(
        f"CREATE OR REPLACE TABLE parsed AS SELECT {values}, rowid + {first} AS line, {filled} AS filled FROM raw"
    )
    _judge(reading, path)
    reading.store.run(
        f"INSERT INTO rows SELECT {', '.join(COLUMNS)}, {sql_text(path)}, line "
        f"FROM parsed ANTI JOIN bad USING (line) WHERE filled"
    )
    for table in ("raw", "parsed", "bad"):
        reading.store.run(f"DROP TABLE {table}")


def _raw_of_csv(reading: IntakeReading, file: Path, path: str) -> Sequence[str]:
    """The table `raw` of a CSV file's texts, and its columns' names."""
    bad: dict[str, list[BadLine]] = {}

    def tell(line: BadLine) -> None:
        bad.setdefault(line.rule, []).append(line)

    if file.stat().st_size == 0:
        return ()
    target = reading.store.fresh_path("txt")
    header = regularize(file, target, tell)
    for rule, lines in bad.items():
        reading.set_aside(path, rule, len(lines))
        for line in lines[:AT_MOST]:
            reading.find(path, line.line, line.message, line.suggestion)
        _more(reading, path, len(lines) - AT_MOST, lines[0].message)
    if header is None:
        return ()
    columns = _distinct(header.columns)
    reading.store.lines("raw", columns, target)
    target.unlink()
    return columns


def _raw_of_parquet(reading: IntakeReading, file: Path) -> Sequence[str]:
    """The same of a Parquet file; instants with a zone become texts with an offset, those without get none."""
    copy = reading.store.fresh_path("parquet")
    shutil.copyfile(file, copy)
    source = f"read_parquet({sql_text(str(copy))})"
    kinds = reading.store.rows(f"DESCRIBE SELECT * FROM {source}")
    columns = _distinct([column for column, *_ in kinds])
    cells = ", ".join(_as_text(column, kind, ours) for (column, kind, *_), ours in zip(kinds, columns, strict=True))
    reading.store.run(f"CREATE OR REPLACE TABLE raw AS SELECT {cells} FROM {source}")
    copy.unlink()
    return columns


def _as_text(column: str, kind: str, ours: str) -> str:
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime({sql_name(column)}, '%Y-%m-%dT%H:%M:%S+00:00') AS {sql_name(ours)}"
    return f"CAST({sql_name(column)} AS VARCHAR) AS {sql_name(ours)}"


def _distinct(columns: Sequence[str]) -> list[str]:
    """Names for the columns that a table can have: ours in any case; a second one of a name is none of ours."""
    found: dict[str, None] = {}
    for number, column in enumerate(columns):
        ours = column.lower() if column.lower() in COLUMNS else column
        fresh = ours and ours.casefold() not in {one.casefold() for one in found}
        found[ours if fresh else f"{ours or 'column'} ({number + 1})"] = None
    return list(found)


def _right_header(reading: IntakeReading, path: str, columns: Sequence[str]) -> bool:
    """Whether the needed columns are there. Others than ours are findings: they may hold texts or people."""
    for column in columns:
        if column not in COLUMNS:
            right = did_you_mean(column, COLUMNS) or "take it out; texts and people have no place here"
            reading.find(path, 1, f"unknown column {quoted(column)}", right)
    missing = [column for column in NEEDED if column not in columns]
    if missing:
        reading.find(path, 1, f"the columns have no {' and no '.join(f'`{one}`' for one in missing)}", "name them")
        reading.set_aside(path, "file", max(reading.store.number("SELECT count(*) FROM raw"), 1))
    return not missing


def _judge(reading: IntakeReading, path: str) -> None:
    """The table `bad` of lines that break a rule, with a finding for each, up to a number."""
    reading.store.run("CREATE OR REPLACE TABLE bad (line BIGINT)")
    every = list(row_rules(reading.known, reading.now))
    counts = ", ".join(f"count(*) FILTER (WHERE {rule.where})" for rule in every)
    numbers = reading.store.rows(f"SELECT {counts} {_JOINED}")[0]
    for rule, number in zip(every, numbers, strict=True):
        if number:
            _tell(reading, path, rule, number)


_JOINED = "FROM raw POSITIONAL JOIN parsed WHERE parsed.filled"  # the two tables stand in one order


def _tell(reading: IntakeReading, path: str, rule: RowRule, number: int) -> None:
    """The findings of one rule, and its lines into `bad`; a line that was there before is not counted again."""
    broken = f"{_JOINED} AND ({rule.where})"
    for line, value in reading.store.rows(
        f"SELECT line, raw.{sql_name(rule.column)} {broken} ORDER BY line LIMIT {AT_MOST}"
    ):
        reading.find(path, line, *rule.said(value))
    _more(reading, path, number - AT_MOST, rule.said("…")[0])
    before = reading.store.number("SELECT count(*) FROM bad")
    reading.store.run(f"INSERT INTO bad SELECT line {broken} AND line NOT IN (FROM bad)")
    if fresh := reading.store.number("SELECT count(*) FROM bad") - before:
        reading.set_aside(path, rule.name, fresh)


def _more(reading: IntakeReading, path: str, number: int, like: str) -> None:
    if number > 0:
        reading.find(path, 0, f"{number} more rows like: {like}", "mend the export, then write the file anew")
