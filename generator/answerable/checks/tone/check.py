"""Tone among the checks: each reply by itself, each record, and all replies beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from answerable.checks.rule import Check, CheckContext, CheckRecord, CheckText, Hit, Passage, passages
from answerable.checks.tone import rules
from answerable.checks.tone.repeats import RepeatedReply, repeated_replies
from answerable.checks.tone.text import check_tone, says_next_step
from answerable.records.model import Complaint, Incident, Maintenance, Notice, Record
from answerable.records.templates import read_templates
from answerable.records.vocabulary import Did
from answerable.records.yaml.tree import Loc

SPOKEN = frozenset({"title", "text", "did", "changed", "reason"})
"""Keys of the company's own words; `said` and `quote` are the customer's."""


class Reply(NamedTuple):
    """Words that were said to people at an instant."""

    at: datetime
    passage: Passage


def replies(record: Record, first_language: str) -> Iterator[Reply]:
    """A record's replies, one for each language: updates, notices, steps' texts, what was done about a complaint.

    What a machine answered is the same again by design, and no reply.
    """
    for passage in passages(record, first_language):
        if is_reply(passage):
            yield Reply(said_at(record, passage), passage)


def is_reply(passage: Passage) -> bool:
    """Whether a passage is a reply; titles and reasons are words, yet no replies of their own."""
    record, place = passage.record, passage.loc
    if isinstance(record, Complaint):
        return place[0] == "did" or (_step(passage) is not None and _step(passage) is not Did.AUTO_ANSWERED)
    return isinstance(record, Incident | Notice) and passage.key == "text"


def said_at(record: Record, passage: Passage) -> datetime:
    """When the words of a passage were said, or will be: its update's or step's instant, else the record's newest."""
    part, number = (*passage.loc, "", "")[:2]
    if part in {"updates", "steps"} and isinstance(number, int):
        at: datetime = getattr(record, str(part))[number].at
        return at
    return newest_of(record)


def newest_of(record: Record) -> datetime:
    """The newest instant at which something was said in a record."""
    if isinstance(record, Incident):
        return record.newest.at
    if isinstance(record, Complaint):
        return record.resolved_at or (record.steps[-1].at if record.steps else record.received)
    if isinstance(record, Maintenance | Notice):
        return record.starts
    raise TypeError(record)


def is_recent(at: datetime, sight: CheckContext) -> bool:
    """Whether something was said so lately, or is still to be said, that its words can be better next time."""
    return at >= sight.now - sight.ledger.policy.tone.within


def _step(passage: Passage) -> Did | None:
    record, place = passage.record, passage.loc
    if isinstance(record, Complaint) and passage.key == "text" and place[0] == "steps" and isinstance(place[1], int):
        return record.steps[place[1]].did
    return None


def check_text(sight: CheckContext) -> CheckText:
    """A function for single passages; words that are older than the policy's `tone.within` are let be."""
    tone = sight.ledger.policy.tone

    def read(passage: Passage) -> Iterator[Hit]:
        if _is_looked_at(passage, sight):
            for heard in check_tone(passage.text, passage.language, tone):
                yield passage.hit(heard.rule, heard.message, heard.suggestion, (heard.start, heard.end))

    return read


def check_record(sight: CheckContext) -> CheckRecord:
    """A function for single records: who signs, and what happens next."""

    def judge(record: Record) -> Iterator[Hit]:
        if record.draft:
            return  # whoever publishes it signs it
        for loc, what in _unsigned(record, sight):
            message, right = f"nobody signs {what}", "write who says it as `by`"
            yield Hit(rules.UNSIGNED.name, record.path, message, right, loc)
        if isinstance(record, Incident) and record.resolved_at is None and record.newest.next_update is None:
            yield from _no_next_step(record, sight)

    return judge


def check_site(sight: CheckContext) -> Iterator[Hit]:
    """The same replies again, by language, in the order in which they were said."""
    tone = sight.ledger.policy.tone
    by_language: dict[str, list[Reply]] = defaultdict(list)
    for reply in _compared(sight):
        by_language[reply.passage.language].append(reply)
    for some in by_language.values():
        some.sort(key=lambda reply: (reply.at, reply.passage.path, str(reply.passage.loc)))
        texts = [reply.passage.text for reply in some]
        for repeat in repeated_replies(texts, tone.same_again.alike, tone.same_again.words):
            yield _again(repeat, some, sight)


def _is_looked_at(passage: Passage, sight: CheckContext) -> bool:
    """Whether words are the company's own, and recent; a post for a network goes out now."""
    if passage.key == "post":
        return True
    record = passage.record
    return passage.key in SPOKEN and record is not None and is_recent(said_at(record, passage), sight)


def _compared(sight: CheckContext) -> Iterator[Reply]:
    """All recent replies except holding texts, which were agreed on to be used again."""
    templates = read_templates(sight.root)
    for record in sight.records:
        for reply in replies(record, sight.first_language):
            text, language = reply.passage.text, reply.passage.language
            holding = isinstance(record, Incident) and any(template.fits(text, language) for template in templates)
            if not holding and is_recent(reply.at, sight):
                yield reply


def _again(repeat: RepeatedReply, replies_: list[Reply], sight: CheckContext) -> Hit:
    passage, first = replies_[repeat.this].passage, replies_[repeat.first]
    same = "the same reply" if repeat.alike == 100 else f"nearly the same reply ({repeat.alike} % alike)"
    day = first.at.astimezone(sight.ledger.policy.zone).date()
    where = "here" if first.passage.path == passage.path else f"in {sight.root.name}/{first.passage.path}"
    message = f"{same}, said {repeat.time} times since {day}, first {where}"
    return passage.hit(rules.SAME_AGAIN.name, message, "say what is true of this case alone")


def _no_next_step(incident: Incident, sight: CheckContext) -> Iterator[Hit]:
    number, text = len(incident.updates) - 1, incident.newest.text
    for language, words in text.by_language.items() if text else ():
        if not says_next_step(words, language or sight.first_language, sight.ledger.policy.tone):
            loc: Loc = ("updates", number, "text", language) if language else ("updates", number, "text")
            message = "the newest update of an open incident does not say what happens next"
            right = "add `next_update`, or say by when you write again"
            yield Hit(rules.NO_NEXT_STEP.name, incident.path, message, right, loc)


def _unsigned(record: Record, sight: CheckContext) -> Iterator[tuple[Loc, str]]:
    if isinstance(record, Incident):
        for number, update in enumerate(record.updates):
            if update.text and update.by is None and is_recent(update.at, sight):
                yield ("updates", number), "this update"
    elif isinstance(record, Notice):
        if record.text and record.by is None and is_recent(record.starts, sight):
            yield (), "this notice"
    elif isinstance(record, Complaint):
        yield from _unsigned_steps(record, sight)


def _unsigned_steps(complaint: Complaint, sight: CheckContext) -> Iterator[tuple[Loc, str]]:
    """Steps with public words; and the resolution, which is signed by whoever resolved it or followed up."""
    for number, step in enumerate(complaint.steps):
        if step.text and step.by is None and step.did is not Did.AUTO_ANSWERED and is_recent(step.at, sight):
            yield ("steps", number), "these words"
    resolution, follow_up = complaint.resolution, complaint.last(Did.FOLLOWED_UP)
    signed = (resolution and resolution.by) or (follow_up and follow_up.by)
    if complaint.did and resolution and not resolution.text and not signed and is_recent(resolution.at, sight):
        yield ("steps", complaint.steps.index(resolution)), "what was done about this complaint"


CHECKS: tuple[Check, ...] = (
    Check(
        (
            rules.STOCK_APOLOGY,
            rules.SORRY_YOU_FEEL,
            rules.BLAME,
            rules.SLANG,
            rules.EXCLAMATION,
            rules.SHOUTING,
            rules.EMOJI,
        ),
        reads=check_text,
    ),
    Check((rules.UNSIGNED, rules.NO_NEXT_STEP), judges=check_record),
    Check((rules.SAME_AGAIN,), weighs=check_site),
)
