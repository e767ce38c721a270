"""Complaints that people made in public, and each step of what became of them."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from generator.records.base import Id, Part, Record, WebLink
from generator.records.instants import Instant
from generator.records.text import Shown, Text
from generator.records.words import Consent, Did, Outcome, Priority


class Step(Part):
    """Something that was done about a complaint; `outcome` stands with `resolved`, `reason` with `declined`.

    `text` is what was written in public at this step; it is checked, and never published again.
    """

    at: Instant
    did: Did
    by: Id | None = None
    outcome: Outcome | None = None
    reason: Text | None = None
    text: Text | None = None


class Customer(Part):
    """The person who complained; published only with consent `named`."""

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

    @property
    def resolution(self) -> Step | None:
        """The last step that resolved it; None before that, after it was reopened, and when it was withdrawn."""
        found = None
        for step in self.steps:
            if step.did is Did.RESOLVED:
                found = step
            elif step.did in (Did.REOPENED, Did.WITHDRAWN):
                found = None
        return found

    @property
    def resolved_at(self) -> datetime | None:
        """When it was resolved, if it stands resolved."""
        return self.resolution.at if self.resolution else None

    def first(self, did: Did) -> Step | None:
        """The first step of a kind."""
        return next((step for step in self.steps if step.did is did), None)

    def last(self, did: Did) -> Step | None:
        """The last step of a kind."""
        return next((step for step in reversed(self.steps) if step.did is did), None)
