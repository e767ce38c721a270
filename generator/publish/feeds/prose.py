"""The HTML inside items: safe, with absolute links, and marked with its language where that differs."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urljoin

from generator.publish.context import Context, direction_of
from generator.publish.feeds.feed import clean
from generator.publish.texts import to_html
from generator.records.text import Text

_HREF = re.compile(r'href="([^"]*)"')
_TELEPHONE = re.compile(r'<a href="tel:[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_ABSOLUTE = ("http://", "https://", "mailto:")


def prose(context: Context, text: Text | None, url: str) -> str:
    """A record's text as HTML for the item whose page is `url`; empty when there is none.

    Links go to the web and to mail only; a telephone link becomes its words.
    """
    if not text:
        return ""
    words, language = text.in_language(context.language, context.first_language)
    html = to_html(clean(words))
    if "href=" in html:
        html = _HREF.sub(lambda match: f'href="{_absolute(match[1], url)}"', _TELEPHONE.sub(r"\1", html))
    direction = direction_of(language)
    if language == context.language and direction == "ltr":
        return html
    return f'<div lang="{escape(language)}" dir="{direction}">{html}</div>'


def paragraph(label: str, words: str = "") -> str:
    """A strong label and words behind it, both plain."""
    return f"<p><strong>{escape(label)}</strong>{' ' + escape(words) if words else ''}</p>\n"


def signature(name: str) -> str:
    """The line that says who speaks; empty for nobody."""
    return f"<p>— {escape(name)}</p>\n" if name else ""


def _absolute(href: str, url: str) -> str:
    return href if href.startswith(_ABSOLUTE) else urljoin(url, href)
