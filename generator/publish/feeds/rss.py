"""RSS 2.0 with feedgen (rssboard.org/rss-specification), with links to older items as in RFC 5005."""

from __future__ import annotations

from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from generator.publish.feeds.feed import Feed, FeedItem

SUFFIX, MIME = "xml", "application/rss+xml"
_ATOM_LINK = "{http://www.w3.org/2005/Atom}link"


class _Neighbours(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Writes the links that feedgen keeps for Atom: its RSS carries rel=self alone."""

    links: tuple[tuple[str, str], ...] = ()

    def extend_rss(self, rss: Any) -> Any:
        for relation, address in self.links:
            if relation != "self":
                link = etree.Element(_ATOM_LINK, rel=relation, href=address, type=MIME)
                rss[0].insert(3, link)
        return rss


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
    made.register_extension("neighbours", _Neighbours, BaseEntryExtension, atom=False)
    made.neighbours.links = feed.links(suffix)
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
