"""How many complaints stood behind each change: see the definition `behind`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from generator.records.complaint import Complaint
from generator.records.intake import Intake
from generator.records.ledger import Ledger, end_of

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
