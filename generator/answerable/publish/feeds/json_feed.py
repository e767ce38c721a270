"""JSON Feed 1.1 (jsonfeed.org/version/1.1), whose `next_url` leads to older items."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from answerable.publish.feeds.feed import Feed, FeedItem
from answerable.publish.feeds.xml import Told

SUFFIX, MIME = "json", "application/feed+json"


def write(feed: Feed, told: Told, suffix: str = SUFFIX) -> bytes:
    """The feed's file."""
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
    if feed.older:
        content["next_url"] = feed.url(suffix, feed.older)
    return b'%s,"items":[%s]}' % (_json(content)[:-1], b",".join(told[item] for item in feed.items))


def entries(items: Iterable[FeedItem], *, pictures: bool = True) -> Told:
    """The object of each item, with its picture or without."""
    return {item: _json(_item(item, item.picture if pictures else "")) for item in items}


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _item(item: FeedItem, picture: str) -> dict[str, Any]:
    content: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "date_published": _stamp(item.began or item.at),
        "date_modified": _stamp(item.at),
        "tags": [item.kind, *item.about],
    }
    if picture:
        content["image"] = picture
    if item.author:
        content["authors"] = [{"name": item.author}]
    return content


def _stamp(at: datetime) -> str:
    return f"{at.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
