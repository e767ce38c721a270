"""Invariants within one record, beyond the shape of its keys: order, ends after starts, required texts.

A record with a wrong shape is checked too, as far as it could be read: values that could not be read are None (see
`salvage`) and break no invariant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple, get_args

from answerable.records.company import Channels, NetworkName
from answerable.records.findings import Level
from answerable.records.instants import CLOCK_SKEW, format_instant
from answerable.records.model import Complaint, Incident, Maintenance, MaintenanceUpdate, Notice, Step, Update
from answerable.records.vocabulary import Consent, Did, MaintenanceStatus, Outcome, UpdateStatus
from answerable.records.yaml.tree import Loc
from answerable.translation.message import msg

FAR_FUTURE = timedelta(days=2 * 366)
"""How far ahead an announced instant may be."""
TOO_OLD = datetime(1970, 1, 1, tzinfo=UTC)
"""Earlier instants are errors: a mistyped year would produce a page for each month since."""


class BrokenInvariant(NamedTuple):
    """An invariant that a record breaks, and where in it."""

    loc: Loc
    message: str
    suggestion: str
    level: Level = "error"
    rule: str = "record"


def broken_invariants(record: object, now: datetime) -> Iterator[BrokenInvariant]:
    """Yield the invariants that a record breaks."""
    if isinstance(record, Incident):
        yield from _of_incident(record, now)
    elif isinstance(record, Maintenance):
        yield from _of_maintenance(record, now)
    elif isinstance(record, Notice):
        yield from _window(record, now)
    elif isinstance(record, Complaint):
        yield from _of_complaint(record, now)
    elif isinstance(record, Channels):
        yield from _of_channels(record)


def _of_channels(channels: Channels) -> Iterator[BrokenInvariant]:
    networks = get_args(NetworkName)
    for number, channel in enumerate(channels.channels or ()):
        if channel.announce and channel.announce.network is None and channel.kind not in networks:
            message = msg("no network `%(kind)s` can be announced on", kind=channel.kind)
            right = msg("write `announce: {network: …}` with one of: %(names)s", names=", ".join(networks))
            yield BrokenInvariant(("channels", number, "announce"), message, right, "warning")


def _of_incident(incident: Incident, now: datetime) -> Iterator[BrokenInvariant]:
    updates = incident.updates or ()
    yield from _order(updates, "updates")
    yield from _distinct_ids(updates)
    first = updates[0].at if updates else None
    if _earlier(first, incident.started):
        yield BrokenInvariant(
            ("started",), msg("`started` is after the first update"), msg("write when it began, or leave it out")
        )
    if incident.started:
        yield from _past(("started",), incident.started, now)
    for number, update in enumerate(updates):
        yield from _past(("updates", number, "at"), update.at, now)
        yield from _of_update(("updates", number), update, now)


def _of_update(loc: Loc, update: Update, now: datetime) -> Iterator[BrokenInvariant]:
    if update.status is UpdateStatus.RESOLVED and not update.text:
        yield BrokenInvariant(
            (*loc, "text"), msg("a resolved update needs `text`"), msg("say in one sentence what works again")
        )
    yield from _far((*loc, "next_update"), update.next_update, now)
    if (
        not _is_ahead(update.at, now)
        and _given(update.at, update.next_update)
        and not _earlier(update.at, update.next_update)
    ):
        yield BrokenInvariant((*loc, "next_update"), msg("`next_update` is not after `at`"), msg("choose a later time"))


def _of_maintenance(maintenance: Maintenance, now: datetime) -> Iterator[BrokenInvariant]:
    yield from _window(maintenance, now)
    yield from _past(("announced",), maintenance.announced, now)
    yield from _order(maintenance.updates or (), "updates")
    yield from _distinct_ids(maintenance.updates or ())
    begins: datetime | None = maintenance.starts
    for number, update in enumerate(maintenance.updates or ()):
        yield from _past(("updates", number, "at"), update.at, now)
        yield from _of_maintenance_update(("updates", number), update, begins, now)
        begins = update.starts or (None if update.status is MaintenanceStatus.POSTPONED else begins)


def _of_maintenance_update(
    loc: Loc, update: MaintenanceUpdate, begins: datetime | None, now: datetime
) -> Iterator[BrokenInvariant]:
    yield from _far((*loc, "starts"), update.starts, now)
    yield from _far((*loc, "ends"), update.ends, now)
    if _given(update.starts or begins, update.ends) and not _earlier(update.starts or begins, update.ends):
        yield BrokenInvariant(
            (*loc, "ends"), msg("`ends` is not after `starts`"), msg("write an instant after the beginning")
        )
    moves = update.starts or update.status is MaintenanceStatus.POSTPONED
    if moves and _given(update.at, begins) and not _earlier(update.at, begins):
        right = msg("end it with `status: completed` or `cancelled`, and announce the new time in a file of its own")
        yield BrokenInvariant(loc, msg("work that has begun cannot be postponed"), right, "warning")


def _of_complaint(complaint: Complaint, now: datetime) -> Iterator[BrokenInvariant]:
    yield from _past(("received",), complaint.received, now)
    steps = complaint.steps or ()
    is_shown = complaint.consent is not Consent.NONE
    yield from _order(steps, "steps")
    first = steps[0].at if steps else None
    if _earlier(first, complaint.received):
        yield BrokenInvariant(
            ("steps", 0, "at"), msg("the first step is before `received`"), msg("correct one of the two instants")
        )
    for number, step in enumerate(steps):
        loc: Loc = ("steps", number)
        yield from _past((*loc, "at"), step.at, now)
        if step.did is Did.RESOLVED and step.outcome is None:
            yield BrokenInvariant(
                (*loc, "outcome"), msg("resolved without `outcome`"), msg("add one, such as `outcome: solved`")
            )
        if step.did not in (None, Did.RESOLVED) and step.outcome is not None:
            yield BrokenInvariant(
                (*loc, "outcome"), msg("`outcome` belongs only in a step with `did: resolved`"), msg("move it there")
            )
        if step.outcome is Outcome.DECLINED and not step.reason and is_shown:
            yield BrokenInvariant(
                (*loc, "reason"),
                msg("declined without `reason`"),
                msg("say why in one sentence"),
                rule="loop/no-reason",
            )
    if steps and complaint.resolution and not complaint.did and is_shown:
        yield BrokenInvariant(
            ("did",), msg("resolved without `did`"), msg("say in `did` what was done about it"), rule="loop/no-did"
        )
    if complaint.consent is not Consent.NAMED:
        yield from _needs_consent(complaint)


def _needs_consent(complaint: Complaint) -> Iterator[BrokenInvariant]:
    for key in ("customer", "quote", "link"):
        if getattr(complaint, key) is not None:
            yield BrokenInvariant((key,), f"`{key}` needs `consent: named`", msg("remove it, or record the consent"))


def _order(items: Sequence[Update | MaintenanceUpdate | Step], key: str) -> Iterator[BrokenInvariant]:
    instants: list[datetime | None] = [item.at for item in items]
    for number, (earlier, later) in enumerate(pairwise(instants), start=1):
        if earlier and _earlier(later, earlier):
            suggestion = msg("oldest first; the one before is of %(earlier)s", earlier=format_instant(earlier))
            yield BrokenInvariant((key, number, "at"), msg("`%(key)s` are out of order", key=key), suggestion)


def _distinct_ids(updates: Sequence[Update | MaintenanceUpdate]) -> Iterator[BrokenInvariant]:
    ids: set[str] = set()
    for number, update in enumerate(updates):
        if update.id in ids:
            message = msg("an update before has the id `%(id)s` too", id=update.id)
            suggestion = msg("give the newer one another, or take it away")
            yield BrokenInvariant(("updates", number, "id"), message, suggestion, level="warning")
        ids |= {update.id} if update.id else set()


def _given(*instants: datetime | None) -> bool:
    return None not in instants


def _earlier(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and one < other


def _window(record: Maintenance | Notice, now: datetime) -> Iterator[BrokenInvariant]:
    starts, ends = record.starts, record.ends
    if _given(starts, ends) and not _earlier(starts, ends):
        yield BrokenInvariant(
            ("ends",),
            msg("`ends` is not after `starts`"),
            msg("write an instant after %(starts)s", starts=format_instant(starts)),
        )
    yield from _far(("starts",), starts, now)
    yield from _far(("ends",), ends, now)


def _is_ahead(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and instant > now + CLOCK_SKEW


def _past(loc: Loc, instant: datetime | None, now: datetime) -> Iterator[BrokenInvariant]:
    if instant is None:
        return
    if _is_ahead(instant, now):
        yield BrokenInvariant(
            loc, msg("this lies in the future"), msg("write when it happened; look at day, month and offset")
        )
    elif instant > now + timedelta(minutes=10):
        yield BrokenInvariant(
            loc, msg("this lies ahead of the clock"), msg("look at the hour and the offset"), "warning"
        )
    yield from _old(loc, instant)


def _far(loc: Loc, instant: datetime | None, now: datetime) -> Iterator[BrokenInvariant]:
    if instant is None:
        return
    if instant > now + FAR_FUTURE:
        yield BrokenInvariant(loc, msg("this lies in the far future"), msg("check the year"))
    yield from _old(loc, instant)


def _old(loc: Loc, instant: datetime) -> Iterator[BrokenInvariant]:
    if instant < TOO_OLD:
        yield BrokenInvariant(loc, msg("this lies in the far past"), msg("check the year"))
