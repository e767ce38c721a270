"""Hours by the reader's clock: a site that nobody has built again for up to 59 days still tells who is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.command import answerable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

BUILT = "2027-01-28T12:00:00+01:00"
# 59 days later: Easter Sunday, on which Berlin's clocks go forward; Good Friday and Easter Monday are holidays.
EASTER = "2027-03-28T12:00:00+02:00"
CHANNELS = """channels:
  - id: x
    name: X
    url: https://social.example.com/x
    zone: Europe/Berlin
    hours: {mon-fri: 09:00-17:00}
    holidays: DE
  - id: shop
    name: Shop
    url: tel:+4930000001
    zone: Europe/Berlin
    hours: {mon-sat: 10:00-20:00}
    holidays: DE
  - id: bank
    name: Night desk
    url: tel:+12120000000
    address: +1 212 0000
    zone: America/New_York
    hours: {sun: 18:00-23:00}
"""
MKDOCS = (
    "site_name: Test\nsite_url: https://s.example.com/\ndocs_dir: content\ntheme: {name: material, font: false}\n"
    "plugins: [answerable]\nnav: [index.md, contact.md]\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with three channels, built on 28 January."""
    root = tmp_path_factory.mktemp("hours")
    (root / "content").mkdir()
    (root / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    (root / "content/channels.yml").write_text(CHANNELS, encoding="utf-8")
    (root / "content/policy.yml").write_text("zone: Europe/Berlin\nlanguages: [en]\n", encoding="utf-8")
    (root / "content/index.md").write_text("---\ntitle: Status\ntemplate: home.html\n---\n", encoding="utf-8")
    (root / "content/contact.md").write_text("---\ntitle: Contact\ntemplate: contact.html\n---\n", encoding="utf-8")
    answerable("build", "--now", BUILT, cwd=root)
    return root / "site"


Visit = Any


@pytest.fixture
def visit(folder: Path, serve_directory: Callable[[Path], str], browser: Browser) -> Iterator[Visit]:
    """Open a page of it at an instant, in a zone."""
    opened = []

    def visit_at(path: str, now: str, zone: str = "Europe/Berlin") -> Page:
        context = browser.new_context(timezone_id=zone, locale="en-GB")
        opened.append(context)
        page = context.new_page()
        page.clock.install(time=now)
        page.goto(serve_directory(folder) + path, wait_until="load")
        page.wait_for_function("() => document.querySelector('[data-a-zone],time[title]')")
        return page

    yield visit_at
    for context in opened:
        context.close()


def notice(page: Page) -> str:
    """The off-hours notice as the reader sees it; nothing when it is hidden."""
    found = page.locator("#a-offhours")
    return " ".join(found.inner_text().split()) if found.is_visible() else ""


def test_59_days_after_the_build_the_next_opening_is_still_right(visit: Visit) -> None:
    """X opens on Tuesday at nine summer time, which is three in the morning in New York; the night desk is sooner."""
    berlin = notice(visit("/", EASTER))
    assert "Nobody answers on X right now. We are back Tuesday 09:00." in berlin
    assert (
        "Somebody is there sooner here, from Monday 00:00: Night desk (+1 212 0000)." in berlin
    )  # 18:00 in New York, by then six hours behind
    new_york = notice(visit("/", EASTER, zone="America/New_York"))
    assert "We are back Tuesday 03:00." in new_york
    assert "from 18:00: " in new_york


def test_a_channel_that_is_open_is_named_before_one_that_will_be(visit: Visit) -> None:
    """On Easter Saturday the shop is open while X is not; on Sunday night in New York it is the night desk."""
    page = visit("/", "2027-03-27T12:00:00+01:00")
    assert "You can reach us now here, until 20:00: Shop." in notice(page)
    assert "Night desk" not in notice(page)
    page.clock.fast_forward("36:00:00")  # to Monday, 01:00 summer time
    page.wait_for_function("() => document.getElementById('a-offhours').innerText.includes('Night desk')")
    assert "You can reach us now here, until 05:00: Night desk (+1 212 0000)." in notice(page)


def test_in_hours_there_is_no_notice(visit: Visit) -> None:
    """On the Tuesday after Easter at nine it goes, without a build since January."""
    page = visit("/", "2027-03-30T08:59:30+02:00")
    before = notice(page)
    page.clock.run_for(31_000)
    assert (bool(before), notice(page)) == (True, "")
    assert "Open until 17:00" in " ".join(page.locator("#a-desk").inner_text().split())


def test_the_table_of_hours_is_that_of_the_reader_s_next_seven_days(visit: Visit) -> None:
    """The rows of January are gone; Good Friday is named where it is seven days ahead at most."""
    page = visit("/contact/", "2027-03-24T12:00:00+01:00")
    page.locator("#channel-x summary").click()
    rows = [" ".join(row.inner_text().split()) for row in page.locator("#channel-x tr:visible").all()]
    assert rows[1:] == [
        "Wednesday 24 March 09:00 – 17:00",
        "Thursday 25 March 09:00 – 17:00",
        "Friday 26 March Closed Good Friday",
        "Saturday 27 March Closed",
        "Sunday 28 March Closed",
        "Monday 29 March Closed Easter Monday",
        "Tuesday 30 March 09:00 – 17:00",
    ]


def test_an_opening_more_than_six_days_ahead_has_its_date(visit: Visit) -> None:
    """A weekday alone would be taken for this week's: from Monday the night desk opens in six days and later."""
    page = visit("/", "2027-03-22T05:30:00+01:00")
    text = " ".join(page.locator("#a-desk").inner_text().split())
    assert "Night desk Closed, opens Monday 29 March at 00:00" in text
    assert "X Closed, opens 09:00" in text
