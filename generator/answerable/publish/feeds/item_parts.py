"""What the items of all records share: their ids and addresses, and the HTML of their texts.

An id is a tag URI (RFC 4151) of the site's address, the record's id, and the update's `id` or else its instant, so that
a feed reader announces an item once, whatever is reworded later.
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
    """Return a tag URI for a path of this site, dated by the instant, or by 2026 without one."""
    host, folder = _authority(context.site_url)
    dated = at.astimezone(UTC).date().isoformat() if at else "2026"
    return f"tag:{host},{dated}:{folder}{path}"


@lru_cache(maxsize=4)
def _authority(site_url: str) -> tuple[str, str]:
    """Return the host, and the site's folder on it."""
    site = urlsplit(site_url)
    folder = site.path.strip("/")
    return (site.hostname or "localhost").replace(":", "-"), f"{folder}/" if folder else ""


class ItemPlaces:
    """Ids and addresses of one record's items. The second item of an instant gets `-2`, and so on, as on its page."""

    def __init__(self, context: Context, path: str) -> None:
        self._context = context
        self._path = path
        self._page = context.absolute(path)
        self._counts: Counter[datetime] = Counter()
        self._ids: Counter[str] = Counter()

    def announcement(self, maintenance: Maintenance, at: datetime) -> dict[str, Any]:
        """Return the fields of the item that announces a maintenance; its id is dated by that or its start."""
        known = maintenance.announced or maintenance.starts
        stamp = known.astimezone(UTC).strftime("announced-%Y%m%dT%H%M%SZ")
        id = tag(self._context, self._path + stamp, known)
        return {"id": id, "url": self._page, "at": at.astimezone(UTC), "number": 0}

    def next(self, at: datetime, id: str | None = None) -> dict[str, Any]:
        """Return the id, address, instant and number of the next item; `id` is that of its update, if it has one."""
        self._counts[at] += 1
        number = self._counts[at]
        anchor = update_anchor(at) + (f"-{number}" if number > 1 else "")
        return {
            "id": self._tag_of(id) if id else tag(self._context, f"{self._path}{anchor}", at),
            "url": f"{self._page}#{anchor}",
            "at": at.astimezone(UTC),
            "number": number,
        }

    def _tag_of(self, id: str) -> str:
        """Return the tag URI of an update with an `id`; a second one of the same `id` gets `-2`, and so on."""
        self._ids[id] += 1
        number = self._ids[id]
        return tag(self._context, f"{self._path}{id}" + (f"-{number}" if number > 1 else ""))


_HREF = re.compile(r'href="([^"]*)"')
_TELEPHONE = re.compile(r'<a href="tel:[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_ABSOLUTE = ("http://", "https://", "mailto:")


def prose(context: Context, text: Text | None, url: str) -> str:
    """Return a record's text as HTML for the item at `url`, or an empty string if there is none.

    Links lead to web and mail addresses only; of a telephone link only the text stays.
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
    """Return a paragraph with a strong label and text after it; both are escaped."""
    return f"<p><strong>{escape(label)}</strong>{' ' + escape(words) if words else ''}</p>\n"


def signature(name: str) -> str:
    """Return the line with the name of the author, or an empty string for nobody."""
    return f"<p>— {escape(name)}</p>\n" if name else ""


def _absolute(href: str, url: str) -> str:
    return href if href.startswith(_ABSOLUTE) else urljoin(url, href)
