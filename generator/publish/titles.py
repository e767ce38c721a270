"""Titles of pages that say the state first: in a tab, a list of results or a bookmark the rest is cut off."""

from __future__ import annotations

from generator.publish.context import Context
from generator.publish.formats import format_instant
from generator.publish.outlook import outlook
from generator.publish.plain import plain_line
from generator.publish.terms import impact_word, maintenance_word, outcome_word, overall_word, status_word, update_word
from generator.records.company import Component
from generator.records.complaint import Complaint
from generator.records.incident import Incident, Maintenance
from generator.records.words import OVER, UpdateStatus


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
