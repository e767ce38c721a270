"""Channels with their openings, as home and contact show them; what holds when is left to the reader's clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from generator.facts.hours import Closing, Opening, closings, holiday_name, openings, shifts_of
from generator.publish.context import Context
from generator.records.company import Channel, Person
from generator.records.text import Text

AHEAD = 30
"""Days of openings that travel with a page."""
BEHIND = timedelta(days=1)
"""How far before the build a page's windows begin, for readers whose clock is behind."""


@dataclass(frozen=True)
class Day:
    """One day of a channel's next seven: its openings that begin on it, and why it differs from its week."""

    day: date
    openings: tuple[Opening, ...]
    why: Text | str | None


@dataclass(frozen=True)
class Desk:
    """A channel that people answer: open or closed now, and the windows from which a script can tell it later."""

    channel: Channel
    people: tuple[Person, ...]
    open: Opening | None
    closed: Closing | None
    openings: str
    closings: str
    week: tuple[Day, ...]
    zone: str

    @property
    def stated(self) -> bool:
        """Whether the channel has hours that begin and end."""
        return self.channel.hours.stated and not self.channel.hours.always


def desks(context: Context) -> list[Desk]:
    """All channels in the order of `channels.yml`."""
    return [_desk(context, channel) for channel in context.ledger.channels]


def _desk(context: Context, channel: Channel) -> Desk:
    start, now = context.now - BEHIND, context.now
    opened, closed = openings(channel, start, AHEAD), closings(channel, start, AHEAD)
    people = (context.ledger.person(id) for id in channel.answers)
    return Desk(
        channel=channel,
        people=tuple(person for person in people if person),
        open=next((o for o in opened if o.start <= now < o.end), None),
        closed=next((c for c in closed if c.start <= now and (c.end is None or now < c.end)), None),
        openings=_windows(opened),
        closings=_windows(closed),
        week=tuple(_week(context, channel)),
        zone=str(channel.zone or context.zone),
    )


def _week(context: Context, channel: Channel) -> Iterable[Day]:
    zone = channel.zone or context.zone
    today = context.now.astimezone(zone).date()
    opened = openings(channel, context.now - BEHIND, 9)
    for day in (today + timedelta(days=number) for number in range(7)):
        begins = tuple(o for o in opened if o.start.astimezone(zone).date() == day)
        usual = shifts_of(channel, day) == channel.hours.days[day.weekday()]
        yield Day(day, begins, None if usual else _why(context, channel, day))


def _why(context: Context, channel: Channel, day: date) -> Text | str | None:
    for exception in channel.exceptions:
        if exception.day == day:
            return exception.why
    return holiday_name(channel, day, context.language)


def _windows(found: Iterable[Opening | Closing]) -> str:
    """`start/end start/end …`, the last end empty when it is not known."""
    return " ".join(f"{_iso(one.start)}/{_iso(one.end) if one.end else ''}" for one in found)


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
