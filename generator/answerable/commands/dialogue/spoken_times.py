"""Times as people type them, in English or in their own language: `30m`, `tomorrow 02:00`, `40 minutes ago`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from answerable.records.instants import parse_duration, parse_instant
from answerable.translation.message import is_english, msg, sentence

NOW = msg("now")
_WORDS = {
    "now": NOW,
    "today": msg("today"),
    "tomorrow": msg("tomorrow"),
    "yesterday": msg("yesterday"),
    "ago": msg("ago"),
    "m": msg("minute|minutes"),
    "h": msg("hour|hours"),
    "d": msg("day|days"),
}
"""What English and letters stand for; a translation has all forms of a word, with `|` between them."""


def _in_english(words: str) -> str:
    """Return the words with those for times in the user's language in English, and `ago` at the end."""
    forms = [*_WORDS.items(), ("now", msg("just now|right now"))]
    english = {own: word for word, some in forms for own in sentence(some).casefold().split("|")}
    if whole := english.get(" ".join(words.split()).casefold()):
        return whole
    found = [english.get(one.casefold(), one) for one in words.split()]
    return " ".join(sorted(found, key=lambda one: one == "ago"))


_CLOCK = re.compile(r"^(?:(today|tomorrow|yesterday|\d{4}-\d{2}-\d{2})[ T]+)?(\d{1,2}):(\d{2})$", re.IGNORECASE)
_AGO = re.compile(
    r"^(\d{1,4})\s*(?:(m)(?:in(?:ute)?s?)?|(h)(?:ours?)?|(d)(?:ays?)?|(s)(?:ec(?:ond)?s?)?)(\s+ago)?$", re.IGNORECASE
)
_DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1}
PAST_HELP = msg("write it as now, 40 minutes ago, 09:20 or yesterday 23:10")
WHEN_HELP = msg("write it as 30m, 10:40, tomorrow 02:00, 2026-11-23 10:40 or 2026-11-23T10:09:00+03:30")


def read_when(words: str, now: datetime, zone: ZoneInfo, *, past: bool = False) -> datetime:
    """Return the instant that words stand for, to the second, in `zone` unless they carry an offset.

    With `past` it is not after `now`: `40m` is forty minutes ago, and a time of the day that is still to come is
    yesterday's. Raises ValueError with a one-line message, also for a time that the zone skips or repeats on that day.
    """
    typed, words = words, _in_english(words)
    if words.lower() == "now":
        return in_zone(now, zone)
    ago = _AGO.match(words)
    if ago and (ago[6] or past):
        unit = next(unit for unit in ago.groups()[1:5] if unit).lower()
        return in_zone(now.astimezone(UTC) - parse_duration(f"{int(ago[1])}{unit}"), zone)
    if re.fullmatch(r"\+?\d{1,5}\s*[smhdw]", words):
        return in_zone(now.astimezone(UTC) + parse_duration(words.lstrip("+")), zone)
    match = _CLOCK.match(words)
    if match:
        found = _read_clock_time(match, now, zone)
        if past and found > now and not match[1]:
            found = read_when(f"yesterday {words}", now, zone)
        return found
    try:
        return parse_instant(words)
    except ValueError:
        raise ValueError(msg("`%(words)s` is not a time; %(when_help)s", words=typed, when_help=WHEN_HELP)) from None


def in_zone(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant in `zone`, without fractions of a second."""
    return now.astimezone(zone).replace(microsecond=0)


def _read_clock_time(match: re.Match[str], now: datetime, zone: ZoneInfo) -> datetime:
    named_day, hour, minute = match.groups()
    day = (named_day or "today").lower()
    try:
        date = (
            now.astimezone(zone).date() + timedelta(days=_DAYS[day])
            if day in _DAYS
            else datetime.fromisoformat(day).date()
        )
        local = datetime.combine(date, time(int(hour), int(minute)), zone)
    except (ValueError, OverflowError):
        raise ValueError(
            msg("`%(match)s` does not exist; %(when_help)s", match=match[0], when_help=WHEN_HELP)
        ) from None
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise ValueError(
            msg(
                "the clocks change at `%(match)s`; write it with its UTC offset, such as 2026-11-23T10:09:00+03:30",
                match=match[0],
            )
        )
    return local


def format_prompt_instant(instant: datetime) -> str:
    """Return an instant such as `Tue 24 Nov 2026 09:00 +03:30`, without the words in other languages than English."""
    return instant.strftime("%a %d %b %Y %H:%M " if is_english() else "%Y-%m-%d %H:%M ") + instant.isoformat()[-6:]
