"""A feed that somebody clicks: Chromium shows words of help and titles, not the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.driver import OpenPage

VISIBLE = """() => {
  getSelection().selectAllChildren(document.documentElement);
  return getSelection().toString();
}"""
HELP = {"example_site": "This is a feed.", "persian_site": "این یک خوراک است."}


@pytest.mark.parametrize("name", HELP)
@pytest.mark.parametrize("path", ["feed.xml", "feeds/components/checkout.xml"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_person_who_opens_a_feed_reads_what_to_do(
    name: str,
    path: str,
    dark: bool,
    request: pytest.FixtureRequest,
    serve_directory: Callable[[Path], str],
    open_page: OpenPage,
) -> None:
    """Help comes first, then titles with dates; texts with their tags and the feed's own machinery are not shown."""
    site: Path = request.getfixturevalue(name)
    page = open_page(serve_directory(site) + path, width=320, dark=dark)
    words = page.evaluate(VISIBLE)
    assert HELP[name] in words
    assert "<p>" not in words and "tag:" not in words and "Answerable" not in words
    titles = page.locator("item > title")
    assert titles.count() > 1 and titles.first.is_visible()
    assert page.locator("item > description").first.is_hidden()
    boxes = [page.locator(selector).first.bounding_box() for selector in ("channel > title", "p", "item > title")]
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(tops) and len(tops) == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # For XML the browser asks for an icon at the host's root, where the test's host has none.
    assert [error for error in page.console_errors if "404" not in error] == []


def test_the_help_of_a_feed_leads_to_pages(
    example_site: Path, serve_directory: Callable[[Path], str], open_page: OpenPage
) -> None:
    """Its two links can be reached with the keyboard, and lead to the feed's page and to all feeds."""
    page = open_page(serve_directory(example_site) + "feeds/topics/refunds.xml")
    reached = []
    for _ in range(2):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
    site = "https://status.example.com/"
    assert reached == [f"{site}answers/topic/refunds/", f"{site}subscribe/"]


@pytest.mark.parametrize("path", ["feed.xml", "feed.atom", "feeds/topics/refunds.atom", "history.rss"])
def test_the_address_to_copy_is_the_feed_s_own(
    path: str, example_site: Path, serve_directory: Callable[[Path], str], open_page: OpenPage
) -> None:
    """It stands below the words, is taken whole with one press, and is read from left to right."""
    page = open_page(serve_directory(example_site) + path, width=320)
    address = page.locator("code")
    assert address.inner_text() == f"https://status.example.com/{path}"
    assert page.evaluate("getComputedStyle(document.querySelector('code')).userSelect") == "all"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(("name", "side"), [("example_site", "left"), ("persian_site", "right")])
def test_titles_and_dates_stand_where_reading_begins(
    name: str,
    side: str,
    request: pytest.FixtureRequest,
    serve_directory: Callable[[Path], str],
    open_page: OpenPage,
) -> None:
    """On a page that is read from the right, the site's Latin name and each date begin at the right as well."""
    page = open_page(serve_directory(request.getfixturevalue(name)) + "feed.xml", width=390)
    gaps = page.evaluate("""() => ['channel > title', 'item > title', 'item > pubDate'].map(selector => {
      const element = document.querySelector(selector), words = document.createRange();
      words.selectNodeContents(element);
      const box = element.getBoundingClientRect(), ink = words.getBoundingClientRect();
      return {left: ink.left - box.left, right: box.right - ink.right};
    })""")
    assert [round(gap[side]) for gap in gaps] == [0, 0, 0]
