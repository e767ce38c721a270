"""Load the files of `content/intake/` into one table of valid rows, with a finding for each row that is skipped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from answerable.intake.columns import (
    COLUMNS,
    INSTANTS,
    NEEDED,
    WORDS,
    RowRule,
    instant_sql,
    row_rules,
    word_sql,
)
from answerable.intake.lines import BadLine, regularize
from answerable.intake.store import IntakeError, Store, sql_name, sql_text
from answerable.output.progress import report_progress
from answerable.records.files import display_path, linked_folder, misnamed_file, unsafe_file
from answerable.records.findings import Finding, did_you_mean, quoted
from answerable.records.validation.misnamed import is_leftover
from answerable.translation.message import msg

FOLDER = "intake"
MAX_BYTES = 4_000_000_000
AT_MOST = 20
"""How many findings of one rule in one file are listed; the others are counted."""
ENDINGS = (".csv", ".parquet")
_JOINED = "FROM raw POSITIONAL JOIN parsed WHERE parsed.filled"  # the rows of both tables are in the same order


@dataclass
class IntakeLoad:
    """The load so far: its findings, and how many rows were skipped, by rule and by file."""

    store: Store
    root: Path
    known: Mapping[str, Sequence[str]]
    now: int
    findings: list[Finding] = field(default_factory=list)
    uncounted: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)

    def skip(self, path: str, rule: str, number: int = 1) -> None:
        """Count rows of a file that are left out because they break a rule."""
        self.uncounted[rule] = self.uncounted.get(rule, 0) + number
        self.skipped[path] = self.skipped.get(path, 0) + number

    def find(self, path: str, line: int, message: str, suggestion: str) -> None:
        """Add a finding."""
        self.findings.append(Finding(path, line, 0, message, suggestion, rule="intake"))


def intake_files(root: Path) -> Iterator[Path | Finding]:
    """Yield the files of the intake in order of their paths, and a finding for each entry that is none."""
    folder = root / FOLDER
    if folder.is_symlink():
        yield linked_folder(folder, root)
        return
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for file in (Path(place, one) for one in sorted(names)):
            misnamed = None if file.suffix in ENDINGS else misnamed_file(file, root, _ending(file))
            if misnamed or not is_leftover(file.name):
                yield misnamed or _readable(file, root)


def _ending(file: Path) -> str:
    return ".parquet" if ".parquet" in file.name.lower() else ".csv"


def read_files(load: IntakeLoad, files: Sequence[Path]) -> None:
    """Read all files into the table `rows`, with COLUMNS, `file` and `line`. A broken file is a finding."""
    typed = ", ".join([*(f"{one} VARCHAR" for one in WORDS), *(f"{one} BIGINT" for one in INSTANTS)])
    load.store.run(f"CREATE TABLE rows ({typed}, file VARCHAR, line BIGINT)")
    for number, file in enumerate(files, start=1):
        path = display_path(file, load.root)
        try:
            _read(load, file, path)
        except (OSError, IntakeError) as error:
            words = error.strerror if isinstance(error, OSError) else str(error).splitlines()[0]
            load.find(
                path,
                0,
                msg("the file cannot be read (%(words)s)", words=words),
                msg("save it again as CSV with the encoding UTF-8"),
            )
            load.skip(path, "file")
        report_progress(msg("intake files read"), number)


def _readable(file: Path, root: Path) -> Path | Finding:
    path = display_path(file, root)
    if file.suffix not in ENDINGS:
        suggestion = msg("intake files end in .csv or .parquet; move it elsewhere")
        return Finding(path, 0, 0, msg("this is not an intake file"), suggestion, level="note")
    if refused := unsafe_file(file, root):
        return refused
    if file.stat().st_size > MAX_BYTES:
        return Finding(path, 0, 0, msg("the file is too large"), msg("give each month a file of its own"))
    return file


def _read(load: IntakeLoad, file: Path, path: str) -> None:
    columns = _raw_of_csv(load, file, path) if file.suffix == ".csv" else _raw_of_parquet(load, file)
    if not columns or not _right_header(load, path, columns):
        return
    for column in COLUMNS:
        if column not in columns:
            load.store.run(f"ALTER TABLE raw ADD COLUMN {column} VARCHAR")
    filled = " OR ".join(f"{sql_name(column)} IS NOT NULL" for column in columns)
    values = ", ".join(
        [*(f"{word_sql(one)} AS {one}" for one in WORDS), *(f"{instant_sql(one)} AS {one}" for one in INSTANTS)]
    )
    first = 2 if file.suffix == ".csv" else 1
    load.store.run(
        f"CREATE OR REPLACE TABLE parsed AS SELECT {values}, rowid + {first} AS line, {filled} AS filled FROM raw"
    )
    _apply_rules(load, path)
    load.store.run(
        f"INSERT INTO rows SELECT {', '.join(COLUMNS)}, {sql_text(path)}, line "
        f"FROM parsed ANTI JOIN bad USING (line) WHERE filled"
    )
    for table in ("raw", "parsed", "bad"):
        load.store.run(f"DROP TABLE {table}")


def _raw_of_csv(load: IntakeLoad, file: Path, path: str) -> Sequence[str]:
    """Create the table `raw` of a CSV file's texts; return the names of its columns."""
    bad: dict[str, list[BadLine]] = {}

    def report(line: BadLine) -> None:
        bad.setdefault(line.rule, []).append(line)

    if file.stat().st_size == 0:
        return ()
    target = load.store.fresh_path("txt")
    header = regularize(file, target, report)
    for rule, lines in bad.items():
        load.skip(path, rule, len(lines))
        for line in lines[:AT_MOST]:
            load.find(path, line.line, line.message, line.suggestion)
        _summarize(load, path, len(lines) - AT_MOST, lines[0].message)
    if header is None:
        return ()
    columns = _distinct(header.columns)
    load.store.lines("raw", columns, target)
    target.unlink()
    return columns


def _raw_of_parquet(load: IntakeLoad, file: Path) -> Sequence[str]:
    """Create the table `raw` of a Parquet file; timestamps with a time zone become texts with an offset."""
    copy = load.store.fresh_path("parquet")
    shutil.copyfile(file, copy)
    source = f"read_parquet({sql_text(str(copy))})"
    kinds = load.store.rows(f"DESCRIBE SELECT * FROM {source}")
    columns = _distinct([column for column, *_ in kinds])
    cells = ", ".join(_as_text(column, kind, ours) for (column, kind, *_), ours in zip(kinds, columns, strict=True))
    load.store.run(f"CREATE OR REPLACE TABLE raw AS SELECT {cells} FROM {source}")
    copy.unlink()
    return columns


def _as_text(column: str, kind: str, ours: str) -> str:
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime({sql_name(column)}, '%Y-%m-%dT%H:%M:%S+00:00') AS {sql_name(ours)}"
    return f"CAST({sql_name(column)} AS VARCHAR) AS {sql_name(ours)}"


def _distinct(columns: Sequence[str]) -> list[str]:
    """Return column names that a table can have: known names in lower case, duplicates and empty names numbered."""
    found: dict[str, None] = {}
    for number, column in enumerate(columns):
        name = column.lower() if column.lower() in COLUMNS else column
        is_new = name and name.casefold() not in {one.casefold() for one in found}
        found[name if is_new else f"{name or 'column'} ({number + 1})"] = None
    return list(found)


def _right_header(load: IntakeLoad, path: str, columns: Sequence[str]) -> bool:
    """Return whether the required columns are there. Unknown ones are findings: they may contain texts or persons."""
    for column in columns:
        if column not in COLUMNS:
            suggestion = did_you_mean(column, COLUMNS) or msg("remove it; the intake must not hold texts or persons")
            load.find(path, 1, msg("unknown column %(column)s", column=quoted(column)), suggestion)
    missing = [column for column in NEEDED if column not in columns]
    if missing:
        load.find(
            path,
            1,
            msg("these columns are missing: %(missing)s", missing=", ".join(f"`{one}`" for one in missing)),
            msg("name them"),
        )
        load.skip(path, "file", max(load.store.number("SELECT count(*) FROM raw"), 1))
    return not missing


def _apply_rules(load: IntakeLoad, path: str) -> None:
    """Create the table `bad` of the lines that break a rule, with findings for the first of each rule."""
    load.store.run("CREATE OR REPLACE TABLE bad (line BIGINT)")
    rules = list(row_rules(load.known, load.now))
    counts = ", ".join(f"count(*) FILTER (WHERE {rule.where})" for rule in rules)
    numbers = load.store.rows(f"SELECT {counts} {_JOINED}")[0]
    for rule, number in zip(rules, numbers, strict=True):
        if number:
            _skip_lines(load, path, rule, number)


def _skip_lines(load: IntakeLoad, path: str, rule: RowRule, number: int) -> None:
    """Add the findings of one rule, and its lines to `bad`; a line that is there already is not counted again."""
    broken = f"{_JOINED} AND ({rule.where})"
    for line, value in load.store.rows(
        f"SELECT line, raw.{sql_name(rule.column)} {broken} ORDER BY line LIMIT {AT_MOST}"
    ):
        load.find(path, line, *rule.describe(value))
    _summarize(load, path, number - AT_MOST, rule.describe("…")[0])
    before = load.store.number("SELECT count(*) FROM bad")
    load.store.run(f"INSERT INTO bad SELECT line {broken} AND line NOT IN (FROM bad)")
    if new := load.store.number("SELECT count(*) FROM bad") - before:
        load.skip(path, rule.name, new)


def _summarize(load: IntakeLoad, path: str, number: int, like: str) -> None:
    if number > 0:
        load.find(
            path,
            0,
            msg("%(number)s more rows like: %(like)s", number=number, like=like),
            msg("fix the export, then write the file again"),
        )
