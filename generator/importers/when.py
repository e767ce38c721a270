"""Instants as other systems write them: without offset, without leading zeros, as a day alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

_INSTANT = re.compile(
    r"^(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<offset>Z|[+-]\d{1,2}:?\d{2}|UTC|GMT)?(?:\s+[A-Z]{3,4})?$",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"^([+-])(\d{1,2}):?(\d{2})$")
NO_OFFSET = "the instant has no offset"
NO_HOUR = "the instant has no hour; midnight was taken"
UNPADDED = "the instant is not written as ISO 8601 asks"


@dataclass(frozen=True, slots=True)
class When:
    """An aware instant to the second, and what had to be guessed or mended to read it."""

    at: datetime
    guessed: tuple[str, ...] = ()


def read_when(text: str, zone: str) -> When | None:
    """The instant that a text gives; None when it gives none. `zone` counts where the text has no offset."""
    match = _INSTANT.match(text.strip())
    if not match:
        return None
    guessed = [NO_HOUR] if match["hour"] is None else []
    if any(len(match[name] or "00") == 1 for name in ("month", "day", "hour", "minute", "second")):
        guessed.append(UNPADDED)
    if match["offset"] is None:
        guessed.append(f"{NO_OFFSET}; {zone} was taken")
    try:
        parts = [int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
        naive = datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 (its zone is set on the next line)
        at = naive.replace(tzinfo=_zone(match["offset"], zone))
        at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    # A record carries an offset, not a zone's name.
    return When(at.replace(tzinfo=timezone(at.utcoffset() or timedelta())), tuple(guessed))


def _zone(offset: str | None, zone: str) -> timezone | ZoneInfo:
    if offset is None:
        return ZoneInfo(zone)
    match = _OFFSET.match(offset)
    if not match:
        return UTC
    length = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-length if match[1] == "-" else length)
