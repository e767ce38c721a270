"""The field's words in the reader's language: statuses, impacts, steps and outcomes."""

from __future__ import annotations

from generator.publish.context import Context
from generator.publish.translations import _
from generator.records.words import ComponentStatus, Did, Impact, MaintenanceStatus, Outcome, UpdateStatus

STATUS_WORDS = {
    ComponentStatus.OPERATIONAL: _("Operational"),
    ComponentStatus.UNDER_MAINTENANCE: _("Under maintenance"),
    ComponentStatus.DEGRADED_PERFORMANCE: _("Degraded performance"),
    ComponentStatus.PARTIAL_OUTAGE: _("Partial outage"),
    ComponentStatus.MAJOR_OUTAGE: _("Major outage"),
}
IMPACT_WORDS = {
    Impact.NONE: _("No impact"),
    Impact.MINOR: _("Minor impact"),
    Impact.MAJOR: _("Major impact"),
    Impact.CRITICAL: _("Critical impact"),
}
UPDATE_WORDS = {
    UpdateStatus.INVESTIGATING: _("Investigating"),
    UpdateStatus.IDENTIFIED: _("Identified"),
    UpdateStatus.MONITORING: _("Monitoring"),
    UpdateStatus.RESOLVED: _("Resolved"),
}
MAINTENANCE_WORDS = {
    MaintenanceStatus.SCHEDULED: _("Scheduled"),
    MaintenanceStatus.IN_PROGRESS: _("In progress"),
    MaintenanceStatus.VERIFYING: _("Verifying"),
    MaintenanceStatus.COMPLETED: _("Completed"),
    MaintenanceStatus.CANCELLED: _("Called off"),
}
DID_WORDS = {
    "received": _("Received"),
    Did.ANSWERED: _("Answered by a person"),
    Did.AUTO_ANSWERED: _("Answered automatically"),
    Did.TAKEN_PRIVATE: _("Continued in private"),
    Did.RESOLVED: _("Resolved"),
    Did.FOLLOWED_UP: _("Outcome reported back in public"),
    Did.CONFIRMED: _("Confirmed by the customer"),
    Did.REOPENED: _("Reopened"),
    Did.WITHDRAWN: _("Withdrawn"),
}
OUTCOME_WORDS = {
    Outcome.SOLVED: _("Solved"),
    Outcome.PARTLY_SOLVED: _("Partly solved"),
    Outcome.EXPLAINED: _("Explained"),
    Outcome.DECLINED: _("Declined"),
    Outcome.NO_REPLY_FROM_CUSTOMER: _("No reply from the customer"),
    Outcome.UNRESOLVED: _("Not resolved"),
}
OVERALL_WORDS = {
    "All Systems Operational": _("All systems operational"),
    "Partially Degraded Service": _("Partially degraded service"),
    "Degraded System Service": _("Degraded service"),
    "Minor Service Outage": _("Minor service outage"),
    "Partial System Outage": _("Partial system outage"),
    "Major System Outage": _("Major system outage"),
    "Service Under Maintenance": _("Service under maintenance"),
}


def overall_word(context: Context, description: str) -> str:
    """The words for the whole, from Statuspage's English ones."""
    return context.gettext(OVERALL_WORDS.get(description, description))


def status_word(context: Context, status: ComponentStatus) -> str:
    """The words for a component's status."""
    return context.gettext(STATUS_WORDS[status])


def impact_word(context: Context, impact: Impact) -> str:
    """The words for an impact."""
    return context.gettext(IMPACT_WORDS[impact])


def update_word(context: Context, status: UpdateStatus) -> str:
    """The word for where the work stands."""
    return context.gettext(UPDATE_WORDS[status])


def maintenance_word(context: Context, status: MaintenanceStatus) -> str:
    """The word for where a maintenance stands."""
    return context.gettext(MAINTENANCE_WORDS[status])


def did_word(context: Context, did: str) -> str:
    """The words for a step of a complaint; `received` too."""
    return context.gettext(DID_WORDS[did])


def outcome_word(context: Context, outcome: Outcome) -> str:
    """The words for an outcome."""
    return context.gettext(OUTCOME_WORDS[outcome])
