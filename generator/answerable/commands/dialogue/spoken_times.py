"""Times as people type them, in English or in their own language: `30m`, `tomorrow 02:00`, `40 minutes ago`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from answerable.records.instants import PERSIAN_YEARS, parse_duration, parse_instant
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
"""What English and letters stand for; a translation has all forms of a word, with `|` between them.

Of several forms of a unit, the first one alone also means one of it, as in `hour ago`.
"""
_MORE_WORDS = msg(
    "in=in|from now=in|at=at|and=and|a=1|an=1|one=1|two=2|three=3|four=4|five=5|six=6|seven=7|eight=8|nine=9|ten=10|"
    "fifteen=15|twenty=20|thirty=30|forty=40|forty-five=45|half an hour=30m|quarter of an hour=15m|"
    "a quarter of an hour=15m|three quarters of an hour=45m|hour and a half=h 30m|hours and a half=h 30m|"
    "and a half hours=h 30m|hour and a quarter=h 15m|hours and a quarter=h 15m|and a quarter hours=h 15m|"
    "min=m|mins=m|hr=h|hrs=h|sec=s|second=S|seconds=s|week=W|weeks=w"
)
"""Words with what they stand for; a translation has its own ones, as many as it needs.

A unit that also means one of it when it stands alone is a capital letter, which no typed word is.
"""
_SAME_LETTERS = str.maketrans({"\u200c": " ", "\u064a": "\u06cc", "\u0643": "\u06a9", "\u05be": "-"})
_CLOCK = re.compile(
    r"(?:(today|tomorrow|yesterday|\d{4}[-/]\d{1,2}[-/]\d{1,2})[ t]+)?(?:(?:at|[hH])[ -]*)*(\d{1,2}):(\d{2})"
)
_PART = r"\d{1,5} ?[smhdwSMHDW]"
_LENGTH = re.compile(rf"(in |ago )?((?:{_PART}|[SMHDW])(?:(?: and ?| ?){_PART}){{0,2}})( in| ago)?")
_UNITS = "smhdw"
"""Units of a length of time, which gives each once, the largest first, as in `1 h 30 m`."""
_LONG_PAST = timedelta(hours=12)
"""How long ago a time of today is at least if tomorrow's is meant: by then that is the nearer one."""
_DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1}
PAST_HELP = msg("write it as now, 40 minutes ago, 09:20 or yesterday 23:10")
WHEN_HELP = msg("write it as 30m, in two hours, 10:40, tomorrow 02:00, 2026-11-23 10:40 or 2026-11-23T10:09:00+03:30")


def _same_letters(words: str) -> str:
    """Return words with one blank between them, in one spelling, with the digits 0 to 9."""
    spelled = "".join(str(unicodedata.decimal(one, one)) for one in words.casefold().translate(_SAME_LETTERS))
    return " ".join(spelled.split())


@cache
def _english_words(forms: tuple[str, ...], more: tuple[str, ...]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return what finds the words for times, the longest first, and what each stands for in English."""
    known = [*_WORDS.items(), *zip(_WORDS, forms, strict=True)]
    found = {own: word for word, some in known for own in some.split("|")}
    found |= dict(pair.split("=") for some in more for pair in some.split("|"))
    alone = {some.split("|")[0]: word.upper() for word, some in known if word in _UNITS and "|" in some}
    english = {_same_letters(own): word for own, word in {**found, **alone}.items()}
    either = "|".join(map(re.escape, sorted(english, key=len, reverse=True)))
    return re.compile(rf"(?<![^\W\d_])(?:{either})(?![^\W\d_])"), english


def _in_english(words: str) -> str:
    """Return the words with those for times in English, a day first: `tomorrow at 2:00`, `in 2 h`, `30 m ago`."""
    forms = tuple(sentence(some) for some in (*_WORDS.values(), msg("just now|right now"), _MORE_WORDS))
    *own, just_now, more = forms
    pattern, english = _english_words(tuple(own), (_MORE_WORDS, more, *(f"{one}=now" for one in just_now.split("|"))))
    found = pattern.sub(lambda form: english[form[0]], _same_letters(words)).split()
    return " ".join(sorted(found, key=lambda one: one not in _DAYS))


def read_when(
    words: str, now: datetime, zone: ZoneInfo, *, past: bool = False, after: datetime | None = None
) -> datetime:
    """Return the instant that words stand for, to the second, in `zone` unless they carry an offset.

    A length of time without `in` or `ago` is from `now` on; with `past` it is the time before, and a time of the day
    that is still to come is yesterday's. A time of the day that is not later than `after`, and was twelve hours ago or
    more, is tomorrow's. Raises ValueError with a one-line message, also for a time that the zone skips
    or repeats on that day.
    """
    english = _in_english(words)
    if english == "now":
        return in_zone(now, zone)
    length = _read_length(english, past=past)
    if length is not None:
        return in_zone(now.astimezone(UTC) + length, zone)
    match = _CLOCK.fullmatch(english)
    if match:
        found = _read_clock_time(match, words, now, zone)
        if past and found > now and not match[1]:
            found = read_when(f"yesterday {match[2]}:{match[3]}", now, zone)
        if after and found <= after and not match[1] and now - found >= _LONG_PAST:
            found = read_when(f"tomorrow {match[2]}:{match[3]}", now, zone)
        return found
    if not english:
        raise ValueError(msg("enter a time; %(when_help)s", when_help=WHEN_HELP))
    try:
        return parse_instant(english)
    except ValueError:
        raise ValueError(msg("`%(words)s` is not a time; %(when_help)s", words=words, when_help=WHEN_HELP)) from None


def _read_length(english: str, *, past: bool) -> timedelta | None:
    """Return the length of time that words such as `in 2 h`, `1 h 30 m ago` and `+30m` stand for; negative if `ago`.

    Return None for other words, and where it is not sure what is meant, as in `1 h 2 h ago`. Raises ValueError if it is
    too long.
    """
    match = _LENGTH.fullmatch(english.replace("+", "in ", 1) if english.startswith("+") else english)
    if not match:
        return None
    ways = {way.strip() for way in (match[1], match[3]) if way}
    parts = re.findall(r"(\d*) ?([a-zA-Z])", match[2].replace("and", ""))
    sizes = [_UNITS.index(unit.lower()) for _, unit in parts]
    alone = not parts[0][0]
    if len(ways) > 1 or sizes != sorted(set(sizes), reverse=True) or (alone and not ways):
        return None
    length = sum((parse_duration(f"{number or 1}{unit.lower()}") for number, unit in parts), timedelta())
    return -length if "ago" in ways or (past and not ways) else length


def in_zone(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant in `zone`, without fractions of a second."""
    return now.astimezone(zone).replace(microsecond=0)


def _read_clock_time(match: re.Match[str], typed: str, now: datetime, zone: ZoneInfo) -> datetime:
    day, hour, minute = match.groups()
    try:
        local = datetime.combine(
            _read_day(day or "today", now.astimezone(zone).date()), time(int(hour), int(minute)), zone
        )
    except (ValueError, OverflowError):
        raise ValueError(msg("`%(match)s` does not exist; %(when_help)s", match=typed, when_help=WHEN_HELP)) from None
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise ValueError(
            msg(
                "the clocks change at `%(match)s`; write it with its UTC offset, such as 2026-11-23T10:09:00+03:30",
                match=typed,
            )
        )
    return local


def _read_day(words: str, today: date) -> date:
    """Return the day of `tomorrow` or of a date. Raises ValueError for one that does not exist.

    Years such as 1405 are those of the Persian calendar.
    """
    if words in _DAYS:
        return today + timedelta(days=_DAYS[words])
    year, month, day = map(int, re.split("[-/]", words))
    if year in PERSIAN_YEARS:
        return JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
    return date(year, month, day)


def format_prompt_instant(instant: datetime) -> str:
    """Return an instant such as `Tue 24 Nov 2026 09:00 +03:30`, without the words in other languages than English."""
    return instant.strftime("%a %d %b %Y %H:%M " if is_english() else "%Y-%m-%d %H:%M ") + instant.isoformat()[-6:]
