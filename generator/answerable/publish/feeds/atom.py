"""Atom 1.0 with feedgen (RFC 4287), with links to older items as in RFC 5005."""

from __future__ import annotations

from functools import partial

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from answerable.publish.feeds.extensions import FeedExtension, ItemExtension, SharedEntry, prolog
from answerable.publish.feeds.feed import Feed, FeedItem, FeedWriter


class AtomWriter(FeedWriter[FeedEntry]):
    """Writes feeds as Atom."""

    name, suffix, mime = "Atom", "atom", "application/atom+xml"

    def write(self, feed: Feed, suffix: str = suffix) -> bytes:
        """Return the feed's file. Every date is given: feedgen would use the present time for one that is not."""
        generator = FeedGenerator()
        generator.id(feed.id)
        generator.title(feed.title)
        generator.subtitle(feed.description)
        generator.author(name=feed.author)
        generator.link(href=feed.page, rel="alternate", type="text/html")
        for relation, address in feed.links(suffix):
            generator.link(href=address, rel=relation, type=self.mime)
        generator.language(feed.language)
        generator.updated(feed.updated)
        generator.generator("Answerable")
        generator.register_extension("answerable", partial(FeedExtension, feed, suffix))
        for item in feed.items:
            generator.add_entry(self.entry(item), order="append")
        return prolog(feed) + bytes(generator.atom_str(xml_declaration=False))

    def make_entry(self, item: FeedItem, picture: str) -> FeedEntry:
        """Return the item as an entry of feedgen."""
        entry = SharedEntry()
        entry.id(item.id)
        entry.title(item.title)
        entry.link(href=item.url, rel="alternate", type="text/html")
        entry.content(item.html, type="html")
        entry.updated(item.at)
        entry.published(item.published or item.at)
        entry.category(term=item.kind)
        if item.author:
            entry.author(name=item.author)
        entry.register_extension("answerable", partial(ItemExtension, item, picture))
        return entry
