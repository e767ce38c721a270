"""Months of the Persian calendar: the lists, figures and addresses of a Persian site beside those of others."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.facts.months import (
    answers_by_month,
    first_day,
    incidents_by_month,
    last_complete_month,
    month_after,
    month_before,
    month_bounds,
    month_of,
    month_of_day,
    months_between,
)
from answerable.facts.outages import minutes_down
from answerable.facts.response import Dimension
from answerable.intake.cohorts import response_figures
from answerable.intake.population import read_intake
from answerable.publish.context import Context
from answerable.publish.pages import gregorian_months, incident_pages
from answerable.publish.pages.month_lists import address_in, other_slugs
from answerable.records.company import Component, Policy
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.model import Complaint, Incident
from answerable.records.vocabulary import CalendarName

TEHRAN = ZoneInfo("Asia/Tehran")
NOW = datetime(2026, 12, 1, tzinfo=UTC)
CALENDARS: tuple[CalendarName, ...] = ("gregorian", "persian")
DAYS = st.dates(date(1921, 3, 21), date(2121, 3, 20))  # 1300 to 1499


@pytest.mark.parametrize(
    ("day", "month"),
    [  # as printed calendars of Iran have them; 1403 was a leap year
        (date(2026, 11, 21), "1405-08"),
        (date(2026, 11, 22), "1405-09"),
        (date(2025, 3, 20), "1403-12"),
        (date(2025, 3, 21), "1404-01"),
    ],
)
def test_a_day_is_in_its_persian_month(day: date, month: str) -> None:
    """Months begin around the twenty-first of the Gregorian ones, the year in March."""
    assert month_of_day(day, "persian") == month


@given(day=DAYS, calendar=st.sampled_from(CALENDARS))
def test_each_day_is_in_one_month(day: date, calendar: CalendarName) -> None:
    """It lies between the first days of its month and of the next, and the neighbours of a month lead back to it."""
    month = month_of_day(day, calendar)
    assert first_day(month, calendar) <= day < first_day(month_after(month), calendar)
    assert month_before(month_after(month)) == month
    assert list(months_between(day, day + timedelta(days=32), calendar))[:2] == [month, month_after(month)]


def test_a_month_begins_and_ends_at_midnight_in_the_site_s_zone() -> None:
    """The 21st of November is the last day of Aban; in Tehran it ends at 20:30 by UTC."""
    before, after = datetime(2026, 11, 21, 20, 29, tzinfo=UTC), datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
    assert [month_of(at, TEHRAN, "persian") for at in (before, after)] == ["1405-08", "1405-09"]
    assert month_bounds("1405-09", TEHRAN, "persian")[0] == after
    assert last_complete_month(before, TEHRAN, "persian") == "1405-07"
    assert last_complete_month(after, TEHRAN, "persian") == "1405-08"


def test_days_that_no_calendar_of_iran_names_break_nothing() -> None:
    """A slip such as the year 26 counts to the first month that there is."""
    assert month_of_day(date(26, 11, 24), "persian") == "0001-01"
    assert month_of_day(date.max, "persian") == "9377-01"


def incident(id: str, start: str, end: str) -> Incident:
    """An incident with a major outage of one component."""
    updates = [
        {"at": start, "status": "investigating", "components": {"shop": "major_outage"}},
        {"at": end, "status": "resolved"},
    ]
    return Incident.model_validate({"id": id, "title": id, "impact": "major", "updates": updates})


def complaint(number: int, received: datetime) -> Complaint:
    """A complaint that was answered and resolved on the day."""
    at = received + timedelta(hours=1)
    return Complaint.model_validate(
        {
            "id": f"c{number:03}",
            "title": "t",
            "channel": "x",
            "topic": "late",
            "received": received,
            "consent": "anonymous",
            "said": "s",
            "did": "d",
            "steps": [{"at": at, "did": "answered"}, {"at": at, "did": "resolved", "outcome": "solved"}],
        }
    )


def ledger() -> Ledger:
    """A complaint every eleven hours of a hundred days, and two incidents, one over the end of both months."""
    start = datetime(2026, 8, 20, 3, 0, tzinfo=UTC)
    return make_ledger(
        components=[Component.model_validate({"id": "shop", "name": "Shop", "since": "2026-01-01"})],
        policy=Policy.model_validate({"zone": "Asia/Tehran", "languages": ["en", "fa"]}),
        incidents=[
            incident("first", "2026-10-22T10:00:00Z", "2026-10-22T12:00:00Z"),
            incident("long", "2026-10-31T19:00:00Z", "2026-11-22T00:00:00Z"),
        ],
        complaints=[complaint(number, start + timedelta(hours=11 * number)) for number in range(218)],
    )


def test_no_record_is_counted_otherwise_for_its_month() -> None:
    """By Persian months the same complaints and minutes are counted as by Gregorian ones, in sum and one by one."""
    found = ledger()
    read, _findings = read_intake(_nowhere(), found.complaints, {}, NOW)
    by = {calendar: response_figures(read, found, NOW, calendar) for calendar in CALENDARS}
    for dimension in (Dimension.ALL, Dimension.TOPIC, Dimension.PRIORITY):
        totals = []
        for figures in by.values():
            months = [one for cohort, one in figures.cohorts.items() if cohort.month and cohort.dimension is dimension]
            totals.append(sum(one.counted for one in months))
        assert totals == [218, 218]
    assert by["gregorian"].of() == by["persian"].of()
    mine = Counter(month_of(one.received, TEHRAN, "persian") for one in found.complaints)
    counted = {month: by["persian"].of(month) for month in by["persian"].months}
    assert {month: one.counted for month, one in counted.items() if one} == mine
    down = [sum(minutes_down(found, NOW, calendar).values()) for calendar in CALENDARS]
    assert down == [120 + 21 * 1440 + 300, 120 + 21 * 1440 + 300]
    answers = {calendar: answers_by_month(found, calendar) for calendar in CALENDARS}
    every = [sorted(one.id for rows in months.values() for one in rows) for months in answers.values()]
    assert every[0] == every[1] == sorted(one.id for one in found.answers)


def _nowhere() -> Path:
    return Path("/nonexistent")


def context(language: str) -> Context:
    """The site in one of its two languages."""
    sites = {"en": "https://s.example.com/", "fa": "https://s.example.com/fa/"}
    return Context(ledger(), NOW, language, "en", "Site", sites[language], sites=sites)


def test_an_incident_stands_in_each_month_in_which_it_was_open() -> None:
    """From the ninth of Aban to the first of Azar; in the other calendar in October and November."""
    months = {calendar: {m: [i.id for i in rows] for m, rows in incidents_by_month(ledger(), calendar).items()}
              for calendar in CALENDARS}  # fmt: skip
    assert months["persian"] == {"1405-09": ["long"], "1405-08": ["long"], "1405-07": ["first"]}
    assert months["gregorian"] == {"2026-11": ["long"], "2026-10": ["long", "first"]}


def test_the_lists_of_a_persian_site_go_by_its_own_months() -> None:
    """Their titles and addresses are those of Jalali months; the English site has Gregorian ones."""
    titles = {page.path: page.title for page in incident_pages.month_pages(context("fa"))}
    assert titles["incidents/1405-09/"] == "رخدادهای آذر ۱۴۰۵" and "incidents/2026-11/" not in titles
    assert "incidents/2026-11/" in {page.path for page in incident_pages.month_pages(context("en"))}


def test_an_address_with_a_gregorian_month_leads_on_in_persian() -> None:
    """No link that was published, or that a program makes, is broken: its page names the months of the same days."""
    pages = {page.path: page for page in gregorian_months.pages(context("fa"))}
    page = pages["incidents/2026-11/"]
    assert 'href="../../incidents/1405-08/"' in page.body and 'href="../../incidents/1405-09/"' in page.body
    assert "noindex" in page.head and gregorian_months.paths(context("fa")) == set(pages)
    assert list(gregorian_months.pages(context("en"))) == []


@pytest.mark.parametrize(
    ("path", "calendar", "there"),
    [
        ("incidents/2026-11/", "persian", "incidents/1405-08/"),
        ("incidents/1405-08/", "gregorian", "incidents/2026-10/"),
        ("incidents/2026-11/", "gregorian", "incidents/2026-11/"),
        ("incidents/2020-01/", "persian", "incidents/"),
        ("answers/page/2026-11-1/", "persian", "answers/1405-08/"),
        ("answers/2026-11-lost-parcel/", "persian", "answers/2026-11-lost-parcel/"),
        ("changes/2026-11/", "persian", "changes/"),
    ],
)
def test_the_menu_of_languages_leads_to_the_month_of_the_first_day(
    path: str, calendar: CalendarName, there: str
) -> None:
    """Or to the list, where no records are in that month; records have one address in every language."""
    assert address_in(context("en"), path, calendar) == there


def test_the_menu_of_an_earlier_part_leads_out_of_its_folder() -> None:
    """The links of all pages in a folder differ in their last part only."""
    assert other_slugs(context("en"), "answers/page/2026-11-1/") == {"answerable-placeholder-persian/": "../1405-08/"}
    assert other_slugs(context("fa"), "incidents/1405-08/") == {"answerable-placeholder-gregorian/": "2026-10/"}
    alone = replace(context("en"), sites={"en": "https://s.example.com/", "ru": "https://s.example.com/ru/"})
    assert other_slugs(alone, "incidents/2026-11/") == {}
