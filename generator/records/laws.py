"""What must hold inside one record beyond the shape of its keys: order, ends after starts, words where owed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from generator.records.complaint import Complaint
from generator.records.findings import Level
from generator.records.incident import Incident, Maintenance, MaintenanceUpdate, Notice, Update
from generator.records.instants import format_instant
from generator.records.words import Consent, Did, Outcome, UpdateStatus
from generator.records.yamltree import Loc

FAR = timedelta(days=2 * 366)
"""How far ahead an announced instant may lie."""
SKEW = timedelta(hours=24)
"""How far ahead of the clock a thing that has happened may be dated: offsets go wrong, notices must get out."""


class Problem(NamedTuple):
    """A law that a record breaks, and where in it."""

    loc: Loc
    message: str
    suggestion: str
    level: Level = "error"


def problems(record: object, now: datetime) -> Iterator[Problem]:
    """The laws that a record breaks."""
    if isinstance(record, Incident):
        yield from _of_incident(record, now)
    elif isinstance(record, Maintenance):
        yield from _of_maintenance(record, now)
    elif isinstance(record, Notice):
        yield from _window(record.starts, record.ends)
        yield from _far(("starts",), record.starts, now)
    elif isinstance(record, Complaint):
        yield from _of_complaint(record, now)


def _of_incident(incident: Incident, now: datetime) -> Iterator[Problem]:
    updates = incident.updates
    yield from _order(updates, "updates")
    if incident.started and incident.started > updates[0].at:
        yield Problem(("started",), "`started` is after the first update", "write when it began, or leave it out")
    if incident.started:
        yield from _past(("started",), incident.started, now)
    for number, update in enumerate(updates):
        yield from _past(("updates", number, "at"), update.at, now)
        yield from _of_update(("updates", number), update, now)


def _of_update(loc: Loc, update: Update, now: datetime) -> Iterator[Problem]:
    if update.status is UpdateStatus.RESOLVED and not update.text:
        yield Problem(loc, "resolved without `text`", "say in one sentence what works again")
    if update.next_update:
        yield from _far((*loc, "next_update"), update.next_update, now)
        if update.next_update <= update.at:
            yield Problem((*loc, "next_update"), "`next_update` is not after `at`", "promise a later instant")


def _of_maintenance(maintenance: Maintenance, now: datetime) -> Iterator[Problem]:
    yield from _window(maintenance.starts, maintenance.ends)
    yield from _far(("starts",), maintenance.starts, now)
    yield from _order(maintenance.updates, "updates")
    for number, update in enumerate(maintenance.updates):
        yield from _past(("updates", number, "at"), update.at, now)


def _of_complaint(complaint: Complaint, now: datetime) -> Iterator[Problem]:
    yield from _past(("received",), complaint.received, now)
    yield from _order(complaint.steps, "steps")
    if complaint.steps and complaint.steps[0].at < complaint.received:
        yield Problem(("steps", 0, "at"), "the first step is before `received`", "correct one of the two instants")
    for number, step in enumerate(complaint.steps):
        loc: Loc = ("steps", number)
        yield from _past((*loc, "at"), step.at, now)
        if step.did is Did.RESOLVED and step.outcome is None:
            yield Problem(loc, "resolved without `outcome`", "add one, such as `outcome: solved`")
        if step.did is not Did.RESOLVED and step.outcome is not None:
            yield Problem((*loc, "outcome"), "an `outcome` stands with `did: resolved` only", "move it there")
        if step.outcome is Outcome.DECLINED and not step.reason:
            yield Problem(loc, "declined without `reason`", "say why in one sentence")
    if complaint.resolution and not complaint.did:
        yield Problem((), "resolved without `did`", "say in `did` what was done about it")
    if complaint.consent is not Consent.NAMED:
        yield from _needs_consent(complaint)


def _needs_consent(complaint: Complaint) -> Iterator[Problem]:
    for key in ("customer", "quote", "link"):
        if getattr(complaint, key) is not None:
            yield Problem((key,), f"`{key}` needs `consent: named`", "take it out, or record the consent")


def _order(items: Sequence[Update | MaintenanceUpdate] | Sequence[object], key: str) -> Iterator[Problem]:
    instants = [item.at for item in items if hasattr(item, "at")]
    for number, (earlier, later) in enumerate(pairwise(instants), start=1):
        if later < earlier:
            right = f"oldest first; the one before is of {format_instant(earlier)}"
            yield Problem((key, number, "at"), f"`{key}` are out of order", right)


def _window(starts: datetime, ends: datetime) -> Iterator[Problem]:
    if ends <= starts:
        yield Problem(("ends",), "`ends` is not after `starts`", f"write an instant after {format_instant(starts)}")


def _past(loc: Loc, instant: datetime, now: datetime) -> Iterator[Problem]:
    if instant > now + SKEW:
        yield Problem(loc, "this lies in the future", "write when it happened; look at day, month and offset")
    elif instant > now + timedelta(minutes=10):
        yield Problem(loc, "this lies ahead of the clock", "look at the hour and the offset", "warning")


def _far(loc: Loc, instant: datetime, now: datetime) -> Iterator[Problem]:
    if instant > now + FAR:
        yield Problem(loc, "this lies in the far future", "look at the year")
