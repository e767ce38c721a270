"""The letters of each language: which files come, what they move, how the ink looks, and where words break."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from tests.browser.driver import visit
from tests.browser.test_page_layout import MAIN, SHIFTS

from answerable.checks.word_files import languages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Route
    from tests.browser.driver import OpenPage, WatchedPage

    Serve = Callable[[Path], str]
    SiteIn = Callable[[str], Path]

FILES = {"en": set(), "fa": {"arabic"}, "he": {"hebrew"}, "ru": {"cyrillic"}}
OWN_WORDS = ("", "transparency/", "subscribe/", "track/")
"""Pages that are mostly in the language of the site, whose records are in English and Persian."""
LATE = 0.3
"""Seconds by which letters come late, after the page has been drawn."""
MOVED = 0.05
"""What may move when letters come late, such as a line that breaks elsewhere; browsers call 0.1 good."""
FAINT = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const solid = (node) => node ? getComputedStyle(node).opacity * solid(node.parentElement) : 1;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement, opacity = solid(parent);
    if (!node.data.trim() || !parent.checkVisibility({ visibilityProperty: true }) || !opacity) continue;
    const color = getComputedStyle(parent).color;
    if (opacity < 1 || color.startsWith("rgba") || color.includes("/")) found.push(`${color} ${opacity}: ${node.data}`);
  }
  return found;
}"""
DRAWN_TOGETHER = """() => [...document.querySelectorAll("body *")].filter((node) =>
  getComputedStyle(node).direction === "rtl" && parseFloat(getComputedStyle(node).letterSpacing) < 0)
  .map((node) => node.outerHTML.slice(0, 80))"""
BROKEN_WORDS = """() => [...document.querySelectorAll("table tr > :first-child")].flatMap((cell) => {
  const broken = [], walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    for (const match of node.data.matchAll(/[^\\s-]+/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) broken.push(match[0]);
    }
  return broken;
})"""
UNFOLD = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"


def letters(page: WatchedPage, url: str) -> set[str]:
    """Visit an address; return the names of the font files that were asked for, without their weights."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    visit(page, url)
    page.wait_for_load_state("networkidle")
    return {name.partition("-")[0] for name in asked if name.endswith(".woff2")}


@pytest.mark.parametrize("language", languages())
def test_a_page_loads_the_letters_of_its_own_language_alone(
    language: str, site_in: SiteIn, serve_directory: Serve, open_page: OpenPage
) -> None:
    """An English page loads no font; the others load theirs, and no words in it are set in another one."""
    page = open_page("about:blank")
    loaded = letters(page, serve_directory(site_in(language)))
    assert loaded == FILES.get(language, loaded)
    family = page.evaluate("getComputedStyle(document.body).fontFamily")
    assert family.startswith('"Answerable Sans"') == bool(loaded)


def test_the_first_language_of_a_site_loads_no_letters_of_the_others(
    whole_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """The English page of a site that is also in Persian names that language in its menu, in the system's font."""
    page = open_page("about:blank")
    assert letters(page, serve_directory(whole_site)) == set()
    assert page.locator("text=فارسی").count() > 0


@pytest.mark.parametrize(("language", "width"), [("fa", 390), ("fa", 1280), ("he", 390), ("ru", 390)])
def test_nothing_moves_when_letters_come_late(
    language: str, width: int, site_in: SiteIn, serve_directory: Serve, open_page: OpenPage
) -> None:
    """The font of the machine that stands in has lines of the same length and height."""
    root = serve_directory(site_in(language))

    def late(route: Route) -> None:
        time.sleep(LATE)
        route.continue_()

    moved = {}
    for path in MAIN if language == "fa" else OWN_WORDS:
        page = open_page("about:blank", width=width)
        page.route("**/*.woff2", late)
        visit(page, root + path)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        moved[path] = page.evaluate(SHIFTS)
        page.context.close()
    assert {path: shift for path, shift in moved.items() if shift > MOVED} == {}


@pytest.mark.parametrize("language", ["fa", "he"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_ink_is_opaque_and_letters_stand_at_their_own_distance(
    language: str, dark: bool, site_in: SiteIn, serve_directory: Serve, open_page: OpenPage
) -> None:
    """Transparent ink is darker where joined letters overlap, and letters drawn closer touch."""
    root = serve_directory(site_in(language))
    page = open_page(root, width=1280, dark=dark)
    for path in MAIN:
        visit(page, root + path)
        assert page.evaluate(FAINT) == [], path
        assert page.evaluate(DRAWN_TOGETHER) == [], path


@pytest.mark.parametrize("language", ["en", "fa", "he", "ru"])
@pytest.mark.parametrize("width", [320, 390])
def test_the_first_column_breaks_no_word(
    language: str, width: int, site_in: SiteIn, serve_directory: Serve, open_page: OpenPage
) -> None:
    """Whatever the other columns need, what a row is about can be read; a table that is too wide scrolls by itself."""
    site = site_in(language)
    root = serve_directory(site)
    page = open_page(root, width=width)
    with_tables = [path for path in sorted(site.rglob("*.html")) if "<table" in path.read_text("utf-8")]
    assert len(with_tables) > 5
    broken = {}
    for path in with_tables:
        visit(page, root + path.relative_to(site).as_posix())
        page.evaluate(UNFOLD)
        broken[path.relative_to(site).as_posix()] = page.evaluate(BROKEN_WORDS)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert {path: words for path, words in broken.items() if words} == {}
