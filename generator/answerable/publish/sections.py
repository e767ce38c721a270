"""The folders with pages that do not go through MkDocs one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from answerable.content.own_pages import PAGE_HALVES
from answerable.facts.months import answers_by_month, incidents_by_month
from answerable.publish.pages import changes
from answerable.publish.paging import ROWS
from answerable.records.ledger import Ledger
from answerable.records.vocabulary import CalendarName, Half

SECTIONS = {
    "incidents": "incidents.html",
    "incidents/page": "incidents.html",
    "maintenance": "incidents.html",
    "components": "home.html",
    "answers": "answers.html",
    "answers/page": "answers.html",
    "answers/topic": "answers.html",
    "changes": "changes.html",
    "transparency": "transparency.html",
}
"""Folders with pages of records, and the page in the navigation that each belongs to."""
_HALVES = {**PAGE_HALVES, "home.html": Half.STATUS}
"""The half to which the folders of a page belong: below the first page, which is of both, stand the components."""


def published_sections(ledger: Ledger) -> Iterator[str]:
    """Yield the folders of `SECTIONS` of the halves that the site publishes."""
    return (folder for folder, page in SECTIONS.items() if _HALVES[page] in (None, *ledger.policy.publish))


def sections(ledger: Ledger, calendar: CalendarName = "gregorian") -> Iterator[str]:
    """Yield the folders of `SECTIONS` in which there will be pages: MkDocs renders a placeholder page for each."""
    calendars: set[CalendarName] = {"gregorian", calendar}
    months = [incidents_by_month(ledger, one) for one in calendars]
    answers = [answers_by_month(ledger, one) for one in calendars]
    by_topic = (len(ledger.answers_of_topic(topic.id)) for topic in ledger.topics)
    paged = {
        "incidents/page": _longest(months) >= 2 * ROWS,
        "answers/page": max(_longest(answers), *by_topic, 0) >= 2 * ROWS,
        "changes": changes.has_months(ledger),
    }
    return (folder for folder in published_sections(ledger) if paged.get(folder, True))


def _longest(lists: Iterable[Mapping[str, Sequence[object]]]) -> int:
    return max((len(rows) for months in lists for rows in months.values()), default=0)
