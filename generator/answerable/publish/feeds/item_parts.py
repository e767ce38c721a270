"""By which id an item is known, and where it stands on the site.

The id is a tag URI (RFC 4151) of the site's address, the record's id and the instant, so that a reader announces an
item once, whatever is reworded later.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urljoin, urlsplit

from answerable.publish.addresses import update_anchor
from answerable.publish.context import Context, direction_of
from answerable.publish.feeds.feed import clean
from answerable.publish.text.record_text import to_html
from answerable.records.model import Maintenance
from answerable.records.text import Text


def tag(context: Context, path: str, at: datetime | None = None) -> str:
    """A tag URI for something on this site; without an instant it is dated by the format's own year."""
    host, folder = _authority(context.site_url)
    dated = at.astimezone(UTC).date().isoformat() if at else "2026"
    return f"tag:{host},{dated}:{folder}{path}"


@lru_cache(maxsize=4)
def _authority(site_url: str) -> tuple[str, str]:
    """Whose ids they are: the host, and the folder of the site on it."""
    site = urlsplit(site_url)
    folder = site.path.strip("/")
    return (site.hostname or "localhost").replace(":", "-"), f"{folder}/" if folder else ""


class ItemPlaces:
    """Where one record's items stand; a second one of the same instant gets `-2`, and so on, as on its page."""

    def __init__(self, context: Context, path: str) -> None:
        self._context = context
        self._path = path
        self._page = context.absolute(path)
        self._seen: Counter[datetime] = Counter()

    def announcement(self, maintenance: Maintenance, at: datetime) -> dict[str, Any]:
        """The fields of the item before all updates: the page itself, known by when it was announced or will begin."""
        known = maintenance.announced or maintenance.starts
        stamp = known.astimezone(UTC).strftime("announced-%Y%m%dT%H%M%SZ")
        id = tag(self._context, self._path + stamp, known)
        return {"id": id, "url": self._page, "at": at.astimezone(UTC), "turn": 0}

    def next(self, at: datetime) -> dict[str, Any]:
        """The fields of the next item that say which and where it is."""
        self._seen[at] += 1
        turn = self._seen[at]
        anchor = update_anchor(at) + (f"-{turn}" if turn > 1 else "")
        return {
            "id": tag(self._context, f"{self._path}{anchor}", at),
            "url": f"{self._page}#{anchor}",
            "at": at.astimezone(UTC),
            "turn": turn,
        }


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
