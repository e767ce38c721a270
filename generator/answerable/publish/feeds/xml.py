"""What both formats of XML carry beside feedgen's own: hub, mark of an archive, guide for people, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import quoteattr

from answerable.publish.feeds import guide
from answerable.publish.feeds.feed import Feed, FeedItem
from answerable.publish.social.previews.drawing import HEIGHT, WIDTH

Told = Mapping[FeedItem, bytes]
"""The bytes of each item in one format."""


def cut(document: bytes, tag: bytes, items: Iterable[FeedItem]) -> dict[FeedItem, bytes]:
    """The bytes of each item of a document that holds just these, each in an element named `tag`."""
    end = b"</" + tag + b">"
    pieces = document.split(end)[:-1]
    if pieces:
        pieces[0] = pieces[0][pieces[0].index(b"<" + tag + b">") :]
    return {item: piece + end for item, piece in zip(items, pieces, strict=True)}


def fill(document: bytes, end: bytes, parts: Iterable[bytes]) -> bytes:
    """A document with more elements before its last tag `end`."""
    place = document.rindex(end)
    return b"".join((document[:place], *parts, document[place:]))


_ARCHIVE = b'<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>'


def extras(feed: Feed, link: str, suffix: str) -> Iterator[bytes]:
    """The elements that stand before a feed's items; `link` is the name of Atom's links there.

    In RSS that is `atom:link`, as feedgen declares it: parsers that know no namespaces take any `link` for the site's.
    """
    if feed.hub:
        yield f'<{link} rel="hub" href={quoteattr(feed.hub)}/>'.encode()
    if feed.current:
        yield _ARCHIVE
    if feed.guide:
        yield guide.head(feed.guide, feed.url(suffix))


def styled(document: bytes, feed: Feed) -> bytes:
    """A document with the line that leads browsers to its style sheet, right after the XML declaration."""
    if feed.guide is None:
        return document
    place = document.index(b"?>") + 3
    return document[:place] + guide.instruction(feed.guide) + document[place:]


def pictured(told: Mapping[FeedItem, bytes]) -> Told:
    """The elements of items, each with its picture as Media RSS has it, where it has one."""
    return {item: _pictured(item, element) if item.picture else element for item, element in told.items()}


def _pictured(item: FeedItem, element: bytes) -> bytes:
    size = f'width="{WIDTH}" height="{HEIGHT}"'
    name = f'xmlns:media="http://search.yahoo.com/mrss/" url={quoteattr(item.picture)} {size}'
    place = element.rindex(b"</")
    return element[:place] + f"<media:thumbnail {name}/>".encode() + element[place:]
