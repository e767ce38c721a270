"""Definition: how many complaints stood behind something that changed."""

from __future__ import annotations

from generator.facts.definition import N_, Definition

CHANGES: tuple[Definition, ...] = (
    Definition(
        "behind",
        N_("Complaints behind a change"),
        N_(
            "Complaints on the same topic: where the change came of an incident, those received from its beginning "
            "until a day after its end; otherwise those received in the 90 days until it was resolved."
        ),
        "count(same topic, started <= received <= ended + 1 day), or count(same topic, resolved - 90 days <= received "
        "<= resolved)",
    ),
)
