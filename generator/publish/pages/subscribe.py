"""Subscribe: every feed and calendar, and what to put on social profiles, in shops and on receipts."""

from __future__ import annotations

from collections.abc import Sequence

from generator.publish import assets, embed
from generator.publish.badges.snippets import choices, snippets
from generator.publish.calendar import calendars, subscription
from generator.publish.context import Context
from generator.publish.feeds import formats_of, kinds, opml
from generator.publish.feeds.catalogue import Kind
from generator.publish.pinning import kits
from generator.publish.render import render

Listed = tuple[Kind, tuple[tuple[str, str], ...]]


def body(context: Context, root: str) -> str:
    """The whole page."""
    _ = context.gettext
    feeds = [(kind, formats_of(kind.stem)) for kind in kinds(context)]
    tables = (
        ("component", _("One component alone"), _("Component")),
        ("topic", _("Answers about one topic"), _("Topic")),
        ("channel", _("Answers from one channel"), _("Channel")),
    )
    return render(
        context,
        "subscribe.html",
        root,
        general=[pair for pair in feeds if pair[0].key[0] in {"", "kind"}],
        tables=[(heading, column, own) for of, heading, column in tables if (own := _of(feeds, of))],
        opml=opml.PATH,
        choices=choices(context),
        lines=snippets(context, choices(context).whole, choices(context).says[0]),
        styles={"flat": _("Flat"), "flat-square": _("Square"), "for-the-badge": _("Large")},
        embed_script=embed.script_line(context),
        embed_frame=embed.frame_line(context),
        calendars=[(calendar, subscription(context, calendar.path)) for calendar in calendars(context)],
        kits=kits(context),
        script=assets.kit_script().path,
    )


def _of(feeds: Sequence[Listed], of: str) -> list[Listed]:
    return [pair for pair in feeds if pair[0].key[0] == of]
