"""Feeds in RSS 2.0, Atom 1.0 and JSON Feed 1.1: one item for each thing that was said."""

from __future__ import annotations

from collections.abc import Iterator

from generator.build.outputs import Output
from generator.publish.context import Context
from generator.publish.feeds import history
from generator.publish.feeds.catalogue import FORMATS, feed_links, feeds, formats_of, kinds
from generator.publish.feeds.items import all_items

__all__ = ["feed_links", "formats_of", "kinds", "publish"]


def publish(context: Context) -> Iterator[Output]:
    """Every feed in every format."""
    for feed in feeds(context, all_items(context)):
        for form in FORMATS:
            if feed.current and form.SUFFIX not in feed.paged:
                continue
            yield Output(f"{feed.stem}.{form.SUFFIX}", form.write(feed))
    yield from history.publish(context)
