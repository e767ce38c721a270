"""What the theme writes into each page and no reader needs is left out."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.mkdocs_plugin.theme.page import without_blanks
from answerable.mkdocs_plugin.theme.search import without_settings

SETTINGS = re.compile(r'<script id="__config" type="application/json">(.*?)</script>')
blanks = st.text(" \t\n\r", max_size=4)
pieces = st.lists(
    st.one_of(
        blanks,
        st.sampled_from(["<p>", "</p>", '<a href="a b">', "</a>", "words", "\xa0", "\u200f", "two words", "<br>"]),
        blanks.map(lambda words: f"<pre>a{words}b</pre>"),
        blanks.map(lambda words: f"<SCRIPT>var a{words}</SCRIPT >"),
        blanks.map(lambda words: f"<textarea rows=2>{words}a</textarea>"),
        blanks.map(lambda words: f"<style>a {{}}{words}</style>"),
    )
)


class Shown(HTMLParser):
    """The tags and the words of a page as browsers show them: blanks are one space, but where they are kept."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[object] = [""]
        self.kept = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, and whether blanks count in it."""
        self.kept = tag in {"pre", "script", "style", "textarea"}
        self.found += [(tag, attrs), ""]

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a tag."""
        self.kept = False
        self.found += [tag, ""]

    def handle_data(self, data: str) -> None:
        """Note words."""
        words = f"{self.found[-1]}{data}"
        self.found[-1] = words if self.kept else re.sub(r"[ \t\r\n]+", " ", words)


@given(pieces.map("".join))
def test_a_page_without_blank_lines_shows_the_same(html: str) -> None:
    """Code, scripts and fields keep every blank, and no two words are joined or parted."""
    shorter = without_blanks(html)
    assert Shown(shorter).found == Shown(html).found
    assert len(shorter) <= len(html)
    assert re.search(r"\n[ \t]*\n", re.sub(r"(?is)<(pre|script|style|textarea).*?</\1 ?>", "x", shorter)) is None


def test_pages_of_records_have_no_blank_lines_of_the_theme(example_site: Path) -> None:
    """Ten thousand of them would have 28 MB of these."""
    page = (example_site / "incidents/2026-11-23-card-payments/index.html").read_text("utf-8")
    head = page.partition("<article")[0]
    assert [line for line in head.splitlines() if line != line.strip()] == []


def test_pages_have_no_settings_of_the_search_that_they_do_not_have(example_site: Path) -> None:
    """And keep all others."""
    found = SETTINGS.search((example_site / "index.html").read_text("utf-8"))
    assert found
    settings = json.loads(found[1])
    assert "search" not in settings
    assert settings["base"] == "."
    assert {"clipboard.copy", "select.version"} <= set(settings["translations"])
    assert not [key for key in settings["translations"] if key.startswith("search")]


@pytest.mark.parametrize("box", ["", '<div data-md-component="search"></div>'])
def test_the_settings_stay_with_the_theme_s_own_search_box(box: str) -> None:
    """A company's template may have one; words with quotes and brackets stay as they are escaped."""
    settings = r'{"base": "a\u003cb", "search": "w.js", "translations": {"a": "\"b", "search.x": "\\\"", "z": ","}}'
    html = f'<script id="__config" type="application/json">{settings}</script>{box}'
    kept = SETTINGS.search(without_settings(html))
    assert kept
    assert kept[1] == (settings if box else r'{"base": "a\u003cb", "translations": {"a": "\"b", "z": ","}}')


def test_a_site_has_no_files_for_debuggers_of_the_theme(example_site: Path) -> None:
    """A megabyte in each language."""
    assert [path.name for path in example_site.rglob("*.map")] == []
