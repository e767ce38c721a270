"""The page with texts for profiles and the QR code: what is copied, what a camera reads, what is printed."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from markdown_it import MarkdownIt
from PIL import Image

from answerable.publish.badges.snippets import choices, snippets
from answerable.publish.context import Context
from answerable.publish.files.qr import drawn
from answerable.publish.pages import subscribe
from answerable.records.ledger import make_ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.browser.driver import OpenPage

    Serve = Callable[[Path], str]

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EVERY = """() => {
  const form = document.querySelector("[data-a-badges]"), [about, says, style] = form.querySelectorAll("select");
  const found = [];
  for (const of of about.options) for (const words of says.options) for (const look of style.options) {
    about.value = of.value;
    form.dispatchEvent(new Event("change"));
    if (words.disabled) continue;
    says.value = words.value;
    style.value = look.value;
    form.dispatchEvent(new Event("change"));
    found.push(document.getElementById("badge-shown").getAttribute("src"));
  }
  return found;
}"""
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
    page.wait_for_function("() => document.querySelector('[data-a-said]').textContent === 'Copied'")
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


def lines(page: Page) -> list[str]:
    """The lines that the page offers to paste for a badge."""
    return [page.locator(f"#badge-{name}").inner_text() for name in ("html", "markdown", "address", "shields")]


def test_the_lines_of_a_badge_are_the_same_with_and_without_script(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """The first choice is written by the build and again by the script, which asks shields.io for nothing."""
    address = serve_directory(example_site) + "subscribe/"
    still, page = open_page(address, javascript=False), open_page(address)
    for one in (still, page):
        one.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert lines(page) == lines(still)
    assert lines(page)[0] == (
        '<a href="https://status.example.com/"><img src="https://status.example.com/badges/status.svg" '
        'alt="Baran status: Status"></a>'
    )
    assert not still.locator("[data-a-badges]").is_visible()
    assert page.foreign_requests == [] and page.console_errors == []


def test_a_badge_is_chosen_shown_and_copied(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """Of a component, its uptime, large: the picture is there, and the lines lead to the component's page."""
    page = open_page(serve_directory(example_site) + "subscribe/", width=1280)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    about, says, style = (
        page.get_by_role("combobox", name=name) for name in ("What it is about", "What it says", "Style")
    )
    about.select_option(label="Refunds")
    says.select_option(label="Uptime over 30 days")
    style.select_option(label="Large")
    stem = "https://status.example.com/badges/components/refunds/uptime-30d"
    leads = "https://status.example.com/components/refunds/"
    assert lines(page) == [
        f'<a href="{leads}"><img src="{stem}.for-the-badge.svg" alt="Refunds: Uptime over 30 days"></a>',
        f"[![Refunds: Uptime over 30 days]({stem}.for-the-badge.svg)]({leads})",
        f"{stem}.for-the-badge.svg",
        f"https://img.shields.io/endpoint?url=https%3A%2F%2F{stem[8:].replace('/', '%2F')}.json",
    ]
    page.wait_for_function("() => document.getElementById('badge-shown').naturalHeight === 28")
    assert page.console_errors == []


def test_every_choice_has_a_picture(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """All that may be chosen together is published; how soon people answer is of the whole alone."""
    page = open_page(serve_directory(example_site) + "subscribe/")
    found = page.evaluate(EVERY)
    assert len(found) == 3 * (6 + 12 * 5)  # styles; of the whole six badges, of three groups and nine components five
    missing = [path for path in found if not (example_site / path.removeprefix("../")).is_file()]
    assert missing == []


@pytest.mark.parametrize("name", ['A "b" <i>&amp;\'s</i> [c](d) `e` \\ 😀', "خرید (checkout)"])
def test_a_hostile_name_stays_words_in_every_line(
    name: str, tmp_path: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """What is pasted, read by a browser, is one picture in one link, whose words are the name; so it is in Markdown."""
    context = Context(make_ledger(), NOW, "en", "en", name, ADDRESS)
    of, says = choices(context).whole, choices(context).says[0]
    (tmp_path / "index.html").write_text(f"<meta charset=utf-8>{snippets(context, of, says).html}", encoding="utf-8")
    page = open_page(serve_directory(tmp_path))
    assert page.locator("body *").count() == 2
    assert page.get_attribute("a > img", "alt") == f"{name}: Status"
    (tmp_path / "index.html").write_text(
        f"<meta charset=utf-8>{subscribe.subscribe_body(context, './')}", encoding="utf-8"
    )
    still = page.context.new_page()
    still.goto(page.url)
    shown = [still.locator(f"#badge-{kind}").text_content() for kind in ("html", "markdown")]
    written = snippets(context, of, says)
    assert shown == [written.html, written.markdown]
    assert MarkdownIt().render(written.markdown).count("<img") == 1
