"""The checks of tone: of each reply, of each record, and of all replies together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from answerable.checks.rule import Check, CheckContext, CheckRecord, CheckText, Hit, Passage, passages
from answerable.checks.tone import rules
from answerable.checks.tone.repeats import RepeatedReply, repeated_replies
from answerable.checks.tone.single_text import check_tone, says_next_step
from answerable.records.ledger import Ledger
from answerable.records.model import Complaint, Incident, Maintenance, Notice, Record
from answerable.records.policy import Tone, WordChanges
from answerable.records.templates import read_templates
from answerable.records.vocabulary import Did
from answerable.records.yaml.tree import Loc
from answerable.translation.message import msg

_WORD = re.compile(r"[^\W\d_]{2,}")
BY_COMPANY = frozenset({"title", "text", "did", "changed", "reason"})
"""Keys of texts by the company; `said` and `quote` are the customer's."""


class Reply(NamedTuple):
    """A passage that answers people, and when it was published."""

    at: datetime
    passage: Passage


def replies(record: Record, first_language: str) -> Iterator[Reply]:
    """A record's replies, one for each language: updates, notices, texts of steps, what was done about a complaint.

    Automatic answers, which repeat by design, are left out.
    """
    for passage in passages(record, first_language):
        if is_reply(passage):
            yield Reply(published_at(record, passage), passage)


def is_reply(passage: Passage) -> bool:
    """Whether a passage is a reply; titles and reasons are none."""
    record, place = passage.record, passage.loc
    if isinstance(record, Complaint):
        return place[0] == "did" or (_step(passage) is not None and _step(passage) is not Did.AUTO_ANSWERED)
    return isinstance(record, Incident | Notice) and passage.key == "text"


def published_at(record: Record, passage: Passage) -> datetime:
    """When a passage was or will be published: the instant of its update or step, else the record's newest."""
    part, number = (*passage.loc, "", "")[:2]
    if part in {"updates", "steps"} and isinstance(number, int):
        at: datetime = getattr(record, str(part))[number].at
        return at
    return newest_of(record)


def newest_of(record: Record) -> datetime:
    """The newest instant at which something was published in a record."""
    if isinstance(record, Incident):
        return record.newest.at
    if isinstance(record, Complaint):
        return record.resolved_at or (record.steps[-1].at if record.steps else record.received)
    if isinstance(record, Maintenance | Notice):
        return record.starts
    raise TypeError(record)


def is_recent(at: datetime, context: CheckContext) -> bool:
    """Whether a text is at most as old as the policy's `tone.within`, or still to be published."""
    return at >= context.now - context.ledger.policy.tone.within


def _step(passage: Passage) -> Did | None:
    record, place = passage.record, passage.loc
    if isinstance(record, Complaint) and passage.key == "text" and place[0] == "steps" and isinstance(place[1], int):
        return record.steps[place[1]].did
    return None


def tone_of(ledger: Ledger) -> Tone:
    """Return the policy's tone; words in capitals in the site's own names are no shouting anywhere."""
    texts = [*ledger.service_names, *(person.name for person in ledger.people)]
    texts += filter(None, [ledger.policy.organisation])
    words = {word for text in texts for name in text.by_language.values() for word in _WORD.findall(name)}
    tone = ledger.policy.tone
    english = dict(tone.words.get("en", {}))  # words in capitals are compared with those of all languages
    own = english.get("acronyms", WordChanges())
    english["acronyms"] = own.model_copy(update={"add": (*own.add, *sorted(filter(str.isupper, words)))})
    return tone.model_copy(update={"words": {**tone.words, "en": english}})


def check_text(context: CheckContext) -> CheckText:
    """Return the check of one passage; passages older than the policy's `tone.within` are left out."""
    tone = tone_of(context.ledger)

    def check(passage: Passage) -> Iterator[Hit]:
        if _is_checked(passage, context):
            for hit in check_tone(passage.text, passage.language, tone):
                yield passage.hit(hit.rule, hit.message, hit.suggestion, (hit.start, hit.end))

    return check


def check_record(context: CheckContext) -> CheckRecord:
    """Return the check of one record: that its texts are signed, and that an open incident says what happens next."""

    def check(record: Record) -> Iterator[Hit]:
        if record.draft:
            return  # whoever publishes it signs it
        for loc, what in _unsigned(record, context):
            message, right = msg("nobody signs %(what)s", what=what), msg("write who says it as `by`")
            yield Hit(rules.UNSIGNED.name, record.path, message, right, loc)
        if isinstance(record, Incident) and record.resolved_at is None and record.newest.next_update is None:
            yield from _no_next_step(record, context)

    return check


def check_site(context: CheckContext) -> Iterator[Hit]:
    """Repeated replies, by language."""
    tone = context.ledger.policy.tone
    by_language: dict[str, list[Reply]] = defaultdict(list)
    for reply in _compared(context):
        by_language[reply.passage.language].append(reply)
    for compared in by_language.values():
        compared.sort(key=lambda reply: (reply.at, reply.passage.path, str(reply.passage.loc)))
        texts = [reply.passage.text for reply in compared]
        for repeat in repeated_replies(texts, tone.same_again.alike, tone.same_again.words):
            yield _again(repeat, compared, context)


def _is_checked(passage: Passage, context: CheckContext) -> bool:
    """Whether a passage is by the company and recent, as a post for a network always is."""
    if passage.key == "post":
        return True
    record = passage.record
    return passage.key in BY_COMPANY and record is not None and is_recent(published_at(record, passage), context)


def _compared(context: CheckContext) -> Iterator[Reply]:
    """All recent replies except holding texts, which were agreed on to be used again."""
    templates = read_templates(context.root)
    for record in context.records:
        known = templates if isinstance(record, Incident) else ()
        for at, passage in replies(record, context.first_language):
            if is_recent(at, context) and not any(one.fits(passage.text, passage.language) for one in known):
                yield Reply(at, passage)


def _again(repeat: RepeatedReply, compared: list[Reply], context: CheckContext) -> Hit:
    passage, first = compared[repeat.this].passage, compared[repeat.first]
    same = (
        msg("the same reply")
        if repeat.alike == 100
        else msg("nearly the same reply (%(alike)s %% alike)", alike=repeat.alike)
    )
    day = first.at.astimezone(context.ledger.policy.zone).date()
    where = (
        "here"
        if first.passage.path == passage.path
        else msg("in %(name)s/%(path)s", name=context.root.name, path=first.passage.path)
    )
    message = msg(
        "%(same)s, said %(time)s times since %(day)s, first %(where)s",
        same=same,
        time=repeat.time,
        day=day,
        where=where,
    )
    return passage.hit(rules.SAME_AGAIN.name, message, msg("say what is true of this case alone"))


def _no_next_step(incident: Incident, context: CheckContext) -> Iterator[Hit]:
    number, text = len(incident.updates) - 1, incident.newest.text
    for language, words in text.by_language.items() if text else ():
        if not says_next_step(words, language or context.first_language, context.ledger.policy.tone):
            loc: Loc = ("updates", number, "text", language) if language else ("updates", number, "text")
            message = msg("the newest update of an open incident does not say what happens next")
            right = msg("add `next_update`, or say by when you write again")
            yield Hit(rules.NO_NEXT_STEP.name, incident.path, message, right, loc)


def _unsigned(record: Record, context: CheckContext) -> Iterator[tuple[Loc, str]]:
    if isinstance(record, Incident):
        for number, update in enumerate(record.updates):
            if update.text and update.by is None and is_recent(update.at, context):
                yield ("updates", number), msg("this update")
    elif isinstance(record, Notice):
        if record.text and record.by is None and is_recent(record.starts, context):
            yield (), msg("this notice")
    elif isinstance(record, Complaint):
        yield from _unsigned_steps(record, context)


def _unsigned_steps(complaint: Complaint, context: CheckContext) -> Iterator[tuple[Loc, str]]:
    """Steps with a text, and the resolution, which may be signed by whoever resolved the complaint or followed up."""
    for number, step in enumerate(complaint.steps):
        if step.text and step.by is None and step.did is not Did.AUTO_ANSWERED and is_recent(step.at, context):
            yield ("steps", number), msg("these words")
    resolution, follow_up = complaint.resolution, complaint.last(Did.FOLLOWED_UP)
    signed = (resolution and resolution.by) or (follow_up and follow_up.by)
    if complaint.did and resolution and not resolution.text and not signed and is_recent(resolution.at, context):
        yield ("steps", complaint.steps.index(resolution)), msg("what was done about this complaint")


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
        check_text=check_text,
    ),
    Check((rules.UNSIGNED, rules.NO_NEXT_STEP), check_record=check_record),
    Check((rules.SAME_AGAIN,), check_site=check_site),
)
