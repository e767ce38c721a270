"""The contact page, and the channels' opening hours for it and the home page.

Pages carry the hours of the coming weeks, from which a script finds what applies by the reader's clock.
"""

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
from answerable.publish.context import Context, once
from answerable.publish.pages import page_titles
from answerable.publish.render import render
from answerable.records.company import Channel, Person
from answerable.records.hours import ALL_DAY
from answerable.records.text import Text

AHEAD = 75
"""Days of opening hours in a page: sixty without a rebuild, and a fortnight in case they end in holidays."""
WEEK = 7
"""Days shown at a time in the table of hours."""
BEHIND = timedelta(days=1)
"""How long before the build a page's hours begin, for readers whose clock is slow."""


@dataclass(frozen=True)
class Window:
    """The time from `start` until before `end`, which is None if it is after the days calculated."""

    start: datetime
    end: datetime | None

    def includes(self, now: datetime) -> bool:
        """Return whether it includes `now`."""
        return self.start <= now and (self.end is None or now < self.end)


@dataclass(frozen=True)
class Day:
    """One day of a channel: the openings that begin on it, and why it differs from a usual day of its week.

    The table shows it from `since`, when it is six days ahead, until `until`, when it is over.
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
    """A channel, whether it is open or closed now, and the hours from which a script can tell that later."""

    channel: Channel
    people: tuple[Person, ...]
    open: Window | None
    closed: Window | None
    openings: str
    closings: str
    days: tuple[Day, ...]
    zone: ZoneInfo

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
    """The notice outside opening hours: the channel whose hours it follows, and other channels to use instead.

    Only one of the `ways` is shown, which the script chooses by the clock; `best` is the one at the time of the build.
    """

    desk: ChannelHours
    ways: tuple[ChannelHours, ...]
    best: ChannelHours | None


@once
def channel_hours(context: Context) -> tuple[ChannelHours, ...]:
    """Return the hours of all channels, in the order of `channels.yml`."""
    return tuple(_desk(context, channel) for channel in context.ledger.channels)


def off_hours(context: Context, found: Sequence[ChannelHours]) -> OffHours | None:
    """Return the notice for the first channel with hours, or None if it never closes or an incident is open."""
    first = next((desk for desk in found if desk.channel.hours.stated), None)
    if first is None or not first.stated or current_incidents(context.ledger, context.now):
        return None
    ways = tuple(d for d in found if d is not first and d.channel.hours.stated and d.channel.url)
    return OffHours(first, ways, _best(first, ways))


def _best(first: ChannelHours, ways: Sequence[ChannelHours]) -> ChannelHours | None:
    """Return a channel that is open, else the one that opens first if that is before the first channel does."""
    open_now = next((desk for desk in ways if desk.open), None)
    if open_now or not first.closed:
        return open_now
    closed = [(desk.closed.end, number) for number, desk in enumerate(ways) if desk.closed and desk.closed.end]
    sooner = [one for one in closed if first.closed.end is None or one[0] < first.closed.end]
    return ways[min(sooner)[1]] if sooner else None


def _desk(context: Context, channel: Channel) -> ChannelHours:
    start, now = context.now - BEHIND, context.now
    opened = [_window(opening, start) for opening in openings(channel, start, AHEAD)]
    closed = [Window(closing.start, closing.end) for closing in closings(channel, start, AHEAD)]
    people = (context.ledger.person(id) for id in channel.answers)
    return ChannelHours(
        channel=channel,
        people=tuple(person for person in people if person and not person.retired),
        open=next((window for window in opened if window.includes(now)), None),
        closed=next((window for window in closed if window.includes(now)), None),
        openings=_windows(opened),
        closings=_windows(closed),
        days=tuple(_days(context, channel)),
        zone=channel.zone or context.zone,
    )


def _window(opening: Opening, start: datetime) -> Window:
    """Return an opening as a window, without an end if it may go on after the days calculated."""
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
    """Return windows as `start/end start/end …`: the first instant in full, others as minutes since the previous one.

    An unknown end is left out, and so are seconds: the first start may be any second, and must not shift what follows.
    Weeks that repeat compress to almost nothing this way.
    """
    written: list[str] = []
    before: datetime | None = None
    for window in found:
        for at in (window.start, window.end):
            minute = at.replace(second=0, microsecond=0) if at else None
            written.append("" if minute is None else _since(minute, before))
            before = minute or before
    return " ".join(map("/".join, zip(written[::2], written[1::2], strict=True)))


def _since(at: datetime, before: datetime | None) -> str:
    if before is None:
        return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    return f"+{(at - before) // timedelta(minutes=1)}"


def body(context: Context, root: str) -> str:
    """Return the page."""
    found = channel_hours(context)
    notice = off_hours(context, found)
    return render(
        context,
        "contact.html",
        root,
        desks=found,
        off_hours=notice,
        owners=list(_owners(context)),
        more=page_titles.links(context, "track.html"),
    )


def _owners(context: Context) -> Iterator[tuple[Text, Person]]:
    ledger = context.ledger
    owned = [(o.name, o.owner) for o in ledger.groups]
    owned += [(o.name, o.owner) for o in ledger.components]
    owned += [(o.name, o.owner) for o in ledger.topics]
    for name, owner in owned:
        who = ledger.person(owner or "")
        if who:
            yield name, who
