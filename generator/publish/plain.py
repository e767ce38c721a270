"""Record texts as plain text, for what shows no HTML: calendars, terminals and profiles."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

import nh3

from generator.publish.texts import to_html

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
"""Controls, lone surrogates, and what turns the direction of everything after it."""
_BREAKS = re.compile("[\x0b-\x0d\x85\u2028\u2029]")
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_ENDS = re.compile(r"<br ?/?>|</(?:p|h\d|pre|blockquote|table|ul|ol)>|<hr ?/?>")
_SCHEME = re.compile("^(https?://|mailto:|tel:)")
_CELLS = re.compile(r"</t[hd]>")


def bare(address: str) -> str:
    """An address as people read it: without its scheme and without a slash at its end."""
    return _SCHEME.sub("", address).removesuffix("/")


def plain_line(words: str) -> str:
    """The words on one line, without what no terminal or calendar should be sent."""
    return " ".join(_UNSEEN.sub("", _BREAKS.sub(" ", words)).split())


@lru_cache(maxsize=4096)
def plain_prose(markdown: str) -> str:
    """A Markdown text as plain paragraphs, one to a line; links keep their address, points of lists get a hyphen."""
    html = _LINK.sub(_told, to_html(_UNSEEN.sub("", markdown)).replace("\n", " "))
    html = _CELLS.sub(" ", _ENDS.sub("\n", html).replace("<li>", "\n- ").replace("</tr>", "\n"))
    words = unescape(nh3.clean(html, tags=set()))
    return "\n".join(found for row in words.split("\n") if (found := plain_line(row)) not in {"", "-"})


def _told(link: re.Match[str]) -> str:
    """The words of a link and, unless they are its address, its address."""
    href, words = link[1], link[2]
    return words if href.removeprefix("mailto:").removeprefix("tel:") == words else f"{words} ({href})"
