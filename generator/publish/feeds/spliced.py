"""XML of feedgen in two steps: each item once, whichever feeds it stands in, and each feed around its items.

feedgen builds a tree for every entry of every feed. An item of a long history stands in the feed of everything, that of
its kind and those of its components; made once and put between a feed's head and end, it costs a third. An item's
tags cannot be mistaken for its words: feedgen escapes those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.publish.feeds.feed import FeedItem

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
