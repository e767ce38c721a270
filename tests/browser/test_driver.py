"""The browser tests' own tools: what they catch, and that they catch it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from tests.browser import driver

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = "<!doctype html><html lang=en><link rel=icon href=data:,><title>t</title>"


def _site(folder: Path, body: str) -> Path:
    (folder / "index.html").write_text(PAGE + body, encoding="utf-8")
    (folder / "404.html").write_text(PAGE + "<h1>Not here</h1>", encoding="utf-8")
    (folder / "empty").mkdir()
    return folder


def test_a_request_to_another_host_is_written_down(
    tmp_path: Path, serve_directory: Callable[[Path], str], open_page: driver.OpenPage
) -> None:
    """A page that loads an image from elsewhere is caught, with the address it asked for."""
    page = open_page(serve_directory(_site(tmp_path, '<img alt="" src="http://other.example/a.png">')))
    assert page.foreign_requests == ["http://other.example/a.png"]


def test_errors_of_scripts_are_written_down(
    tmp_path: Path, serve_directory: Callable[[Path], str], open_page: driver.OpenPage
) -> None:
    """Both a script that throws and one that logs an error are caught; a plain log line is not."""
    body = "<script>console.error('said'); console.log('fine'); throw new Error('thrown')</script>"
    page = open_page(serve_directory(_site(tmp_path, body)))
    assert [page.console_errors.count(text) for text in ("said", "thrown", "fine")] == [1, 1, 0]


def test_a_quiet_page_has_nothing_written_down(
    tmp_path: Path, serve_directory: Callable[[Path], str], open_page: driver.OpenPage
) -> None:
    """A page without script or foreign address has empty lists."""
    page = open_page(serve_directory(_site(tmp_path, "<h1>Hello</h1>")))
    assert (page.foreign_requests, page.console_errors) == ([], [])


def test_the_reader_s_machine_is_as_asked(
    tmp_path: Path, serve_directory: Callable[[Path], str], open_page: driver.OpenPage
) -> None:
    """Width, dark mode, language, time zone and reduced motion reach the page."""
    url = serve_directory(_site(tmp_path, "<h1>Hello</h1>"))
    page = open_page(url, width=320, dark=True, locale="fa", timezone="Asia/Tehran")
    found = page.evaluate(
        """() => [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches, navigator.language,
        Intl.DateTimeFormat().resolvedOptions().timeZone,
        matchMedia('(prefers-reduced-motion: reduce)').matches]"""
    )
    assert found == [320, True, "fa", "Asia/Tehran", True]


def test_without_javascript_no_script_runs(
    tmp_path: Path, serve_directory: Callable[[Path], str], open_page: driver.OpenPage
) -> None:
    """A page opened without JavaScript keeps its title although a script would change it."""
    url = serve_directory(_site(tmp_path, "<script>document.title = 'changed'</script>"))
    assert open_page(url, javascript=False).title() == "t"


@pytest.mark.parametrize("path", ["nowhere/", "empty/"])
def test_what_is_not_there_is_404_with_the_site_s_page(
    path: str, tmp_path: Path, serve_directory: Callable[[Path], str], open_page: driver.OpenPage
) -> None:
    """An unknown address and a folder without index answer 404 with 404.html, and no error is noted."""
    url = serve_directory(_site(tmp_path, "<h1>Hello</h1>")) + path
    with pytest.raises(HTTPError) as refused:
        urlopen(url)
    refused.value.close()
    page = open_page(url)
    assert (refused.value.code, page.inner_text("h1"), page.console_errors) == (404, "Not here", [])


def test_without_chromium_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Chromium is told so, with the command for Debian."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    with pytest.raises(LookupError, match=r"^the browser tests need Chromium; .* chromium libatomic1$"):
        driver.find_chromium()
