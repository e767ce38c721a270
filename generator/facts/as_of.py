"""The records as they speak at an instant: an end that is dated ahead has not come yet.

What has happened may be dated ahead by a wrong offset. Its words are told at once, since a notice must get out. That
something is over is told when its instant comes: nothing may look well before. It is taken out here, once for a build,
so that every page and file leaves the same out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from generator.records.incident import Incident, Maintenance
from generator.records.ledger import Ledger, with_records
from generator.records.words import OVER


def as_of(ledger: Ledger, now: datetime) -> Ledger:
    """The ledger without ends that are dated after now; of an incident nothing else was said of, it is not there."""
    incidents, works = list(_incidents(ledger, now)), [_work(work, now) for work in ledger.every_maintenance]
    if incidents == list(ledger.every_incident) and works == list(ledger.every_maintenance):
        return ledger
    return with_records(
        ledger, incidents=incidents, maintenances=works, notices=ledger.notices, complaints=ledger.complaints
    )


def _incidents(ledger: Ledger, now: datetime) -> Iterator[Incident]:
    for incident in ledger.every_incident:
        end = incident.resolved_at
        if end is None or end <= now:
            yield incident
            continue
        told = incident.updates[: -incident.closing]
        if told or incident.withdrawn:
            yield incident.model_copy(update={"updates": told or incident.updates})


def _work(work: Maintenance, now: datetime) -> Maintenance:
    told = tuple(update for update in work.updates if update.at <= now or update.status not in OVER)
    return work if len(told) == len(work.updates) else work.model_copy(update={"updates": told})
