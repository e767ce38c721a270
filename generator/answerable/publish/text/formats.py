"""Dates, times, durations and numbers in the reader's language."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, get_timezone_location
from babel.numbers import format_decimal
from babel.numbers import format_percent as babel_percent

from answerable.facts.months import first_day
from answerable.publish.context import Context, _, once
from answerable.publish.text.calendars import format_date, month_span
from answerable.records.vocabulary import CalendarName

LATIN = "0123456789"
DIGITS = {"arabext": "۰۱۲۳۴۵۶۷۸۹", "arab": "٠١٢٣٤٥٦٧٨٩", "deva": "०१२३४५६७८९", "beng": "০১২৩৪৫৬৭৮৯"}
_PREFIX = re.compile(r"(?<=\bו)-(?=[א-ת])")
_YEAR = re.compile(r"[\s,،]*y[^EdM]*$")
_ZONES = {"Europe/Moscow": _("Moscow time"), "Asia/Jerusalem": _("Israel time")}
"""Time zones that people call otherwise than by the city's name in CLDR."""
SHORT = "d MMM y"


def in_digits(words: str, locale: Locale) -> str:
    """Return words with the digits and the per cent sign of the language's own script."""
    letters = _letters(locale.default_numbering_system)
    return words.translate(letters) if letters else words


@lru_cache(maxsize=16)
def _letters(system: str) -> dict[int, str]:
    if system not in DIGITS:
        return {}
    return {ord(latin): own for latin, own in zip(f"{LATIN}%", f"{DIGITS[system]}٪", strict=True)}


def without_hyphen(words: str) -> str:
    """Return words without the hyphen after the Hebrew prefix for `and`, which stands before digits only."""
    return _PREFIX.sub("", words)


@once
def day_pattern(context: Context, kind: str) -> str:
    """Return the CLDR pattern of a day. `kind` is `long` or `short`, with the year, or `weekday`, without it.

    English has patterns of its own, without the commas and the order that are used in the United States only.
    """
    locale = context.locale
    english = {"long": "d MMMM y", "short": SHORT, "weekday": "EEEE d MMMM"}
    if kind == "short" and has_months_by_number(context):
        own = str(locale.date_formats["short"])
    elif locale.language == "en":
        own = english[kind]
    elif kind == "short":
        own = medium if "MMM" in (medium := str(locale.date_formats["medium"])) else SHORT
    else:
        own = str(locale.date_formats["long"]) if kind == "long" else _YEAR.sub("", str(locale.date_formats["full"]))
    return own.replace("\u202f", "\u00a0")  # which more fonts have


def has_months_by_number(context: Context) -> bool:
    """Return whether short dates have the month as a number, as in `24.11.2026`: a catalog translates the pattern."""
    if context.calendar == "hebrew":
        return False  # its months are known by their names
    return "MMM" not in context.pgettext("CLDR pattern of a short date", "d MMM y")


def format_instant(context: Context, at: datetime) -> str:
    """Return an instant with its zone, such as `24 November 2026, 09:00 Tehran time`."""
    local = at.astimezone(context.zone)
    return _in_zone(context, _day_and_time(context, format_day(context, local.date()), local))


def format_short_instant(context: Context, at: datetime) -> str:
    """Return an instant in the site's zone, such as `24 Nov 2026, 09:00`, joined as CLDR does."""
    local, locale = at.astimezone(context.zone), context.locale
    joined = str(locale.datetime_formats["medium"])
    return joined.replace("{1}", _date(context, local.date(), "short")).replace("{0}", _clock(local, locale))


def _day_and_time(context: Context, day: str, local: datetime) -> str:
    """Join both as the language does."""
    return context.gettext("%(day)s, %(time)s") % {"day": day, "time": _clock(local, context.locale)}


def _clock(local: datetime, locale: Locale) -> str:
    return in_digits(f"{local.hour:02}:{local.minute:02}", locale)


def _date(context: Context, day: date, kind: str) -> str:
    return _date_in(day, day_pattern(context, kind), context.locale, context.calendar)


@lru_cache(maxsize=65_536)  # a history has few days and many instants
def _date_in(day: date, pattern: str, locale: Locale, calendar: CalendarName) -> str:
    return in_digits(format_date(day, pattern, locale, calendar), locale)


def _in_zone(context: Context, words: str) -> str:
    return context.gettext("%(time)s %(zone)s") % {"time": words, "zone": zone_name(context, context.zone)}


@once
def zone_name(context: Context, zone: ZoneInfo) -> str:
    """Return a time zone as people call it, by CLDR's name of its city, such as `Tehran time`, or its offset."""
    if zone.key in _ZONES:
        return context.gettext(_ZONES[zone.key])
    area, slash, _rest = zone.key.partition("/")
    if not slash or area == "Etc":
        offset = datetime(2000, 1, 1, tzinfo=UTC).astimezone(zone).utcoffset() or timedelta()
        return _offset(offset, context.locale) if offset else "UTC"
    city = get_timezone_location(zone, locale=context.locale, return_city=True)
    return context.gettext("%(city)s time") % {"city": city}


@lru_cache(maxsize=1024)
def _offset(offset: timedelta, locale: Locale) -> str:
    """Return an offset as `GMT+03:30` (CLDR's pattern `OOOO`; Babel has no shorter one)."""
    there = timezone(offset)
    offset_text = format_datetime(datetime(2000, 1, 1, tzinfo=there), "OOOO", tzinfo=there, locale=locale)
    # As in browsers: without the mark the sign would stand on the other side of a Persian number.
    return in_digits(f"\u200e{offset_text}" if offset_text[0] in "+-\u2212" else offset_text, locale)


def format_clock(context: Context, at: datetime, zone: tzinfo | None = None) -> str:
    """Return the time of day in that zone, or else in the site's, such as `09:00`."""
    return _clock(at.astimezone(zone or context.zone), context.locale)


NEAR = timedelta(days=6)
"""The time ahead for which a weekday alone names the day."""


def format_moment(context: Context, at: datetime) -> str:
    """Return an instant such as `Tuesday 09:00 Tehran time`, with its date if it is more than six days away."""
    local = at.astimezone(context.zone)
    if context.is_within(NEAR, at):
        words = f"{_date_in(local.date(), 'EEEE', context.locale, context.calendar)} {_clock(local, context.locale)}"
    else:
        words = _day_and_time(context, format_weekday(context, local.date()), local)
    return _in_zone(context, words)


def format_end(context: Context, start: datetime, end: datetime) -> str:
    """Return the end of a time that began at `start`: without its day if that is the same, and midnight as a word."""
    first, last = start.astimezone(context.zone), end.astimezone(context.zone)
    if start < end and (last - timedelta(seconds=1)).date() == first.date():
        return format_closing(context, end)
    return format_short_instant(context, end)


def format_closing(context: Context, at: datetime, zone: tzinfo | None = None) -> str:
    """Return the time of day at which a day's work ends: `17:00`, or midnight as a word."""
    local = at.astimezone(zone or context.zone)
    return midnight(context) if (local.hour, local.minute) == (0, 0) else _clock(local, context.locale)


def midnight(context: Context) -> str:
    """Return the word for the end of a day."""
    return context.pgettext("end of a day, as in until midnight", "midnight")


def format_span(context: Context, start: datetime, end: datetime) -> str:
    """Return a time from a start to an end, with its zone, such as `24 Nov 2026, 22:00 – 23:30 Tehran time`."""
    span = context.gettext("%(start)s – %(end)s") % {
        "start": format_short_instant(context, start),
        "end": format_end(context, start, end),
    }
    return _in_zone(context, span)


def format_until(context: Context, at: datetime) -> str:
    """Return an instant at which something ends: as `format_moment` does, the midnight that ends the day as a word."""
    last = (at - timedelta(seconds=1)).astimezone(context.zone)
    ends_today = last.date() == context.now.astimezone(context.zone).date() != at.astimezone(context.zone).date()
    return _in_zone(context, format_closing(context, at)) if ends_today else format_moment(context, at)


def format_weekday(context: Context, day: date) -> str:
    """Return a day such as `Tuesday 24 November`."""
    return _date(context, day, "weekday")


def format_day(context: Context, day: date) -> str:
    """Return a day such as `24 November 2026`; an instant is converted to the site's zone."""
    return _date(context, day.astimezone(context.zone).date() if isinstance(day, datetime) else day, "long")


def format_short_day(context: Context, at: datetime) -> str:
    """Return the day of an instant in the site's zone, such as `24 Nov 2026`."""
    return _date(context, at.astimezone(context.zone).date(), "short")


def format_short_utc(context: Context, at: datetime) -> str:
    """Return an instant such as `24 Nov 2026, 05:30 UTC`."""
    utc = at.astimezone(UTC)
    day = _date(context, utc.date(), "short")
    comma = context.gettext(", ")
    return f"{day}{comma}{_clock(utc, context.locale)} UTC"


def format_window(context: Context, window: timedelta) -> str:
    """Return a length of time in days, or `24 hours`."""
    if window < timedelta(days=2):
        return _hours(context, 24)
    return _days(context, window.days)


def format_month(context: Context, month: str) -> str:
    """Return a month of the site's calendar, `2026-11`, as `November 2026`."""
    return format_month_as(context, month, "LLLL y")


def format_month_as(context: Context, month: str, pattern: str) -> str:
    """Return a month of the site's calendar by a CLDR pattern, such as `LLL` for `Nov`."""
    first = first_day(month, context.months)
    return in_digits(format_date(first, pattern, context.locale, context.months), context.locale)


def format_gregorian_month(context: Context, month: str) -> str:
    """Return a Gregorian month, followed by the months of the site's own calendar in which its days lie."""
    first = first_day(month)
    name = format_date(first, "LLLL y", context.locale, "gregorian")
    own = month_span(first, context.locale, context.calendar)
    return in_digits(f"{name} ({own})" if own else name, context.locale)


def format_number(context: Context, number: float) -> str:
    """Return a number with the language's digits and separators."""
    return _number(number, context.locale)


@lru_cache(maxsize=4096)
def _number(number: float, locale: Locale) -> str:
    return in_digits(format_decimal(number, locale=locale, numbering_system="default"), locale)


def format_percent(context: Context, share: float) -> str:
    """Return a share in per cent with two decimals, never rounded up: 99.999 % is not 100 %."""
    cut = int(share * 10_000 + 1e-9) / 10_000
    return format_percent_as(context, cut, "#,##0.00%" if cut < 1 else "#,##0%")


def format_percent_as(context: Context, share: float, pattern: str) -> str:
    """Return a share by a CLDR pattern, with the language's digits and sign."""
    return in_digits(babel_percent(share, pattern, locale=context.locale, numbering_system="default"), context.locale)


def _days(context: Context, days: int) -> str:
    return context.ngettext("%(num)s day", "%(num)s days", days) % {"num": format_number(context, days)}


def _hours(context: Context, hours: int) -> str:
    return context.ngettext("%(num)s hour", "%(num)s hours", hours) % {"num": format_number(context, hours)}


def _minutes(context: Context, minutes: int) -> str:
    return context.ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": format_number(context, minutes)}


def _days_and(context: Context, days: int) -> str:
    words = context.translations.npgettext("before a shorter length", "%(num)s day", "%(num)s days", days)
    return str(words) % {"num": format_number(context, days)}


def _hours_and(context: Context, hours: int) -> str:
    words = context.translations.npgettext("before a shorter length", "%(num)s hour", "%(num)s hours", hours)
    return str(words) % {"num": format_number(context, hours)}


@once
def format_duration(context: Context, length: timedelta) -> str:
    """Return a duration in its two largest units of days, hours and minutes."""
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
    longer = _days_and(context, days) if days else _hours_and(context, hours)
    return without_hyphen(context.gettext("%(longer)s %(shorter)s") % {"longer": longer, "shorter": rest[0]})
