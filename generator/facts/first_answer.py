"""What was promised for a complaint's first answer by a person, and whether it was kept, by both clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from generator.facts.answers import time_to_first_answer
from generator.facts.hours import openings
from generator.records.company import Channel
from generator.records.complaint import Complaint
from generator.records.ledger import Ledger


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """`took` by the clock that always runs, `staffed` by the channel's hours; None where there is none.

    `staffed` is worked out only where the promise was not kept by the other clock, since it never runs faster.
    """

    target: timedelta
    took: timedelta | None
    staffed: timedelta | None

    @property
    def kept(self) -> bool:
        """By the clock that always runs; an answer that never came is late."""
        return self.took is not None and self.took <= self.target

    @property
    def kept_staffed(self) -> bool:
        """By the channel's hours."""
        return self.kept or (self.staffed is not None and self.staffed <= self.target)


def first_answer(complaint: Complaint, ledger: Ledger) -> FirstAnswer | None:
    """None when the policy promises nothing for the complaint's priority."""
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
    """How much of the time between two instants the channel was open."""
    days = (end - start).days + 3
    found = (min(one.end, end) - max(one.start, start) for one in openings(channel, start, days))
    return sum((length for length in found if length > timedelta()), timedelta())
