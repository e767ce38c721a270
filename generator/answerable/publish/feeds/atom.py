"""Atom 1.0 with feedgen (RFC 4287), with links to older items as in RFC 5005."""

from __future__ import annotations

from functools import partial
from xml.sax.saxutils import quoteattr

from feedgen.feed import FeedGenerator

from answerable.publish.feeds.extensions import FeedExtension, as_item, prolog, with_items, xml_text
from answerable.publish.feeds.feed import Feed, FeedItem, FeedWriter


class AtomWriter(FeedWriter):
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
        head = prolog(feed) + bytes(generator.atom_str(xml_declaration=False))
        return with_items(head, b"</feed>", map(self.entry, feed.items))

    def make_entry(self, item: FeedItem, picture: str) -> bytes:
        """Return the item as an `entry`."""
        author = f"<author><name>{xml_text(item.author)}</name></author>" if item.author else ""
        elements = (
            f"<id>{xml_text(item.id)}</id><title>{xml_text(item.title)}</title>"
            f"<updated>{item.at.isoformat()}</updated>{author}"
            f'<content type="html">{xml_text(item.html)}</content>'
            f"<link href={quoteattr(item.url)}/><category term={quoteattr(item.kind)}/>"
            f"<published>{(item.published or item.at).isoformat()}</published>"
        )
        return as_item("entry", elements, picture)
