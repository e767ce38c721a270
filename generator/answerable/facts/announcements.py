"""What should stand on a company's profile on a network: which records are posted there, and which posts are pinned.

Only what the site publishes is announced, so the ledger must be the one that the site is made from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from answerable.facts.incidents import pinned
from answerable.facts.openings import day_and_night, openings
from answerable.facts.status import current_incidents
from answerable.records.company import Channel
from answerable.records.ledger import Ledger
from answerable.records.model import Complaint, Incident, Notice
from answerable.records.vocabulary import Consent, Did

Kind = Literal["incident", "notice", "off_hours", "answer"]
State = Literal["open", "over", "withdrawn", "unknown"]
"""`over`: nothing more is expected. `unknown`: the record is not among those published, so its posts are left alone."""


@dataclass(frozen=True, eq=False)
class Announcement:
    """What should stand on a profile about one record; `record` is None if it is not published.

    `due` is whether it is to be posted if it does not stand there yet: old news is not.
    """

    kind: Kind
    id: str
    record: Incident | Notice | Complaint | Channel | None
    state: State
    pinned: bool = False
    due: bool = False

    @property
    def key(self) -> str:
        """What names it in the log, such as `incident/2026-11-23-card-payments`."""
        return f"{self.kind}/{self.id}"


def announcements(
    ledger: Ledger, channel: Channel, now: datetime, standing: Iterable[str] = (), withdrawn: Collection[str] = ()
) -> tuple[Announcement, ...]:
    """Return what should stand on a channel's profile, the most pressing first.

    `standing` are the keys of what stands there already; `withdrawn` those of notices that were taken back, which the
    ledger does not have.
    """
    found = {one.key: one for one in _due(ledger, channel, now)}
    for key in sorted(set(standing) - found.keys()):
        found[key] = _standing(ledger, key, channel, now, withdrawn)
    return tuple(found.values())


def _due(ledger: Ledger, channel: Channel, now: datetime) -> Iterator[Announcement]:
    for notice in pinned(ledger, now):
        record = ledger.incident(notice.id) if notice.kind == "incident" else ledger.notice(notice.id)
        yield Announcement(notice.kind, notice.id, record, "over" if notice.resolved else "open", pinned=True, due=True)
    if is_off_hours(ledger, channel, now):
        yield Announcement("off_hours", channel.id, channel, "open", pinned=True, due=True)
    for complaint in ledger.answers:
        if _is_owed(ledger, complaint, channel, now):
            yield Announcement("answer", complaint.id, complaint, "open", due=True)


def is_off_hours(ledger: Ledger, channel: Channel, now: datetime) -> bool:
    """Return whether nobody answers on a channel now, by its hours; False while an incident is open."""
    if not channel.hours.stated or day_and_night(channel) or current_incidents(ledger, now):
        return False
    return not any(opening.start <= now < opening.end for opening in openings(channel, now, 1))


def back_at(channel: Channel, now: datetime) -> datetime | None:
    """Return when a closed channel opens next, or None if no opening is known."""
    return next((opening.start for opening in openings(channel, now, 75) if opening.start > now), None)


def closed_since(channel: Channel, now: datetime) -> datetime | None:
    """Return when a closed channel closed, or None if that is more than a month ago."""
    start = now - timedelta(days=31)
    return max((opening.end for opening in openings(channel, start, 31) if opening.end <= now), default=None)


def may_be_answered(complaint: Complaint) -> bool:
    """Return whether the complaint's public thread may be answered: the person let us name them, and link to it."""
    return complaint.consent is Consent.NAMED and complaint.link is not None and not complaint.withdrawn


def _is_owed(ledger: Ledger, complaint: Complaint, channel: Channel, now: datetime) -> bool:
    """Return whether the outcome is still to be told in the thread, and not too late for that."""
    resolved = complaint.resolved_at
    if complaint.channel != channel.id or resolved is None or not may_be_answered(complaint):
        return False
    told = complaint.last(Did.FOLLOWED_UP)
    return resolved <= now < resolved + ledger.policy.follow_up_within and not (told and told.at >= resolved)


def _standing(ledger: Ledger, key: str, channel: Channel, now: datetime, withdrawn: Collection[str]) -> Announcement:
    """Return what becomes of something that stands on the profile and is not due any more."""
    kind, _, id = key.partition("/")
    if kind == "incident":
        taken_back = next((one for one in ledger.withdrawn if isinstance(one, Incident) and one.id == id), None)
        incident = ledger.incident(id) or taken_back
        ended = incident.resolved_at if incident else None
        return Announcement("incident", id, incident, _state(incident, taken_back, ended, now))
    if kind == "notice":
        notice = ledger.notice(id)
        return Announcement(
            "notice", id, notice, _state(notice, key in withdrawn, notice.ends if notice else None, now)
        )
    if kind == "answer":
        complaint = ledger.complaint(id)
        revoked = complaint is not None and not may_be_answered(complaint)
        return Announcement("answer", id, complaint, "withdrawn" if revoked else "over" if complaint else "unknown")
    return Announcement("off_hours", id, channel if id == channel.id else None, "over")


def _state(record: object, taken_back: object, ended: datetime | None, now: datetime) -> State:
    if taken_back:
        return "withdrawn"
    if record is None:
        return "unknown"
    return "over" if ended is not None and ended <= now else "open"
