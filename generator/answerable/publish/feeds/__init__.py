"""Feeds in RSS 2.0, Atom 1.0 and JSON Feed 1.1, with one item for each update, notice, answer and follow-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from answerable.output.outputs import Output
from answerable.output.served import ATOM, JSON, RSS, XML, Served, Verify
from answerable.publish.context import Context
from answerable.publish.feeds import catalogue
from answerable.publish.feeds.catalogue import (
    FORMATS,
    component_feed,
    feed_links,
    formats_of,
    kinds,
    links_of,
    topic_feed,
)
from answerable.publish.feeds.feed import Feed
from answerable.publish.feeds.timelines import current, month_of, months

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
    """Yield every feed in every format."""
    for part in parts(context):
        yield from part()


def parts(context: Context) -> list[Callable[[], list[Output]]]:
    """Return tasks that together make every feed and may run in any process: the current feeds, and each month."""
    return [
        partial(_current, context),
        *(partial(_month, context, month) for month in months(context)),
    ]


def _current(context: Context) -> list[Output]:
    return [*_written(current(context)), *catalogue.publish(context)]


def _month(context: Context, month: str) -> list[Output]:
    # Archives may not change, and an incident's picture moves to its next update.
    return list(_written(month_of(context, month), pictures=False))


def _written(feeds: Sequence[Feed], *, pictures: bool = True) -> Iterator[Output]:
    """Yield the files of feeds that share items; each item is built once per format."""
    for make_writer in FORMATS:
        writer = make_writer(pictures=pictures)
        for feed in feeds:
            yield Output(f"{feed.stem}.{writer.suffix}", writer.write(feed))
