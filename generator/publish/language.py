"""Dates, numbers and the field's words in the reader's language."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from babel.numbers import format_percent as babel_percent

from generator.publish.context import Context
from generator.records.words import ComponentStatus, Did, Impact, MaintenanceStatus, Outcome, UpdateStatus


def _(message: str) -> str:
    """Marks a sentence for extraction; it is translated when it is shown."""
    return message


STATUS_WORDS = {
    ComponentStatus.OPERATIONAL: _("Operational"),
    ComponentStatus.UNDER_MAINTENANCE: _("Under maintenance"),
    ComponentStatus.DEGRADED_PERFORMANCE: _("Degraded performance"),
    ComponentStatus.PARTIAL_OUTAGE: _("Partial outage"),
    ComponentStatus.MAJOR_OUTAGE: _("Major outage"),
}
IMPACT_WORDS = {
    Impact.NONE: _("No impact"),
    Impact.MINOR: _("Minor impact"),
    Impact.MAJOR: _("Major impact"),
    Impact.CRITICAL: _("Critical impact"),
}
UPDATE_WORDS = {
    UpdateStatus.INVESTIGATING: _("Investigating"),
    UpdateStatus.IDENTIFIED: _("Identified"),
    UpdateStatus.MONITORING: _("Monitoring"),
    UpdateStatus.RESOLVED: _("Resolved"),
}
MAINTENANCE_WORDS = {
    MaintenanceStatus.SCHEDULED: _("Scheduled"),
    MaintenanceStatus.IN_PROGRESS: _("In progress"),
    MaintenanceStatus.VERIFYING: _("Verifying"),
    MaintenanceStatus.COMPLETED: _("Completed"),
    MaintenanceStatus.CANCELLED: _("Called off"),
}
DID_WORDS = {
    "received": _("Received"),
    Did.ANSWERED: _("Answered by a person"),
    Did.AUTO_ANSWERED: _("Answered automatically"),
    Did.TAKEN_PRIVATE: _("Continued in private"),
    Did.RESOLVED: _("Resolved"),
    Did.FOLLOWED_UP: _("Outcome reported back in public"),
    Did.CONFIRMED: _("Confirmed by the customer"),
    Did.REOPENED: _("Reopened"),
    Did.WITHDRAWN: _("Withdrawn"),
}
OUTCOME_WORDS = {
    Outcome.SOLVED: _("Solved"),
    Outcome.PARTLY_SOLVED: _("Partly solved"),
    Outcome.EXPLAINED: _("Explained"),
    Outcome.DECLINED: _("Declined"),
    Outcome.NO_REPLY_FROM_CUSTOMER: _("No reply from the customer"),
    Outcome.UNRESOLVED: _("Not resolved"),
}
OVERALL_WORDS = {
    "All Systems Operational": _("All systems operational"),
    "Partially Degraded Service": _("Partially degraded service"),
    "Degraded System Service": _("Degraded service"),
    "Minor Service Outage": _("Minor service outage"),
    "Partial System Outage": _("Partial system outage"),
    "Major System Outage": _("Major system outage"),
    "Service Under Maintenance": _("Service under maintenance"),
}


def overall_word(context: Context, description: str) -> str:
    """The words for the whole, from Statuspage's English ones."""
    return context.gettext(OVERALL_WORDS.get(description, description))


def status_word(context: Context, status: ComponentStatus) -> str:
    """The words for a component's status."""
    return context.gettext(STATUS_WORDS[status])


def impact_word(context: Context, impact: Impact) -> str:
    """The words for an impact."""
    return context.gettext(IMPACT_WORDS[impact])


def update_word(context: Context, status: UpdateStatus) -> str:
    """The word for where the work stands."""
    return context.gettext(UPDATE_WORDS[status])


def maintenance_word(context: Context, status: MaintenanceStatus) -> str:
    """The word for where a maintenance stands."""
    return context.gettext(MAINTENANCE_WORDS[status])


def did_word(context: Context, did: str) -> str:
    """The words for a step of a complaint; `received` too."""
    return context.gettext(DID_WORDS[did])


def outcome_word(context: Context, outcome: Outcome) -> str:
    """The words for an outcome."""
    return context.gettext(OUTCOME_WORDS[outcome])


def format_instant(context: Context, at: datetime) -> str:
    """Day, time and zone, such as `24 November 2026, 09:00 GMT+03:30`."""
    local = at.astimezone(context.zone)
    zone = _offset(local.utcoffset() or timedelta(), context.locale)
    return f"{_day_before_time(local.date(), context.locale)}{local:%H:%M} {zone}"


@lru_cache(maxsize=65_536)  # a history has few days and many instants
def _day_before_time(day: date, locale: Locale) -> str:
    pattern = "d MMMM y " if locale.language != "en" else "d MMMM y, "
    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=1024)
def _offset(offset: timedelta, locale: Locale) -> str:
    """`GMT+03:30`, as CLDR's pattern `OOOO` has it; Babel knows no shorter one.

    A sign at its beginning gets the mark that CLDR has and Babel drops: in Persian it would stand behind its number.
    """
    at = datetime(2000, 1, 1, tzinfo=timezone(offset))
    words = format_datetime(at, "OOOO", tzinfo=timezone(offset), locale=locale)
    return f"\u200e{words}" if words[0] in "+-" else words


def format_clock(context: Context, at: datetime, zone: tzinfo | None = None) -> str:
    """The time of day in that zone, else in the site's, such as `09:00`."""
    return f"{at.astimezone(zone or context.zone):%H:%M}"


NEAR = timedelta(days=6)
"""So far ahead a weekday says which day is meant."""


def format_moment(context: Context, at: datetime) -> str:
    """An instant ahead: weekday, time and zone, such as `Tuesday 09:00 GMT+03:30`; from a week on with its date."""
    local = at.astimezone(context.zone)
    far = abs(at - context.now) >= NEAR
    weekday = format_date(local.date(), "EEEE d MMMM" if far else "EEEE", locale=context.locale)
    return f"{weekday} {local:%H:%M} {_offset(local.utcoffset() or timedelta(), context.locale)}"


def format_weekday(context: Context, day: date) -> str:
    """A near day such as `Tue 24 Nov`."""
    return format_date(day, "EEE d MMM", locale=context.locale)


def format_day(context: Context, day: date) -> str:
    """A day such as `24 November 2026`; an instant is taken in the site's zone."""
    return _day(day.astimezone(context.zone).date() if isinstance(day, datetime) else day, context.locale)


@lru_cache(maxsize=65_536)
def _day(day: date, locale: Locale) -> str:
    return format_date(day, "d MMMM y", locale=locale)


def format_short_day(context: Context, at: datetime) -> str:
    """A day as short as it can be said without doubt, such as `24 Nov 2026`, in the site's zone."""
    return format_date(at.astimezone(context.zone).date(), "d MMM y", locale=context.locale)


def format_short_utc(context: Context, at: datetime) -> str:
    """An instant as short as it can be said to readers in any zone, such as `24 Nov 2026, 05:30 UTC`."""
    utc = at.astimezone(UTC)
    comma = "," if context.locale.language == "en" else ""
    return f"{format_date(utc.date(), 'd MMM y', locale=context.locale)}{comma} {utc:%H:%M} UTC"


def format_window(context: Context, window: timedelta) -> str:
    """A window of uptime: `24 hours`, else in days."""
    if window < timedelta(days=2):
        return context.ngettext("%(num)s hour", "%(num)s hours", 24) % {"num": format_number(context, 24)}
    return context.ngettext("%(num)s day", "%(num)s days", window.days) % {"num": format_number(context, window.days)}


def format_month(context: Context, month: str) -> str:
    """`2026-11` as `November 2026`."""
    return format_date(date.fromisoformat(f"{month}-01"), "LLLL y", locale=context.locale)


def format_number(context: Context, number: float) -> str:
    """A number with the language's separators."""
    return _number(number, context.locale)


@lru_cache(maxsize=4096)
def _number(number: float, locale: Locale) -> str:
    return format_decimal(number, locale=locale)


def format_percent(context: Context, share: float) -> str:
    """A share as per cent with two decimals, cut and never rounded up: 99.999 % is not 100 %."""
    cut = int(share * 10_000 + 1e-9) / 10_000
    return babel_percent(cut, "#,##0.00%" if cut < 1 else "#,##0%", locale=context.locale)


@lru_cache(maxsize=65_536)
def format_duration(context: Context, length: timedelta) -> str:
    """A length in its two largest units: days, hours, minutes; under a minute in words."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return context.gettext("less than a minute")
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        context.ngettext("%(num)s day", "%(num)s days", days) % {"num": format_number(context, days)} if days else "",
        context.ngettext("%(num)s hour", "%(num)s hours", hours) % {"num": format_number(context, hours)}
        if hours
        else "",
        context.ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": format_number(context, minutes)}
        if minutes and not days
        else "",
    ]
    return " ".join([part for part in parts if part][:2])
