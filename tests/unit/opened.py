"""When somebody answers, asked of the openings that pages carry."""

from __future__ import annotations

from datetime import datetime

from answerable.facts.openings import Opening, openings
from answerable.records.company import Channel


def is_open(channel: Channel, now: datetime) -> bool:
    """Whether somebody answers now."""
    return any(opening.start <= now < opening.end for opening in openings(channel, now, 2))


def next_opening(channel: Channel, now: datetime) -> Opening | None:
    """The first opening of sixty days that begins after now."""
    return next((opening for opening in openings(channel, now, 60) if opening.start > now), None)
