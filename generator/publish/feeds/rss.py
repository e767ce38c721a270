"""RSS 2.0 with feedgen (rssboard.org/rss-specification). Older items are in the Atom and JSON feeds' months."""

from __future__ import annotations

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from generator.publish.feeds.feed import Feed, FeedItem

SUFFIX, MIME = "xml", "application/rss+xml"


def write(feed: Feed, suffix: str = SUFFIX) -> bytes:
    """The feed's file. The site's link comes last, since feedgen takes the last link for the channel's."""
    made = FeedGenerator()
    made.title(feed.title)
    made.description(feed.description)
    made.link(href=feed.url(suffix), rel="self", type=MIME)
    made.link(href=feed.page, rel="alternate")
    made.language(feed.language)
    made.lastBuildDate(feed.updated)
    made.generator("Answerable")
    for item in feed.items:
        made.add_entry(_entry(item), order="append")
    return bytes(made.rss_str())


def _entry(item: FeedItem) -> FeedEntry:
    entry = FeedEntry()
    entry.guid(item.id, permalink=False)
    entry.title(item.title)
    entry.link(href=item.url)
    entry.description(item.html)
    entry.pubDate(item.at)
    entry.category(term=item.kind)
    return entry
