"""Load the files of `content/intake/` into one table of valid rows, with a finding for each row that is skipped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import file_digest
from pathlib import Path

from answerable.intake.columns import COLUMNS, INSTANTS, NEEDED, WORDS
from answerable.intake.kept_pieces import KeptPieces
from answerable.intake.lines import LONGEST_LINE, BadLine, Header, has_blanks, line_count, pieces, read_header, regular
from answerable.intake.row_checks import AT_MOST, Piece, Refused, parse, refused_lines
from answerable.intake.store import IntakeError, Store, lines_sql, sql_name, sql_text
from answerable.output.build_cache import digest_of_bytes
from answerable.output.progress import report_progress
from answerable.records.files import display_path, linked_folder, misnamed_file, unsafe_file
from answerable.records.findings import Finding, did_you_mean, quoted
from answerable.records.validation.misnamed import is_leftover
from answerable.translation.message import msg

FOLDER = "intake"
MAX_BYTES = 4_000_000_000
AT_ONCE = 64
"""Pieces of files of which the rows are added at once, and at most as many stay where they are."""
LARGE = 1 << 20
"""Bytes of text from which the rows of a piece stay where they are, since to copy them takes as long as reading."""
ENDINGS = (".csv", ".parquet")


@dataclass
class IntakeLoad:
    """The load so far: its findings, and how many rows were skipped, by rule and by file."""

    store: Store
    root: Path
    known: Mapping[str, Sequence[str]]
    now: int
    kept: KeptPieces
    findings: list[Finding] = field(default_factory=list)
    uncounted: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, list[str]] = field(default_factory=dict)
    large: list[tuple[str, str]] = field(default_factory=list)
    _tables: int = 0

    def new_table(self, *, large: bool) -> str:
        """Return the name of a table for a piece of a file."""
        self._tables += 1
        return f"{'large' if large else 'piece'}_{self._tables}"

    def show_rows(self) -> None:
        """Define the view `rows`: the table `few` and the large pieces."""
        self.store.run(f"CREATE OR REPLACE VIEW rows AS {' UNION ALL '.join(self.queries)}")

    @property
    def queries(self) -> list[str]:
        """The queries of all rows, with COLUMNS, `file` and `line`; the first is that of the table `few`."""
        return [f"SELECT {', '.join(COLUMNS)}, file, line FROM few", *(query for _, query in self.large)]

    def remove(self, rows: str) -> None:
        """Leave out rows, given the query of their `file` and `line`; only large pieces with any are copied."""
        store = self.store
        store.run(f"CREATE TABLE gone AS {rows}")
        if store.number("SELECT count(*) FROM gone"):
            store.run("DELETE FROM few WHERE (file, line) IN (SELECT (file, line) FROM gone)")
            for place, (path, query) in enumerate(self.large):
                if store.number(f"SELECT count(*) FROM ({query}) AS piece SEMI JOIN gone USING (file, line)"):
                    table = self.new_table(large=True)
                    store.create(table, f"SELECT * FROM ({query}) AS piece ANTI JOIN gone USING (file, line)")
                    self.large[place] = path, f"SELECT * FROM {table}"
            self.show_rows()
        store.run("DROP TABLE gone")

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
    """Read all files, whose rows are then in the view `rows`. A broken file is a finding."""
    typed = ", ".join([*(f"{one} VARCHAR" for one in WORDS), *(f"{one} BIGINT" for one in INSTANTS)])
    load.store.run(f"CREATE TABLE few ({typed}, file VARCHAR, line BIGINT)")
    for number, file in enumerate(files, start=1):
        path = display_path(file, load.root)
        try:
            _report(load, path, _read(load, file, path))
        except (OSError, IntakeError) as error:
            load.waiting.pop(path, None)
            load.large = [one for one in load.large if one[0] != path]
            _broken(load, path, error)
        if sum(map(len, load.waiting.values())) >= AT_ONCE or number == len(files):
            _add_waiting(load)
        report_progress(msg("intake files read"), number)
    load.show_rows()


def _broken(load: IntakeLoad, path: str, error: OSError | IntakeError) -> None:
    words = error.strerror if isinstance(error, OSError) else str(error).splitlines()[0]
    load.find(
        path,
        0,
        msg("the file cannot be read (%(words)s)", words=words),
        msg("save it again as CSV with the encoding UTF-8"),
    )
    load.skip(path, "file")


def _add_waiting(load: IntakeLoad) -> None:
    """Add the rows of several files to the table `few`, many pieces at once: each INSERT costs like many rows."""
    queries = [query for some in load.waiting.values() for query in some]
    try:
        for place in range(0, len(queries), AT_ONCE):
            load.store.run(f"INSERT INTO few {' UNION ALL '.join(queries[place : place + AT_ONCE])}")
    except IntakeError as error:
        for path in load.waiting:
            load.store.run("DELETE FROM few WHERE file = ?", [path])
            _broken(load, path, error)
    load.waiting.clear()
    for (table,) in load.store.rows("SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, 'piece_')"):
        load.store.run(f"DROP TABLE {table}")


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


def _read(load: IntakeLoad, file: Path, path: str) -> list[Refused]:
    """Add a file's rows to the table `rows`; return what is wrong with the others."""
    if file.stat().st_size == 0:
        return []
    return _read_csv(load, file, path) if file.suffix == ".csv" else _read_parquet(load, file, path)


def _read_csv(load: IntakeLoad, file: Path, path: str) -> list[Refused]:
    with file.open("rb") as source:
        first = source.readline(LONGEST_LINE)
        header = read_header(first)
        if isinstance(header, BadLine):
            return list(refused_lines([header]))
        if not _right_header(load, path, _distinct(header.columns)):
            load.skip(path, "file", max(sum(map(line_count, pieces(source))), 1))
            return []
        found: list[Refused] = []
        number = 2
        for piece in pieces(source):
            key = digest_of_bytes(b"%d %b" % (len(first), first), piece)
            found += _add(load, path, number, key, len(piece), partial(_parse_lines, load, piece, header))
            number += line_count(piece)
    return found


def _parse_lines(load: IntakeLoad, piece: bytes, header: Header, table: str) -> list[Refused]:
    bad: list[BadLine] = []
    lines = regular(piece, 1, header, bad.append)
    target = load.store.fresh_path("txt")
    target.write_bytes(lines)
    columns = _distinct(header.columns)
    rows = Piece(lines_sql(columns, target), columns, has_blanks(lines))
    found = parse(load.store, rows, load.known, load.now, table)
    target.unlink()
    return [*refused_lines(bad), *found]


def _read_parquet(load: IntakeLoad, file: Path, path: str) -> list[Refused]:
    """Read a Parquet file; timestamps with a time zone become texts with an offset."""
    copy = load.store.fresh_path("parquet")
    shutil.copyfile(file, copy)
    source = f"read_parquet({sql_text(str(copy))})"
    kinds = load.store.rows(f"DESCRIBE SELECT * FROM {source}")
    columns = _distinct([column for column, *_ in kinds])
    cells = ", ".join(_as_text(column, kind, ours) for (column, kind, *_), ours in zip(kinds, columns, strict=True))
    found: list[Refused] = []
    if _right_header(load, path, columns):
        with copy.open("rb") as content:
            key = file_digest(content, "blake2b").hexdigest()
        piece = Piece(f"(SELECT {cells} FROM {source})", columns)
        found = _add(load, path, 1, key, copy.stat().st_size, partial(parse, load.store, piece, load.known, load.now))
    else:
        load.skip(path, "file", max(load.store.number(f"SELECT count(*) FROM {source}"), 1))
    copy.unlink()
    return found


def _add(
    load: IntakeLoad, path: str, first: int, key: str, size: int, make: Callable[[str], list[Refused]]
) -> list[Refused]:
    """Add the valid rows of a piece, those that are kept or those that are made; return the refused ones.

    `first` is the line of its first row, `size` its length in bytes; `make` creates the table of a name.
    """
    kept, large = load.kept.find(key), size >= LARGE and len(load.large) < AT_ONCE
    if kept is None:
        table = load.new_table(large=large)
        refused = make(table)
        load.kept.keep(key, size, table, refused)
    else:
        table, refused = kept
    query = f"SELECT {', '.join(COLUMNS)}, {sql_text(path)} AS file, line + {first - 1} AS line FROM {table}"
    if large:
        load.large.append((path, query))
    else:
        load.waiting.setdefault(path, []).append(query)
    return [one.moved(first - 1) for one in refused]


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
    return not missing


def _report(load: IntakeLoad, path: str, found: Iterable[Refused]) -> None:
    """Count the refused rows of a file, and add findings for the first of each rule."""
    by_rule: dict[tuple[str, str], Refused] = {}
    for one in found:
        key = one.rule, one.column
        by_rule[key] = by_rule[key] + one if key in by_rule else one
    for refused in by_rule.values():
        for line, message, suggestion in refused.first:
            load.find(path, line, message, suggestion)
        if refused.skipped:
            load.skip(path, refused.rule, refused.skipped)
        if (more := refused.number - AT_MOST) > 0:
            message = msg("%(number)s more rows like: %(like)s", number=more, like=refused.like)
            load.find(path, 0, message, msg("fix the export, then write the file again"))
