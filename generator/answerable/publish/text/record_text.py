"""Record texts, which are untrusted input, as safe HTML or as plain text."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

import nh3
from markdown_it import MarkdownIt

from answerable.records.characters import truncate

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
    """Return safe HTML of a Markdown text: no raw HTML, no images, links to web, mail and phone addresses only.

    Headings begin at level 3, below those of the page.
    """
    words = markdown.strip()
    if _is_plain(words):
        return f"<p>{words}</p>\n"
    html = _MARKDOWN.render(words)
    return _CLEANER.clean(_HEADING.sub(r"<\g<1>h3>", html))


def _is_plain(words: str) -> bool:
    """Return whether a text has no characters that mean anything in Markdown or HTML."""
    return bool(words) and not words[0].isdigit() and words[0] != "+" and _PLAIN.match(words) is not None


def to_line(markdown: str, at_most: int = 200) -> str:
    """Return a Markdown text as one plain line, cut at a space with an ellipsis if it is too long."""
    words = markdown.strip()
    if not _is_plain(words):
        words = unescape(nh3.clean(to_html(markdown), tags=set()))
    words = " ".join(words.split())
    if len(words) <= at_most:
        return words
    return truncate(words, at_most) + "…"


_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
"""Control characters, lone surrogates, and controls of direction."""
_BREAKS = re.compile("[\x0b-\x0d\x85\u2028\u2029]")
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_ENDS = re.compile(r"<br ?/?>|</(?:p|h\d|pre|blockquote|table|ul|ol)>|<hr ?/?>")
_SCHEME = re.compile("^(https?://|mailto:|tel:)")
_CELLS = re.compile(r"</t[hd]>")


def bare(address: str) -> str:
    """Return an address without its scheme and without a slash at its end, to show it to people."""
    return _SCHEME.sub("", address).removesuffix("/")


def plain_line(words: str) -> str:
    """Return the text on one line, without characters that may do harm in a terminal or calendar."""
    return " ".join(_INVISIBLE.sub("", _BREAKS.sub(" ", words)).split())


@lru_cache(maxsize=4096)
def plain_prose(markdown: str) -> str:
    """Return a Markdown text as plain paragraphs, one per line. Links keep their address, list items get a hyphen."""
    return plain_of_html(to_html(_INVISIBLE.sub("", markdown)))


def plain_of_html(html: str) -> str:
    """Return safe HTML as plain paragraphs, one per line, as `plain_prose` does."""
    html = _LINK.sub(_plain_link, html.replace("\n", " "))
    html = _CELLS.sub(" ", _ENDS.sub("\n", html).replace("<li>", "\n- ").replace("</tr>", "\n"))
    words = unescape(nh3.clean(html, tags=set()))
    return "\n".join(found for row in words.split("\n") if (found := plain_line(row)) not in {"", "-"})


def _plain_link(link: re.Match[str]) -> str:
    """Return the text of a link, followed by its address unless that is the text."""
    href, words = link[1], link[2]
    return words if href in {words, f"mailto:{words}", f"tel:{words}", f"http://{words}"} else f"{words} ({href})"
