"""The rows behind the figures, to be downloaded: what was received and when what happened; no text, no person."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from answerable.facts.surge import Arrivals
from answerable.intake.intake import Intake
from answerable.intake.store import FILE_COLUMNS, INSTANTS
from answerable.records.ledger import Ledger, end_of
from answerable.records.model import Complaint

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


BEFORE = timedelta(days=90)
AFTER = timedelta(days=1)


def complaints_behind(intake: Intake, ledger: Ledger, now: datetime) -> dict[str, int]:
    """The number by the id of the complaint that says what changed. Counted ones only, as of an instant."""
    rows = list(_windows(ledger, now))
    if intake.empty or not rows:
        return {}
    intake.fill("change", ("id", "topic", "first", "last"), rows)
    intake.run(
        "CREATE OR REPLACE TABLE so_far AS SELECT topic, received, "
        "CAST(sum(count(*)) OVER (PARTITION BY topic ORDER BY received) AS BIGINT) AS number "
        "FROM intake WHERE excluded_because IS NULL GROUP BY topic, received"
    )
    found = intake.rows(
        "SELECT change.id, coalesce(until.number, 0) - coalesce(before.number, 0) FROM change "
        "ASOF LEFT JOIN so_far AS until ON change.topic = until.topic "
        "AND CAST(change.last AS BIGINT) >= until.received "
        "ASOF LEFT JOIN so_far AS before ON change.topic = before.topic "
        "AND CAST(change.first AS BIGINT) > before.received ORDER BY 1"
    )
    return dict(found)


def window(answer: Complaint, ledger: Ledger) -> tuple[datetime, datetime]:
    """From when to when complaints stand behind a change. Raises ValueError when it is not resolved."""
    if answer.resolved_at is None:
        raise ValueError(f"{answer.id} is not resolved")
    incident = ledger.incident(answer.incident or "")
    if incident is None:
        return answer.resolved_at - BEFORE, answer.resolved_at
    return incident.started_at, end_of(incident) + AFTER if incident.resolved_at else end_of(incident)


def _windows(ledger: Ledger, now: datetime) -> Iterator[tuple[str, str, int, int]]:
    for answer in ledger.changes:
        first, last = window(answer, ledger)
        yield answer.id, answer.topic, int(first.timestamp()), int(min(last, now).timestamp())


_BETWEEN = "FROM intake WHERE excluded_because IS NULL AND received > ? AND received <= ?"


def arrivals_of(intake: Intake, since: datetime, until: datetime, queue: Iterable[Complaint] = ()) -> Arrivals:
    """The complaints received after `since` until `until`, each id once; rows that were excluded are left out.

    `queue` are drafts, which are no part of the intake until they are published.
    """
    found = Arrivals() if intake.empty else _of_intake(intake, [int(since.timestamp()), int(until.timestamp())])
    waiting = [one for one in queue if since < one.received <= until]
    known = _known(intake, [one.id for one in waiting])
    for one in waiting:
        if one.id not in known:
            _add(found, one)
    return found


def _of_intake(intake: Intake, span: Sequence[int]) -> Arrivals:
    def grouped(column: str) -> dict[str, list[float]]:
        lists = f"SELECT {column}, list(received ORDER BY received) {_BETWEEN} AND {column} IS NOT NULL"
        return dict(intake.rows(f"{lists} GROUP BY {column} ORDER BY {column}", span))

    everything = intake.rows(f"SELECT list(received ORDER BY received) {_BETWEEN}", span)[0][0]
    return Arrivals(list(everything or []), grouped("topic"), grouped("component"))


def _known(intake: Intake, ids: list[str]) -> set[str]:
    if intake.empty or not ids:
        return set()
    return {str(id) for (id,) in intake.rows("SELECT id FROM intake WHERE id IN (SELECT unnest(?::VARCHAR[]))", [ids])}


def _add(arrivals: Arrivals, complaint: Complaint) -> None:
    at = complaint.received.timestamp()
    insort(arrivals.everything, at)
    insort(arrivals.topics.setdefault(complaint.topic, []), at)
    if complaint.component:
        insort(arrivals.components.setdefault(complaint.component, []), at)
