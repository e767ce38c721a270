"""Looking up one's own case: by link, with the keyboard alone, in Persian, with typos, offline, without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.test_accessibility import violations
from tests.conftest import EXAMPLE_SECRET

from answerable.facts.cases import code_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.driver import OpenPage, WatchedPage

    Serve = Callable[[Path], str]

OPEN = "2026-11-24-no-delivery-times"
RESOLVED = code_of(EXAMPLE_SECRET, "2026-11-18-late-refund")


def said(page: WatchedPage) -> str:
    """What the page says about the code, once it has an answer."""
    page.wait_for_function("() => !document.getElementById('a-track-said').textContent.endsWith('…')")
    return page.locator("#a-track-said").inner_text()


def case(page: WatchedPage) -> str:
    """The case that is shown."""
    page.locator("#a-case").wait_for(state="visible")
    return " ".join(page.locator("#a-case").inner_text().split())


def test_a_link_with_the_code_opens_the_case(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """Steps in the reader's time, the outcome, and the answer's page; nothing is asked of another host."""
    page = open_page(f"{serve_directory(example_site)}track/#{RESOLVED}", timezone="Asia/Tehran")
    shown = case(page)
    assert shown.startswith("Your complaint Received November 18, 2026 at 09:12")
    assert "Resolved (Solved) November 19, 2026 at 16:20" in shown
    assert page.evaluate("document.activeElement.id") == "a-case"
    assert (page.foreign_requests, page.console_errors) == ([], [])
    page.get_by_role("link", name="Read the answer").click()
    page.wait_for_url("**/answers/2026-11-18-late-refund/")


def test_a_code_is_typed_with_the_keyboard_alone(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """In small letters and with spaces; Enter shows the case and moves there, and axe has nothing against it."""
    page = open_page(f"{serve_directory(example_site)}track/", width=320)
    page.locator("#a-code").focus()
    page.keyboard.type(RESOLVED.lower().replace("-", " "))
    page.keyboard.press("Enter")
    assert "Resolved (Solved)" in case(page)
    assert page.evaluate("document.activeElement.id") == "a-case"
    assert violations(page, "track") == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_an_open_case_says_what_comes_next(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """It has no page, its person gave no consent to anything, and still they can look it up."""
    root = serve_directory(example_site)
    waiting = code_of(EXAMPLE_SECRET, OPEN)
    page = open_page(f"{root}track/#{waiting}", timezone="Asia/Tehran")
    assert "What comes next We are working on it, and tell you when it is resolved." in case(page)
    assert not (example_site / "answers" / OPEN).exists()
    assert page.get_by_role("link", name="Read the answer").count() == 0


def test_a_persian_reader_types_persian_digits(persian_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """The case is told in Persian, from right to left."""
    page = open_page(f"{serve_directory(persian_site)}track/", locale="fa")
    page.locator("#a-code").fill(RESOLVED.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")))
    page.keyboard.press("Enter")
    shown = case(page)
    assert shown.startswith("شکایت شما")
    assert "(حل شد)" in shown
    assert "Your" not in shown
    assert page.evaluate("getComputedStyle(document.getElementById('a-case')).direction") == "rtl"
    assert violations(page, "track") == []


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", "Please type the code from our reply."),
        (RESOLVED[:-1], "This is not a whole code."),
        (RESOLVED[1] + RESOLVED[0] + RESOLVED[2:], "This is not a whole code."),
        (code_of(EXAMPLE_SECRET, "no-such-case"), "We know no case with this code."),
    ],
)
def test_a_wrong_code_gets_a_friendly_line(
    example_site: Path, serve_directory: Serve, open_page: OpenPage, typed: str, answer: str
) -> None:
    """In a status line that screen readers speak; no case is shown."""
    page = open_page(f"{serve_directory(example_site)}track/")
    page.locator("#a-code").fill(typed)
    page.get_by_role("button", name="Show the case").click()
    assert said(page).startswith(answer)
    assert page.locator("#a-case").is_hidden()
    assert page.locator("#a-track-said").get_attribute("role") == "status"


def test_offline_the_page_says_so(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """And works again when the network is back."""
    page = open_page(f"{serve_directory(example_site)}track/")
    page.context.set_offline(True)
    page.locator("#a-code").fill(RESOLVED)
    page.keyboard.press("Enter")
    assert said(page) == "You are offline. Please try again when you are connected."
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    assert "Resolved (Solved)" in case(page)


def test_without_script_the_page_says_what_to_do(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """No form that does nothing, and a way to ask."""
    page = open_page(f"{serve_directory(example_site)}track/", javascript=False)
    assert page.locator("#a-track").is_hidden()
    assert "Cases can be opened only with JavaScript" in page.locator("noscript, article").first.inner_text()
    assert page.get_by_role("link", name="Please ask us on one of our channels instead.").is_visible()


def test_only_this_page_loads_the_script(example_site: Path) -> None:
    """The other pages' readers do not pay for it."""
    carrying = [path for path in example_site.rglob("*.html") if "assets/answerable/track." in path.read_text("utf-8")]
    assert carrying == [example_site / "track" / "index.html"]
