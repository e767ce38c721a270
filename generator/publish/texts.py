"""Record texts, which are hostile input, as HTML that is safe to publish."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

import nh3
from markdown_it import MarkdownIt

from generator.records.letters import beginning

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
_MARKDOWN.disable("image")
_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="nofollow noopener",
)
_HEADING = re.compile(r"<(/?)h([12])>")
_PLAIN = re.compile(r"^[^\\`*_\[\]<>&#!~|\n-]*$")


@lru_cache(maxsize=65_536)  # a page and several feeds show the same text
def to_html(markdown: str) -> str:
    """Safe HTML of a Markdown text: no raw HTML, no images, links to the web, mail and phones only.

    Headings begin at level 3, since a page's own are above a record's.
    """
    words = markdown.strip()
    if _is_plain(words):
        return f"<p>{words}</p>\n"
    html = _MARKDOWN.render(words)
    return _CLEANER.clean(_HEADING.sub(r"<\g<1>h3>", html))


def _is_plain(words: str) -> bool:
    """Whether a text holds nothing that Markdown or HTML would read as more than words."""
    return bool(words) and not words[0].isdigit() and words[0] != "+" and _PLAIN.match(words) is not None


def to_line(markdown: str, at_most: int = 200) -> str:
    """The words of a Markdown text on one plain line, cut at a space."""
    words = markdown.strip()
    if not _is_plain(words):
        words = unescape(nh3.clean(to_html(markdown), tags=set()))
    words = " ".join(words.split())
    if len(words) <= at_most:
        return words
    return beginning(words, at_most) + "…"
