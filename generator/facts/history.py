"""Incidents by day: one that crosses midnight stands in each day it touched."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from generator.records.incident import Incident
from generator.records.ledger import Ledger, end_of


def incidents_by_day(ledger: Ledger, first: date, last: date) -> dict[date, tuple[Incident, ...]]:
    """For each day from `first` to `last`, the incidents that were open in it, newest first."""
    zone = ledger.policy.zone
    start, end = datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)
    near = [i for i in ledger.ending_after(start) if i.started_at < end]
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return {day: tuple(i for i in near if _touches(i, datetime.combine(day, time(), zone))) for day in days}


def _touches(incident: Incident, midnight: datetime) -> bool:
    return incident.started_at < midnight + timedelta(days=1) and end_of(incident) > midnight
