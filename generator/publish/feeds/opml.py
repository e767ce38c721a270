"""`feeds.opml`: every feed in one file that feed readers import, in OPML 2.0 (opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from generator.build.outputs import Output
from generator.publish.context import Context
from generator.publish.feeds import rss
from generator.publish.feeds.catalogue import Kind, kinds
from generator.publish.feeds.feed import line

PATH = "feeds.opml"


def publish(context: Context) -> Iterator[Output]:
    """The one file: the general feeds, then those of components, topics and channels, each of these in a folder."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = line(context.site_name)
    body = SubElement(root, "body")
    for of, found in groupby(kinds(context), lambda kind: kind.key[0] if kind.key[0] != "kind" else ""):
        place = SubElement(body, "outline", text=_folder(context, of)) if of else body
        for kind in found:
            SubElement(place, "outline", _outline(context, kind))
    yield Output(PATH, tostring(root, "UTF-8", xml_declaration=True))


def _folder(context: Context, of: str) -> str:
    _ = context.gettext
    return {"component": _("Components"), "topic": _("Topics"), "channel": _("Channels")}[of]


def _outline(context: Context, kind: Kind) -> dict[str, str]:
    return {
        "type": "rss",
        "text": kind.title,
        "title": kind.title,
        "xmlUrl": context.absolute(f"{kind.stem}.{rss.SUFFIX}"),
        "htmlUrl": context.absolute(kind.page),
        "language": context.language,
    }
