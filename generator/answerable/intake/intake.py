"""The intake: every complaint that was received, without text and without persons; the denominators of all figures.

Rows of `content/intake/` and complaint records are one population. A row that cannot be counted is set aside, found and
counted as such; it never spoils another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from answerable.intake.reading import AT_MOST, IntakeReading, intake_files, read_files
from answerable.intake.store import COLUMNS, INSTANTS, STEPS, Store
from answerable.records.findings import Finding
from answerable.records.instants import format_instant
from answerable.records.model import Complaint, Step
from answerable.records.vocabulary import Did

_COMPARED = ("channel", "topic", "priority", "component", "outcome", *INSTANTS)
_FLATTERING = ", ".join(f"{step} DESC NULLS FIRST" for step in STEPS)
_ORDER = f"excluded_because NULLS FIRST, {_FLATTERING}, {', '.join(COLUMNS)}, file, line"


def row_of(complaint: Complaint) -> tuple[object, ...]:
    """A record as a row, in the order of COLUMNS: the first answer, the resolution that stands, what came after it."""
    resolution = complaint.resolution
    opened = complaint.last(Did.REOPENED)
    since = opened.at if opened else complaint.received
    words = (
        complaint.id, complaint.channel, complaint.topic, complaint.priority, complaint.component,
        resolution.outcome if resolution else None, None,
    )  # fmt: skip
    steps = (
        complaint.first(Did.ANSWERED),
        complaint.first(Did.AUTO_ANSWERED),
        complaint.first(Did.TAKEN_PRIVATE),
        resolution,
        _after(complaint.last(Did.FOLLOWED_UP), since),
        _after(complaint.last(Did.CONFIRMED), since) if resolution else None,
        opened,
        complaint.last(Did.WITHDRAWN),
    )
    return (*words, _seconds(complaint.received), *(_seconds(step.at) if step else None for step in steps))


def join_records(reading: IntakeReading, complaints: Iterable[Complaint]) -> None:
    """The table `intake` from `rows` and the records: each id once, `record` where one stands behind it."""
    store = reading.store
    _refuse_doubles(reading)
    store.fill("told", (*COLUMNS, "path"), (_with_path(reading, complaint) for complaint in complaints))
    typed = ", ".join(f"CAST({one} AS BIGINT) AS {one}" if one in INSTANTS else one for one in COLUMNS)
    store.run(f"CREATE OR REPLACE TABLE told AS SELECT {typed}, path FROM told")
    _contradictions(reading)
    alone = ", ".join("coalesce(priority, 'normal') AS priority" if one == "priority" else one for one in COLUMNS)
    own = ", ".join(f"rows.{one}" if one == "excluded_because" else f"told.{one}" for one in COLUMNS)
    store.run(
        f"CREATE TABLE intake AS SELECT {alone}, false AS record, file, line FROM rows ANTI JOIN told USING (id) "
        f"UNION ALL SELECT {own}, true, coalesce(rows.file, told.path), coalesce(rows.line, 0) "
        f"FROM told LEFT JOIN rows USING (id)"
    )
    store.run("DROP TABLE rows")
    store.run("DROP TABLE told")


def _with_path(reading: IntakeReading, complaint: Complaint) -> tuple[object, ...]:
    return (*row_of(complaint), f"{reading.root.name}/{complaint.path}")


def _refuse_doubles(reading: IntakeReading) -> None:
    """Of rows with one id the least flattering one stays, whatever their order; the others are set aside."""
    store = reading.store
    store.run(
        f"CREATE TABLE doubles AS SELECT id, file, line, first(file) OVER one AS first_file, "
        f"first(line) OVER one AS first_line, row_number() OVER one AS place "
        f"FROM rows JOIN (SELECT id FROM rows GROUP BY id HAVING count(*) > 1) USING (id) "
        f"WINDOW one AS (PARTITION BY id ORDER BY {_ORDER})"
    )
    counted: dict[str, int] = {}
    for id_, file, line, other, at in store.rows(
        "SELECT id, file, line, first_file, first_line FROM doubles WHERE place > 1 ORDER BY file, line"
    ):
        counted[file] = counted.get(file, 0) + 1
        if counted[file] <= AT_MOST:
            right = "give each complaint one row; of several, the least flattering one counts"
            reading.find(file, line, f"the id `{id_}` stands in {other}:{at} too", right)
    for file, number in counted.items():
        reading.set_aside(file, "duplicate", number)
        if number > AT_MOST:
            reading.find(file, 0, f"{number - AT_MOST} more rows whose id stands elsewhere too", "write the file anew")
    if counted:
        store.run("DELETE FROM rows WHERE (file, line) IN (SELECT (file, line) FROM doubles WHERE place > 1)")
    store.run("DROP TABLE doubles")


def _contradictions(reading: IntakeReading) -> None:
    """A row that says otherwise than its record. Where only the record says something, the row is merely older."""
    for column in _COMPARED:
        found = reading.store.rows(
            f"SELECT rows.file, rows.line, rows.{column}, told.{column}, told.path FROM rows JOIN told USING (id) "
            f"WHERE rows.{column} IS NOT NULL AND rows.{column} IS DISTINCT FROM told.{column} ORDER BY 1, 2"
        )
        for file, line, ours, theirs, path in found:
            said = f"`{column}` {_shown(column, ours)} contradicts {path}, which says {_shown(column, theirs)}"
            reading.find(file, line, said, "correct the one that is wrong; until then the record counts")


def _shown(column: str, value: object) -> str:
    if value is None:
        return "nothing"
    if column in INSTANTS and isinstance(value, int):
        return f"`{format_instant(datetime.fromtimestamp(value, UTC))}`"
    return f"`{value}`"


def _after(step: Step | None, since: datetime) -> Step | None:
    """A step, unless the complaint was opened again after it."""
    return step if step and step.at >= since else None


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


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
    reading = IntakeReading(Store(), content, ids, int(now.timestamp()))
    read_files(reading, files)
    join_records(reading, complaints)
    return Intake(reading.store, reading.uncounted, reading.aside), [*findings, *reading.findings]
