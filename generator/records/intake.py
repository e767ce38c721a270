"""The intake: every complaint that was received, without text and without persons; the denominators of all figures.

Rows of `content/intake/` and complaint records are one population. A row that cannot be counted is set aside, found and
counted as such; it never spoils another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.records.complaint import Complaint
from generator.records.findings import Finding
from generator.records.intake_reading import Reading, intake_files, read_files
from generator.records.intake_records import join_records
from generator.records.intake_store import Store


class Intake:
    """The population, in the table `intake` of a database in memory (see `intake_columns` and `record, file, line`).

    `uncounted` has the number of rows that were set aside, by rule; `aside` the same by file.
    """

    def __init__(self, store: Store | None, uncounted: Mapping[str, int], aside: Mapping[str, int]) -> None:
        self._store = store
        self.uncounted = dict(sorted(uncounted.items()))
        self.aside = dict(sorted(aside.items()))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to make figures of."""
        return self._store is None

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """Run a statement over the table `intake`. Raises ValueError when the intake is empty."""
        self._open().run(sql, values)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query over the table `intake`. Raises ValueError when the intake is empty."""
        return self._open().rows(sql, values)

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A table of texts beside the table `intake`."""
        self._open().fill(table, columns, rows)

    def exported(self, query: str, form: str) -> bytes:
        """What a query gives, as the bytes of a file; `form` is what stands in DuckDB's COPY after the file."""
        store = self._open()
        path = store.fresh_path("out")
        store.run(f"COPY ({query}) TO '{path}' ({form})")
        try:
            return path.read_bytes()
        finally:
            path.unlink()

    def close(self) -> None:
        """Give the memory back; nothing can be asked afterwards."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def _open(self) -> Store:
        if self._store is None:
            raise ValueError("the intake is empty or closed")
        return self._store


NO_INTAKE = Intake(None, {}, {})


def read_intake(
    content: Path, complaints: Sequence[Complaint], known: Mapping[str, Iterable[str]], now: datetime
) -> tuple[Intake, list[Finding]]:
    """The population of a `content/` folder and what is wrong in its rows. Never raises for what stands there.

    `known` has the ids of `channel`, `topic` and `component`; of a kind that it has not, every id is good.
    """
    walked = list(intake_files(content))
    files = [one for one in walked if isinstance(one, Path)]
    findings = [one for one in walked if isinstance(one, Finding)]
    if not files and not complaints:
        return NO_INTAKE, findings
    ids = {kind: sorted(known[kind]) for kind in ("channel", "topic", "component") if kind in known}
    reading = Reading(Store(), content, ids, int(now.timestamp()))
    read_files(reading, files)
    join_records(reading, complaints)
    return Intake(reading.store, reading.uncounted, reading.aside), [*findings, *reading.findings]
