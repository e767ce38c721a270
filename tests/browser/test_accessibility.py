"""Every kind of page by axe's rules for WCAG 2.2 AA: in both schemes and directions, with Material's own parts open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.driver import visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.browser.driver import OpenPage

PAGES = (
    "",
    "incidents/",
    "incidents/2026-11/",
    "incidents/2026-11-24-delivery-slots/",
    "incidents/2026-11-23-card-payments/",
    "maintenance/2026-12-01-database-move/",
    "components/groceries/",
    "answers/",
    "answers/topic/refunds/",
    "answers/2026-11/",
    "answers/2026-11-18-late-refund/",
    "changes/",
    "transparency/",
    "transparency/2026-10/",
    "transparency/how-we-count/",
    "subscribe/",
    "contact/",
    "track/",
    "no-such-page/",
)
"""One page of each kind; the last one is the 404."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": RULES, "rules": {"target-size": {"enabled": True}}}


def violations(page: Page, place: str) -> list[str]:
    """What axe has against a page, one line for each element."""
    response: dict[str, Any] = Axe().run(page, options=OPTIONS).response
    return [
        f"{place}: {violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}".replace("\n", " ")
        for violation in response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize(
    ("site", "dark", "width"),
    [
        ("example_site", False, 1280),
        ("example_site", True, 390),
        ("persian_site", False, 390),
        ("hebrew_site", True, 390),
    ],
    ids=["english light desktop", "english dark phone", "persian light phone", "hebrew dark phone"],
)
def test_no_page_breaks_a_rule(
    site: str,
    dark: bool,
    width: int,
    request: pytest.FixtureRequest,
    serve_directory: Callable[[Path], str],
    open_page: OpenPage,
) -> None:
    """No kind of page has a violation, Material's own parts included."""
    root = serve_directory(request.getfixturevalue(site))
    page = open_page(root, width=width, dark=dark)
    found = []
    for path in PAGES:
        visit(page, root + path)
        found += violations(page, f"/{path}")
    assert found == []


@pytest.mark.parametrize(("site", "dark"), [("example_site", True), ("persian_site", False)], ids=["dark", "light"])
def test_what_is_folded_breaks_no_rule(
    site: str, dark: bool, request: pytest.FixtureRequest, serve_directory: Callable[[Path], str], open_page: OpenPage
) -> None:
    """Nor does what readers unfold: days of a bar, earlier updates, tables behind charts."""
    root = serve_directory(request.getfixturevalue(site))
    page = open_page(root, dark=dark)
    found = []
    for path in ("", "components/checkout/", "transparency/", "transparency/2026-10/"):
        visit(page, root + path)
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        found += violations(page, f"/{path}")
    assert found == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_open_search_breaks_no_rule(
    dark: bool, example_site: Path, serve_directory: Callable[[Path], str], open_page: OpenPage
) -> None:
    """Nor does the search with results in it."""
    page = open_page(serve_directory(example_site), width=1280, dark=dark)
    page.locator(".md-search__input").click()
    page.keyboard.type("refund")
    page.locator(".md-search-result__item").first.wait_for()
    assert violations(page, "search") == []


def test_the_open_drawer_breaks_no_rule(
    example_site: Path, serve_directory: Callable[[Path], str], open_page: OpenPage
) -> None:
    """Nor does a phone's navigation."""
    page = open_page(serve_directory(example_site))
    page.locator("label.md-header__button[for=__drawer]").first.click()
    page.locator(".md-nav--primary .md-nav__link").first.wait_for()
    page.wait_for_timeout(400)  # Material slides it in
    assert violations(page, "drawer") == []
