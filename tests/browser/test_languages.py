"""In each language the page's script and its server write the same times, and nothing is wider than a small phone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from markupsafe import Markup

from answerable.checks.word_files import languages
from answerable.publish.context import Context
from answerable.publish.figures.corrections import MINUS, signed
from answerable.publish.text.formats import format_number
from answerable.records.ledger import make_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

TRANSLATED = sorted(set(languages()) - {"en"})
SAID = """() => [...document.querySelectorAll("time[data-a-time]")]
    .map((time) => [time.dataset.aTime, time.dateTime, time.title, time.textContent])"""
UNCOVER = """() => {
    for (const time of document.querySelectorAll("time[data-a-time]"))
        for (let node = time.closest("[hidden]"); node; node = time.closest("[hidden]")) {
            for (const key of Object.keys(node.dataset)) if (key.startsWith("a")) delete node.dataset[key];
            node.hidden = false;
        }
    dispatchEvent(new Event("focus"));
}"""
"""Shows for good what is hidden at this instant, and has the script write times anew: hidden ones it leaves alone."""
SENT = """async () => {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    return [...page.querySelectorAll('time[data-a-time=""][title]')].map((time) => time.textContent);
}"""
CUT = """() => [...document.querySelectorAll(".a-pill, .a-button, .md-button, .a-bar__legend span, .a-figures dd")]
    .filter((node) => node.offsetParent && getComputedStyle(node).display !== "inline")
    .filter((node) => node.scrollWidth > node.clientWidth + 1)
    .map((node) => node.textContent)"""
UNSEEN = {ord(mark): None for mark in "\u200e\u200f\u2066\u2069"} | {0xA0: " ", 0x202F: " "}


@pytest.fixture(params=TRANSLATED)
def opened(
    request: pytest.FixtureRequest,
    site_in: Callable[[str], Path],
    serve_directory: Callable[[Path], str],
    browser: Browser,
) -> Iterator[Callable[..., Page]]:
    """Open a page of the example in one language, with the reader's clock at some instant, in the site's zone."""
    root = serve_directory(site_in(request.param))
    context = browser.new_context(
        locale=request.param, timezone_id="Asia/Tehran", viewport={"width": 320, "height": 640}
    )

    def visit(path: str, now: str) -> Page:
        page = context.new_page()
        page.clock.install(time=now)
        page.goto(root + path, wait_until="load")
        return page

    yield visit
    context.close()


def times(page: Page, style: str) -> list[tuple[str, str]]:
    """What the server and the script write for each time of one style, without marks that cannot be seen."""
    found = [(title, text) for kind, _at, title, text in page.evaluate(SAID) if kind == style]
    assert found, f"no time of the style {style!r} on the page"
    return [(title.translate(UNSEEN), text.translate(UNSEEN)) for title, text in found]


def test_days_and_hours_are_the_same_from_the_server_and_in_the_browser(opened: Callable[..., Page]) -> None:
    """Weekdays, months, digits and clock: a reader without script reads what one with script does."""
    page = opened("contact/", "2026-11-24T05:30:00Z")
    page.evaluate(UNCOVER)
    for style in ("day", "clock"):
        assert [pair for pair in times(page, style) if pair[0] != pair[1]] == []


def test_a_full_date_is_the_same_but_for_its_zone(opened: Callable[..., Page]) -> None:
    """The server says its zone; the script writes in the reader's own and needs none.

    Where short dates are numbers, as in Hebrew, the script writes them as the server does.
    """
    page = opened("incidents/", "2027-12-01T05:30:00Z")
    sent = {words.translate(UNSEEN) for words in page.evaluate(SENT)}
    assert [pair for pair in times(page, "") if not pair[0].startswith(f"{pair[1]} ") and pair[1] not in sent] == []


def test_an_opening_on_another_day_says_the_same_weekday(opened: Callable[..., Page]) -> None:
    """Tomorrow's are said with their weekday, today's by the hour alone."""
    page = opened("contact/", "2026-11-24T05:30:00Z")
    page.evaluate(UNCOVER)
    named = [(said, shown) for said, shown in times(page, "moment") if " " in shown]
    assert named
    assert [(said, shown) for said, shown in named if not said.startswith(f"{shown} ")] == []


def test_an_hour_ago_is_said_without_a_number_in_brackets(opened: Callable[..., Page]) -> None:
    """Some browsers write in Hebrew `two hours ago (2)`; nearness is set off by the language's own comma."""
    page = opened("", "2026-11-24T06:20:00Z")
    near = [shown for _said, shown in times(page, "") if "," in shown or "،" in shown]
    assert near
    assert [shown for shown in near if "(" in shown] == []


def test_nothing_is_wider_than_a_small_phone(opened: Callable[..., Page]) -> None:
    """At 320 pixels no page scrolls sideways, and no word of a button, pill or legend leaves its box."""
    wide = {}
    for path in ("", "contact/", "subscribe/", "transparency/", "transparency/how-we-count/", "track/", "404.html"):
        page = opened(path, "2026-11-24T05:30:00Z")
        page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
        cut = page.evaluate(CUT)
        if cut or page.evaluate("document.documentElement.scrollWidth") > 320:
            wide[path] = cut
        page.close()
    assert wide == {}


@pytest.mark.parametrize("by", ["tap", "keyboard"])
def test_the_menu_leads_to_the_same_page_in_another_language(
    by: str, whole_site: Path, serve_directory: Callable[[Path], str], browser: Browser
) -> None:
    """There and back, by touch and without a mouse; nothing is loaded for it, such as the site map of each language."""
    root = serve_directory(whole_site)
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{root}incidents/2026-11-24-delivery-slots/", wait_until="load")
    for language, direction, path in (("fa", "rtl", "fa/"), ("en", "ltr", "")):
        button, link = page.locator(".md-select > button"), page.locator(f".md-select a[hreflang={language}]")
        if by == "tap":
            button.tap()
            link.tap()
        else:
            button.focus()
            while page.evaluate("document.activeElement.hreflang") != language:
                page.keyboard.press("Tab")
            page.keyboard.press("Enter")
        page.wait_for_url(f"{root}{path}incidents/2026-11-24-delivery-slots/")
        assert page.locator("html").get_attribute("dir") == direction
        assert page.locator(".md-select > button").get_attribute("aria-label")
    assert [url for url in asked if "sitemap" in url] == []
    context.close()


@pytest.mark.parametrize("language", ["fa", "he"])
def test_signs_and_counts_keep_their_side_among_right_to_left_words(language: str, browser: Browser) -> None:
    """A plus and a minus both stand on the left of their number, and a count on the right of what it counts."""
    context = Context(make_ledger(), datetime(2026, 11, 24, tzinfo=UTC), language, "en", "", "https://s.example.com/")
    points = context.gettext("%(num)s percentage points")
    rows = [signed(context, 3), signed(context, -0.4), points % {"num": signed(context, -0.4)}]
    rows.append(str(Markup("{} <bdi>{}</bdi>").format(format_number(context, 25), "Advertising 7")))
    page = browser.new_page()
    cells = "".join(f"<tr><td>{row}</td></tr>" for row in rows)
    page.set_content(f'<!doctype html><html lang="{language}" dir="rtl"><table>{cells}</table>')
    lefts = page.evaluate(
        """() => [...document.querySelectorAll("td")].map((cell) => {
            const found = [];
            const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) [...walk.currentNode.data].forEach((letter, at) => {
                const range = document.createRange();
                range.setStart(walk.currentNode, at);
                range.setEnd(walk.currentNode, at + 1);
                found.push([letter, range.getBoundingClientRect().left]);
            });
            return found;
        })"""
    )
    page.close()
    for row in lefts[:3]:
        sign, digit = (next(left for letter, left in row if test(letter)) for test in (is_sign, str.isdigit))
        assert sign < digit
    count = next(left for letter, left in lefts[3] if letter.isdigit())
    assert count > next(left for letter, left in lefts[3] if letter == "A")


def is_sign(letter: str) -> bool:
    """Whether a letter is a plus or a minus."""
    return letter in {"+", MINUS}
