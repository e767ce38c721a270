"""The page with texts for profiles and the QR code: what is copied, what a camera reads, what is printed."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from PIL import Image

from generator.publish.qr import drawn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.driver import OpenPage

    Serve = Callable[[Path], str]

ADDRESS = "https://status.example.com/"


def read(picture: bytes) -> list[str]:
    """What a reader of codes finds in a picture."""
    return [code.text for code in zxingcpp.read_barcodes(Image.open(BytesIO(picture)).convert("L"))]


def sheet(page: Page) -> bytes:
    """The sheet as it is seen."""
    return page.locator("#a-sheet").screenshot()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_camera_reads_the_code(persian_site: Path, serve_directory: Serve, open_page: OpenPage, dark: bool) -> None:
    """On a phone's page in either scheme the code leads to the first page, and the sheet says where."""
    page = open_page(serve_directory(persian_site) + "subscribe/", width=390, dark=dark)
    page.locator(".a-sheet__code").scroll_into_view_if_needed()
    assert read(sheet(page)) == [ADDRESS]
    assert page.locator(".a-sheet__url").inner_text() == "status.example.com"


@pytest.mark.parametrize(
    "words", ["https://a.ir/", "https://status.example.com/a/long/folder/" + "x" * 150 + "/?q=%D8%A7&<>'\""]
)
def test_any_address_is_read(tmp_path: Path, serve_directory: Serve, open_page: OpenPage, words: str) -> None:
    """Short and very long ones, drawn at five centimetres on a screen."""
    (tmp_path / "qr.svg").write_bytes(drawn(words))
    (tmp_path / "index.html").write_text("<img src=qr.svg width=300 height=300 alt=code>", encoding="utf-8")
    page = open_page(serve_directory(tmp_path))
    assert read(page.locator("img").screenshot()) == [words]


def test_a_button_copies_the_words(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """What is on the clipboard is what is shown, line by line, and the button says so."""
    page = open_page(serve_directory(example_site) + "subscribe/", width=1280)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shown = page.locator("#kit-post-x").text_content()
    button = page.locator('[data-a-copy="kit-post-x"]')
    button.click()
    page.wait_for_function("document.querySelector('[data-a-said]').textContent === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText()") == shown
    assert shown is not None
    assert shown.startswith("Identified: No delivery times")
    assert button.inner_text() == "Copied"


def test_without_a_clipboard_the_words_are_selected(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """On a page without https there is no clipboard to write to: the words are copied as by hand."""
    page = open_page(serve_directory(example_site) + "subscribe/")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.locator('[data-a-copy="kit-bio-x"]').click()
    assert page.evaluate("String(getSelection())") == page.locator("#kit-bio-x").inner_text()


def test_without_script_the_words_are_there_and_no_button(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """A button that does nothing is not shown."""
    page = open_page(serve_directory(example_site) + "subscribe/", javascript=False)
    assert page.locator("#kit-bio-x").is_visible()
    assert page.locator("[data-a-copy]:visible").count() == 0


def test_the_sheet_is_printed_alone(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """After its link was followed, paper has the sheet and nothing else; before, the whole page."""
    page = open_page(serve_directory(example_site) + "subscribe/", width=800)
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes'; }")
    page.emulate_media(media="print")
    assert page.locator("#kit-bio-x").is_visible()
    page.emulate_media(media="screen")
    page.locator("[data-a-print]").click()
    page.locator("body[data-printed]").wait_for(state="attached")
    page.emulate_media(media="print")
    words = page.locator("body").inner_text().split("\n")
    assert [line for line in words if line.strip()] == [
        "Does something not work?",
        "status.example.com",
        "What is broken, until when, and what became of your complaints.",
    ]
    assert read(sheet(page)) == [ADDRESS]
