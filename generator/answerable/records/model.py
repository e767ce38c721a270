"""The models of records: incidents, maintenance, notices and complaints, strict and immutable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache, cached_property
from itertools import takewhile
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationInfo
from pydantic.json_schema import SkipJsonSchema

from answerable.records.instants import Instant
from answerable.records.text import Shown, Text
from answerable.records.vocabulary import (
    ComponentStatus,
    Consent,
    Did,
    Impact,
    MaintenanceStatus,
    Outcome,
    Priority,
    UpdateStatus,
)
from answerable.translation.invalid import invalid
from answerable.translation.message import advised, msg

ID_PATTERN = r"^[a-z0-9][a-z0-9._-]{0,99}$"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
"""An id: lower-case letters, digits, dots, hyphens and underscores. Addresses are made of ids, so they never change."""

WebLink = Annotated[str, StringConstraints(pattern=r"^(https?://|mailto:|tel:)[^\s<>\"']+$", max_length=2000)]
"""A link that is safe to publish: http, https, mailto or tel."""
_shared_keys = cache(set[str])


class Part(BaseModel):
    """A mapping in a record. Unknown keys are errors, since a misspelt key is lost information."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def model_post_init(self, _context: object) -> None:
        """Share the set of the keys that were written with all parts that have the same: a quarter of the memory."""
        object.__setattr__(self, "__pydantic_fields_set__", _shared_keys(frozenset(self.model_fields_set)))


WRITTEN = {"written": True}
"""The validation context for records read from files, where every key was written on purpose."""


def _require_reason(value: object, info: ValidationInfo) -> object:
    """Refuse the key without a value: whoever writes it wants the record off the site."""
    if value is None and info.context == WRITTEN:
        raise invalid("withdrawn", advised(msg("has no words"), msg("say why in one sentence, or remove the key")))
    return value


class Record(Part):
    """A record file of `content/`: its id is the file's name without the suffix; `path` is relative to `content/`.

    `bodies` has the body in further languages, from files beside it. `withdrawn` is why the record was taken back after
    it had been published; its page then shows only that.
    """

    id: SkipJsonSchema[str] = ""
    path: SkipJsonSchema[str] = ""
    body: SkipJsonSchema[str] = ""
    bodies: SkipJsonSchema[Text | None] = None
    draft: bool = False
    withdrawn: Annotated[Text | None, BeforeValidator(_require_reason)] = None

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with some values changed. What was worked out from the old ones is worked out anew."""
        copied = super().model_copy(update=update, deep=deep)
        for name in vars(copied).keys() - type(self).model_fields.keys():
            del vars(copied)[name]
        return copied

    @property
    def whole_body(self) -> Text | None:
        """The body in every language that it has, or None if it has none."""
        words = {"": self.body} if self.body else {}
        return Text({**words, **(self.bodies.by_language if self.bodies else {})}) if words or self.bodies else None


FILE_KEYS = frozenset({"id", "path", "body", "bodies", "planned_ends"})
"""Fields that are not taken from the front matter and not allowed in it."""


class Update(Part):
    """A signed update of an incident; `components` changes the affected components from then on.

    `id` names the update in feeds, so that it is not announced again when its instant is corrected.
    """

    id: Id | None = None
    at: Instant
    status: UpdateStatus
    by: Id | None = None
    approved_by: Id | None = None
    text: Text | None = None
    next_update: Instant | None = None
    components: dict[Id, ComponentStatus] | None = None


class Incident(Record):
    """Something that is or was broken. It ends with the first of the `resolved` updates at the end of its updates.

    `approved_by` is who approved the body, the post-mortem; updates have their own.
    """

    title: Text
    impact: Impact
    components: dict[Id, ComponentStatus] = Field(default_factory=dict)
    pinned: bool = True
    started: Instant | None = None
    approved_by: Id | None = None
    updates: tuple[Update, ...] = Field(min_length=1)

    @cached_property
    def started_at(self) -> datetime:
        """When it began: `started`, or the instant of the first update."""
        return self.started or self.updates[0].at

    @cached_property
    def resolved_at(self) -> datetime | None:
        """When it ended, or None while it is open; further `resolved` updates do not change it."""
        return self.updates[-self.closing].at if self.closing else None

    @property
    def closing(self) -> int:
        """How many `resolved` updates there are at the end."""
        return sum(1 for _ in takewhile(lambda update: update.status is UpdateStatus.RESOLVED, reversed(self.updates)))

    @property
    def newest(self) -> Update:
        """The newest update."""
        return self.updates[-1]


class MaintenanceUpdate(Part):
    """A signed update of a maintenance; `id` as in an update of an incident. `starts` and `ends` hold from then on."""

    id: Id | None = None
    at: Instant
    status: MaintenanceStatus
    by: Id | None = None
    text: Text | None = None
    starts: Instant | None = None
    ends: Instant | None = None


class Maintenance(Record):
    """Announced work between two instants; the clock begins and ends it, unless an update says otherwise.

    `planned_ends` is set by `as_moved` for work that was prolonged after its beginning.
    """

    title: Text
    components: dict[Id, ComponentStatus] = Field(default_factory=dict)
    starts: Instant
    ends: Instant
    announced: Instant | None = None
    by: Id | None = None
    text: Text | None = None
    updates: tuple[MaintenanceUpdate, ...] = ()
    planned_ends: SkipJsonSchema[datetime | None] = None

    @property
    def moves(self) -> tuple[MaintenanceUpdate, ...]:
        """The updates that moved it, oldest first: each named another beginning before the one known had come.

        After a postponement in time to no known time the old beginning does not come.
        """
        found, starts, waits = [], self.starts, False
        for update in self.updates:
            if update.starts and (waits or update.at < starts):
                found.append(update)
                starts, waits = update.starts, False
            elif update.status is MaintenanceStatus.POSTPONED and update.at < starts:
                waits = True
        return tuple(found)

    def as_moved(self) -> Maintenance:
        """Return it with `starts` and `ends` as the updates have them; itself if none changes them."""
        starts, ends, planned = self.starts, self.ends, self.planned_ends
        moves = self.moves
        for update in self.updates:
            if any(update is move for move in moves) and update.starts:
                starts, ends = update.starts, update.ends or update.starts + (ends - starts)
            elif update.ends and update.ends > starts and not update.starts:
                planned = planned or (ends if update.at >= starts else None)
                ends = update.ends
        if (starts, ends, planned) == (self.starts, self.ends, self.planned_ends):
            return self
        return self.model_copy(update={"starts": starts, "ends": ends, "planned_ends": planned})

    @property
    def stopped(self) -> MaintenanceUpdate | None:
        """The update that cancelled it, or postponed it without another time that could still be kept; or None."""
        found, moves = None, self.moves
        for update in self.updates:
            is_move = any(update is move for move in moves)
            if update.status is MaintenanceStatus.CANCELLED:
                return update
            if update.status is MaintenanceStatus.POSTPONED and not is_move:
                found = update
            elif is_move or update.status is not MaintenanceStatus.SCHEDULED:
                found = None
        return found

    @property
    def cancelled_at(self) -> datetime | None:
        """When it was cancelled, or postponed without another time; or None."""
        return self.stopped.at if self.stopped else None

    @property
    def never_began(self) -> bool:
        """Whether it was cancelled, or postponed without another time, before it began."""
        return self.cancelled_at is not None and self.cancelled_at <= self.starts

    @property
    def ended_at(self) -> datetime:
        """When it ends: the instant of the `completed` update, or `ends` without one."""
        return next((u.at for u in self.updates if u.status is MaintenanceStatus.COMPLETED), self.ends)


class Notice(Record):
    """A notice that is pinned between `starts` and `ends`."""

    title: Text
    text: Text | None = None
    impact: Impact = Impact.NONE
    starts: Instant
    ends: Instant
    by: Id | None = None
    approved_by: Id | None = None
    link: WebLink | None = None


class Step(Part):
    """Something that was done about a complaint; `outcome` belongs to `resolved`, `reason` to `declined`.

    `text` is what was written in public at this step; it is checked but not published again.
    """

    at: Instant
    did: Did
    by: Id | None = None
    outcome: Outcome | None = None
    reason: Text | None = None
    text: Text | None = None


class Customer(Part):
    """The person who complained; published only with the consent `named`."""

    name: Shown = Field(min_length=1, max_length=200)
    link: WebLink | None = None


class Complaint(Record):
    """One complaint, from received to confirmed."""

    title: Text
    channel: Id
    topic: Id
    priority: Priority = Priority.NORMAL
    component: Id | None = None
    incident: Id | None = None
    received: Instant
    consent: Consent = Consent.NONE
    customer: Customer | None = None
    quote: Text | None = None
    link: WebLink | None = None
    steps: tuple[Step, ...] = ()
    said: Text | None = None
    did: Text | None = None
    changed: Text | None = None

    @cached_property
    def resolution(self) -> Step | None:
        """The last `resolved` step, or None if the complaint is open, reopened or withdrawn."""
        kinds = (Did.RESOLVED, Did.REOPENED, Did.WITHDRAWN)
        found = next((step for step in reversed(self.steps) if step.did in kinds), None)
        return found if found and found.did is Did.RESOLVED else None

    @cached_property
    def resolved_at(self) -> datetime | None:
        """When it was resolved, or None if it is open, reopened or withdrawn."""
        return self.resolution.at if self.resolution else None

    def first(self, did: Did) -> Step | None:
        """Return the first step of a kind, or None."""
        return next((step for step in self.steps if step.did is did), None)

    def last(self, did: Did) -> Step | None:
        """Return the last step of a kind, or None."""
        return next((step for step in reversed(self.steps) if step.did is did), None)
