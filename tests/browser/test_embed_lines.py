"""The notice on other sites when the line to the status site is bad, or a host is odd."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.browser.bad_host import COUNTING, BadHost, Line
from tests.browser.driver import OpenPage, WatchedPage
from tests.browser.server import serving
from tests.browser.test_embed import NOTICE, NOW, Worlds, freshness, notice, said

FILES = ("/freshness.json", "/pinned.json")
FOCUSED = """() => document.activeElement.shadowRoot?.activeElement?.getAttribute("href")"""


@pytest.fixture
def line() -> Line:
    """The line to the status site."""
    return Line()


@pytest.fixture
def worlds(tmp_path: Path, open_page: OpenPage, line: Line) -> Iterator[Worlds]:
    """Both sites, the status site at the end of that line."""
    (tmp_path / "status").mkdir()
    with contextlib.ExitStack() as servers:
        status = servers.enter_context(serving(tmp_path / "status", BadHost.of(line)))
        yield Worlds(tmp_path, open_page, servers, status)


def visit(worlds: Worlds) -> WatchedPage:
    """A page that shows the notice and counts what it asks for."""
    page = worlds.foreign(strict=False)
    assert "Updated" in said(page)
    page.evaluate(COUNTING)
    return page


def asks(page: WatchedPage) -> str:
    """Let it ask once more, wait until it has made of the answers what it makes of them, and give what it says."""
    page.clock.fast_forward("05:01")
    page.wait_for_function("() => waiting === 0")
    page.clock.run_for(200)
    return said(page)


def test_on_a_bad_line_the_last_promise_holds_until_it_is_over(worlds: Worlds, line: Line) -> None:
    """Cut off or put off, nothing is said of the site: the notice stays as it was, and turns grey in the end."""
    worlds.publish(notice(), until=NOW + timedelta(minutes=30))
    page = visit(worlds)
    for bad in ("cut", "429", "503"):
        for files in (FILES, FILES[:1], FILES[1:]):
            line.wrong = dict.fromkeys(files, bad)
            assert "Updated" in asks(page), (bad, files)
            page.clock.set_system_time(NOW)
    page.context.set_offline(True)
    assert "Updated" in asks(page)
    page.clock.fast_forward("31:00")
    page.clock.run_for(200)
    assert "Not confirmed since Nov 24, 05:30" in said(page)


def test_a_site_that_stops_within_its_answers_is_asked_again(worlds: Worlds, line: Line) -> None:
    """Browsers have six connections to a host: answers that never end must not take all of them."""
    worlds.publish(notice())
    page = visit(worlds)
    line.wrong = dict.fromkeys(FILES, "stuck")
    for _ in range(4):
        page.clock.fast_forward("05:01")
        page.wait_for_function("() => waiting === 2")
    line.wrong.clear()
    worlds.write("pinned.json", {"notices": [notice(title="News")]})
    page.clock.fast_forward("01:01")
    assert "News" in asks(page)


def test_an_older_edge_takes_nothing_back(worlds: Worlds) -> None:
    """Of two edges of a CDN one has yesterday's files: while the newer build holds, it is what is shown."""
    worlds.publish(notice())
    page = visit(worlds)
    old = freshness(NOW - timedelta(hours=18)) | {"built_at": "2026-11-23T05:30:00+00:00"}
    worlds.write("freshness.json", old)
    worlds.write("pinned.json", {"notices": []})
    assert "Updated" in asks(page)
    page.clock.fast_forward("07:00:00")
    page.wait_for_selector(NOTICE, state="detached")


def test_the_reader_s_focus_stays_on_a_link_when_there_is_news(worlds: Worlds) -> None:
    """Another notice comes above, and the one that is read is no longer confirmed: the same link has the focus."""
    worlds.publish(notice())
    page = visit(worlds)
    page.locator(f"{NOTICE} p a").focus()
    worlds.write("pinned.json", {"notices": [notice(id="i:new", url="https://s.example/new/"), notice()]})
    worlds.write("freshness.json", "{}")
    assert "Not confirmed" in asks(page)
    assert page.locator(f"{NOTICE} p").count() == 2
    assert page.evaluate(FOCUSED) == "https://s.example/i/"


def test_an_address_that_is_none_leads_to_the_site(worlds: Worlds) -> None:
    """What a copy of the script is told by a host gone bad runs nothing, and hides no notice."""
    addresses = ("javascript:alert(1)", "data:text/html,x", None)
    worlds.publish(*(notice(id=str(number), url=address) for number, address in enumerate(addresses)))
    links = visit(worlds).locator(f"{NOTICE} p a")
    assert [link.get_attribute("href") for link in links.all()] == [worlds.status] * 3
