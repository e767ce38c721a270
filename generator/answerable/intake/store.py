"""The DuckDB database in which the intake is counted: in memory, with a memory limit, and sandboxed.

It loads no extension, reaches no network, and reads and writes files in a temporary folder of its own only, to which it
may also spill what does not fit into memory. It uses one thread, so that the process may fork.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from answerable.intake.lines import SEPARATOR

MEMORY = "1GB"


class IntakeError(Exception):
    """The database cannot run a statement: out of memory, a full disk, a broken file; the message says which."""


class Store:
    """The database and its folder; both are closed and removed with the last reference. Methods raise IntakeError."""

    def __init__(self) -> None:
        self._paths = 0
        self.folder = Path(tempfile.mkdtemp(prefix="answerable-intake-"))
        try:
            self.connection = duckdb.connect(config=_config(self.folder))
        except duckdb.Error as error:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise IntakeError(str(error)) from error
        self.close = weakref.finalize(self, _close, self.connection, self.folder)
        for setting in (
            f"allowed_directories = [{sql_text(str(self.folder))}]",
            "enable_external_access = false",
            "TimeZone = 'UTC'",
            "lock_configuration = true",
        ):
            self.run(f"SET {setting}")

    def fresh_path(self, ending: str) -> Path:
        """Return a path in the folder that was never used before, since the database caches files by path."""
        self._paths += 1
        return self.folder / f"{self._paths}.{ending}"

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """Run one statement."""
        self._execute(sql, values)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        try:
            return self._execute(sql, values).fetchall()
        except duckdb.Error as error:
            raise IntakeError(str(error)) from error

    def _execute(self, sql: str, values: Sequence[object]) -> duckdb.DuckDBPyConnection:
        try:
            return self.connection.execute(sql, list(values))
        except duckdb.Error as error:
            raise IntakeError(str(error)) from error

    def create(self, table: str, query: str) -> None:
        """Create a table from the rows of a query."""
        self.run(f"CREATE TABLE {table} AS {query}")

    def drop(self, table: str) -> None:
        """Drop a table if it is there."""
        self.run(f"DROP TABLE IF EXISTS {table}")

    def exported(self, query: str, form: str) -> bytes:
        """Return a query's rows as the bytes of a file; `form` are the options of DuckDB's COPY, such as FORMAT csv."""
        path = self.fresh_path("out")
        self.run(f"COPY ({query}) TO {sql_text(str(path))} ({form})")
        try:
            return path.read_bytes()
        finally:
            path.unlink()

    def parquet(self, query: str) -> bytes:
        """Return a query's rows as the bytes of a Parquet file that is quick to write and to read."""
        return self.exported(query, "FORMAT parquet, COMPRESSION lz4, PARQUET_VERSION v2")

    def from_parquet(self, content: bytes) -> str:
        """Return the SQL of the rows of a Parquet file, which is put into the folder."""
        path = self.fresh_path("parquet")
        path.write_bytes(content)
        return f"read_parquet({sql_text(str(path))})"

    def number(self, sql: str, values: Sequence[object] = ()) -> int:
        """Return the single number that a query gives; 0 for NULL."""
        return int(self.rows(sql, values)[0][0] or 0)

    def lines(self, table: str, columns: Sequence[str], path: Path) -> None:
        """Create a table of texts from a file that `regularize` wrote; `rowid` is the number of the line, from 0."""
        self.run(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM {lines_sql(columns, path)}")

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Create a table of texts from rows; None becomes NULL. Much faster than inserting the rows one by one."""
        path = self.fresh_path("txt")
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for row in rows:
                file.write(SEPARATOR.join("" if cell is None else str(cell) for cell in row) + "\n")
        self.lines(table, columns, path)
        path.unlink()


def lines_sql(columns: Sequence[str], path: Path) -> str:
    """Return the SQL of the rows of a file in the regular form, as texts; an empty cell is NULL."""
    names = ", ".join(f"{sql_text(name)}: 'VARCHAR'" for name in columns)
    return (
        f"read_csv({sql_text(str(path))}, columns = {{{names}}}, "
        f"delim = {sql_text(SEPARATOR)}, quote = '', escape = '', header = false, auto_detect = false, "
        f"new_line = '\\n', max_line_size = 100000)"
    )


def sql_text(value: str) -> str:
    """Return the text as a SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def sql_name(value: str) -> str:
    """Return the column's name as a SQL identifier."""
    return '"' + value.replace('"', '""') + '"'


def _config(folder: Path) -> dict[str, Any]:
    return {
        "memory_limit": MEMORY,
        "threads": 1,
        "temp_directory": str(folder / "spill"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "preserve_insertion_order": True,
        "enable_external_file_cache": False,
    }


def _close(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    connection.close()
    shutil.rmtree(folder, ignore_errors=True)
