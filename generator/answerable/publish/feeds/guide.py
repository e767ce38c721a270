"""What stands in a feed for a person who opens it in a browser.

Browsers show a feed as bare XML. XSLT, which once made pages of feeds, is being taken out of them (Chromium 156
warns at each use), so a style sheet in CSS does it: it shows a few words in XHTML at the head of the feed, and the
titles and dates of its items. Feed readers pass over both.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from answerable.publish import assets
from answerable.publish.addresses import SUBSCRIBE
from answerable.publish.context import Context
from answerable.publish.feeds.feed import Guide


def guide(context: Context, page: str) -> Guide:
    """The guide of a feed whose page stands at that address, relative to the root."""
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


def head(guide: Guide, address: str) -> bytes:
    """The words, the feed's address to copy and the links, as an element that stands in the feed."""
    links = "".join(f"<p><a href={quoteattr(href)}>{escape(words)}</a></p>" for href, words in guide.links)
    copy = f'<p><code dir="ltr">{escape(address)}</code></p>'
    place = f"xml:lang={quoteattr(guide.language)} dir={quoteattr(guide.direction)}"
    return f'<div xmlns="http://www.w3.org/1999/xhtml" {place}><p>{escape(guide.words)}</p>{copy}{links}</div>'.encode()


def instruction(guide: Guide) -> bytes:
    """The line that leads a browser to the style sheet."""
    return f'<?xml-stylesheet type="text/css" href={quoteattr(guide.style)}?>\n'.encode()
