"""Fixtures of the browser tests: one Chromium for all, a fresh profile for each page, folders on loopback."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.browser import driver
from tests.browser.server import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give the one Chromium of the run; without one the test fails in one line, it is never skipped."""
    try:
        driver.find_chromium()
    except LookupError as missing:
        pytest.fail(str(missing), pytrace=False)
    with sync_playwright() as playwright, contextlib.closing(driver.launch(playwright)) as chromium:
        yield chromium


@pytest.fixture
def open_page(browser: Browser) -> Iterator[driver.OpenPage]:
    """Give the function that opens a page; after the test each is closed, and none may have broken its policy."""
    pages: list[driver.WatchedPage] = []
    with contextlib.ExitStack() as contexts:

        def open_one(  # noqa: PLR0913 - each is one thing in which readers' machines differ
            url: str,
            *,
            width: int = 390,
            height: int = 844,
            dark: bool = False,
            javascript: bool = True,
            locale: str = "en",
            timezone: str = "UTC",
            reduced_motion: bool = True,
        ) -> driver.WatchedPage:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
                java_script_enabled=javascript,
                locale=locale,
                timezone_id=timezone,
                reduced_motion="reduce" if reduced_motion else "no-preference",
            )
            contexts.enter_context(contextlib.closing(context))
            context.set_default_timeout(15_000)
            pages.append(driver.open_watched(context, url))
            return pages[-1]

        yield open_one
    assert [violation for page in pages for violation in page.violations] == []


@pytest.fixture
def serve_directory() -> Iterator[Callable[[Path], str]]:
    """Give the function that serves a folder until the test ends and returns its address."""
    with contextlib.ExitStack() as servers:
        yield lambda folder: servers.enter_context(serving(folder))
