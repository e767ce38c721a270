"""Tone among the checks: each reply by itself, each record, and all replies beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.checks.holding import Template, is_holding, templates
from generator.checks.rule import Check, Hit, Judges, Passage, Reads, Sight
from generator.checks.tone import rules
from generator.checks.tone.again import Repeat, repeats
from generator.checks.tone.manner import manner, says_what_is_next
from generator.checks.tone.replies import SPOKEN, Reply, is_recent, replies, said_at
from generator.records.base import Record
from generator.records.complaint import Complaint
from generator.records.incident import Incident, Notice
from generator.records.text import Text
from generator.records.words import Did
from generator.records.yamltree import Loc


def reads(sight: Sight) -> Reads:
    """A function for single passages; words that are older than the policy's `tone.within` are let be."""
    tone = sight.ledger.policy.tone

    def read(passage: Passage) -> Iterator[Hit]:
        if _is_looked_at(passage, sight):
            for heard in manner(passage.text, passage.language, tone):
                yield passage.hit(heard.rule, heard.message, heard.suggestion, (heard.start, heard.end))

    return read


def judges(sight: Sight) -> Judges:
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


def weighs(sight: Sight) -> Iterator[Hit]:
    """The same replies again, by language, in the order in which they were said."""
    tone = sight.ledger.policy.tone
    by_language: dict[str, list[Reply]] = defaultdict(list)
    for reply in _compared(sight):
        by_language[reply.passage.language].append(reply)
    for some in by_language.values():
        some.sort(key=lambda reply: (reply.at, reply.passage.path, str(reply.passage.loc)))
        texts = [reply.passage.text for reply in some]
        for repeat in repeats(texts, tone.same_again.alike, tone.same_again.words):
            yield _again(repeat, some, sight)


def _is_looked_at(passage: Passage, sight: Sight) -> bool:
    """Whether words are the company's own, and recent; a post for a network goes out now."""
    if passage.key == "post":
        return True
    record = passage.record
    return passage.key in SPOKEN and record is not None and is_recent(said_at(record, passage), sight)


def _compared(sight: Sight) -> Iterator[Reply]:
    """All recent replies but holding notices, whose words were agreed on to be said again."""
    known = templates(sight.root)
    for record in sight.records:
        for reply in replies(record, sight.first_language):
            if is_recent(reply.at, sight) and not (isinstance(record, Incident) and _is_holding(reply.passage, known)):
                yield reply


def _again(repeat: Repeat, replies_: list[Reply], sight: Sight) -> Hit:
    passage, first = replies_[repeat.this].passage, replies_[repeat.first]
    same = "the same reply" if repeat.alike == 100 else f"nearly the same reply ({repeat.alike} % alike)"
    day = first.at.astimezone(sight.ledger.policy.zone).date()
    where = "here" if first.passage.path == passage.path else f"in {sight.root.name}/{first.passage.path}"
    message = f"{same}, said {repeat.time} times since {day}, first {where}"
    return passage.hit(rules.SAME_AGAIN.name, message, "say what is true of this case alone")


def _no_next_step(incident: Incident, sight: Sight) -> Iterator[Hit]:
    number, text = len(incident.updates) - 1, incident.newest.text
    for language, words in text.by_language.items() if text else ():
        if not says_what_is_next(words, language or sight.first_language, sight.ledger.policy.tone):
            loc: Loc = ("updates", number, "text", language) if language else ("updates", number, "text")
            message = "the newest update of an open incident does not say what happens next"
            right = "add `next_update`, or say by when you write again"
            yield Hit(rules.NO_NEXT_STEP.name, incident.path, message, right, loc)


def _unsigned(record: Record, sight: Sight) -> Iterator[tuple[Loc, str]]:
    if isinstance(record, Incident):
        for number, update in enumerate(record.updates):
            if update.text and update.by is None and is_recent(update.at, sight):
                yield ("updates", number), "this update"
    elif isinstance(record, Notice):
        if record.text and record.by is None and is_recent(record.starts, sight):
            yield (), "this notice"
    elif isinstance(record, Complaint):
        yield from _unsigned_steps(record, sight)


def _unsigned_steps(complaint: Complaint, sight: Sight) -> Iterator[tuple[Loc, str]]:
    """Steps with public words; and the resolution, which is signed by whoever resolved it or followed up."""
    for number, step in enumerate(complaint.steps):
        if step.text and step.by is None and step.did is not Did.AUTO_ANSWERED and is_recent(step.at, sight):
            yield ("steps", number), "these words"
    resolution, follow_up = complaint.resolution, complaint.last(Did.FOLLOWED_UP)
    signed = (resolution and resolution.by) or (follow_up and follow_up.by)
    if complaint.did and resolution and not resolution.text and not signed and is_recent(resolution.at, sight):
        yield ("steps", complaint.steps.index(resolution)), "what was done about this complaint"


def _is_holding(passage: Passage, known: tuple[Template, ...]) -> bool:
    return is_holding(Text({passage.language: passage.text}), known)


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
        reads=reads,
    ),
    Check((rules.UNSIGNED, rules.NO_NEXT_STEP), judges=judges),
    Check((rules.SAME_AGAIN,), weighs=weighs),
)
