"""Dates in the Persian and the Hebrew calendar."""

from __future__ import annotations

from datetime import date

import pytest
from babel import Locale

from answerable.publish.text.calendars import format_date, month_span
from answerable.records.company import Policy

PERSIAN = Locale("fa")
ENGLISH = Locale("en")


@pytest.mark.parametrize(
    ("gregorian", "persian"),
    [  # new year's days and leap years as Iran's calendar was printed
        (date(2021, 3, 21), "1 فروردین 1400"),
        (date(2025, 3, 20), "30 اسفند 1403"),
        (date(2025, 3, 21), "1 فروردین 1404"),
        (date(1979, 2, 11), "22 بهمن 1357"),
        (date(2026, 11, 24), "3 آذر 1405"),
    ],
)
def test_a_day_is_named_as_in_iran(gregorian: date, persian: str) -> None:
    """Days, months and leap years are those of printed calendars."""
    assert format_date(gregorian, "d MMMM y", PERSIAN, "persian") == persian


@pytest.mark.parametrize(
    ("gregorian", "hebrew", "english"),
    [  # new years, both Adars of a leap year, the Adar of a common one, as calendars print them
        (date(2026, 9, 12), "1 בתשרי 5787", "1 Tishri 5787"),
        (date(2025, 9, 23), "1 בתשרי 5786", "1 Tishri 5786"),
        (date(2026, 11, 24), "14 בכסלו 5787", "14 Kislev 5787"),
        (date(2027, 2, 8), "1 באדר א׳ 5787", "1 Adar I 5787"),
        (date(2027, 3, 23), "14 באדר ב׳ 5787", "14 Adar II 5787"),
        (date(2026, 3, 3), "14 באדר 5786", "14 Adar 5786"),
        (date(1948, 5, 14), "5 באייר 5708", "5 Iyar 5708"),
    ],
)
def test_a_day_is_named_as_in_israel(gregorian: date, hebrew: str, english: str) -> None:
    """Holy days and the founding of the state, as printed calendars have them."""
    assert format_date(gregorian, "d בMMMM y", Locale("he"), "hebrew") == hebrew
    assert format_date(gregorian, "d MMMM y", ENGLISH, "hebrew") == english


def test_months_of_a_site_with_hebrew_dates_are_gregorian() -> None:
    """A Hebrew year has twelve or thirteen, and people in Israel pay and report by the others."""
    policy = Policy(calendar={"he": "hebrew"})
    assert (policy.calendar_of("he"), policy.months_of("he")) == ("hebrew", "gregorian")
    assert Policy().months_of("fa") == "persian"


def test_the_weekday_and_quoted_words_of_a_pattern_stay() -> None:
    """Only day, month and year follow the calendar."""
    day = date(2026, 11, 24)
    assert format_date(day, "EEEE d MMMM 'in' y", ENGLISH, "persian") == "Tuesday 3 Azar in 1405"


def test_the_gregorian_calendar_is_the_language_s_own_pattern() -> None:
    """Babel prints Gregorian dates."""
    assert format_date(date(2026, 11, 24), "d MMMM y", ENGLISH, "gregorian") == "24 November 2026"


def test_only_iran_goes_by_the_persian_calendar_unless_told() -> None:
    """Afghanistan has other names of months."""
    named = {one: Policy().calendar_of(one) for one in ("fa", "fa-IR", "fa-AF", "en", "he", "ru")}
    assert [one for one, calendar in named.items() if calendar == "persian"] == ["fa", "fa-IR"]


@pytest.mark.parametrize(
    ("first", "span"),
    [(date(2026, 11, 1), "آبان – آذر 1405"), (date(2026, 3, 1), "اسفند 1404 – فروردین 1405")],
)
def test_a_gregorian_month_lies_in_two_persian_ones(first: date, span: str) -> None:
    """The year is named where it changes."""
    assert month_span(first, PERSIAN, "persian") == span
    assert month_span(first, PERSIAN, "gregorian") == ""
