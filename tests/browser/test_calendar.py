"""The Persian and the Hebrew calendar are the same in the server's words and in the browser's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from answerable.publish.context import locale_of
from answerable.publish.text.calendars import format_date
from answerable.publish.text.formats import in_digits

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from answerable.records.vocabulary import CalendarName

FIRST, LAST = date(1921, 3, 21), date(2122, 3, 20)  # the years 1300 to 1500
PRINTED = """([first, days, calendar]) => {
    const style = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    const format = new Intl.DateTimeFormat(calendar, style);
    return Array.from({ length: days }, (_, day) => format.format(Date.parse(first) + day * 86400000));
}"""


@pytest.mark.parametrize(("language", "calendar"), [("fa", "persian"), ("he", "hebrew"), ("en", "hebrew")])
def test_every_day_of_two_centuries_is_the_same_day(browser: Browser, language: str, calendar: CalendarName) -> None:
    """The years 1300 to 1500 of the Persian calendar, as the libraries and Chromium name them."""
    page = browser.new_page()
    days = [FIRST + timedelta(day) for day in range((LAST - FIRST).days + 1)]
    locale = locale_of(language)
    assert locale
    pattern = {"fa": "d MMMM y", "he": "d בMMMM y", "en": "d MMMM y"}[language]
    ours = [in_digits(format_date(day, pattern, locale, calendar), locale) for day in days]
    assert page.evaluate(PRINTED, [FIRST.isoformat(), len(days), f"{language}-u-ca-{calendar}"]) == ours
