"""Channels with their openings, as home and contact show them; what holds when is left to the reader's clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from answerable.facts.openings import (
    BEYOND,
    Opening,
    closings,
    day_and_night,
    holiday_name,
    openings,
    openings_on,
    shifts_of,
)
from answerable.facts.status import current_incidents
from answerable.publish.context import Context
from answerable.publish.render import render
from answerable.records.company import Channel, Person
from answerable.records.hours import ALL_DAY
from answerable.records.text import Text

AHEAD = 75
"""Days of openings that travel with a page: sixty without a rebuild, and a fortnight's holidays to look past then."""
WEEK = 7
"""Days of the table of hours that are shown at a time."""
BEHIND = timedelta(days=1)
"""How far before the build a page's windows begin, for readers whose clock is behind."""


@dataclass(frozen=True)
class Window:
    """From `start` until before `end`; None when nobody looked so far."""

    start: datetime
    end: datetime | None

    def holds(self, now: datetime) -> bool:
        """Whether `now` is in it."""
        return self.start <= now and (self.end is None or now < self.end)


@dataclass(frozen=True)
class Day:
    """One day of a channel: its openings that begin on it, and why it differs from its week.

    It is shown from `since`, when it is six days ahead, until `until`, when it is over.
    """

    day: date
    openings: tuple[Opening, ...]
    all_day: bool
    why: Text | str | None
    since: datetime
    until: datetime
    shown: bool


@dataclass(frozen=True)
class ChannelHours:
    """A channel that people answer: open or closed now, and the windows from which a script can tell it later."""

    channel: Channel
    people: tuple[Person, ...]
    open: Window | None
    closed: Window | None
    openings: str
    closings: str
    days: tuple[Day, ...]
    zone: str

    @property
    def stated(self) -> bool:
        """Whether the channel has hours that begin and end."""
        return self.channel.hours.stated and not self.day_and_night

    @property
    def day_and_night(self) -> bool:
        """Whether somebody answers at every hour of every day."""
        return day_and_night(self.channel)


@dataclass(frozen=True)
class OffHours:
    """What the off-hours notice says: whose hours it follows, and other ways to reach somebody.

    Of the ways only one is shown, chosen by the clock; `best` is that of the build.
    """

    desk: ChannelHours
    ways: tuple[ChannelHours, ...]
    best: ChannelHours | None


def channel_hours(context: Context) -> list[ChannelHours]:
    """All channels in the order of `channels.yml`."""
    return [_desk(context, channel) for channel in context.ledger.channels]


def off_hours(context: Context, found: Sequence[ChannelHours]) -> OffHours | None:
    """The notice for the first channel with hours; none while an incident is open or when it is never closed."""
    first = next((desk for desk in found if desk.channel.hours.stated), None)
    if first is None or not first.stated or current_incidents(context.ledger, context.now):
        return None
    ways = tuple(d for d in found if d is not first and d.channel.hours.stated and d.channel.url)
    return OffHours(first, ways, _best(first, ways))


def _best(first: ChannelHours, ways: Sequence[ChannelHours]) -> ChannelHours | None:
    """One that is open, else the one that opens first, if that is before the first channel does."""
    opened = next((desk for desk in ways if desk.open), None)
    if opened or not first.closed:
        return opened
    shut = [(desk.closed.end, number) for number, desk in enumerate(ways) if desk.closed and desk.closed.end]
    sooner = [one for one in shut if first.closed.end is None or one[0] < first.closed.end]
    return ways[min(sooner)[1]] if sooner else None


def _desk(context: Context, channel: Channel) -> ChannelHours:
    start, now = context.now - BEHIND, context.now
    opened = [_known(opening, start) for opening in openings(channel, start, AHEAD)]
    closed = [Window(closing.start, closing.end) for closing in closings(channel, start, AHEAD)]
    people = (context.ledger.person(id) for id in channel.answers)
    return ChannelHours(
        channel=channel,
        people=tuple(person for person in people if person),
        open=next((window for window in opened if window.holds(now)), None),
        closed=next((window for window in closed if window.holds(now)), None),
        openings=_windows(opened),
        closings=_windows(closed),
        days=tuple(_days(context, channel)),
        zone=str(channel.zone or context.zone),
    )


def _known(opening: Opening, start: datetime) -> Window:
    """An opening that goes on past the days looked at has no end that is known."""
    return Window(opening.start, opening.end if opening.end < start + timedelta(days=AHEAD + BEYOND - 1) else None)


def _days(context: Context, channel: Channel) -> Iterable[Day]:
    zone = channel.zone or context.zone
    today = context.now.astimezone(zone).date()
    for number in range(AHEAD - WEEK if channel.hours.stated else 0):
        day = today + timedelta(days=number)
        shifts = shifts_of(channel, day)
        yield Day(
            day=day,
            openings=openings_on(channel, day),
            all_day=shifts == (ALL_DAY,),
            why=None if shifts == channel.hours.days[day.weekday()] else _why(context, channel, day),
            since=_midnight(day - timedelta(days=WEEK - 1), zone),
            until=_midnight(day + timedelta(days=1), zone),
            shown=number < WEEK,
        )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _why(context: Context, channel: Channel, day: date) -> Text | str | None:
    for exception in channel.exceptions:
        if exception.day == day:
            return exception.why
    return holiday_name(channel, day, context.language)


def _windows(found: Iterable[Window]) -> str:
    """`start/end start/end …`: the first instant in full, each other one as minutes since the one before.

    An end that is not known is left out. Weeks that repeat compress to almost nothing this way.
    """
    written: list[str] = []
    before: datetime | None = None
    for window in found:
        for at in (window.start, window.end):
            written.append("" if at is None else _since(at, before))
            before = at or before
    return " ".join(map("/".join, zip(written[::2], written[1::2], strict=True)))


def _since(at: datetime, before: datetime | None) -> str:
    if before is None:
        return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    return f"+{round((at - before) / timedelta(minutes=1))}"


def body(context: Context, root: str) -> str:
    """The whole page."""
    found = channel_hours(context)
    notice = off_hours(context, found)
    return render(context, "contact.html", root, desks=found, off_hours=notice, owners=list(_owners(context)))


def _owners(context: Context) -> Iterator[tuple[Text, Person]]:
    ledger = context.ledger
    owned = [(o.name, o.owner) for o in ledger.groups]
    owned += [(o.name, o.owner) for o in ledger.components]
    owned += [(o.name, o.owner) for o in ledger.topics]
    for name, owner in owned:
        who = ledger.person(owner or "")
        if who:
            yield name, who
