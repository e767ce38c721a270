"""The timeline of a complaint, and how long its first answer took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from answerable.facts.openings import openings
from answerable.records.company import Channel
from answerable.records.ledger import Ledger
from answerable.records.model import Complaint
from answerable.records.text import Text
from answerable.records.vocabulary import Did, Outcome


@dataclass(frozen=True, eq=False)
class Moment:
    """A step of the timeline; `took` is the time since the step before it, None for the first."""

    did: str
    at: datetime
    by: str | None
    outcome: Outcome | None
    reason: Text | None
    took: timedelta | None


def timeline(complaint: Complaint) -> tuple[Moment, ...]:
    """Return the moments of a complaint from `received` to its last step, oldest first."""
    moments = [Moment("received", complaint.received, None, None, None, None)]
    for step in complaint.steps:
        took = step.at - moments[-1].at
        moments.append(Moment(step.did, step.at, step.by, step.outcome, step.reason, took))
    return tuple(moments)


def time_to_first_answer(complaint: Complaint) -> timedelta | None:
    """Return how long the first answer by a person took, or None; automatic answers do not count."""
    step = complaint.first(Did.ANSWERED)
    return step.at - complaint.received if step else None


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """The first answer against its target: `took` counts all hours, `staffed` the channel's hours only.

    `took` is None without an answer. `staffed` is None without stated hours, and where `took` is within the target
    already, since staffed time is never longer.
    """

    target: timedelta
    took: timedelta | None
    staffed: timedelta | None

    @property
    def kept(self) -> bool:
        """Whether the answer came within the target, counting all hours."""
        return self.took is not None and self.took <= self.target

    @property
    def kept_staffed(self) -> bool:
        """Whether the answer came within the target, counting the channel's hours only."""
        return self.kept or (self.staffed is not None and self.staffed <= self.target)


def first_answer(complaint: Complaint, ledger: Ledger) -> FirstAnswer | None:
    """Return the complaint's first answer against its target, or None if its priority has no target in the policy."""
    target = ledger.policy.targets.get(complaint.priority)
    if target is None:
        return None
    took, channel = time_to_first_answer(complaint), ledger.channel(complaint.channel)
    late = took is not None and took > target
    counted = late and channel is not None and channel.hours.stated and not channel.hours.always
    staffed = (
        staffed_time(channel, complaint.received, complaint.received + took) if counted and channel and took else None
    )
    return FirstAnswer(target, took, staffed)


def staffed_time(channel: Channel, start: datetime, end: datetime) -> timedelta:
    """Return how much of the time between two instants the channel was open."""
    days = (end - start).days + 3
    found = (min(one.end, end) - max(one.start, start) for one in openings(channel, start, days))
    return sum((length for length in found if length > timedelta()), timedelta())
