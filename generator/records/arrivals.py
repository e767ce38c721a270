"""When complaints were received, and about what: the intake's rows, and the records that it does not know.

Nothing else of a row is read. A million rows are grouped by DuckDB and not one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from generator.records.complaint import Complaint
from generator.records.intake import Intake

FOLDER = "intake"
_HAS_OFFSET = r"(?i)(z|[+-]\d\d:?\d\d)\s*$"
_READERS = {
    "csv": "read_csv($1, all_varchar=true, header=true, union_by_name=true, ignore_errors=true, null_padding=true)",
    "parquet": "read_parquet($1, union_by_name=true)",
}


@dataclass
class Arrivals:
    """Sorted instants (seconds since 1970, UTC) by topic and by component; `everything` has them all.

    `uncounted` is how many rows had no instant with an offset, or no id.
    """

    everything: list[float] = field(default_factory=list)
    topics: dict[str, list[float]] = field(default_factory=dict)
    components: dict[str, list[float]] = field(default_factory=dict)
    uncounted: int = 0


def read_arrivals(content: Path, records: Iterable[Complaint], since: datetime, until: datetime) -> Arrivals:
    """The complaints received after `since` until `until`, those of `content/intake/` and records, each id once.

    Rows that were excluded, such as spam, are left out. Raises duckdb.Error when a file cannot be read at all.
    """
    with duckdb.connect() as base:
        base.execute("CREATE TABLE rows (id VARCHAR, received DOUBLE, topic VARCHAR, component VARCHAR)")
        uncounted = sum(_load(base, *source) for source in _sources(content / FOLDER))
        _load_records(base, list(records))
        base.execute(
            "CREATE TABLE arrivals AS SELECT received, topic, component FROM ("
            " SELECT id, any_value(received) AS received, any_value(topic) AS topic, any_value(component) AS component"
            " FROM rows GROUP BY id) WHERE received > ? AND received <= ?",
            [since.timestamp(), until.timestamp()],
        )
        everything = base.execute("SELECT list(received ORDER BY received) FROM arrivals").fetchone()
        return Arrivals(
            everything=list(everything[0] or []) if everything else [],
            topics=dict(_grouped(base, "topic")),
            components=dict(_grouped(base, "component")),
            uncounted=uncounted,
        )


def arrivals_of(intake: Intake, since: datetime, until: datetime) -> Arrivals:
    """The same of an intake that is read already. Rows that could not be counted are the intake's to tell."""
    if intake.empty:
        return Arrivals()
    between = "FROM intake WHERE excluded_because IS NULL AND received > ? AND received <= ?"
    span = [int(since.timestamp()), int(until.timestamp())]

    def grouped(column: str) -> dict[str, list[float]]:
        lists = f"SELECT {column}, list(received ORDER BY received) {between} AND {column} IS NOT NULL"
        return dict(intake.rows(f"{lists} GROUP BY {column} ORDER BY {column}", span))

    everything = intake.rows(f"SELECT list(received ORDER BY received) {between}", span)[0][0]
    return Arrivals(list(everything or []), grouped("topic"), grouped("component"))


def _sources(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for ending, reader in _READERS.items():
        files = sorted(str(path) for path in folder.glob(f"*.{ending}") if path.is_file() and not path.is_symlink())
        if files:
            yield reader, files


def _load(base: duckdb.DuckDBPyConnection, reader: str, files: list[str]) -> int:
    """Take some files' rows in; gives how many could not be counted."""
    described = base.execute(f"SELECT * FROM {reader} LIMIT 0", [files]).description or []  # noqa: S608 (our own words)
    columns = {str(column[0]) for column in described}
    if not {"id", "received"} <= columns:
        return 0
    topic, component, excluded = (
        f"nullif(trim({name}), '')" if name in columns else "NULL"
        for name in ("topic", "component", "excluded_because")
    )
    base.execute(
        "CREATE OR REPLACE TEMP TABLE raw AS SELECT nullif(trim(CAST(id AS VARCHAR)), '') AS id,"  # noqa: S608
        f" CASE WHEN regexp_matches(CAST(received AS VARCHAR), '{_HAS_OFFSET}')"
        " THEN epoch(TRY_CAST(received AS TIMESTAMPTZ)) END AS received,"
        f" {topic} AS topic, {component} AS component FROM {reader} WHERE {excluded} IS NULL",
        [files],
    )
    base.execute("INSERT INTO rows SELECT * FROM raw WHERE id IS NOT NULL AND received IS NOT NULL")
    bad = base.execute("SELECT count(*) FROM raw WHERE id IS NULL OR received IS NULL").fetchone()
    return int(bad[0]) if bad else 0


def _load_records(base: duckdb.DuckDBPyConnection, records: list[Complaint]) -> None:
    """Take the records in; where the intake has the same id, the record's component is the row's."""
    columns = (
        [record.id for record in records],
        [record.received.timestamp() for record in records],
        [record.topic for record in records],
        [record.component for record in records],
    )
    base.execute(
        "CREATE TEMP TABLE records AS SELECT unnest(?::VARCHAR[]) AS id, unnest(?::DOUBLE[]) AS received,"
        " unnest(?::VARCHAR[]) AS topic, unnest(?::VARCHAR[]) AS component",
        list(columns),
    )
    base.execute("UPDATE rows SET component = records.component FROM records WHERE rows.id = records.id")
    base.execute("INSERT INTO rows SELECT * FROM records WHERE id NOT IN (SELECT id FROM rows)")


def _grouped(base: duckdb.DuckDBPyConnection, column: str) -> Iterator[tuple[str, list[float]]]:
    lists = f"SELECT {column}, list(received ORDER BY received) FROM arrivals"  # noqa: S608 (our own words)
    yield from base.execute(f"{lists} WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY {column}").fetchall()
