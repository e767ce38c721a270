"""An emergency notice in Chromium: it is seen at once, on every page, under the site's own policy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from tests.browser.driver import OpenPage
from tests.conftest import EXAMPLE_NOW

from answerable.commands.emergency import publish_emergency

TEXT = "Payments <b>are</b> down. We write here by 14:00."
TITLE = "Payments <b>are</b> down."


@pytest.fixture
def site(whole_site: Path, tmp_path: Path) -> Path:
    """Return the example's site with an emergency notice."""
    shutil.copytree(whole_site, tmp_path / "site")
    publish_emergency(
        tmp_path / "mkdocs.yml", tmp_path / "site", TEXT, "Sahar Kiani", datetime.fromisoformat(EXAMPLE_NOW)
    )
    return tmp_path / "site"


@pytest.mark.parametrize(
    "path", ["", "fa/", "answers/", "fa/contact/", "incidents/2026-11-23-card-payments/", "embed/"]
)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_the_notice_is_seen(
    site: Path, path: str, javascript: bool, serve_directory: Callable[[Path], str], open_page: OpenPage
) -> None:
    """As words, without script too; a page of a record takes it from pinned.json."""
    if path.startswith("incidents/") and not javascript:
        path = "incidents/"  # pages of records get what is new by script
    page = open_page(serve_directory(site) + path, javascript=javascript)
    page.clock.run_for(2_000) if javascript else None
    notice = page.get_by_text(TITLE).filter(visible=True).first
    notice.wait_for()
    assert page.get_by_text("are", exact=True).count() == 0
    assert page.console_errors == []
    assert page.foreign_requests == []


def test_the_notice_is_the_status(site: Path, serve_directory: Callable[[Path], str], open_page: OpenPage) -> None:
    """The first page, its tab and the wall say it in the place of the status."""
    root = serve_directory(site)
    page = open_page(root)
    assert page.title().startswith(TITLE)
    assert page.locator(".a-band__status").first.inner_text().strip() == TITLE
    page.clock.run_for(2_000)  # the script, which keeps the status up to date, leaves it
    assert page.locator(".a-band__status").filter(visible=True).first.inner_text().strip() == TITLE
