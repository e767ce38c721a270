"""What our RSS and Atom feeds carry beyond feedgen's own elements, as feedgen extensions.

A feed gets its WebSub hub, the mark of an archive (RFC 5005), and a guide for a person who opens it in a browser. An
item gets its picture (Media RSS) and, in RSS, the end of a maintenance.

Browsers show a feed as bare XML. Support for XSLT, which used to turn feeds into pages, is being removed from them
(Chromium 156 warns at each use), so a CSS style sheet shows the guide, which is XHTML, and the titles and dates of the
items. Feed readers ignore both.
"""

from __future__ import annotations

from email.utils import format_datetime
from functools import cached_property
from typing import Any
from xml.sax.saxutils import quoteattr

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.util import xml_elem

from answerable.publish import assets
from answerable.publish.addresses import SUBSCRIBE
from answerable.publish.context import Context
from answerable.publish.feeds.feed import Feed, FeedItem, Guide
from answerable.publish.social.previews.drawing import HEIGHT, WIDTH

ATOM_LINK = "{http://www.w3.org/2005/Atom}link"
ARCHIVE = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
STATUSPAGE = "https://developer.statuspage.io/"
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


class ItemExtension(BaseEntryExtension):  # type: ignore[misc] # feedgen has no types
    """Adds an item's picture and, in RSS, the end of a maintenance."""

    def __init__(self, item: FeedItem, picture: str) -> None:
        self._item, self._picture = item, picture

    def extend_rss(self, entry: Element) -> Element:
        """Add both. Statuspage's element for the end of a maintenance has no namespace; its readers go by the name.

        RSS allows elements of others in a namespace only (rssboard.org/rss-specification, "Extending RSS").
        """
        if self._item.ends:
            end = xml_elem(f"{{{STATUSPAGE}}}maintenanceEndDate", entry, nsmap={None: STATUSPAGE})
            end.text = format_datetime(self._item.ends)
        return self.extend_atom(entry)

    def extend_atom(self, entry: Element) -> Element:
        """Add the picture, if there is one."""
        if self._picture:
            size = {"width": str(WIDTH), "height": str(HEIGHT)}
            xml_elem(f"{{{MEDIA}}}thumbnail", entry, nsmap={"media": MEDIA}, url=self._picture, **size)
        return entry


class SharedEntry(FeedEntry):  # type: ignore[misc] # feedgen has no types
    """An entry that stands in several feeds of one format, whose element is built once.

    lxml moves an element that is appended to another document, which costs less than a copy. So a
    feed must be serialised before the next one with the same entries is, as feedgen does in one call.
    """

    def rss_entry(self, extensions: bool = True) -> Element:  # noqa: ARG002, FBT002 - feedgen's signature
        """Return the RSS item."""
        return self._rss

    def atom_entry(self, extensions: bool = True) -> Element:  # noqa: ARG002, FBT002 - feedgen's signature
        """Return the Atom entry."""
        return self._atom

    @cached_property
    def _rss(self) -> Element:
        return super().rss_entry()

    @cached_property
    def _atom(self) -> Element:
        return super().atom_entry()
