"""When complaints were received, and about what: the intake, and the queue of drafts that it does not know.

Nothing else of a row is read. A million rows are grouped by DuckDB and not one by one.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from generator.records.complaint import Complaint
from generator.records.intake import Intake

_BETWEEN = "FROM intake WHERE excluded_because IS NULL AND received > ? AND received <= ?"


@dataclass
class Arrivals:
    """Sorted instants (seconds since 1970, UTC) by topic and by component; `everything` has them all."""

    everything: list[float] = field(default_factory=list)
    topics: dict[str, list[float]] = field(default_factory=dict)
    components: dict[str, list[float]] = field(default_factory=dict)


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
