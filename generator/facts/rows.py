"""The rows behind the figures, to be downloaded: what was received and when what happened; no text, no person."""

from __future__ import annotations

from datetime import datetime

from generator.records.intake import Intake
from generator.records.intake_columns import FILE_COLUMNS, INSTANTS

COLUMNS = (*FILE_COLUMNS[:4], "component", *FILE_COLUMNS[4:], "reopened", "withdrawn", "published")
"""`published` says whether a page tells the complaint's story. Before one does, a record has no id here, since the ids
of records are made of words."""
FORMULA = ("=", "+", "-", "@", "\t")
"""What a spreadsheet takes for the beginning of a formula; a quote before it keeps the cell a text."""


def rows_csv(intake: Intake, now: datetime) -> bytes:
    """All rows received by an instant as CSV; nothing in it can run in a spreadsheet."""
    return b"" if intake.empty else intake.exported(_query(now, plain=True), "FORMAT csv, HEADER")


def rows_parquet(intake: Intake, now: datetime) -> bytes:
    """The same as Parquet, instants as timestamps in UTC."""
    return b"" if intake.empty else intake.exported(_query(now, plain=False), "FORMAT parquet, COMPRESSION zstd")


def _query(now: datetime, *, plain: bool) -> str:
    columns = ", ".join(_column(column, int(now.timestamp()), plain=plain) for column in COLUMNS)
    return f"SELECT {columns} FROM intake WHERE received <= {int(now.timestamp())} ORDER BY intake.received, intake.id"


def _column(column: str, now: int, *, plain: bool) -> str:
    told = f"(record AND coalesce(intake.resolved <= {now}, false))"
    if column == "published":
        return f"{told} AS published"
    if column == "id":
        return f"CASE WHEN NOT record OR {told} THEN intake.id END AS id"
    if column in INSTANTS:
        at = f"make_timestamp(CASE WHEN intake.{column} <= {now} THEN intake.{column} END * 1000000)"
        return f"strftime({at}, '%Y-%m-%dT%H:%M:%SZ') AS {column}" if plain else f"{at}::TIMESTAMPTZ AS {column}"
    if column == "outcome":
        return f"CASE WHEN intake.resolved <= {now} THEN outcome END AS outcome"
    if column == "excluded_because" and plain:
        starts = " OR ".join(f"starts_with({column}, '{sign}')" for sign in FORMULA)
        return f"CASE WHEN {starts} THEN '''' || {column} ELSE {column} END AS {column}"
    return column
