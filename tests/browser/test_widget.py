"""`@statuspage/status-widget` from npm, unchanged, in Chromium: what it shows of our page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.server import HostWithoutHeaders, StaticHost, serving
from tests.clients.pages import BROKEN, MENDED, NOW, SHOP, WORK, context_of, ledger_of, write_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.driver import OpenPage

    Serve = Callable[[Path], str]

WIDGET = Path(__file__).parents[1] / "clients" / "node_modules" / "@statuspage" / "status-widget"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop of ours</title>
<link rel="icon" href="data:,"><statuspage-widget id="basic"></statuspage-widget>
<statuspage-widget id="badge" appearance="badge" title="our shop"></statuspage-widget>
<script>
for (const one of document.querySelectorAll("statuspage-widget")) one.setAttribute("src", location.origin);
</script>
<script src="widget.js"></script></html>"""
OWN_ERRORS = ["parcelRequire is not defined"]
"""How the widget's published bundle ends, on any page."""
GREEN, YELLOW, ORANGE, BLUE = "rgb(46, 204, 113)", "rgb(241, 196, 15)", "rgb(230, 126, 34)", "rgb(52, 152, 219)"


def show(site: Path, serve: Serve, open_page: OpenPage) -> dict[str, tuple[str, str]]:
    """Each look of the widget on a page of the same origin: its words, and the colour of its light."""
    if not WIDGET.is_dir():
        pytest.fail("npm's clients are not installed; run make test, which installs them", pytrace=False)
    (site / "shop.html").write_text(PAGE, "utf-8")
    shutil.copy(WIDGET / "dist" / "index.js", site / "widget.js")
    page = open_page(f"{serve(site)}shop.html")
    shown = {}
    for look in ("basic", "badge"):
        light = page.locator(f"#{look} .status-indicator")
        light.wait_for(state="attached")
        colour = light.evaluate("node => getComputedStyle(node).backgroundColor")
        shown[look] = (" ".join(page.locator(f"#{look} .status-container").inner_text().split()), colour)
    assert page.console_errors == OWN_ERRORS and page.foreign_requests == []
    return shown


def test_the_version_is_the_one_that_is_promised() -> None:
    """What runs here is 1.0.5, as it was published."""
    assert json.loads((WIDGET / "package.json").read_text("utf-8"))["version"] == "1.0.5"


def test_it_shows_the_example(example_site: Path, tmp_path: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """On a page of the example's own host it shows the example's state, in both of its looks."""
    shutil.copytree(example_site / "api", tmp_path / "api")
    assert show(tmp_path, serve_directory, open_page) == {
        "basic": ("Partial System Outage", ORANGE),
        "badge": ("our shop partial system outage", ORANGE),
    }


@pytest.mark.parametrize(
    ("incidents", "at_work", "words", "colour"),
    [
        ((MENDED,), False, "All Systems Operational", GREEN),
        ((BROKEN,), False, "Partial System Outage", ORANGE),
        ((), True, "Service Under Maintenance", BLUE),
    ],
    ids=["well", "broken", "at work"],
)
def test_it_shows_each_state(  # noqa: PLR0913, PLR0917 - two fixtures and what the table says
    incidents: tuple[dict[str, object], ...],
    at_work: bool,
    words: str,
    colour: str,
    tmp_path: Path,
    serve_directory: Serve,
    open_page: OpenPage,
) -> None:
    """Green when all is well, orange in an outage of everything, blue while work goes on."""
    now = NOW.replace(month=12, day=1, hour=1) if at_work else NOW
    records = ledger_of(components=(SHOP,), incidents=incidents, maintenances=(WORK,))
    site = write_page(tmp_path, context_of(records, now))
    assert show(site, serve_directory, open_page)["basic"] == (words, colour)


@pytest.mark.parametrize(("host", "shown"), [(StaticHost, 1), (HostWithoutHeaders, 0)], ids=["with headers", "without"])
def test_the_headers_open_the_api_to_other_origins(
    host: type[StaticHost], shown: int, example_site: Path, tmp_path: Path, open_page: OpenPage
) -> None:
    """On a page of another origin the widget shows the state where `_headers` is obeyed, and nothing elsewhere."""
    shutil.copy(WIDGET / "dist" / "index.js", tmp_path / "widget.js")
    with serving(example_site, host) as ours, serving(tmp_path) as foreign:
        page_of_others = PAGE.replace("location.origin", f'"{ours.rstrip("/")}"')
        (tmp_path / "shop.html").write_text(page_of_others, "utf-8")
        page = open_page(f"{foreign.replace('127.0.0.1', 'localhost')}shop.html")
        page.wait_for_load_state("networkidle")
        assert page.locator("#basic .status-text").count() == shown
        assert any("CORS" in error for error in page.console_errors) is not bool(shown)
