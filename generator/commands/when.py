"""Instants as people say them at night: `now`, `30m`, `10:40`, `tomorrow 02:00`, or the whole of it with its offset."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from generator.records.instants import parse_duration, parse_instant

_CLOCK = re.compile(r"^(?:(today|tomorrow|yesterday|\d{4}-\d{2}-\d{2})[ T]+)?(\d{1,2}):(\d{2})$", re.IGNORECASE)
_DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1}
HELP = "write it as 30m, 10:40, tomorrow 02:00, 2026-11-23 10:40 or 2026-11-23T10:09:00+03:30"


def read_when(words: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant that words mean, to the second, in `zone` unless they carry an offset.

    Raises ValueError in one line, also for a time that the zone's clocks skip or show twice that day.
    """
    words = words.strip()
    if words.lower() == "now":
        return here(now, zone)
    if re.fullmatch(r"\+?\d{1,5}\s*[smhdw]", words):
        return here(now.astimezone(UTC) + parse_duration(words.lstrip("+")), zone)
    match = _CLOCK.match(words)
    if match:
        return _at_the_clock(match, now, zone)
    try:
        return parse_instant(words)
    except ValueError:
        raise ValueError(f"`{words}` is no instant; {HELP}") from None


def here(now: datetime, zone: ZoneInfo) -> datetime:
    """The instant with the offset that the zone has then, to the second."""
    return now.astimezone(zone).replace(microsecond=0)


def _at_the_clock(match: re.Match[str], now: datetime, zone: ZoneInfo) -> datetime:
    said, hour, minute = match.groups()
    day = (said or "today").lower()
    try:
        date = (
            now.astimezone(zone).date() + timedelta(days=_DAYS[day])
            if day in _DAYS
            else datetime.fromisoformat(day).date()
        )
        local = datetime.combine(date, time(int(hour), int(minute)), zone)
    except (ValueError, OverflowError):
        raise ValueError(f"`{match[0]}` is a date or time that does not exist; {HELP}") from None
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise ValueError(f"the clocks change at `{match[0]}`; write it with its offset, as 2026-11-23T10:09:00+03:30")
    return local
