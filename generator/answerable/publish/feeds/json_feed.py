"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from answerable.publish.feeds.feed import Feed, FeedItem, FeedWriter


class JsonFeedWriter(FeedWriter):
    """Writes feeds as JSON Feed."""

    name, suffix, mime = "JSON Feed", "json", "application/feed+json"

    def write(self, feed: Feed, suffix: str = suffix) -> bytes:
        """Return the feed's file."""
        content: dict[str, Any] = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "description": feed.description,
            "home_page_url": feed.page,
            "feed_url": feed.url(suffix),
            "language": feed.language,
            "authors": [{"name": feed.author}],
        }
        if feed.hub:
            content["hubs"] = [{"type": "WebSub", "url": feed.hub}]
        return b'%s,"items":[%s]}' % (_json(content)[:-1], b",".join(map(self.entry, feed.items)))

    def make_entry(self, item: FeedItem, picture: str) -> bytes:
        """Return the item as a JSON object."""
        content: dict[str, Any] = {
            "id": item.id,
            "url": item.url,
            "title": item.title,
            "content_html": item.html,
            "date_published": _utc(item.published or item.at),
            "date_modified": _utc(item.at),
            "tags": [item.kind, *item.components],
        }
        if picture:
            content["image"] = picture
        if item.author:
            content["authors"] = [{"name": item.author}]
        return _json(content)


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _utc(at: datetime) -> str:
    return f"{at.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
