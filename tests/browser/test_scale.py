"""Five hundred components and an incident of four hundred updates: light on a phone, and nothing out of reach."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.browser.driver import OpenPage
from tests.conftest import EXAMPLE_NOW
from tests.hostile import company

FIRST = datetime.fromisoformat(EXAMPLE_NOW) - timedelta(minutes=4000)
INSTANTS = [FIRST + timedelta(minutes=10 * number) for number in range(400)]
MKDOCS = f"site_name: Big\nsite_url: {company.SITE}\ndocs_dir: content\ntheme: {{name: material, font: false}}\n"


@pytest.fixture(scope="module")
def big_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of five hundred components in no group, two of them broken by one long incident."""
    folder = tmp_path_factory.mktemp("big")
    components = [{"id": f"c{number}", "name": f"Part {number} of it", "since": "2025-03-01"} for number in range(500)]
    updates = [
        {"at": at.isoformat(), "status": "identified", "text": f"We have mended machine {number} of four hundred."}
        for number, at in enumerate(INSTANTS)
    ]
    hurt = "components: {c3: major_outage, c400: partial_outage}"
    front = f"title: Long\nimpact: major\n{hurt}\nupdates: {company.quoted(updates)}\n"
    files = {
        "mkdocs.yml": f"{MKDOCS}plugins: [search, answerable]\nnav: [index.md, subscribe.md]\n",
        "content/index.md": "---\ntitle: Status\ntemplate: home.html\n---\n",
        "content/subscribe.md": "---\ntitle: Subscribe\ntemplate: subscribe.html\n---\n",
        "content/components.yml": f"components: {company.quoted(components)}\n",
        "content/incidents/long.md": f"---\n{front}---\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return company.build(folder)[0]


@pytest.mark.parametrize(
    ("path", "most"), [("", 25), ("incidents/long/", 25), ("subscribe/", 60), ("components/c3/", 15), ("embed/", 5)]
)
def test_pages_are_light(
    path: str, most: int, big_site: Path, serve_directory: Callable[[Path], str], open_page: OpenPage
) -> None:
    """Kilobytes over the wire, elements for a small phone's memory, and no more screens than somebody scrolls."""
    assert len(gzip.compress((big_site / path / "index.html").read_bytes())) < most * 1024
    page = open_page(serve_directory(big_site) + path, width=320)
    assert page.evaluate("document.querySelectorAll('*').length") < 10_000
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate("document.documentElement.scrollHeight") < 9_000


def test_home_shows_what_is_broken_first(
    big_site: Path, serve_directory: Callable[[Path], str], open_page: OpenPage
) -> None:
    """Both broken components are seen without a tap, the other 498 after one."""
    page = open_page(serve_directory(big_site))
    for name in ("Part 3 of it", "Part 400 of it"):
        assert page.get_by_role("link", name=name, exact=True).is_visible()
    other = page.get_by_role("link", name="Part 250 of it", exact=True)
    assert not other.is_visible()
    page.get_by_text("498 more components").click()
    assert other.is_visible()


def test_a_link_to_a_folded_update_unfolds_it(
    big_site: Path, serve_directory: Callable[[Path], str], open_page: OpenPage
) -> None:
    """Whoever comes from a feed to an update of long ago sees it; so does who follows a link within the page."""
    early = INSTANTS[7].astimezone(UTC).strftime("update-%Y%m%dT%H%M%SZ")
    page = open_page(f"{serve_directory(big_site)}incidents/long/#{early}")
    update = page.locator(f"[id='{early}']")
    update.wait_for()
    assert "machine 7 of" in update.inner_text() and update.is_visible()
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = false")
    assert not update.is_visible()
    page.evaluate("location.hash = ''")
    page.evaluate(f"location.hash = '{early}'")
    update.wait_for()
