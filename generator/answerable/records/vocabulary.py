"""The fixed terms of records and their ranks: statuses, impacts, steps, outcomes, priorities and consent."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal


class Half(StrEnum):
    """A half of the site; either alone is a whole site. Pinned notices belong to both."""

    STATUS = "status"
    """Components, incidents and maintenance."""
    ANSWERS = "answers"
    """What became of complaints."""


class ComponentStatus(StrEnum):
    """The status of a component, from best to worst, in Statuspage's terms."""

    OPERATIONAL = "operational"
    UNDER_MAINTENANCE = "under_maintenance"
    DEGRADED_PERFORMANCE = "degraded_performance"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"

    @property
    def rank(self) -> int:
        """0 for operational up to 4 for a major outage."""
        return _STATUS_RANK[self]

    @property
    def is_trouble(self) -> bool:
        """Whether it is worse than under maintenance."""
        return self.rank > ComponentStatus.UNDER_MAINTENANCE.rank


_STATUS_RANK = {status: rank for rank, status in enumerate(ComponentStatus)}


def worst(statuses: Iterable[ComponentStatus]) -> ComponentStatus:
    """Return the worst of the statuses, or operational if there are none."""
    return max(statuses, key=_STATUS_RANK.__getitem__, default=ComponentStatus.OPERATIONAL)


class Impact(StrEnum):
    """How badly an incident affects people, from least to most."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for none up to 3 for critical."""
        return _IMPACT_RANK[self]


_IMPACT_RANK = {impact: rank for rank, impact in enumerate(Impact)}


class UpdateStatus(StrEnum):
    """The progress of the work on an incident."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"


class MaintenanceStatus(StrEnum):
    """The phase of a maintenance; the clock decides, unless an update completes, postpones or cancels it."""

    SCHEDULED = "scheduled"
    POSTPONED = "postponed"
    IN_PROGRESS = "in_progress"
    VERIFYING = "verifying"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


OVER = (MaintenanceStatus.COMPLETED, MaintenanceStatus.CANCELLED)
"""The phases after which nothing more happens."""


class Did(StrEnum):
    """A step in the handling of a complaint."""

    ANSWERED = "answered"
    AUTO_ANSWERED = "auto_answered"
    TAKEN_PRIVATE = "taken_private"
    RESOLVED = "resolved"
    FOLLOWED_UP = "followed_up"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """The outcome of a complaint."""

    SOLVED = "solved"
    PARTLY_SOLVED = "partly_solved"
    EXPLAINED = "explained"
    DECLINED = "declined"
    NO_REPLY_FROM_CUSTOMER = "no_reply_from_customer"
    UNRESOLVED = "unresolved"


class Priority(StrEnum):
    """The priority of a complaint, the most urgent first."""

    OUTAGE = "outage"
    SAFETY = "safety"
    PROMINENT = "prominent"
    URGENT = "urgent"
    NORMAL = "normal"


class Consent(StrEnum):
    """What the person allowed; only `named` permits a name, a quote or a link."""

    NONE = "none"
    ANONYMOUS = "anonymous"
    NAMED = "named"


CalendarName = Literal["gregorian", "hebrew", "persian"]
CALENDARS: tuple[CalendarName, ...] = ("gregorian", "hebrew", "persian")
"""A calendar in which dates are printed."""
