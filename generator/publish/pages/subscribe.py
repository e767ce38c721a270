"""Subscribe: every feed and calendar, and what to put on social profiles, in shops and on receipts."""

from __future__ import annotations

from generator.publish import assets
from generator.publish.calendar import calendars
from generator.publish.context import Context
from generator.publish.feeds import formats_of, kinds
from generator.publish.pinning import kits
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
        calendars=[(calendar, _subscribing(context, calendar.path)) for calendar in calendars(context)],
        kits=kits(context),
        script=assets.kit_script().path,
    )


def _subscribing(context: Context, path: str) -> str:
    """The address with which calendars subscribe instead of copying what stands there today."""
    return "webcal://" + context.absolute(path).partition("://")[2]
