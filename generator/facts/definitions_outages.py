"""Definitions: incidents, and what people were told about them."""

from __future__ import annotations

from generator.facts.definition import N_, Definition

UPTIME = "Atlassian Statuspage, uptime showcase: partial and major outages count"

OUTAGES: tuple[Definition, ...] = (
    Definition(
        "incidents",
        N_("Incidents"),
        N_("Incidents that began in the month, by how hard they hit people."),
        "count(incidents by month of the beginning) by impact",
    ),
    Definition(
        "minutes_down",
        N_("Minutes down"),
        N_(
            "Minutes of the month in which at least one component was in a partial or major outage. Announced "
            "maintenance is not counted."
        ),
        "length of the union of outages of all components",
        UPTIME,
    ),
    Definition(
        "first_update",
        N_("Time to the first public word"),
        N_(
            "From when the incident began until we first said so. Only incidents whose beginning is on record can"
            " be measured; the others are counted beside it."
        ),
        "first update - started",
    ),
    Definition(
        "between_updates",
        N_("Time between updates"),
        N_(
            "How long people waited for the next word while an incident was open. A wait that still goes on counts "
            "with its length so far."
        ),
        "update[k + 1] - update[k], until resolved",
    ),
    Definition(
        "promises",
        N_("Promised updates kept"),
        N_("When we say when we will say more, that is a promise. It is kept when the next word came no later."),
        "count(next update <= promised) / count(promises that are due)",
    ),
)
