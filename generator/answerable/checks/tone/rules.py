"""The rules of tone, and what a check of one text reports."""

from __future__ import annotations

from typing import NamedTuple

from answerable.checks.rule import Rule


class ToneHit(NamedTuple):
    """A rule that a text breaks at its characters from `start` up to `end`, counted from 0."""

    start: int
    end: int
    rule: str
    message: str
    suggestion: str


_LISTS = "The words stand in lists by language; add and take away your own in policy.yml, under `tone.words`."

STOCK_APOLOGY = Rule(
    "tone/stock-apology",
    "A stock phrase: sorry for any inconvenience, thank you for your patience.",
    "People have read it a thousand times. It names nothing that went wrong, so it reads as if nobody had looked.",
    f"Name what went wrong, for whom, and what you did about it; then one plain sorry is enough. {_LISTS}",
    "warning",
)
SORRY_YOU_FEEL = Rule(
    "tone/sorry-you-feel",
    "An apology for how somebody feels.",
    "It says that the feeling is the fault, not what happened. In public it is quoted back as mockery.",
    f"Be sorry for what you did or did not do. {_LISTS}",
    "warning",
)
BLAME = Rule(
    "tone/blame",
    "Blame: you should have read, user error, nobody else complained.",
    "Even where it is true, everybody who reads it takes the customer's side.",
    f"Say what happened and what helps now. How it works can be said without whose fault it was. {_LISTS}",
    "warning",
)
SLANG = Rule(
    "tone/slang",
    "Chat slang: words, smileys, stretched letters.",
    "Somebody with a problem has not asked for a friend, and a slangy reply ages within a day.",
    f"Write it as you would say it to somebody you do not know. {_LISTS}",
    "warning",
)
EXCLAMATION = Rule(
    "tone/exclamation",
    "More than one exclamation mark in one text.",
    "It sounds like advertising, or like shouting.",
    "Keep one at most; a full stop is calmer.",
    "warning",
)
SHOUTING = Rule(
    "tone/shouting",
    "Words in capitals that are no acronyms.",
    "Capitals are read as shouting, and screen readers may spell them out.",
    "Write small letters, and put what matters first. An acronym or a name of your own goes into policy.yml: "
    "`tone: {words: {en: {acronyms: {add: [ACME]}}}}`.",
    "warning",
)
EMOJI = Rule(
    "tone/emoji",
    "An emoji in a reply.",
    "Somebody with a problem reads it as not being taken seriously; it looks different on each phone.",
    "Leave it out. A company whose voice has them switches the rule off.",
    "note",
)
UNSIGNED = Rule(
    "tone/unsigned",
    "An update, notice or outcome without `by`.",
    "A reply with a name is a person's; one without is a machine's.",
    "Write who says it as `by`, with an id of team.yml.",
    "warning",
)
NO_NEXT_STEP = Rule(
    "tone/no-next-step",
    "The newest update of an open incident does not say what happens next or when.",
    "People who do not know when to look again ask, each of them.",
    f"Add `next_update`, or a sentence such as: we write here again by eleven. {_LISTS}",
    "warning",
)
SAME_AGAIN = Rule(
    "tone/same-again",
    "Nearly the same reply as an earlier one.",
    "People compare. A reply that others got too reads as if nobody had looked, whatever it says.",
    "Say what is true of this case alone. How alike, how long and how far back: policy.yml, under `tone`.",
    "warning",
)
