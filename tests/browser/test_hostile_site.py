"""A company whose every name is an attack: in a browser nothing of it runs, and nothing is asked of other hosts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.browser.driver import OpenPage
from tests.hostile import company
from tests.hostile.names import hostile, together

PAGES = (
    "", "incidents/", "incidents/i1/", "components/k3/", "maintenance/m1/", "answers/", "answers/c1/", "changes/",
    "answers/topic/t1/", "transparency/", "transparency/2026-10/", "subscribe/", "contact/", "track/", "embed/",
    "embed/wall/", "nowhere/", "feed.xml", "feed.atom", "history.rss", "feeds.opml", "sitemap.xml", "badges/status.svg",
    "badges/components/k2/status.for-the-badge.svg", "status.txt", "api/v2/summary.json",
)  # fmt: skip
ALONE = ("site", "organisation", "about-site", "page-index", "page-contact")


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a company that calls everything by what would run, were it markup."""
    words = together("markup", "quotes", "closers")
    name = hostile(0, {key: f"{words} {key}" for key in ALONE})
    return company.build(company.write(tmp_path_factory.mktemp("hostile"), name), code=3)[0]


def test_nothing_runs(hostile_site: Path, serve_directory: Callable[[Path], str], open_page: OpenPage) -> None:
    """On no page, in no feed and on no badge does a name run, or bring an element or a request of its own."""
    root = serve_directory(hostile_site)
    page = open_page(root)
    wrong = []
    for path in PAGES:
        page.goto(root + path, wait_until="load")
        ran = page.evaluate("window.__pwned")
        alien = page.evaluate(
            '[...document.querySelectorAll(\'[onmouseover], [onerror], img[src="x"], a[href^="javascript"]\')].length'
        )
        wrong += [path] if ran or alien else []
    assert wrong == []
    assert page.foreign_requests == []


def test_no_name_makes_a_phone_scroll_sideways(
    hostile_site: Path, serve_directory: Callable[[Path], str], open_page: OpenPage
) -> None:
    """Names of three hundred letters in one word are broken on the smallest phone, in what is folded too."""
    root = serve_directory(hostile_site)
    page = open_page(root, width=320, height=568)
    wide = {}
    for path in (path for path in PAGES if "." not in path):
        page.goto(root + path, wait_until="load")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in wide.items() if width > 320} == {}


def test_the_search_box_shows_names_as_words(
    hostile_site: Path, serve_directory: Callable[[Path], str], open_page: OpenPage
) -> None:
    """What is found is put into the page while somebody types: as words, whatever it is called."""
    page = open_page(serve_directory(hostile_site), width=1280)
    box = page.locator(".md-search__input")
    box.click()
    for query in ("incident", "component"):
        box.fill("")
        box.press_sequentially(query)
        for _ in range(50):  # the page's clock stands still: its waiting for a pause in the typing has to be told
            page.clock.run_for(500)
            if page.locator(".md-search-result__item").count():
                break
            page.wait_for_timeout(100)
        assert page.locator(".md-search-result__item").count() > 0, query
        assert page.evaluate("window.__pwned") is None
        assert page.locator(".md-search-result img, .md-search-result [onerror]").count() == 0
