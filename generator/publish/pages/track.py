"""Track: the form in which somebody types their code, and the words in which the script tells what it finds."""

from __future__ import annotations

import json

from markupsafe import Markup

from generator.publish import assets, terms
from generator.publish.context import Context
from generator.publish.render import render
from generator.publish.translations import _
from generator.records.words import Outcome

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
    "answer": _("A first answer by a person"),
    "outcome": _("We are working on it, and tell you when it is resolved."),
    "report": _("We still owe the outcome in public."),
    "by": _("promised by"),
    "late": _("was promised by"),
    "nothing": _(
        "Nothing more is planned: this case is closed. If it is not solved for you, please write to us again."
    ),
    "read": _("Read the answer"),
}


def body(context: Context, root: str) -> str:
    """The whole page; without a secret it says that there are no codes."""
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
