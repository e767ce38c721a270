"""Dates, times, numbers and lengths in the reader's language."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from babel.numbers import format_percent as babel_percent

from answerable.publish.context import Context, once

LATIN = "0123456789"
DIGITS = {"arabext": "۰۱۲۳۴۵۶۷۸۹", "arab": "٠١٢٣٤٥٦٧٨٩", "deva": "०१२३४५६७८९", "beng": "০১২৩৪৫৬৭৮৯"}
_PREFIX = re.compile(r"(?<=\bו)-(?=[א-ת])")
_YEAR = re.compile(r"[\s,،]*y[^EdM]*$")
_INFLECTED = frozenset({"ru", "uk", "be"})
"""A weekday in full would need the case of the word before it, `до вторника`; the short one has none."""


def in_digits(words: str, locale: Locale) -> str:
    """Words with the digits of the language's own script, and its sign for per cent."""
    letters = _letters(locale.default_numbering_system)
    return words.translate(letters) if letters else words


@lru_cache(maxsize=16)
def _letters(system: str) -> dict[int, str]:
    if system not in DIGITS:
        return {}
    return {ord(latin): own for latin, own in zip(f"{LATIN}%", f"{DIGITS[system]}٪", strict=True)}


def without_hyphen(words: str) -> str:
    """Hebrew's `and` stands at the word itself, and has a hyphen before digits only."""
    return _PREFIX.sub("", words)


@lru_cache(maxsize=64)
def day_pattern(locale: Locale, kind: str) -> str:
    """The pattern of a day: `long` and `short` with its year, `weekday`, and `far` with the weekday in full.

    English stays without the commas and the order of its one country.
    """
    english = {"long": "d MMMM y", "short": "d MMM y", "weekday": "EEE d MMM", "far": "EEEE d MMMM", "near": "EEEE"}
    if locale.language == "en":
        return english[kind]
    own = {
        "long": str(locale.date_formats["long"]),
        "short": medium if "MMM" in (medium := str(locale.date_formats["medium"])) else english["short"],
        "weekday": str(locale.datetime_skeletons.get("MMMEd", english["weekday"])),
        "far": _YEAR.sub("", str(locale.date_formats["full"])),
        "near": "EEEE",
    }[kind]
    own = own.replace("\u202f", "\u00a0")  # which more fonts have
    return own.replace("EEEE", "EEE") if locale.language in _INFLECTED else own


def format_instant(context: Context, at: datetime) -> str:
    """Day, time and zone, such as `24 November 2026, 09:00 GMT+03:30`."""
    local = at.astimezone(context.zone)
    zone = _offset(local.utcoffset() or timedelta(), context.locale)
    return f"{_day_and_time(context, _day(local.date(), context.locale), local)} {zone}"


def _day_and_time(context: Context, day: str, local: datetime) -> str:
    """Both in one phrase, by the language's own word between them."""
    return context.gettext("%(day)s, %(time)s") % {"day": day, "time": _clock(local, context.locale)}


def _clock(local: datetime, locale: Locale) -> str:
    return in_digits(f"{local.hour:02}:{local.minute:02}", locale)


def _date(day: date, kind: str, locale: Locale) -> str:
    return in_digits(format_date(day, day_pattern(locale, kind), locale=locale), locale)


@lru_cache(maxsize=1024)
def _offset(offset: timedelta, locale: Locale) -> str:
    """`GMT+03:30`, as CLDR's pattern `OOOO` has it; Babel knows no shorter one."""
    there = timezone(offset)
    said = format_datetime(datetime(2000, 1, 1, tzinfo=there), "OOOO", tzinfo=there, locale=locale)
    # As browsers have it: without the mark the sign would stand on the other side of a Persian number.
    return in_digits(f"\u200e{said}" if said[0] in "+-\u2212" else said, locale)


def format_clock(context: Context, at: datetime, zone: tzinfo | None = None) -> str:
    """The time of day in that zone, else in the site's, such as `09:00`."""
    return _clock(at.astimezone(zone or context.zone), context.locale)


NEAR = timedelta(days=6)
"""So far ahead a weekday says which day is meant."""


def format_moment(context: Context, at: datetime) -> str:
    """An instant ahead: weekday, time and zone, such as `Tuesday 09:00 GMT+03:30`; from a week on with its date."""
    local = at.astimezone(context.zone)
    zone = _offset(local.utcoffset() or timedelta(), context.locale)
    if abs(at - context.now) < NEAR:
        return f"{_date(local.date(), 'near', context.locale)} {_clock(local, context.locale)} {zone}"
    return f"{_day_and_time(context, _date(local.date(), 'far', context.locale), local)} {zone}"


def format_weekday(context: Context, day: date) -> str:
    """A near day such as `Tue 24 Nov`."""
    return _date(day, "weekday", context.locale)


def format_day(context: Context, day: date) -> str:
    """A day such as `24 November 2026`; an instant is taken in the site's zone."""
    return _day(day.astimezone(context.zone).date() if isinstance(day, datetime) else day, context.locale)


@lru_cache(maxsize=65_536)  # a history has few days and many instants
def _day(day: date, locale: Locale) -> str:
    return _date(day, "long", locale)


def format_short_day(context: Context, at: datetime) -> str:
    """A day as short as it can be said without doubt, such as `24 Nov 2026`, in the site's zone."""
    return _date(at.astimezone(context.zone).date(), "short", context.locale)


def format_short_utc(context: Context, at: datetime) -> str:
    """An instant as short as it can be said to readers in any zone, such as `24 Nov 2026, 05:30 UTC`."""
    utc = at.astimezone(UTC)
    day = _date(utc.date(), "short", context.locale)
    comma = context.gettext(", ")
    return f"{day}{comma}{_clock(utc, context.locale)} UTC"


def format_window(context: Context, window: timedelta) -> str:
    """A window of uptime: `24 hours`, else in days."""
    if window < timedelta(days=2):
        return _hours(context, 24)
    return _days(context, window.days)


def format_month(context: Context, month: str) -> str:
    """`2026-11` as `November 2026`."""
    return format_month_as(context, month, "LLLL y")


def format_month_as(context: Context, month: str, pattern: str) -> str:
    """`2026-11` by a pattern of CLDR, such as `LLL` for `Nov`."""
    said = format_date(date.fromisoformat(f"{month}-01"), pattern, locale=context.locale)
    return in_digits(said, context.locale)


def format_number(context: Context, number: float) -> str:
    """A number with the language's digits and separators."""
    return _number(number, context.locale)


@lru_cache(maxsize=4096)
def _number(number: float, locale: Locale) -> str:
    return in_digits(format_decimal(number, locale=locale, numbering_system="default"), locale)


def format_percent(context: Context, share: float) -> str:
    """A share as per cent with two decimals, cut and never rounded up: 99.999 % is not 100 %."""
    cut = int(share * 10_000 + 1e-9) / 10_000
    return format_percent_as(context, cut, "#,##0.00%" if cut < 1 else "#,##0%")


def format_percent_as(context: Context, share: float, pattern: str) -> str:
    """A share by a pattern of CLDR, with the language's digits and sign."""
    return in_digits(babel_percent(share, pattern, locale=context.locale, numbering_system="default"), context.locale)


def _days(context: Context, days: int) -> str:
    return context.ngettext("%(num)s day", "%(num)s days", days) % {"num": format_number(context, days)}


def _hours(context: Context, hours: int) -> str:
    return context.ngettext("%(num)s hour", "%(num)s hours", hours) % {"num": format_number(context, hours)}


def _minutes(context: Context, minutes: int) -> str:
    return context.ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": format_number(context, minutes)}


@once
def format_duration(context: Context, length: timedelta) -> str:
    """A length in its two largest units: days, hours, minutes; under a minute in words."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return context.gettext("less than a minute")
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        _days(context, days) if days else "",
        _hours(context, hours) if hours else "",
        _minutes(context, minutes) if minutes and not days else "",
    ]
    longer, *rest = [part for part in parts if part]
    if not rest:
        return longer
    return without_hyphen(context.gettext("%(longer)s %(shorter)s") % {"longer": longer, "shorter": rest[0]})
