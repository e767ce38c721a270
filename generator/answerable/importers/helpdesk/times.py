"""Instants of an export: with an offset, or local to a zone, where the clock may show an hour twice or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

NO_HOUR = "the instant has no hour; midnight was taken"
TWICE = "the clock showed this time twice; the one that makes the wait longer was taken"
NEVER = "the clock never showed this time; it was put after the change"
_LOCAL = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2})(:\d{2})?(?:[.,]\d+)?)?$")
_WITH_OFFSET = re.compile(
    r"^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2})(:\d{2})?(?:[.,]\d+)?\s*(?:(Z|UTC|GMT)|([+-]\d{2}):?(\d{2}))$",
    re.IGNORECASE,
)
_UNIX = re.compile(r"^\d{9,10}(\.\d+)?$")


@dataclass(frozen=True, slots=True)
class Read:
    """An instant with its offset, and what had to be guessed."""

    at: datetime
    guessed: tuple[str, ...] = ()


class NoZoneError(ValueError):
    """An instant is local and nobody said where."""


def read_instant(text: str, formats: Sequence[str], zone: ZoneInfo | None, *, later: bool) -> Read | None:
    """The instant that a text gives, None when it gives none. `later`: of two possible instants take the second.

    Raises NoZoneError for a local time without a zone.
    """
    try:
        return _read(text.strip(), formats, zone, later=later)
    except NoZoneError:
        raise
    except (ValueError, OverflowError):
        return None


def _read(text: str, formats: Sequence[str], zone: ZoneInfo | None, *, later: bool) -> Read | None:
    for form in formats:
        if form == "unix" and _UNIX.match(text):
            return Read(datetime.fromtimestamp(int(float(text)), UTC))
        if form != "unix" and (found := _parsed(text, form)):
            return Read(found) if found.tzinfo else _local(found, zone, later=later)
    if match := _WITH_OFFSET.match(text):
        day, clock, seconds, name, hours, minutes = match.groups()
        offset = "+00:00" if name else f"{hours}:{minutes}"
        return Read(datetime.fromisoformat(f"{day}T{clock.zfill(5)}{seconds or ':00'}{offset}"))
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


def _local(found: datetime, zone: ZoneInfo | None, *, later: bool, guessed: tuple[str, ...] = ()) -> Read:
    """A local time in its zone: one shown twice is the later or the earlier, one never shown is put after the gap."""
    if zone is None:
        raise NoZoneError
    first, second = found.replace(tzinfo=zone, fold=0), found.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return Read(_fixed(first), guessed)
    shown = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == found
    if not shown:  # the offset from before the change: as far after it as the text is
        return Read(_fixed(first.astimezone(UTC).astimezone(zone)), (*guessed, NEVER))
    return Read(_fixed(second if later else first), (*guessed, TWICE))


def _fixed(at: datetime) -> datetime:
    """With the offset instead of the zone's name."""
    return at.replace(tzinfo=timezone(at.utcoffset() or timedelta()), fold=0)
