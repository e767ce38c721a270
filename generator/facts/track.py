"""What a person may learn of their own complaint: the steps so far, what is promised next, whether there is an answer.

No text, no topic and no name is in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from generator.records.complaint import Complaint
from generator.records.ledger import Ledger
from generator.records.words import Did

Promise = Literal["answer", "outcome", "report"]


@dataclass(frozen=True, slots=True)
class Next:
    """What is still owed: a first answer, an outcome, or its report in public; `by` when it has a date."""

    what: Promise
    by: datetime | None


@dataclass(frozen=True, slots=True)
class Case:
    """One complaint; steps are (what, outcome, when), oldest first."""

    id: str
    received: datetime
    steps: tuple[tuple[str, str, datetime], ...]
    next: Next | None
    answered_in_public: bool


def cases(ledger: Ledger, now: datetime) -> Iterator[Case]:
    """Every complaint that can be looked up: those that are not closed, and those closed within `track_for`."""
    answers = {answer.id for answer in ledger.answers}
    for complaint in ledger.complaints:
        if complaint.received <= now and not _long_over(complaint, ledger, now):
            yield Case(
                id=complaint.id,
                received=complaint.received,
                steps=tuple(
                    (step.did.value, step.outcome or "", step.at) for step in complaint.steps if step.at <= now
                ),
                next=_next(complaint, ledger),
                answered_in_public=complaint.id in answers,
            )


def is_closed(complaint: Complaint) -> bool:
    """Whether it stands resolved, or was withdrawn and not opened again."""
    last = [step.did for step in complaint.steps if step.did in (Did.RESOLVED, Did.WITHDRAWN, Did.REOPENED)]
    return bool(last) and last[-1] is not Did.REOPENED


def _long_over(complaint: Complaint, ledger: Ledger, now: datetime) -> bool:
    return is_closed(complaint) and complaint.steps[-1].at < now - ledger.policy.track_for


def _next(complaint: Complaint, ledger: Ledger) -> Next | None:
    if is_closed(complaint):
        resolved, private = complaint.last(Did.RESOLVED), complaint.last(Did.TAKEN_PRIVATE)
        told = complaint.last(Did.FOLLOWED_UP)
        owed = resolved and complaint.resolution and private and not (told and told.at >= private.at)
        return Next("report", private.at + ledger.policy.follow_up_within) if owed and private else None
    if complaint.first(Did.ANSWERED) is None:
        target = ledger.policy.targets.get(complaint.priority)
        return Next("answer", complaint.received + target if target else None)
    return Next("outcome", None)
