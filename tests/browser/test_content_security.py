"""The Content-Security-Policy in Chromium: what it stops, what runs under it, and which page may stand in a frame."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.browser.driver import OpenPage, visit
from tests.browser.server import HostWithoutHeaders, serving

Serve = Callable[[Path], str]
INLINE = '<script>window.evil = "inline"</script><img src="x" onerror="window.evil = \'handler\'"></body>'


@pytest.fixture
def attacked(example_site: Path, tmp_path: Path) -> Path:
    """The example with an inline script and a handler in its home page, as if a text had brought them."""
    shutil.copytree(example_site, tmp_path / "site")
    home = tmp_path / "site" / "index.html"
    html = home.read_text("utf-8").replace("</body>", INLINE)
    home.unlink()
    home.write_text(html, encoding="utf-8")
    return tmp_path / "site"


@pytest.mark.parametrize("by_header", [True, False], ids=["header", "meta"])
def test_a_script_in_a_text_does_not_run(
    by_header: bool, attacked: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """The header alone stops it, and so does the page's own policy where a host knows no headers."""
    if by_header:
        home = attacked / "index.html"
        home.write_text(
            home.read_text("utf-8").replace('http-equiv="Content-Security-Policy"', "", 1), encoding="utf-8"
        )
        page = open_page(serve_directory(attacked))
    else:
        with serving(attacked, HostWithoutHeaders) as address:
            page = open_page(address)
    assert page.evaluate("window.evil") is None
    assert len([message for message in page.violations if "script-src" in message]) >= 2
    page.violations.clear()


def test_the_palette_and_the_search_work_at_every_depth(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """Dark colours chosen on one page are those of the next, which an inline script sees to; and the search works."""
    root = serve_directory(example_site)
    page = open_page(root, width=1280)
    page.locator("label[for=__palette_1]:visible").click()
    for path in ("", "answers/", "incidents/2026-11-23-card-payments/", "answers/topic/late/", "no-such-page/"):
        visit(page, root + path)
        assert page.evaluate("document.body.dataset.mdColorScheme") == "slate", path
        page.locator(".md-search__input").click()
        page.keyboard.type("refund")
        page.clock.run_for(2_000)
        page.locator(".md-search-result__link").first.wait_for()


def test_only_the_page_for_frames_shows_in_another_site_s_frame(
    example_site: Path, tmp_path: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """Chromium refuses every other page, at the top and deep down."""
    root = serve_directory(example_site)
    shown = {}
    for path in ("embed/", "embed/wall/", "", "answers/", "incidents/2026-11-23-card-payments/"):
        frame = f'<!doctype html><link rel="icon" href="data:,"><iframe src="{root}{path}"></iframe>'
        (tmp_path / "index.html").write_text(frame, encoding="utf-8")
        page = open_page(serve_directory(tmp_path).replace("127.0.0.1", "localhost"))
        shown[path] = page.frames[1].locator("h1").count() > 0
        page.violations.clear()
    assert shown == {path: path.startswith("embed/") for path in shown}


def test_the_pages_for_frames_and_walls_miss_nothing(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """Whatever they ask for is there; an icon that a browser would look for is none."""
    root = serve_directory(example_site)
    page = open_page("about:blank")
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
    for path in ("embed/", "embed/wall/"):
        page.goto(root + path, wait_until="networkidle")
    assert missing == []


def test_a_wall_is_loaded_anew_from_a_site_that_answers(
    example_site: Path, tmp_path: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """After five minutes, and not while the host is down; past the build's time it says that nothing is known."""
    shutil.copytree(example_site, tmp_path / "site")
    page = open_page(serve_directory(tmp_path / "site") + "embed/wall/")
    page.evaluate("window.kept = true")
    page.context.set_offline(True)
    page.clock.run_for("05:31")
    assert page.evaluate("window.kept") is True and page.locator("#unknown").is_hidden()
    page.clock.run_for("06:00:00")
    assert page.locator("#unknown").is_visible() and "Not known since" in page.locator("#unknown").inner_text()
    assert page.locator(".box.unknown").count() == 1 and page.locator(".box p.major").count() == 0
    page.context.set_offline(False)
    with page.expect_navigation():
        page.clock.run_for(31_000)
    assert page.evaluate("window.kept") is None


def test_a_wall_in_a_sandboxed_frame_is_loaded_anew(
    example_site: Path, tmp_path: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """With `allow-scripts` alone, as docs/paste.md says."""
    address = f"{serve_directory(example_site)}embed/wall/"
    frame = f'<!doctype html><link rel="icon" href="data:,"><iframe src="{address}" sandbox="allow-scripts"></iframe>'
    (tmp_path / "index.html").write_text(frame, encoding="utf-8")
    page = open_page(serve_directory(tmp_path))
    page.frames[1].evaluate("window.kept = true")
    with page.expect_event("framenavigated"):
        page.clock.run_for("05:31")
    page.frames[1].wait_for_function("() => window.kept === undefined")
