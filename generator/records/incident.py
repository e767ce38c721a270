"""Incidents, maintenance and notices: what is broken, what will be worked on, what everybody should know."""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile

from pydantic import Field

from generator.records.base import Id, Part, Record, WebLink
from generator.records.instants import Instant
from generator.records.text import Text
from generator.records.words import ComponentStatus, Impact, MaintenanceStatus, UpdateStatus


class Update(Part):
    """One thing said about an incident, signed; `components` changes what is affected from then on."""

    at: Instant
    status: UpdateStatus
    by: Id | None = None
    approved_by: Id | None = None
    text: Text | None = None
    next_update: Instant | None = None
    components: dict[Id, ComponentStatus] | None = None


class Incident(Record):
    """Something that is or was broken. It ends with its first `resolved` update that nothing follows but `resolved`.

    `approved_by` is who agreed to the body, the post-mortem; each update has its own.
    """

    title: Text
    impact: Impact
    components: dict[Id, ComponentStatus] = Field(default_factory=dict)
    pinned: bool = True
    started: Instant | None = None
    approved_by: Id | None = None
    updates: tuple[Update, ...] = Field(min_length=1)

    @property
    def started_at(self) -> datetime:
        """`started`, or else the first update's instant."""
        return self.started or self.updates[0].at

    @property
    def resolved_at(self) -> datetime | None:
        """When it ended; None while it is open. Updates after that (more `resolved` ones) only add to the story."""
        closing = self.closing
        return self.updates[-closing].at if closing else None

    @property
    def closing(self) -> int:
        """How many `resolved` updates stand last."""
        return sum(1 for _ in takewhile(lambda update: update.status is UpdateStatus.RESOLVED, reversed(self.updates)))

    @property
    def newest(self) -> Update:
        """The update that stands now."""
        return self.updates[-1]


class MaintenanceUpdate(Part):
    """One thing said about a maintenance, signed."""

    at: Instant
    status: MaintenanceStatus
    by: Id | None = None
    text: Text | None = None


class Maintenance(Record):
    """Announced work between two instants; by the clock unless an update ends it early or calls it off."""

    title: Text
    components: dict[Id, ComponentStatus] = Field(default_factory=dict)
    starts: Instant
    ends: Instant
    announced: Instant | None = None
    by: Id | None = None
    text: Text | None = None
    updates: tuple[MaintenanceUpdate, ...] = ()

    @property
    def cancelled_at(self) -> datetime | None:
        """When it was called off, if it was."""
        return next((u.at for u in self.updates if u.status is MaintenanceStatus.CANCELLED), None)

    @property
    def ended_at(self) -> datetime:
        """When it ends: the instant of the `completed` update if there is one, else `ends`."""
        return next((u.at for u in self.updates if u.status is MaintenanceStatus.COMPLETED), self.ends)


class Notice(Record):
    """A standing notice, pinned between `starts` and `ends`."""

    title: Text
    text: Text | None = None
    impact: Impact = Impact.NONE
    starts: Instant
    ends: Instant
    by: Id | None = None
    approved_by: Id | None = None
    link: WebLink | None = None
