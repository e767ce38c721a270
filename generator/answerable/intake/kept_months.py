"""Tallies."""

from __future__ import annotations

from datetime import datetime

from answerable.intake.engine import Population
from answerable.intake.tallies import Tallies, added, tables
from answerable.records.ledger import Ledger
from answerable.records.vocabulary import CalendarName


def all_tallies(intake: Population, ledger: Ledger, now: datetime, calendar: CalendarName) -> dict[str, Tallies]:
    """Return the tallies as of `now` of each month that has any, and of all months together under ""."""
    with tables(intake, ledger, now, None, calendar) as made:
        found = made.by_month()
        whole = added(found.values())
        for key, quantiles in made.of_all_months():
            whole[key].quantiles = quantiles
    return {**found, "": whole}
