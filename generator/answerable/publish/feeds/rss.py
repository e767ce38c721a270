"""RSS 2.0 with feedgen (rssboard.org/rss-specification)."""

from __future__ import annotations

from functools import partial

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from answerable.publish.feeds.extensions import FeedExtension, ItemExtension, SharedEntry, prolog
from answerable.publish.feeds.feed import Feed, FeedItem, FeedWriter


class RssWriter(FeedWriter[FeedEntry]):
    """Writes feeds as RSS."""

    name, suffix, mime = "RSS", "xml", "application/rss+xml"

    def write(self, feed: Feed, suffix: str = suffix) -> bytes:
        """Return the feed's file. The site's link is added last, since feedgen takes the last one for the channel's."""
        generator = FeedGenerator()
        generator.title(feed.title)
        generator.description(feed.description)
        generator.link(href=feed.url(suffix), rel="self", type=self.mime)
        generator.link(href=feed.page, rel="alternate")
        generator.language(feed.language)
        generator.lastBuildDate(feed.updated)
        generator.generator("Answerable")
        generator.register_extension("answerable", partial(FeedExtension, feed, suffix))
        for item in feed.items:
            generator.add_entry(self.entry(item), order="append")
        return prolog(feed) + bytes(generator.rss_str(xml_declaration=False))

    def make_entry(self, item: FeedItem, picture: str) -> FeedEntry:
        """Return the item as an entry of feedgen."""
        entry = SharedEntry()
        entry.guid(item.id, permalink=False)
        entry.title(item.title)
        entry.link(href=item.url)
        entry.description(item.html)
        entry.pubDate(item.at)
        entry.category(term=item.kind)
        entry.register_extension("answerable", partial(ItemExtension, item, picture))
        return entry
