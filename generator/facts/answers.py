"""The life of a complaint as moments, with the time that each took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from generator.records.complaint import Complaint
from generator.records.text import Text
from generator.records.words import Did, Outcome


@dataclass(frozen=True, eq=False)
class Moment:
    """A step, and the time since the one before it; None for the first."""

    did: str
    at: datetime
    by: str | None
    outcome: Outcome | None
    reason: Text | None
    took: timedelta | None


def timeline(complaint: Complaint) -> tuple[Moment, ...]:
    """From received to the last step, oldest first."""
    moments = [Moment("received", complaint.received, None, None, None, None)]
    for step in complaint.steps:
        took = step.at - moments[-1].at
        moments.append(Moment(step.did, step.at, step.by, step.outcome, step.reason, took))
    return tuple(moments)


def time_to_first_answer(complaint: Complaint) -> timedelta | None:
    """How long the first answer by a person took; an automatic answer does not stop this clock."""
    step = complaint.first(Did.ANSWERED)
    return step.at - complaint.received if step else None
