"""Which words of the records are spoken to people, and when they were said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from generator.checks.passages import passages
from generator.checks.rule import Passage, Sight
from generator.records.base import Record
from generator.records.complaint import Complaint
from generator.records.incident import Incident, Maintenance, Notice
from generator.records.words import Did

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


def is_recent(at: datetime, sight: Sight) -> bool:
    """Whether something was said so lately, or is still to be said, that its words can be better next time."""
    return at >= sight.now - sight.ledger.policy.tone.within


def _step(passage: Passage) -> Did | None:
    record, place = passage.record, passage.loc
    if isinstance(record, Complaint) and passage.key == "text" and place[0] == "steps" and isinstance(place[1], int):
        return record.steps[place[1]].did
    return None
