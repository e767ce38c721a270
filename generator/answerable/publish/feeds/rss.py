"""RSS 2.0 with feedgen (rssboard.org/rss-specification), with Atom's links to older items as in RFC 5005."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import format_datetime
from xml.sax.saxutils import quoteattr

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from answerable.publish.feeds.feed import Feed, FeedItem
from answerable.publish.feeds.xml import Told, cut, extras, fill, pictured, styled

SUFFIX, MIME = "xml", "application/rss+xml"
_STATUSPAGE = "https://developer.statuspage.io/"


def write(feed: Feed, told: Told, suffix: str = SUFFIX) -> bytes:
    """The feed's file. The site's link comes last, since feedgen takes the last link for the channel's.

    Of Atom's links feedgen writes that to the feed itself only; the others are put beside it.
    """
    made = FeedGenerator()
    made.title(feed.title)
    made.description(feed.description)
    made.link(href=feed.url(suffix), rel="self", type=MIME)
    made.link(href=feed.page, rel="alternate")
    made.language(feed.language)
    made.lastBuildDate(feed.updated)
    made.generator("Answerable")
    neighbours = (_link(*link) for link in feed.links(suffix) if link[0] != "self")
    items = (told[item] for item in feed.items)
    return styled(fill(made.rss_str(), b"</channel>", (*neighbours, *extras(feed, "atom:link", suffix), *items)), feed)


def entries(items: Iterable[FeedItem], *, pictures: bool = True) -> Told:
    """The element of each item, with its picture or without."""
    items = tuple(items)
    made = FeedGenerator()
    made.title("Items")
    made.description("Items")
    made.link(href="https://localhost/")
    for item in items:
        made.add_entry(_entry(item), order="append")
    told = {item: _ending(item, element) for item, element in cut(made.rss_str(), b"item", items).items()}
    return pictured(told) if pictures else told


def _ending(item: FeedItem, element: bytes) -> bytes:
    """The element with the end of a maintenance as Statuspage has it.

    RSS allows what it does not know itself in a namespace only (rssboard.org/rss-specification, "Extending RSS"). The
    service has it in none; readers know the name, which stays as it is.
    """
    if item.ends is None:
        return element
    place = element.rindex(b"</")
    return (
        element[:place]
        + f'<maintenanceEndDate xmlns="{_STATUSPAGE}">{format_datetime(item.ends)}</maintenanceEndDate>'.encode()
        + element[place:]
    )


def _link(relation: str, address: str) -> bytes:
    return f"<atom:link href={quoteattr(address)} rel={quoteattr(relation)} type={quoteattr(MIME)}/>".encode()


def _entry(item: FeedItem) -> FeedEntry:
    entry = FeedEntry()
    entry.guid(item.id, permalink=False)
    entry.title(item.title)
    entry.link(href=item.url)
    entry.description(item.html)
    entry.pubDate(item.at)
    entry.category(term=item.kind)
    return entry
