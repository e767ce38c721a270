"""Instants as other systems write them, with what had to be guessed to read them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from answerable.translation.message import msg

LATEST_YEAR = 9000
"""From which on no instant is read: hours after one could not be worked out."""
NO_HOUR = msg("the instant has no hour; midnight was taken")
NO_OFFSET = msg("the instant has no UTC offset")
UNPADDED = msg("the instant is not written as ISO 8601 asks")
TWICE = msg("the clock showed this time twice; the one that makes the wait longer was taken")
NEVER = msg("the clock never showed this time; it was put after the change")

_LOOSE = re.compile(
    r"^(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<offset>Z|[+-]\d{1,2}:?\d{2}|UTC|GMT)?(?:\s+[A-Z]{3,4})?$",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"^([+-])(\d{1,2}):?(\d{2})$")
_LOCAL = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2})(:\d{2})?(?:[.,]\d+)?)?$")
_WITH_OFFSET = re.compile(
    r"^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2})(:\d{2})?(?:[.,]\d+)?\s*(?:(Z|UTC|GMT)|([+-]\d{2}):?(\d{2}))$",
    re.IGNORECASE,
)
_UNIX = re.compile(r"^\d{9,10}(\.\d+)?$")


@dataclass(frozen=True, slots=True)
class When:
    """An instant to the second with its offset, and what had to be guessed to read it."""

    at: datetime
    guessed: tuple[str, ...] = ()


class NoZoneError(ValueError):
    """An instant is a local time, and nobody said in which zone."""


def read_when(text: str, zone: str) -> When | None:
    """Return the instant of a status page's record, or None. A text without offset is a time in the IANA zone."""
    match = _LOOSE.match(text.strip().replace("/", "-"))
    if not match:
        return _as_hugo_reads(text.strip(), zone)
    guessed = [NO_HOUR] if match["hour"] is None else []
    if any(len(match[name] or "00") == 1 for name in ("month", "day", "hour", "minute", "second")):
        guessed.append(UNPADDED)
    if match["offset"] is None:
        guessed.append(msg("%(no_offset)s; %(zone)s was taken", no_offset=NO_OFFSET, zone=zone))
    try:
        parts = [int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
        at = datetime(*parts, tzinfo=_zone(match["offset"], zone))  # type: ignore[arg-type,misc]
        at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return When(_with_offset(at), tuple(guessed)) if at.year < LATEST_YEAR else None


def _as_hugo_reads(text: str, zone: str) -> When | None:
    """Return an instant of the other forms that Hugo takes, or None: `Fri, 10 Jan 2025 10:00:00 GMT`, or Unix time."""
    try:
        at = datetime.fromtimestamp(int(text), UTC) if _UNIX.match(text) else parsedate_to_datetime(text)
        at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    if at.year >= LATEST_YEAR:
        return None
    guessed = () if at.tzinfo else (msg("%(no_offset)s; %(zone)s was taken", no_offset=NO_OFFSET, zone=zone),)
    return When(_with_offset(at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))), guessed)


def _zone(offset: str | None, zone: str) -> tzinfo:
    if offset is None:
        return ZoneInfo(zone)
    match = _OFFSET.match(offset)
    if not match:
        return UTC
    length = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-length if match[1] == "-" else length)


def _with_offset(at: datetime) -> datetime:
    """Return the instant with a plain offset, since records carry no zone's name."""
    return at.replace(tzinfo=timezone(at.utcoffset() or timedelta()), fold=0)


def read_instant(text: str, formats: Sequence[str], zone: ZoneInfo | None, *, later: bool) -> When | None:
    """Return the instant of an export's cell, or None.

    `formats` are those of `strptime`, or `unix` for seconds since 1970; ISO 8601 needs none. Of a local time that the
    clock showed twice, `later` takes the second. Raises NoZoneError for a local time without a zone.
    """
    try:
        return _read(text.strip(), formats, zone, later=later)
    except NoZoneError:
        raise
    except (ValueError, OverflowError):
        return None


def _read(text: str, formats: Sequence[str], zone: ZoneInfo | None, *, later: bool) -> When | None:
    for form in formats:
        if form == "unix" and _UNIX.match(text):
            return When(datetime.fromtimestamp(int(float(text)), UTC))
        if form != "unix" and (found := _parsed(text, form)):
            return When(found) if found.tzinfo else _local(found, zone, later=later)
    if match := _WITH_OFFSET.match(text):
        day, clock, seconds, name, hours, minutes = match.groups()
        offset = "+00:00" if name else f"{hours}:{minutes}"
        return When(datetime.fromisoformat(f"{day}T{clock.zfill(5)}{seconds or ':00'}{offset}"))
    if match := _LOCAL.match(text):
        day, clock, seconds = match.groups()
        found = datetime.fromisoformat(f"{day}T{(clock or '00:00').zfill(5)}{seconds or ':00'}")
        return _local(found, zone, later=later, guessed=() if clock else (NO_HOUR,))
    return None


def _parsed(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form).replace(microsecond=0)  # noqa: DTZ007 (its zone is found afterwards)
    except ValueError:
        return None


def _local(found: datetime, zone: ZoneInfo | None, *, later: bool, guessed: tuple[str, ...] = ()) -> When:
    """Return a local time in its zone; one that a change of the clock skipped is put after the change."""
    if zone is None:
        raise NoZoneError
    first, second = found.replace(tzinfo=zone, fold=0), found.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return When(_with_offset(first), guessed)
    again = first.astimezone(UTC).astimezone(zone)
    if again.replace(tzinfo=None) != found:
        return When(_with_offset(again), (*guessed, NEVER))
    return When(_with_offset(second if later else first), (*guessed, TWICE))
