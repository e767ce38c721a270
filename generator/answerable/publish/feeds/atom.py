"""Atom 1.0 with feedgen (RFC 4287), with links to older items as in RFC 5005."""

from __future__ import annotations

from collections.abc import Iterable

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from answerable.publish.feeds.feed import EPOCH, Feed, FeedItem
from answerable.publish.feeds.xml import Told, cut, extras, fill, pictured, styled

SUFFIX, MIME = "atom", "application/atom+xml"


def write(feed: Feed, told: Told, suffix: str = SUFFIX) -> bytes:
    """The feed's file. Every date is given, since feedgen would put the present time in its place."""
    made = FeedGenerator()
    made.id(feed.id)
    made.title(feed.title)
    made.subtitle(feed.description)
    made.author(name=feed.author)
    made.link(href=feed.page, rel="alternate", type="text/html")
    for relation, address in feed.links(suffix):
        made.link(href=address, rel=relation, type=MIME)
    made.language(feed.language)
    made.updated(feed.updated)
    made.generator("Answerable")
    items = (told[item] for item in feed.items)
    return styled(fill(made.atom_str(), b"</feed>", (*extras(feed, "link", suffix), *items)), feed)


def entries(items: Iterable[FeedItem], *, pictures: bool = True) -> Told:
    """The element of each item, with its picture or without."""
    items = tuple(items)
    made = FeedGenerator()
    made.id("tag:localhost,2026:items")
    made.title("Items")
    made.updated(EPOCH)
    for item in items:
        made.add_entry(_entry(item), order="append")
    told = cut(made.atom_str(), b"entry", items)
    return pictured(told) if pictures else told


def _entry(item: FeedItem) -> FeedEntry:
    entry = FeedEntry()
    entry.id(item.id)
    entry.title(item.title)
    entry.link(href=item.url, rel="alternate", type="text/html")
    entry.content(item.html, type="html")
    entry.updated(item.at)
    entry.published(item.began or item.at)
    entry.category(term=item.kind)
    if item.author:
        entry.author(name=item.author)
    return entry
