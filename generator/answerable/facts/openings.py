"""When a channel is staffed: its weekly hours, public holidays and exceptions, in the channel's own time zone.

A time of day that a clock change skips or repeats is resolved as in calendars (RFC 5545, 3.3.5): a skipped one with the
offset before the change, a repeated one as the first of the two.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from answerable.output.user_cache import name_of, read_cached, write_cached
from answerable.records.company import Channel
from answerable.records.hours import Shift


@dataclass(frozen=True, slots=True)
class Opening:
    """The channel is staffed from `start` until before `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Closing:
    """The channel is closed from `start` until before `end`; `end` is None if no opening is known after it."""

    start: datetime
    end: datetime | None


BEYOND = 7
"""How many more days are searched, so that an opening that goes on past the end is not cut there."""


def openings(channel: Channel, start: datetime, days: int) -> tuple[Opening, ...]:
    """Return the openings that overlap the `days` days from `start` on, in order; adjacent ones are merged.

    An opening is cut `BEYOND` days after the end.
    """
    zone = channel.zone or UTC
    first = start.astimezone(zone).date() - timedelta(days=1)
    end = start + timedelta(days=days)
    merged: list[Opening] = []
    for number in range(days + 2 + BEYOND):
        day = first + timedelta(days=number)
        if number >= days and (midnight := _at(day, 0, zone)) >= end and not (merged and merged[-1].end >= midnight):
            break
        for opening in openings_on(channel, day):
            if merged and opening.start <= merged[-1].end:
                merged[-1] = Opening(merged[-1].start, max(merged[-1].end, opening.end))
            else:
                merged.append(opening)
    return tuple(opening for opening in merged if opening.end > start and opening.start < end)


def closings(channel: Channel, start: datetime, days: int) -> tuple[Closing, ...]:
    """Return the times between openings from `start` on; if closed at the end, the last one has no end."""
    found: list[Closing] = []
    since = start
    for opening in openings(channel, start, days):
        if opening.start > since:
            found.append(Closing(since, opening.start))
        since = opening.end
    return (*found, Closing(since, None)) if since < start + timedelta(days=days) else tuple(found)


def day_and_night(channel: Channel) -> bool:
    """Return whether the channel is staffed at every hour of every day, holidays included."""
    return channel.hours.always and channel.holidays is None and not channel.exceptions


def openings_on(channel: Channel, day: date) -> tuple[Opening, ...]:
    """Return the openings that begin on a day of the channel's zone: its shifts, without skipped times."""
    zone = channel.zone or UTC
    found = (Opening(_at(day, s.start, zone), _at(day, s.end, zone)) for s in shifts_of(channel, day))
    return tuple(opening for opening in found if opening.start < opening.end)


def shifts_of(channel: Channel, day: date) -> tuple[Shift, ...]:
    """Return the shifts that begin on a day: an exception's, none on a holiday, otherwise the weekday's."""
    for exception in channel.exceptions:
        if exception.day == day:
            return exception.shifts
    if holiday_name(channel, day) is not None:
        return ()
    return channel.hours.days[day.weekday()]


def holiday_name(channel: Channel, day: date, language: str = "") -> str | None:
    """Return the name of the public holiday on a day in the channel's country, or None; in `language` if known."""
    if channel.holidays is None:
        return None
    return _holidays(channel.holidays, day.year, language).get(day)


@lru_cache(maxsize=256)
def _holidays(code: str, year: int, language: str) -> dict[date, str]:
    """Return the holidays of a year; cached, since the library first loads every country's."""
    name = name_of("holidays", code, year, language)
    if cached := read_cached(name):
        return {date.fromisoformat(day): words for day, words in json.loads(cached).items()}
    found = _by_library(code, year, language)
    write_cached(name, json.dumps({day.isoformat(): words for day, words in found.items()}).encode())
    return found


def _by_library(code: str, year: int, language: str) -> dict[date, str]:
    import holidays  # noqa: PLC0415 (most builds find what they need in the cache)

    country, _, region = code.partition("-")
    try:
        known = holidays.country_holidays(country, subdiv=region or None)
        # Always given: without it the library takes the machine's own language.
        matching = (name for name in known.supported_languages if name.partition("_")[0] == language.partition("-")[0])
        found = next(matching, "en_US" if "en_US" in known.supported_languages else known.default_language)
        return dict(holidays.country_holidays(country, subdiv=region or None, years=year, language=found))
    except NotImplementedError:
        return {}


@lru_cache(maxsize=16_384)  # the channels of a company have hours in common
def _at(day: date, minutes: int, zone: tzinfo) -> datetime:
    """Return the instant so many wall-clock minutes after midnight; from 1440 on it is on the next day.

    In UTC: Python compares instants of the same zone by their wall clocks, which go back in autumn.
    """
    extra, minutes = divmod(minutes, 24 * 60)
    clock = time(minutes // 60, minutes % 60)
    return datetime.combine(day + timedelta(days=extra), clock, zone).astimezone(UTC)
