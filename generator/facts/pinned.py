"""What is pinned on every page: open incidents, those just resolved, and standing notices in their window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from generator.records.incident import Incident, Update
from generator.records.laws import SKEW
from generator.records.ledger import Ledger
from generator.records.text import Text
from generator.records.words import Impact


@dataclass(frozen=True, eq=False)
class Pinned:
    """A notice with its window: shown from `starts` (None: at once) until before `until` (None: no end known).

    `by` is who signs what was said last. `link` is an address with more about it; an incident has a page for that.
    """

    kind: Literal["incident", "notice"]
    id: str
    title: Text
    text: Text | None
    impact: Impact
    since: datetime
    starts: datetime | None
    until: datetime | None
    resolved: bool
    update: Update | None
    by: str | None
    link: str | None


def pinned(ledger: Ledger, now: datetime) -> tuple[Pinned, ...]:
    """What holds now: by impact, open before resolved, then newest."""
    return pinnable(ledger, now, timedelta(0))


def pinnable(ledger: Ledger, now: datetime, ahead: timedelta) -> tuple[Pinned, ...]:
    """What holds now or begins within `ahead`, in the same order."""
    found = [*_incidents(ledger, now), *_notices(ledger, now, ahead)]
    newest = sorted(found, key=lambda notice: notice.since, reverse=True)
    return tuple(sorted(newest, key=lambda notice: (notice.resolved, -notice.impact.rank)))


def _incidents(ledger: Ledger, now: datetime) -> Iterator[Pinned]:
    for incident in ledger.ending_after(now - ledger.policy.pin_after_resolved):
        if not incident.pinned or incident.started_at > now + SKEW:
            continue
        end = incident.resolved_at
        until = end + ledger.policy.pin_after_resolved if end else None
        if until is None or until > now:
            yield _of_incident(incident, until, end is not None and end <= now)


def _of_incident(incident: Incident, until: datetime | None, resolved: bool) -> Pinned:
    update = incident.newest
    return Pinned(
        "incident", incident.id, incident.title, update.text, incident.impact,
        update.at, None, until, resolved, update, update.by, None,
    )  # fmt: skip


def _notices(ledger: Ledger, now: datetime, ahead: timedelta) -> Iterator[Pinned]:
    for notice in ledger.notices:
        if notice.starts <= now + ahead and notice.ends > now:
            yield Pinned(
                "notice", notice.id, notice.title, notice.text, notice.impact,
                notice.starts, notice.starts, notice.ends, False, None, notice.by, notice.link,
            )  # fmt: skip
