"""The field's words in the reader's language: statuses, impacts, steps and outcomes."""

from __future__ import annotations

from answerable.publish.context import Context, _
from answerable.publish.outlook import outlook
from answerable.publish.text.formats import format_instant
from answerable.publish.text.record_text import plain_line
from answerable.records.company import Component
from answerable.records.model import Complaint, Incident, Maintenance
from answerable.records.vocabulary import OVER, ComponentStatus, Did, Impact, MaintenanceStatus, Outcome, UpdateStatus

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


def said_at(context: Context) -> str:
    """The instant of which a state in a title holds, as a sentence: previews of links keep both for long."""
    as_of = context.gettext("As of")
    return f"{as_of} {format_instant(context, context.now)}."


def of_home(context: Context) -> str:
    """The whole's state and the site's name; the script says both anew when the state changes."""
    return f"{overall_word(context, outlook(context).whole[0].value.description)} — {plain_line(context.site_name)}"


def of_component(context: Context, component: Component) -> str:
    """Its state and its name; the script says both anew, as on home. A retired one has no state."""
    name = context.text(component.name)
    if component.retired:
        return name
    return f"{status_word(context, outlook(context).worst_of([component.id])[0].value)}: {name}"


def of_incident(context: Context, incident: Incident) -> str:
    """Resolved, or how bad it is; of the record alone, so that no clock rewrites the page."""
    over = incident.resolved_at is not None
    word = update_word(context, UpdateStatus.RESOLVED) if over else impact_word(context, incident.impact)
    return f"{word}: {context.text(incident.title)}"


def of_maintenance(context: Context, item: Maintenance) -> str:
    """Called off or completed where an update says so; else that it is maintenance, since the clock says the rest."""
    said = {update.status for update in item.updates}.intersection(OVER)
    word = maintenance_word(context, min(said)) if said else context.gettext("Maintenance")
    return f"{word}: {context.text(item.title)}"


def of_answer(context: Context, answer: Complaint) -> str:
    """What came of it, where a step says so."""
    outcome = answer.resolution.outcome if answer.resolution else None
    title = context.text(answer.title)
    return f"{outcome_word(context, outcome)}: {title}" if outcome else title
