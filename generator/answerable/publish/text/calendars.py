"""Dates in the calendars that languages go by: Gregorian by CLDR's patterns, the Persian (Jalali), the Hebrew one."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date as babel_format_date
from persiantools.jdatetime import MONTH_NAMES_EN, MONTH_NAMES_FA, JalaliDate
from pyluach.dates import HebrewDate
from pyluach.hebrewcal import Year

from answerable.facts.months import FIRST_PERSIAN, LAST_PERSIAN, persian
from answerable.records.vocabulary import CalendarName

UNICODE_CALENDARS: dict[CalendarName, str] = {"gregorian": "gregory", "hebrew": "hebrew", "persian": "persian"}
"""The calendars by their names in language tags (Unicode extension `ca`), which browsers take."""

_OF_COUNTRIES: dict[str, tuple[CalendarName, ...]] = {"fa": ("persian",), "he": ("hebrew",)}
_ADAR = 12
_HEBREW_MONTHS = (
    (
        "", "Nisan", "Iyar", "Sivan", "Tamuz", "Av", "Elul", "Tishri", "Heshvan", "Kislev", "Tevet", "Shevat", "Adar",
        "Adar II", *[""] * 10, "Adar I",
    ),
    (
        "", "ניסן", "אייר", "סיוון", "תמוז", "אב", "אלול", "תשרי", "חשוון", "כסלו", "טבת", "שבט", "אדר",
        "אדר ב׳", *[""] * 10, "אדר א׳",
    ),
)  # fmt: skip
"""CLDR's names of the months, in English and in Hebrew, by their numbers; the first Adar of a leap year is 24."""

_FIELD = re.compile(r"'[^']*'|([a-zA-Z])\1*|[^a-zA-Z']+")
"""A part of a CLDR pattern: quoted words, a field such as `MMMM`, or what stands between fields.

Unicode Technical Standard 35, part 4, \"Date Format Patterns\".
"""


def format_date(day: date, pattern: str, locale: Locale, calendar: CalendarName) -> str:
    """Return a day by a CLDR pattern for the Gregorian calendar, whose day, month and year follow `calendar`.

    Months of another calendar have their names in its own language, and names in Latin letters elsewhere; they have no
    short forms.
    """
    there = _day_in(day, calendar)
    if there is None:
        return babel_format_date(day, pattern, locale=locale)
    fields = {"d": str(there.day), "M": _month_name(there, locale), "y": str(there.year)}
    fields["L"] = fields["M"]
    parts = []
    for part in _FIELD.finditer(pattern):
        own = fields.get(part[0][0]) if part[1] else None
        parts.append(babel_format_date(day, part[0], locale=locale) if own is None and part[1] else own or part[0])
    return "".join(parts).replace("'", "")


@lru_cache(maxsize=65_536)  # a history has few days
def in_every_calendar(day: date, locale: Locale, calendar: CalendarName) -> str:
    """Return a day in the calendar of a site, in the Gregorian one, and in that of the country of the language.

    In Hebrew also the year in letters, with the sign in it and without.
    """
    calendars = dict.fromkeys((calendar, "gregorian", *_OF_COUNTRIES.get(locale.language, ())))
    found = [format_date(day, "d MMMM y", locale, each) for each in calendars]
    if locale.language == "he":
        there = HebrewDate.from_pydate(day)
        found += [there.hebrew_year(), there.hebrew_year(withgershayim=False)]
    return " ".join(found)


def month_span(first: date, locale: Locale, calendar: CalendarName) -> str:
    """Return the months of `calendar` in which the days of a Gregorian month lie; "" if that is the calendar."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    begin, end = _day_in(first, calendar), _day_in(last, calendar)
    if begin is None or end is None:
        return ""
    year = f" {begin.year}" if begin.year != end.year else ""
    return f"{_month_name(begin, locale)}{year} – {_month_name(end, locale)} {end.year}"


def _day_in(day: date, calendar: CalendarName) -> JalaliDate | HebrewDate | None:
    """Return a day in another calendar than the Gregorian one; None for that, and for days that it cannot name."""
    if calendar == "persian" and FIRST_PERSIAN <= day <= LAST_PERSIAN:
        return persian(day)
    return HebrewDate.from_pydate(day) if calendar == "hebrew" else None


def _month_name(there: JalaliDate | HebrewDate, locale: Locale) -> str:
    if isinstance(there, HebrewDate):
        number = there.month + 12 * (there.month == _ADAR and Year(there.year).leap)
        return _HEBREW_MONTHS[locale.language == "he"][int(number)]
    return str((MONTH_NAMES_FA if locale.language == "fa" else MONTH_NAMES_EN)[there.month])
