"""What our RSS and Atom feeds carry beyond feedgen's own elements, and their items.

A feed gets its WebSub hub, the mark of an archive (RFC 5005), and a guide for a person who opens it in a browser. An
item gets its picture (Media RSS).

Browsers show a feed as bare XML. Support for XSLT, which used to turn feeds into pages, is being removed from them
(Chromium 156 warns at each use), so a CSS style sheet shows the guide, which is XHTML, and the titles and dates of the
items. Feed readers ignore both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from feedgen.ext.base import BaseExtension
from feedgen.util import xml_elem

from answerable.publish import assets
from answerable.publish.addresses import SUBSCRIBE
from answerable.publish.context import Context
from answerable.publish.feeds.feed import Feed, Guide
from answerable.publish.social.previews.drawing import HEIGHT, WIDTH

ATOM_LINK = "{http://www.w3.org/2005/Atom}link"
ARCHIVE = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
XHTML = "http://www.w3.org/1999/xhtml"

Element = Any
"""An element of lxml, which feedgen builds its documents with."""


def guide(context: Context, page: str) -> Guide:
    """Return the guide of a feed about the page at this address, relative to the site's root."""
    _ = context.gettext
    return Guide(
        style=context.root + assets.feed_style_sheet().path,
        words=_("This is a feed. Copy this page's address into a feed reader, and each update comes to you by itself."),
        links=(
            (context.absolute(page), _("Read the page instead")),
            (context.absolute(SUBSCRIBE), _("All feeds, and how to use them")),
        ),
        language=context.language,
        direction=context.direction,
    )


def prolog(feed: Feed) -> bytes:
    """Return what stands before the root element: the XML declaration, and the reference to the style sheet."""
    declaration = "<?xml version='1.0' encoding='UTF-8'?>\n"
    if feed.guide:
        declaration += f'<?xml-stylesheet type="text/css" href={quoteattr(feed.guide.style)}?>\n'
    return declaration.encode()


class FeedExtension(BaseExtension):  # type: ignore[misc] # feedgen has no types
    """Adds the elements that stand before a feed's items."""

    def __init__(self, feed: Feed, suffix: str) -> None:
        self._feed, self._suffix = feed, suffix

    def extend_rss(self, feed: Element) -> Element:
        """Add them to the channel."""
        self._extend(feed[0], ATOM_LINK)
        return feed

    def extend_atom(self, feed: Element) -> Element:
        """Add them to the feed. feedgen names Atom's own elements without a namespace."""
        self._extend(feed, "link")
        return feed

    def _extend(self, parent: Element, link: str) -> None:
        if self._feed.hub:
            xml_elem(link, parent, rel="hub", href=self._feed.hub)
        if self._feed.current:
            xml_elem(f"{{{ARCHIVE}}}archive", parent, nsmap={"fh": ARCHIVE})
        if self._feed.guide:
            _add_guide(parent, self._feed.guide, self._feed.url(self._suffix))


def _add_guide(parent: Element, guide: Guide, address: str) -> None:
    """Add the guide's words, the feed's address to copy, and the links."""
    box = xml_elem(f"{{{XHTML}}}div", parent, nsmap={None: XHTML})
    box.set("{http://www.w3.org/XML/1998/namespace}lang", guide.language)
    box.set("dir", guide.direction)
    xml_elem(f"{{{XHTML}}}p", box).text = guide.words
    xml_elem(f"{{{XHTML}}}code", xml_elem(f"{{{XHTML}}}p", box), dir="ltr").text = address
    for href, words in guide.links:
        xml_elem(f"{{{XHTML}}}a", xml_elem(f"{{{XHTML}}}p", box), href=href).text = words


def as_item(tag: str, elements: str, picture: str) -> bytes:
    """Return an item, whose elements are given as XML, with its picture, if it has one.

    Items are put together as texts: a history has very many, and as elements of feedgen they take five times as long.
    """
    if picture:
        elements += (
            f'<media:thumbnail xmlns:media="{MEDIA}" url={quoteattr(picture)} width="{WIDTH}" height="{HEIGHT}"/>'
        )
    return f"<{tag}>{elements}</{tag}>".encode()


def with_items(document: bytes, end: bytes, items: Iterable[bytes]) -> bytes:
    """Return a feed that feedgen made without items, and that has this end, with these items before the end."""
    return document.removesuffix(end) + b"".join(items) + end


def xml_text(words: str) -> str:
    """Return a text for an element."""
    return escape(words, {"\r": "&#13;"})
