"""Feeds in RSS 2.0, Atom 1.0 and JSON Feed 1.1, with one item for each update, notice, answer and follow-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from answerable.output.outputs import Output
from answerable.output.served import ATOM, JSON, RSS, XML, Served, Verify
from answerable.publish.context import Context
from answerable.publish.feeds import catalogue
from answerable.publish.feeds.atom import AtomWriter
from answerable.publish.feeds.catalogue import (
    FORMATS,
    component_feed,
    feed_links,
    formats_of,
    kinds,
    links_of,
    topic_feed,
)
from answerable.publish.feeds.timelines import archive, archive_names, current

__all__ = [
    "SERVED",
    "component_feed",
    "feed_links",
    "formats_of",
    "kinds",
    "links_of",
    "parts",
    "publish",
    "topic_feed",
]
SERVED = (
    Served("feed.xml", RSS, any_origin=True, verify=Verify.EVERY_LANGUAGE),
    Served("feed.atom", ATOM, any_origin=True, verify=Verify.FIRST_LANGUAGE),
    Served("feed.json", JSON, any_origin=True, verify=Verify.FIRST_LANGUAGE),
    Served("feeds/*.xml", XML, any_origin=True),
    Served("feeds/*.atom", ATOM, any_origin=True),
    Served("feeds/*.json", JSON, any_origin=True),
    *catalogue.SERVED,
)


def publish(context: Context) -> Iterator[Output]:
    """Yield every feed in every format, and the archives."""
    for part in parts(context):
        yield from part()


def parts(context: Context) -> list[Callable[[], list[Output]]]:
    """Return tasks that together make every feed and may run in any process: the current feeds, and each archive."""
    return [partial(_current, context), *(partial(_archive, context, name) for name in archive_names(context))]


def _current(context: Context) -> list[Output]:
    """Return the current feeds; each item is built once per format."""
    feeds, writers = current(context), [make_writer() for make_writer in FORMATS]
    written = [Output(f"{feed.stem}.{writer.suffix}", writer.write(feed)) for writer in writers for feed in feeds]
    return [*written, *catalogue.publish(context)]


def _archive(context: Context, name: str) -> list[Output]:
    # Archives may not change, and an incident's picture moves to its next update.
    writer, feed = AtomWriter(pictures=False), archive(context, name)
    return [Output(f"{feed.stem}.{writer.suffix}", writer.write(feed))]
