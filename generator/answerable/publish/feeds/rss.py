"""RSS 2.0 with feedgen (rssboard.org/rss-specification)."""

from __future__ import annotations

from email.utils import format_datetime
from functools import partial

from feedgen.feed import FeedGenerator

from answerable.publish.feeds.extensions import FeedExtension, as_item, prolog, with_items, xml_text
from answerable.publish.feeds.feed import Feed, FeedItem, FeedWriter

STATUSPAGE = "https://developer.statuspage.io/"


class RssWriter(FeedWriter):
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
        head = prolog(feed) + bytes(generator.rss_str(xml_declaration=False))
        return with_items(head, b"</channel></rss>", map(self.entry, feed.items))

    def make_entry(self, item: FeedItem, picture: str) -> bytes:
        """Return the item as an `item`.

        Statuspage's element for the end of a maintenance has no namespace; its readers go by the name. RSS allows
        elements of others in a namespace only (rssboard.org/rss-specification, "Extending RSS").
        """
        end = format_datetime(item.ends) if item.ends else ""
        elements = (
            f"<title>{xml_text(item.title)}</title><link>{xml_text(item.url)}</link>"
            f"<description>{xml_text(item.html)}</description>"
            f'<guid isPermaLink="false">{xml_text(item.id)}</guid><category>{xml_text(item.kind)}</category>'
            f"<pubDate>{format_datetime(item.at)}</pubDate>"
            + (f'<maintenanceEndDate xmlns="{STATUSPAGE}">{end}</maintenanceEndDate>' if end else "")
        )
        return as_item("item", elements, picture)
