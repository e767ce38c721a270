"""Channels with their openings, as home and contact show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from generator.facts.hours import Opening, next_opening, open_now, openings
from generator.publish.context import Context
from generator.records.company import Channel


@dataclass(frozen=True)
class Desk:
    """A channel, its opening now if it is open, its next one, and those of the next seven days."""

    channel: Channel
    open: Opening | None
    next: Opening | None
    week: tuple[Opening, ...]
    zone: str


def desks(context: Context) -> list[Desk]:
    """All channels in the order of `channels.yml`."""
    return [_desk(context, channel) for channel in context.ledger.channels]


def _desk(context: Context, channel: Channel) -> Desk:
    if not channel.hours.stated:
        return Desk(channel, None, None, (), "")
    start = context.now - timedelta(hours=12)
    week = tuple(o for o in openings(channel, start, 8) if o.end > context.now)
    zone = str(channel.zone or context.zone)
    return Desk(channel, open_now(channel, context.now), next_opening(channel, context.now), week, zone)
