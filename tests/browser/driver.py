"""Finds and starts the machine's Chromium, and opens pages that record foreign requests and errors."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, cast
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request
from tests.conftest import EXAMPLE_NOW

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
"""Chromium without a browser around it: the same pages, at a third of the time for each new profile."""
ARGUMENTS = [
    "--no-sandbox",  # Chromium refuses to start as root with one
    "--disable-gpu",
    "--disable-quic",
    "--font-render-hinting=none",  # else the headless shell rounds the widths of letters, which browsers do not
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page that asks for another host is caught asking, and never gets there.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


class WatchedPage(Page):
    """A page that keeps the addresses asked of other hosts and the errors of its console since the last `visit`.

    `violations` are all messages of its console about the Content-Security-Policy; the test fails if there is one.
    """

    if TYPE_CHECKING:
        visited: str
        foreign_requests: list[str]
        console_errors: list[str]
        violations: list[str]


class OpenPage(Protocol):
    """What the fixture `open_page` is: opens an address in a fresh profile and waits for its load."""

    def __call__(  # noqa: PLR0913 - each is one thing in which readers' machines differ
        self,
        url: str,
        *,
        width: int = 390,
        height: int = 844,
        dark: bool = False,
        javascript: bool = True,
        locale: str = "en",
        timezone: str = "UTC",
        reduced_motion: bool = True,
    ) -> WatchedPage:
        """Return the loaded page; sizes are CSS pixels, `timezone` a name such as `Asia/Tehran`."""


def find_chromium(*, whole: bool = False) -> str:
    """Return the path of a Chromium, preferably a headless shell unless `whole`.

    Raises LookupError with the line that says what to install.
    """
    names: tuple[str, ...] = (os.environ.get("CHROMIUM", ""), *(() if whole else SHELLS), *BROWSERS)
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        message = "the browser tests need Chromium; on Debian: sudo apt-get install chromium libatomic1"
        raise LookupError(message)
    return found


def launch(playwright: Playwright) -> Browser:
    """Start the machine's Chromium without a window."""
    return playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)


def open_watched(context: BrowserContext, url: str) -> WatchedPage:
    """Open an address at the example's clock and wait for its load; recording begins before the first request."""
    page = cast("WatchedPage", context.new_page())
    page.violations = []
    page.clock.install(time=datetime.fromisoformat(EXAMPLE_NOW))
    page.on("request", lambda request: _note_request(page, request))
    page.on("websocket", lambda socket: page.foreign_requests.append(socket.url))
    page.on("console", lambda message: _note_console(page, message))
    page.on("pageerror", lambda error: page.console_errors.append(str(error)))
    visit(page, url)
    return page


def visit(page: WatchedPage, url: str) -> None:
    """Load an address in a page that is open, with empty records; a new profile takes several times as long."""
    page.foreign_requests = []
    page.console_errors = []
    page.visited = url
    page.goto(url, wait_until="load")


def _note_request(page: WatchedPage, request: Request) -> None:
    address = urlsplit(request.url)
    if address.scheme in {"http", "https"} and address.netloc != urlsplit(page.visited).netloc:
        page.foreign_requests.append(request.url)


def _note_console(page: WatchedPage, message: ConsoleMessage) -> None:
    # Chromium reports a page's own code 404 as an error; for the 404 page that is as it should be.
    if "Content Security Policy" in message.text:
        page.violations.append(f"{message.location.get('url')}: {message.text}")
    own_code = message.text.startswith("Failed to load resource") and message.location.get("url") == page.visited
    if message.type == "error" and not own_code:
        page.console_errors.append(message.text)
