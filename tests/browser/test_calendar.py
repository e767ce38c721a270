"""The Persian calendar is the same in the server's words and in the browser's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from answerable.publish.context import locale_of
from answerable.publish.text.calendars import format_date
from answerable.publish.text.formats import in_digits

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FIRST, LAST = date(1921, 3, 21), date(2122, 3, 20)  # the years 1300 to 1500
PRINTED = """([first, days]) => {
    const style = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    const format = new Intl.DateTimeFormat("fa-u-ca-persian", style);
    return Array.from({ length: days }, (_, day) => format.format(Date.parse(first) + day * 86400000));
}"""


def test_every_day_of_two_centuries_is_the_same_day(browser: Browser) -> None:
    """The years 1300 to 1500 of the Persian calendar, as the library and Chromium name them."""
    page = browser.new_page()
    days = [FIRST + timedelta(day) for day in range((LAST - FIRST).days + 1)]
    persian = locale_of("fa")
    assert persian
    ours = [in_digits(format_date(day, "d MMMM y", persian, "persian"), persian) for day in days]
    assert page.evaluate(PRINTED, [FIRST.isoformat(), len(days)]) == ours
