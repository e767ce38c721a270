"""404: what to do when an address leads nowhere."""

from __future__ import annotations

from generator.publish.context import Context
from generator.publish.render import render


def body(context: Context, root: str) -> str:
    """The whole page."""
    return render(context, "not_found.html", root)
