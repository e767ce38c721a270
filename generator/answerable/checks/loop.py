"""Rules on what the public is still owed: the outcome of a private talk, a promised update, an answer with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from answerable.checks.rule import Check, CheckContext, CheckRecord, Hit, Rule
from answerable.checks.word_files import language_words, languages
from answerable.records.characters import HALF_SPACE
from answerable.records.instants import format_duration, format_instant
from answerable.records.model import Complaint, Incident, Record, Step
from answerable.records.vocabulary import Did
from answerable.records.yaml.tree import Loc
from answerable.translation.message import msg

FOLLOW_UP = Rule(
    "loop/no-follow-up",
    "A complaint was taken private, and its outcome was not told in public in time.",
    "Whoever saw the complaint saw you disappear with it. The outcome, told in the same place, answers all of them.",
    "Tell the outcome where the complaint was made, then `answerable step ID --did followed_up`; `withdrawn` if the "
    "person took it back. The time allowed is `follow_up_within` in policy.yml.",
    "note",
)
ASKS = Rule(
    "loop/asks-for-code",
    "The last public reply to a complaint asks for an order code.",
    "Readers never learn what came of it.",
    "Once it is settled, or the policy's days have passed, write the outcome below it and record `followed_up`.",
    "warning",
)
STALE = Rule(
    "loop/promise-broken",
    "An incident is open, and its `next_update` has passed.",
    "People wait for it. “Nothing new yet” keeps the promise; silence breaks it.",
    "Post now: `answerable update ID` with a new `next_update`, or `answerable resolve ID`.",
    "note",
)
NO_DID = Rule(
    "loop/no-did",
    "A resolved complaint that may be shown, without `did`.",
    "An answer without what was done says nothing, so it cannot be published.",
    "Say in `did` in one sentence what you did about it.",
    "error",
    fixed=True,
)
NO_REASON = Rule(
    "loop/no-reason",
    "A declined complaint that may be shown, without `reason`.",
    "People take a no with a reason better than one without, and others can learn from it.",
    "Say in `reason` in one sentence why not.",
    "error",
    fixed=True,
)
_PUBLIC = frozenset({Did.ANSWERED, Did.AUTO_ANSWERED, Did.FOLLOWED_UP, Did.RESOLVED, Did.REOPENED})
_SPACE = re.compile(r"\s+")


def check_record(context: CheckContext) -> CheckRecord:
    """Return the check of one record."""
    within = context.ledger.policy.follow_up_within

    def late(step: Step) -> bool:
        return step.at + within < context.now

    def check(record: Record) -> Iterator[Hit]:
        if record.draft:
            return
        if isinstance(record, Incident):
            yield from _promise(record, context)
        elif isinstance(record, Complaint):
            asks = list(_asks(record, late, context))
            yield from asks or _follow_up(record, late, format_duration(within))

    return check


def _promise(incident: Incident, context: CheckContext) -> Iterator[Hit]:
    promised = incident.newest.next_update
    if promised and not incident.resolved_at and promised < context.now:
        loc = ("updates", len(incident.updates) - 1, "next_update")
        message = msg("more was promised by %(promised)s, and nothing came", promised=format_instant(promised))
        yield Hit(STALE.name, incident.path, message, msg("`answerable update %(id)s`", id=incident.id), loc)


def _follow_up(complaint: Complaint, late: Callable[[Step], bool], within: str) -> Iterator[Hit]:
    owed = owed_since(complaint)
    if owed is not None and late(complaint.steps[owed]):
        when = format_instant(complaint.steps[owed].at)
        message = msg(
            "taken private on %(when)s and not followed up in public within %(within)s", when=when, within=within
        )
        right = msg("tell the outcome there, then `answerable step %(id)s --did followed_up`", id=complaint.id)
        yield Hit(FOLLOW_UP.name, complaint.path, message, right, ("steps", owed))


def owed_since(complaint: Complaint) -> int | None:
    """The number of the first step that moved the talk out of public and that no public outcome followed, or None."""
    owed: int | None = None
    for number, step in enumerate(complaint.steps):
        if step.did is Did.TAKEN_PRIVATE and owed is None:
            owed = number
        elif step.did in {Did.FOLLOWED_UP, Did.WITHDRAWN}:
            owed = None
    return owed


def _asks(complaint: Complaint, late: Callable[[Step], bool], context: CheckContext) -> Iterator[Hit]:
    said = [(number, step) for number, step in enumerate(complaint.steps) if step.text and step.did in _PUBLIC]
    if not said or complaint.steps[-1].did is Did.WITHDRAWN:
        return
    number, last = said[-1]
    if any(step.did is Did.FOLLOWED_UP for step in complaint.steps[number + 1 :]):
        return
    if (complaint.resolution or late(last)) and last.text:
        for language, words in last.text.by_language.items():
            if asks_for_code(words, language or context.first_language):
                loc: Loc = ("steps", number, "text", language) if language else ("steps", number, "text")
                right = msg(
                    "write below it what came of it, then `answerable step %(id)s --did followed_up`", id=complaint.id
                )
                yield Hit(ASKS.name, complaint.path, msg("the last public word asks for an order code"), right, loc)
                return


def asks_for_code(words: str, language: str) -> bool:
    """Whether a text asks somebody to send their code or number; for a language without patterns, by those of all."""
    plain = _SPACE.sub(" ", words.replace(HALF_SPACE, " "))
    patterns = _code_patterns(language) or [one for known in languages() for one in _code_patterns(known)]
    return any(pattern.search(plain) for pattern in patterns)


@cache
def _code_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in language_words(language).asks_for_code)


CHECKS: tuple[Check, ...] = (Check((FOLLOW_UP, ASKS, STALE, NO_DID, NO_REASON), check_record=check_record),)
