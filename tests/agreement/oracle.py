"""What holds at an instant, worked out by the documents alone: docs/records.md, docs/api.md, and Atlassian's rules.

Nothing of the product is used here. Where an output says something else, one of both is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from tests.agreement.company import IMPACTS, STATUSES, Company, Incident, Notice, Part, Word, Work

WRONG_OFFSET = timedelta(hours=24)
"""So far ahead a thing may be dated that has happened: its words are told at once, but not that it is over."""
PINNED_AFTER = timedelta(hours=2)
BELIEVED = timedelta(hours=6)
BADNESS = {"operational": 0, "under_maintenance": 1, **{status: place for place, status in enumerate(STATUSES[1:], 2)}}
INDICATORS = ("none", "maintenance", "minor", "major", "critical")
WHOLE = {
    ("operational", True): ("none", "All Systems Operational"),
    ("under_maintenance", False): ("maintenance", "Service Under Maintenance"),
    ("under_maintenance", True): ("maintenance", "Service Under Maintenance"),
    ("degraded_performance", False): ("minor", "Partially Degraded Service"),
    ("degraded_performance", True): ("minor", "Degraded System Service"),
    ("partial_outage", False): ("minor", "Minor Service Outage"),
    ("partial_outage", True): ("major", "Partial System Outage"),
    ("major_outage", False): ("major", "Partial System Outage"),
    ("major_outage", True): ("critical", "Major System Outage"),
}
"""Top-level status by the worst status of a component, and whether all have it."""
OF_IMPACT = {
    "none": ("none", "All Systems Operational"),
    "minor": ("minor", "Minor Service Outage"),
    "major": ("major", "Partial System Outage"),
    "critical": ("critical", "Major System Outage"),
}


@dataclass(frozen=True)
class Truth:
    """The company at an instant, by what was said until then, or until `heard` where that is earlier."""

    company: Company
    now: datetime
    heard: datetime | None = None

    @property
    def _heard(self) -> datetime:
        return self.heard or self.now

    @property
    def parts(self) -> list[Part]:
        """The components that have a status."""
        return [part for part in self.company.parts if not part.retired]

    @property
    def incidents(self) -> list[Incident]:
        """The incidents of which something was said, and which were not taken back, newest first."""
        known = [i for i in self.company.incidents if not i.withdrawn and self.told(i)]
        return sorted(sorted(known, key=lambda i: i.id), key=began, reverse=True)

    @property
    def open_incidents(self) -> list[Incident]:
        """Those that are not over."""
        return [incident for incident in self.incidents if not self.is_over(incident)]

    @property
    def works(self) -> list[Work]:
        """Maintenance that was not taken back."""
        return [work for work in self.company.works if not work.withdrawn]

    @property
    def notices(self) -> list[Notice]:
        """Standing notices that were not taken back."""
        return [notice for notice in self.company.notices if not notice.withdrawn]

    def told(self, incident: Incident) -> list[Word]:
        """What was said: all but an end that is dated ahead."""
        end = end_of(incident)
        if end is None or end <= self._heard:
            return list(incident.updates)
        return list(incident.updates[: -closing(incident)])

    def is_over(self, incident: Incident) -> bool:
        """Whether it ended."""
        end = end_of(incident)
        return end is not None and end <= self._heard

    def stage(self, incident: Incident) -> str:
        """Where the work on it stands."""
        return self.told(incident)[-1].status

    def named(self, incident: Incident) -> set[str]:
        """The components that it touches."""
        return {*incident.components, *(id for word in self.told(incident) for id in word.components)}

    def status(self, id: str) -> str:
        """The worst of what open incidents say of a component, and planned work."""
        found = [self._in_incident(incident, id) for incident in self.open_incidents]
        found += ["under_maintenance" for work in self.works if id in work.components and self.is_at_work(work)]
        return worst(found)

    def _in_incident(self, incident: Incident, id: str) -> str:
        """What its map says, and from each update on what that says instead."""
        return status_by(incident, id, self.told(incident))

    @property
    def whole(self) -> tuple[str, str]:
        """Indicator and description: of the components, or of an open incident, whatever is worse."""
        statuses = [self.status(part.id) for part in self.parts]
        bad = worst(statuses)
        of_parts = WHOLE[bad, all(status == bad for status in statuses)]
        of_incidents = [OF_IMPACT[incident.impact] for incident in self.open_incidents]
        return max([of_parts, *of_incidents], key=lambda whole: INDICATORS.index(whole[0]))

    def phase(self, work: Work) -> str:
        """Where a maintenance stands: the clock's word, but for an end that was said."""
        if any(word.status == "cancelled" for word in self.said_of(work)):
            return "cancelled"
        if self.now < work.starts:
            return "scheduled"
        return "completed" if self.now >= self.ended(work) else "in_progress"

    def ended(self, work: Work) -> datetime:
        """When it is over: an update ends it early, once that is said."""
        return next((word.at for word in self.said_of(work) if word.status == "completed"), work.ends)

    def is_at_work(self, work: Work) -> bool:
        """Whether it is under way."""
        return self.phase(work) == "in_progress"

    def said_of(self, work: Work) -> list[Word]:
        """What people said of it: all but an end that is dated ahead."""
        return [w for w in work.updates if w.at <= self._heard or w.status not in {"completed", "cancelled"}]

    @property
    def pinned(self) -> list[Incident | Notice]:
        """What is pinned: open before resolved, the worst first, then the newest."""
        return sorted(sorted(self._pinned(), key=self._said_at, reverse=True), key=self._pressing)

    def _pinned(self) -> Iterator[Incident | Notice]:
        for incident in self.incidents:
            end = end_of(incident)
            if incident.pinned and (end is None or not self.is_over(incident) or self.now < end + PINNED_AFTER):
                yield incident
        yield from (notice for notice in self.notices if notice.starts <= self.now < notice.ends)

    def _said_at(self, one: Incident | Notice) -> datetime:
        return self.told(one)[-1].at if isinstance(one, Incident) else one.starts

    def _pressing(self, one: Incident | Notice) -> tuple[bool, int]:
        return isinstance(one, Incident) and self.is_over(one), -IMPACTS.index(one.impact)

    @property
    def content_at(self) -> datetime | None:
        """When something was last said."""
        said = [word.at for incident in self.incidents for word in incident.updates]
        said += [word.at for work in self.works for word in work.updates]
        said += [work.announced for work in self.works if work.announced]
        said += [notice.starts for notice in self.notices]
        return max((at for at in said if at <= self.now), default=None)

    @property
    def changed_at(self) -> datetime:
        """When something was last said or the clock last changed what holds; 1970 before that."""
        turns = [turn for turn in self._turns() if turn <= self.now]
        return max([*turns, self.content_at or datetime.fromtimestamp(0, self.now.tzinfo)])

    def _turns(self) -> Iterator[datetime]:
        """The instants at which planned work begins and ends."""
        for work in self.works:
            off = next((word.at for word in self.said_of(work) if word.status == "cancelled"), None)
            yield from [work.starts] if off is None or off > work.starts else []
            yield from [self.ended(work)] if off is None else []


def status_by(incident: Incident, id: str, words: list[Word]) -> str:
    """A component's status after some updates: at least degraded if named, but for an update's `operational`."""
    named = incident.components.get(id)
    status = worst([named, "degraded_performance"]) if named else "operational"
    for word in words:
        named = word.components.get(id)
        if named:
            status = named if named == "operational" else worst([named, "degraded_performance"])
    return status


def began(incident: Incident) -> datetime:
    """When it began."""
    return incident.started or incident.updates[0].at


def end_of(incident: Incident) -> datetime | None:
    """Its first `resolved` update that nothing but `resolved` follows."""
    return incident.updates[-closing(incident)].at if closing(incident) else None


def closing(incident: Incident) -> int:
    """How many `resolved` updates stand last."""
    return len(list(takewhile(lambda word: word.status == "resolved", reversed(incident.updates))))


def worst(statuses: list[str]) -> str:
    """The worst of some statuses."""
    return max(statuses, key=BADNESS.__getitem__, default="operational")
