"""Instants, durations, days and time zones as people write them in records."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from persiantools.jdatetime import JalaliDate
from pydantic import BeforeValidator, PlainSerializer, ValidationInfo, WithJsonSchema

from answerable.records.findings import closest
from answerable.records.text import CHECKED
from answerable.translation.invalid import invalid
from answerable.translation.message import advised, msg

_INSTANT = re.compile(
    r"^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,6})?\s?(Z|[+-]\d{2}:?\d{2})?$", re.ASCII | re.IGNORECASE
)
_DURATION = re.compile(r"^(\d{1,6})\s*(s|m|h|d|w)$")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
LONGEST = timedelta(days=3653)
"""The longest duration; a longer one could lead beyond the last date that Python knows."""
INSTANT_EXAMPLE = "2026-11-23T10:09:00+03:30"
_WRITE_AS = msg("write it as %(example)s", example=INSTANT_EXAMPLE)
_LENGTH_HELP = msg("write it as 90s, 15m, 2h, 7d or 3w")
PERSIAN_YEARS = range(1300, 1500)
"""Years in which nothing of ours happened: they are those of the Persian calendar."""
CLOCK_SKEW = timedelta(hours=24)
"""How far ahead of the clock a past event may be dated and is shown at once all the same: people get offsets wrong at
night, and a notice must get out. Records that are dated later are set aside."""


def parse_instant(value: Any) -> datetime:
    """Parse ISO 8601 text with an offset into an aware datetime, to the second.

    Raises PydanticCustomError if the offset is missing or the text is not a date and time.
    """
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    match = _INSTANT.match(value.strip()) if isinstance(value, str) else None
    if not match:
        why = _reason(value) if isinstance(value, str) else msg("is not a date and time")
        raise invalid("instant", advised(why, _WRITE_AS))
    day, clock, offset = match.groups()
    if offset is None:
        right = msg("add it, as in %(example)s", example=INSTANT_EXAMPLE)
        raise invalid("instant", advised(msg("has no UTC offset"), right))
    if int(day[:4]) in PERSIAN_YEARS:
        raise invalid("instant", advised(msg("is in the Persian calendar"), _in_gregorian(day, _WRITE_AS)))
    try:
        return datetime.fromisoformat(f"{day}T{clock}{'+00:00' if offset in 'Zz' else offset}")
    except ValueError:
        raise invalid("instant", advised(msg("is a date or time that does not exist"), _WRITE_AS)) from None


def _in_gregorian(day: str, help: str) -> str:
    """Return the Gregorian day to write for one of the Persian calendar; `help` for one that does not exist."""
    try:
        there = JalaliDate(*map(int, day.split("-"))).to_gregorian()  # type: ignore[no-untyped-call]
    except ValueError:
        return help
    return msg("write the day as %(day)s", day=there.isoformat())


def _reason(words: str) -> str:
    """Return why words that look like an instant are none: signs that are easily taken for others."""
    if re.search("[\u2010-\u2015\u2212]", words):
        return msg("has dashes that are not hyphens")
    if re.search(r"[^\S ]", words):
        return msg("has a space that is not an ordinary one")
    if any(letter.isdigit() and not letter.isascii() for letter in words):
        return msg("has other digits than 0 to 9")
    return msg("is not a date and time")


def parse_duration(value: Any) -> timedelta:
    """Parse a whole number and a unit (90s, 15m, 2h, 7d, 3w) into a timedelta. Raises PydanticCustomError."""
    if isinstance(value, timedelta):
        return value
    match = _DURATION.match(value.strip()) if isinstance(value, str) else None
    if not match:
        raise invalid("duration", advised(msg("is not a length of time"), _LENGTH_HELP))
    length = timedelta(**{_UNITS[match[2]]: int(match[1])})
    if length > LONGEST:
        raise invalid("duration", advised(msg("is longer than ten years"), _LENGTH_HELP))
    return length


def format_instant(instant: datetime) -> str:
    """Return an instant as records write it: ISO 8601 with its offset, to the second."""
    return instant.isoformat(timespec="seconds")


def format_duration(length: timedelta) -> str:
    """Return a duration as records write it, in the largest unit of which it is a whole number."""
    seconds = int(length.total_seconds())
    for unit, size in (("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def _parse_day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    help = msg("write it as 2026-11-23")
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) and int(value[:4]) in PERSIAN_YEARS:
        raise invalid("day", advised(msg("is in the Persian calendar"), _in_gregorian(value, help)))
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise invalid("day", advised(msg("is not a day"), help)) from None


def _parse_zone(value: Any) -> ZoneInfo:
    if isinstance(value, ZoneInfo):
        return value
    try:
        return ZoneInfo(value)
    except (TypeError, ValueError, OSError, KeyError):
        near = _zone_meant(str(value))
        right = (
            msg("did you mean `%(near)s`?", near=near)
            if near
            else msg("write its name from the tz database, such as Asia/Tehran")
        )
        raise invalid("zone", advised(msg("is not a time zone"), right)) from None


def _zone_meant(words: str) -> str:
    """Return the time zone with a city of nearly that name, or ""."""
    by_city = {name.rpartition("/")[2].replace("_", " "): name for name in sorted(available_timezones())}
    return by_city.get(closest(words.rpartition("/")[2].replace("_", " "), by_city), "")


def _instant(value: Any, info: ValidationInfo) -> datetime:
    if info.context is CHECKED and isinstance(value, str):
        return datetime.fromisoformat(value)
    return parse_instant(value)


Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    PlainSerializer(format_instant),
    WithJsonSchema({"type": "string", "pattern": _INSTANT.pattern.replace("(Z|", "(?:Z|").replace(")?$", ")$")}),
]
"""A point in time with its offset; instants with different offsets can be compared."""

Duration = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    PlainSerializer(format_duration),
    WithJsonSchema({"type": "string", "pattern": _DURATION.pattern}),
]

Day = Annotated[date, BeforeValidator(_parse_day), WithJsonSchema({"type": "string", "format": "date"})]

Zone = Annotated[
    ZoneInfo,
    BeforeValidator(_parse_zone),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "examples": ["Asia/Tehran", "Europe/Berlin"]}),
]
