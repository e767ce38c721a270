"""The pages without records: feeds and calendars to subscribe to, the look-up of a case, and unknown addresses."""

from __future__ import annotations

import json
from collections.abc import Sequence

from markupsafe import Markup

from answerable.publish import assets
from answerable.publish.badges.snippets import choices, snippets
from answerable.publish.context import Context, _
from answerable.publish.feeds import catalogue, formats_of, kinds
from answerable.publish.feeds.catalogue import FeedKind
from answerable.publish.files import embed
from answerable.publish.files.calendar import calendars, subscription
from answerable.publish.pages.subscription_offers import offers
from answerable.publish.render import render
from answerable.publish.social.profile_texts import bios, profile_kits
from answerable.publish.text import terms
from answerable.records.vocabulary import Outcome

Listed = tuple[FeedKind, tuple[tuple[str, str], ...]]


def subscribe_body(context: Context, root: str) -> str:
    """Return the page with every feed and calendar, and what to put on social profiles, in shops and on receipts."""
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
        offers=offers(context),
        general=[pair for pair in feeds if pair[0].key[0] in {"", "kind"}],
        tables=[(heading, column, own) for of, heading, column in tables if (own := _of(feeds, of))],
        opml=catalogue.PATH,
        choices=choices(context),
        lines=next((snippets(context, choices(context).whole, says) for says in choices(context).says), None),
        styles={"flat": _("Flat"), "flat-square": _("Square"), "for-the-badge": _("Large")},
        embed_script=embed.script_line(context),
        embed_frame=embed.frame_line(context),
        calendars=[(calendar, subscription(context, calendar.path)) for calendar in calendars(context)],
        kits=profile_kits(context),
        bios=bios(context),
        script=assets.kit_script().path,
    )


def _of(feeds: Sequence[Listed], of: str) -> list[Listed]:
    return [pair for pair in feeds if pair[0].key[0] == of]


WORDS = {
    "asking": _("Looking it up …"),
    "empty": _("Please type the code from our reply."),
    "typo": _("This is not a whole code. It has 16 letters and digits; please compare it with our reply."),
    "unknown": _("We know no case with this code. Cases that ended long ago can no longer be looked up."),
    "offline": _("You are offline. Please try again when you are connected."),
    "failed": _("The case could not be loaded. Please try again in a while."),
    "insecure": _("Your browser opens cases only on a page whose address begins with https."),
    "found": _("Your complaint"),
    "left_out": _("Earlier steps are not shown."),
    "next": _("What comes next"),
    "answer": _("A first answer by a person is due."),
    "outcome": _("We are working on it, and tell you when it is resolved."),
    "report": _("We still owe the outcome in public."),
    "by": _("It is promised by %(time)s."),
    "late": _("It was promised by %(time)s."),
    "nothing": _(
        "Nothing more is planned: this case is closed. If it is not solved for you, please write to us again."
    ),
    "read": _("Read the answer"),
}


def track_body(context: Context, root: str) -> str:
    """Return the page where customers look up a case; without a secret it says that there are no codes."""
    words = {name: context.gettext(message) for name, message in WORDS.items()}
    words |= {f"did_{did}": terms.did_word(context, did) for did in terms.DID_WORDS}
    words |= {f"outcome_{outcome.value}": terms.outcome_word(context, outcome) for outcome in Outcome}
    text = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    return render(
        context,
        "track.html",
        root,
        script=assets.track_script().path,
        words=Markup(text),  # noqa: S704 (JSON with "<" escaped)
        ready=bool(context.code_secret),
    )


def not_found_body(context: Context, root: str) -> str:
    """Return the page for an unknown address."""
    return render(context, "not_found.html", root)
