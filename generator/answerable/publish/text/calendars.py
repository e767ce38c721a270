"""Dates in the calendars that languages go by: Gregorian by CLDR's patterns, and the Persian (Jalali) one."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from babel import Locale
from babel.dates import format_date as babel_format_date
from persiantools.jdatetime import MONTH_NAMES_EN, MONTH_NAMES_FA, JalaliDate

from answerable.facts.months import FIRST_PERSIAN, LAST_PERSIAN, persian
from answerable.records.vocabulary import CalendarName

UNICODE_CALENDARS: dict[CalendarName, str] = {"gregorian": "gregory", "persian": "persian"}
"""The calendars by their names in language tags (Unicode extension `ca`), which browsers take."""

_FIELD = re.compile(r"'[^']*'|([a-zA-Z])\1*|[^a-zA-Z']+")
"""A part of a CLDR pattern: quoted words, a field such as `MMMM`, or what stands between fields.

Unicode Technical Standard 35, part 4, \"Date Format Patterns\".
"""


def format_date(day: date, pattern: str, locale: Locale, calendar: CalendarName) -> str:
    """Return a day by a CLDR pattern for the Gregorian calendar, whose day, month and year follow `calendar`.

    Months of the Persian calendar have their Persian names in Persian, and names in Latin letters elsewhere; they have
    no short forms.
    """
    if calendar == "gregorian" or not FIRST_PERSIAN <= day <= LAST_PERSIAN:
        return babel_format_date(day, pattern, locale=locale)
    there = persian(day)
    fields = {"d": str(there.day), "M": _month_name(there, locale), "y": str(there.year)}
    fields["L"] = fields["M"]
    parts = []
    for part in _FIELD.finditer(pattern):
        own = fields.get(part[0][0]) if part[1] else None
        parts.append(babel_format_date(day, part[0], locale=locale) if own is None and part[1] else own or part[0])
    return "".join(parts).replace("'", "")


def month_span(first: date, locale: Locale, calendar: CalendarName) -> str:
    """Return the two months of `calendar` in which the days of a Gregorian month lie; "" if that is the calendar."""
    if calendar == "gregorian":
        return ""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    begin, end = map(persian, (first, last))
    year = f" {begin.year}" if begin.year != end.year else ""
    return f"{_month_name(begin, locale)}{year} – {_month_name(end, locale)} {end.year}"


def _month_name(there: JalaliDate, locale: Locale) -> str:
    return str((MONTH_NAMES_FA if locale.language == "fa" else MONTH_NAMES_EN)[there.month])
