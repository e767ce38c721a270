"""Subscribe: every feed with its address, and texts for social profiles."""

from __future__ import annotations

from generator.publish.context import Context
from generator.publish.feeds import feed_links
from generator.publish.render import render


def body(context: Context, root: str) -> str:
    """The whole page."""
    return render(context, "subscribe.html", root, feeds=feed_links(context))
