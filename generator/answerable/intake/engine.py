"""What the figures need of a database: DuckDB, which is built in, or another one that a company has.

The SQL of the figures is plain enough for both DuckDB and PostgreSQL. What reads and checks rows is DuckDB's alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from answerable.translation.message import msg


class Engine(Protocol):
    """An SQL database with the table `intake`. It compares texts by their code points, as the collation `C` does."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return all rows of a query; an array is a list."""

    def create(self, table: str, query: str) -> None:
        """Create a table that only we see from the rows of a query."""

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Create a table that only we see, with columns of text, from rows; None becomes NULL."""

    def drop(self, table: str) -> None:
        """Drop a table if it is there."""


AnyEngine = TypeVar("AnyEngine", bound=Engine)


def opened(engine: AnyEngine | None) -> AnyEngine:
    """Return the engine. Raises ValueError if there is none."""
    if engine is None:
        raise ValueError(msg("the intake is empty or closed"))
    return engine


class Population:
    """The complaints to count, in the table `intake` of an engine; None has no complaints.

    The table has the text columns `id`, `channel`, `topic`, `priority`, `component`, `outcome` and `excluded_because`;
    the instants of `columns.INSTANTS` in seconds since 1970, as 64-bit integers; and `record`, whether a record tells
    of it. `uncounted` is the number of rows that were left out, by rule. Queries raise ValueError without an engine.
    """

    def __init__(self, engine: Engine | None, uncounted: Mapping[str, int] = MappingProxyType({})) -> None:
        self._engine = engine
        self._numbers = count(1)
        self.uncounted = dict(sorted(uncounted.items()))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to count."""
        return self._engine is None

    @property
    def has_excluded(self) -> bool:
        """Whether any complaint is excluded from the figures."""
        return not self.empty and bool(self.rows("SELECT 1 FROM intake WHERE excluded_because IS NOT NULL LIMIT 1"))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        return opened(self._engine).rows(sql)

    @contextmanager
    def table_of(self, name: str, query: str) -> Iterator[str]:
        """Create a table from a query and yield its name, which begins with `name`; it is dropped afterwards."""
        with self._named(name) as table:
            opened(self._engine).create(table, query)
            yield table

    @contextmanager
    def table_with(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
        """Create a table of texts from rows in the same way; None becomes NULL."""
        with self._named(name) as table:
            opened(self._engine).fill(table, columns, rows)
            yield table

    @contextmanager
    def _named(self, name: str) -> Iterator[str]:
        table = f"{name}_{next(self._numbers)}"
        try:
            yield table
        finally:
            opened(self._engine).drop(table)
