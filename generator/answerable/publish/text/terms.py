"""Statuses, impacts, steps and outcomes in the reader's language, and the titles of pages that contain them."""

from __future__ import annotations

from answerable.publish.context import Context, _, pgettext
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
    MaintenanceStatus.POSTPONED: _("Postponed"),
    MaintenanceStatus.IN_PROGRESS: _("In progress"),
    MaintenanceStatus.VERIFYING: _("Verifying"),
    MaintenanceStatus.COMPLETED: _("Completed"),
    MaintenanceStatus.CANCELLED: _("Called off"),
}
DID_WORDS = {
    "received": pgettext("complaint", "Received"),
    Did.ANSWERED: pgettext("complaint", "Answered by a person"),
    Did.AUTO_ANSWERED: pgettext("complaint", "Answered automatically"),
    Did.TAKEN_PRIVATE: pgettext("complaint", "Continued in private"),
    Did.RESOLVED: pgettext("complaint", "Resolved"),
    Did.FOLLOWED_UP: pgettext("complaint", "Outcome reported back in public"),
    Did.CONFIRMED: pgettext("complaint", "Confirmed by the customer"),
    Did.REOPENED: pgettext("complaint", "Reopened"),
    Did.WITHDRAWN: pgettext("complaint", "Withdrawn"),
}
OUTCOME_WORDS = {
    Outcome.SOLVED: pgettext("complaint", "Solved"),
    Outcome.PARTLY_SOLVED: pgettext("complaint", "Partly solved"),
    Outcome.EXPLAINED: pgettext("complaint", "Explained"),
    Outcome.DECLINED: pgettext("complaint", "Declined"),
    Outcome.NO_REPLY_FROM_CUSTOMER: pgettext("complaint", "No reply from the customer"),
    Outcome.UNRESOLVED: pgettext("complaint", "Not resolved"),
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
    """Return the overall status in words, from Statuspage's English description."""
    return context.gettext(OVERALL_WORDS.get(description, description))


def status_word(context: Context, status: ComponentStatus) -> str:
    """Return a component's status in words."""
    return context.gettext(STATUS_WORDS[status])


def impact_word(context: Context, impact: Impact) -> str:
    """Return an impact in words."""
    return context.gettext(IMPACT_WORDS[impact])


def update_word(context: Context, status: UpdateStatus) -> str:
    """Return the status of an incident's update in words."""
    return context.gettext(UPDATE_WORDS[status])


def maintenance_word(context: Context, status: MaintenanceStatus) -> str:
    """Return the status of a maintenance in words."""
    return context.gettext(MAINTENANCE_WORDS[status])


def did_word(context: Context, did: str) -> str:
    """Return a step of a complaint in words; `received` counts as one."""
    return context.pgettext("complaint", DID_WORDS[did])


def outcome_word(context: Context, outcome: Outcome) -> str:
    """Return an outcome in words."""
    return context.pgettext("complaint", OUTCOME_WORDS[outcome])


def said_at(context: Context) -> str:
    """Return a sentence with the instant of a status in a title, since link previews keep both for long."""
    return context.gettext("As of %(time)s") % {"time": format_instant(context, context.now)} + "."


def of_home(context: Context) -> str:
    """Return the overall status and the site's name; the script updates them when the status changes.

    Without a published status it is the name alone.
    """
    if not context.has_status:
        return plain_line(context.site_name)
    return f"{overall_word(context, outlook(context).whole[0].value.description)} — {plain_line(context.site_name)}"


def of_component(context: Context, component: Component) -> str:
    """Return a component's status and name, which the script updates too, or the name alone if it is retired."""
    name = context.text(component.name)
    if component.retired:
        return name
    return f"{status_word(context, outlook(context).worst_of([component.id])[0].value)}: {name}"


def of_incident(context: Context, incident: Incident) -> str:
    """Return the impact, or `Resolved`, and the title. It depends on the record only, not on the clock."""
    over = incident.resolved_at is not None
    word = update_word(context, UpdateStatus.RESOLVED) if over else impact_word(context, incident.impact)
    return f"{word}: {context.text(incident.title)}"


def of_maintenance(context: Context, item: Maintenance) -> str:
    """Return `Called off`, `Postponed` or `Completed` if an update says so, else `Maintenance`, and the title."""
    final = {update.status for update in item.updates}.intersection(OVER)
    if item.stopped:
        final = {item.stopped.status}
    word = maintenance_word(context, min(final)) if final else context.gettext("Maintenance")
    return f"{word}: {context.text(item.title)}"


def of_answer(context: Context, answer: Complaint) -> str:
    """Return the outcome, if there is one, and the title."""
    outcome = answer.resolution.outcome if answer.resolution else None
    title = context.text(answer.title)
    return f"{outcome_word(context, outcome)}: {title}" if outcome else title
