"""Where the intake is kept while figures are made of it: a DuckDB database in memory, bounded and shut off.

It loads no extension, reaches no network, and reads and writes files in a folder of its own only, which it may also use
when the memory it is allowed does not suffice. One thread suffices, and leaves the process free to fork.
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


class Store:
    """The database with its folder; both are gone when nobody holds it any more."""

    def __init__(self) -> None:
        self._paths = 0
        self.folder = Path(tempfile.mkdtemp(prefix="answerable-intake-"))
        try:
            self.connection = duckdb.connect(config=_config(self.folder))
        except duckdb.Error:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        self.close = weakref.finalize(self, _close, self.connection, self.folder)
        for setting in (
            f"allowed_directories = [{sql_text(str(self.folder))}]",
            "enable_external_access = false",
            "TimeZone = 'UTC'",
            "lock_configuration = true",
        ):
            self.run(f"SET {setting}")

    def fresh_path(self, ending: str) -> Path:
        """A path in the folder that was never used: the database remembers what stood at one."""
        self._paths += 1
        return self.folder / f"{self._paths}.{ending}"

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """Run one statement."""
        self.connection.execute(sql, list(values))

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql, list(values)).fetchall()

    def number(self, sql: str, values: Sequence[object] = ()) -> int:
        """The one number that a query gives."""
        return int(self.rows(sql, values)[0][0] or 0)

    def lines(self, table: str, columns: Sequence[str], path: Path) -> None:
        """A table of texts from a regular file (see `intake_lines`); its `rowid` is the number of the line, from 0."""
        names = ", ".join(f"{sql_text(name)}: 'VARCHAR'" for name in columns)
        self.run(
            f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_csv({sql_text(str(path))}, columns = {{{names}}}, "
            f"delim = {sql_text(SEPARATOR)}, quote = '', escape = '', header = false, auto_detect = false, "
            f"new_line = '\\n', max_line_size = 100000)"
        )

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A table of texts from rows; None becomes NULL. Quicker by far than inserting one by one."""
        path = self.fresh_path("txt")
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for row in rows:
                file.write(SEPARATOR.join("" if cell is None else str(cell) for cell in row) + "\n")
        self.lines(table, columns, path)
        path.unlink()


def sql_text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def sql_name(value: str) -> str:
    """A column's name as SQL writes it."""
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


INSTANTS = (
    "received", "answered", "auto_answered", "taken_private", "resolved", "followed_up", "confirmed", "reopened",
    "withdrawn",
)  # fmt: skip
STEPS = INSTANTS[1:]
WORDS = ("id", "channel", "topic", "priority", "component", "outcome", "excluded_because")
COLUMNS = (*WORDS, *INSTANTS)
NEEDED = ("id", "channel", "received")
FILE_COLUMNS = (
    "id", "channel", "topic", "priority", "received", "answered", "auto_answered", "taken_private", "resolved",
    "followed_up", "confirmed", "outcome", "excluded_because",
)  # fmt: skip
"""The columns of a file that is written anew, in their order; `component`, `reopened`, `withdrawn` may follow."""
OPTIONAL = ("component", "reopened", "withdrawn")

_PARTS = r"^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d{1,6})?\s?(?:(Z|z)|([+-](?:0\d|1[0-5])):?([0-5]\d))$"
HAS_NO_OFFSET = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(\.\d{1,6})?$"


def word_sql(column: str) -> str:
    """A text's cell; NULL when it is empty."""
    return f"nullif(trim({sql_name(column)}), '')"


def instant_sql(column: str) -> str:
    """Seconds since 1970; NULL for an empty cell and for no instant. The usual form is read without patterns."""
    cell = word_sql(column)
    seconds = f"regexp_replace({cell}, '{_PARTS}', '\\1 \\2\\3')"
    offset = f"regexp_replace({cell}, '{_PARTS}', '\\5:\\6')"
    whole = f"CASE WHEN {seconds} LIKE '%:__:__' THEN {seconds} ELSE {seconds} || ':00' END"
    unusual = f"({whole}) || (CASE WHEN {offset} = ':' THEN '+00:00' ELSE {offset} END)"
    return (
        f"epoch_us(CASE WHEN length({sql_name(column)}) = 25 AND substr({sql_name(column)}, 20, 1) IN ('+', '-')"
        f" AND substr({sql_name(column)}, 23, 1) = ':' AND substr({sql_name(column)}, 17, 1) = ':'"
        f" AND substr({sql_name(column)}, 21, 2) <= '15' AND substr({sql_name(column)}, 24, 2) <= '59'"
        f" THEN try_cast({sql_name(column)} AS TIMESTAMPTZ)"
        f" WHEN regexp_full_match({cell}, '{_PARTS}') THEN try_cast({unusual} AS TIMESTAMPTZ) END) // 1000000"
    )
