"""The months by which a site's lists go, those of its own calendar, and the pages of a month in the other languages.

API, files of figures and archives of feeds go by Gregorian months in every language, as programs read them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from answerable.facts.months import answers_by_month, changes_by_month, first_day, incidents_by_month, month_of_day
from answerable.publish.context import Context, looked_up, once
from answerable.publish.shell import other_slug
from answerable.records.model import Complaint, Incident
from answerable.records.vocabulary import CalendarName

_MONTH_PAGE = re.compile(r"(incidents|answers|changes|transparency)/(?:page/)?(\d{4}-\d{2})(?:-\d+)?/")
_FIRST_GREGORIAN = "1700-01"
"""The name of a month from which on it is a Gregorian one: the Persian year is 621 less."""


@once
def incident_months(context: Context, calendar: CalendarName) -> Mapping[str, tuple[Incident, ...]]:
    """Return the incidents by the months of a calendar, newest first."""
    return incidents_by_month(context.ledger, calendar)


@once
def answer_months(context: Context, calendar: CalendarName) -> Mapping[str, tuple[Complaint, ...]]:
    """Return the answers by the months of a calendar, newest first."""
    return answers_by_month(context.ledger, calendar)


@once
def change_months(context: Context, calendar: CalendarName) -> Mapping[str, tuple[Complaint, ...]]:
    """Return the answers that say what changed by the months of a calendar, newest first."""
    return changes_by_month(context.ledger, calendar)


@looked_up
def incidents_of(context: Context, month: str) -> tuple[Incident, ...]:
    """Return the incidents of a month of the site's calendar, newest first."""
    return incident_months(context, context.months).get(month, ())


@looked_up
def answers_of(context: Context, month: str) -> tuple[Complaint, ...]:
    """Return the answers of a month of the site's calendar, newest first."""
    return answer_months(context, context.months).get(month, ())


def calendar_of_month(month: str) -> CalendarName:
    """Return the calendar of a month by its name."""
    return "gregorian" if month >= _FIRST_GREGORIAN else "persian"


@looked_up
def address_in(context: Context, path: str, calendar: CalendarName) -> str:
    """Return where a page stands in the languages that go by a calendar.

    The page of a month leads to that of the month in which its first day lies, or to the list if there is none.
    """
    found = _MONTH_PAGE.fullmatch(path)
    if found is None or calendar_of_month(found[2]) == calendar:
        return path
    folder, month = found.groups()
    there = month_of_day(first_day(month, calendar_of_month(month)), calendar)
    return f"{folder}/{there}/" if there in _pages(context, folder, calendar) else f"{folder}/"


def other_slugs(context: Context, path: str) -> dict[str, str]:
    """Return what stands in the place of a page's last part in its addresses in languages of another calendar."""
    up = "../" * path.rstrip("/").rpartition("/")[0].count("/")
    calendars = {context.ledger.policy.months_of(language) for language in context.sites} - {context.months}
    return {other_slug(one): up + address_in(context, path, one).partition("/")[2] for one in sorted(calendars)}


@once
def _pages(context: Context, folder: str, calendar: CalendarName) -> Collection[str]:
    """Return the months that have a page in a folder in the languages that go by a calendar."""
    if folder == "transparency":
        return context.figures.by(calendar).months if context.figures else ()
    if folder == "changes":
        return change_months(context, calendar)
    return incident_months(context, calendar) if folder == "incidents" else answer_months(context, calendar)
