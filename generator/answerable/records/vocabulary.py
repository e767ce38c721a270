"""The field's fixed words, and how bad each is: statuses of components and updates, impacts, steps, outcomes."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class ComponentStatus(StrEnum):
    """How a component does, from best to worst; the words are Statuspage's."""

    OPERATIONAL = "operational"
    UNDER_MAINTENANCE = "under_maintenance"
    DEGRADED_PERFORMANCE = "degraded_performance"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"

    @property
    def rank(self) -> int:
        """0 for operational up to 4 for a major outage."""
        return _STATUS_RANK[self]


_STATUS_RANK = {status: rank for rank, status in enumerate(ComponentStatus)}


def worst(statuses: Iterable[ComponentStatus]) -> ComponentStatus:
    """The worst of the statuses; operational when there are none."""
    return max(statuses, key=_STATUS_RANK.__getitem__, default=ComponentStatus.OPERATIONAL)


class Impact(StrEnum):
    """How hard an incident hits people, from least to most."""

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
    """Where the work on an incident stands."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"


class MaintenanceStatus(StrEnum):
    """Where a maintenance stands; the clock decides unless an update says that it ended early or was called off."""

    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    VERIFYING = "verifying"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


OVER = (MaintenanceStatus.COMPLETED, MaintenanceStatus.CANCELLED)
"""Those after which nothing more is done."""


class Did(StrEnum):
    """A step in the life of a complaint."""

    ANSWERED = "answered"
    AUTO_ANSWERED = "auto_answered"
    TAKEN_PRIVATE = "taken_private"
    RESOLVED = "resolved"
    FOLLOWED_UP = "followed_up"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What became of a complaint."""

    SOLVED = "solved"
    PARTLY_SOLVED = "partly_solved"
    EXPLAINED = "explained"
    DECLINED = "declined"
    NO_REPLY_FROM_CUSTOMER = "no_reply_from_customer"
    UNRESOLVED = "unresolved"


class Priority(StrEnum):
    """Which complaints go first, in this order."""

    OUTAGE = "outage"
    SAFETY = "safety"
    PROMINENT = "prominent"
    URGENT = "urgent"
    NORMAL = "normal"


class Consent(StrEnum):
    """What the person allowed; only `named` may carry a name, a quote or a link."""

    NONE = "none"
    ANONYMOUS = "anonymous"
    NAMED = "named"
