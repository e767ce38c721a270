"""Figures of incidents by the month in which they began: how many, how long, how soon and often people were told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.facts.response import Spread
from generator.facts.shares import Share
from generator.records.words import Impact


@dataclass(frozen=True, slots=True)
class OutageFigures:
    """A month's incidents.

    `minutes_down`: minutes of the month in which at least one component was in a partial or major outage.
    `first_update`: from the beginning to the first public word, of incidents whose beginning is stated;
    `beginning_not_stated` counts the others. `between_updates`: between two words while it was open.
    `promises`: kept of those made in the month's incidents; those still running are not due.
    """

    month: str
    incidents: int
    by_impact: Mapping[Impact, int]
    still_open: int
    minutes_down: int
    first_update: Spread
    beginning_not_stated: int
    between_updates: Spread
    promises: Share
