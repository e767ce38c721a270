"""Subscribe: every feed, what it is for and its address, and texts for social profiles."""

from __future__ import annotations

from generator.publish.badges import STYLES, badges
from generator.publish.context import Context
from generator.publish.feeds import formats_of, kinds
from generator.publish.render import render


def body(context: Context, root: str) -> str:
    """The whole page."""
    feeds = [(kind, formats_of(kind.stem)) for kind in kinds(context)]
    return render(
        context,
        "subscribe.html",
        root,
        general=[pair for pair in feeds if not pair[0].component],
        components=[pair for pair in feeds if pair[0].component],
        badges=list(badges(context)),
        styles=list(STYLES),
    )
