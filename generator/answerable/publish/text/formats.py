"""Dates, times, durations and numbers in the reader's language."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from babel import Locale
from babel.dates import format_datetime
from babel.numbers import format_decimal
from babel.numbers import format_percent as babel_percent

from answerable.publish.context import Context, once
from answerable.publish.text.calendars import format_date, month_span
from answerable.records.vocabulary import CalendarName

LATIN = "0123456789"
DIGITS = {"arabext": "۰۱۲۳۴۵۶۷۸۹", "arab": "٠١٢٣٤٥٦٧٨٩", "deva": "०१२३४५६७८९", "beng": "০১২৩৪৫৬৭৮৯"}
_PREFIX = re.compile(r"(?<=\bו)-(?=[א-ת])")
_YEAR = re.compile(r"[\s,،]*y[^EdM]*$")


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


@lru_cache(maxsize=64)
def day_pattern(locale: Locale, kind: str) -> str:
    """Return the CLDR pattern of a day. `kind` is `long` or `short` (with year), `weekday`, `far` or `near`.

    `far` and `near` have the weekday in full. English has patterns of its own, without the commas and the order that
    are used in the United States only.
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
    return own.replace("\u202f", "\u00a0")  # which more fonts have


def format_instant(context: Context, at: datetime) -> str:
    """Return an instant with its zone, such as `24 November 2026, 09:00 GMT+03:30`."""
    local = at.astimezone(context.zone)
    zone = _offset(local.utcoffset() or timedelta(), context.locale)
    return f"{_day_and_time(context, format_day(context, local.date()), local)} {zone}"


def format_short_instant(context: Context, at: datetime) -> str:
    """Return an instant in the site's zone, such as `24 Nov 2026, 09:00`."""
    local = at.astimezone(context.zone)
    return _day_and_time(context, _date(context, local.date(), "short"), local)


def _day_and_time(context: Context, day: str, local: datetime) -> str:
    """Join both as the language does."""
    return context.gettext("%(day)s, %(time)s") % {"day": day, "time": _clock(local, context.locale)}


def _clock(local: datetime, locale: Locale) -> str:
    return in_digits(f"{local.hour:02}:{local.minute:02}", locale)


def _date(context: Context, day: date, kind: str) -> str:
    return _date_in(day, kind, context.locale, context.calendar, weekday_pattern(context))


@lru_cache(maxsize=65_536)  # a history has few days and many instants
def _date_in(day: date, kind: str, locale: Locale, calendar: CalendarName, weekday: str) -> str:
    pattern = day_pattern(locale, kind).replace("EEEE", weekday)
    return in_digits(format_date(day, pattern, locale, calendar), locale)


def weekday_pattern(context: Context) -> str:
    """Return CLDR's pattern of a weekday in a sentence: `EEEE` in full, `EEE` short.

    A catalog translates it to the short one where the full one is inflected after a preposition, as in `до вторника`.
    """
    return context.pgettext("weekday in a sentence, EEE if prepositions inflect it", "EEEE")


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
    """Return an instant such as `Tuesday 09:00 GMT+03:30`, with its date if it is more than six days away."""
    local = at.astimezone(context.zone)
    zone = _offset(local.utcoffset() or timedelta(), context.locale)
    if context.is_within(NEAR, at):
        return f"{_date(context, local.date(), 'near')} {_clock(local, context.locale)} {zone}"
    return f"{_day_and_time(context, _date(context, local.date(), 'far'), local)} {zone}"


def format_weekday(context: Context, day: date) -> str:
    """Return a day such as `Tue 24 Nov`."""
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
    """Return `2026-11` as `November 2026`, followed by the months of the site's own calendar in which its days lie."""
    name = format_month_as(context, month, "LLLL y")
    own = month_span(date.fromisoformat(f"{month}-01"), context.locale, context.calendar)
    return in_digits(f"{name} ({own})", context.locale) if own else name


def format_month_as(context: Context, month: str, pattern: str) -> str:
    """Return `2026-11` by a CLDR pattern, such as `LLL` for `Nov`."""
    formatted = format_date(date.fromisoformat(f"{month}-01"), pattern, context.locale, "gregorian")
    return in_digits(formatted, context.locale)


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
    return without_hyphen(context.gettext("%(longer)s %(shorter)s") % {"longer": longer, "shorter": rest[0]})
