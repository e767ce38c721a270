"""A badge as shields.io reads it from an address; it refuses every key that it does not know."""

from __future__ import annotations

import json
from datetime import timedelta

from generator.publish.badges.said import Badge
from generator.publish.badges.svg import COLOURS, LABEL_COLOUR
from generator.publish.context import Context
from generator.publish.lettering import one_line

SHORTEST = timedelta(minutes=5)
"""Less than this shields.io does not take."""
_BAD = frozenset({"partial_outage", "major_outage", "major", "critical"})


def endpoint(badge: Badge, context: Context) -> str:
    """The JSON. An outage is an error there, so that nobody's address can give it another colour."""
    freshness = context.ledger.policy.freshness
    life = max(min(freshness.rebuild_every, freshness.believe_for), SHORTEST)
    facts = {
        "schemaVersion": 1,
        "label": one_line(badge.label),
        "message": one_line(badge.message),
        "color": COLOURS[badge.tone],
        "labelColor": LABEL_COLOUR,
        "isError": badge.tone in _BAD,
        "cacheSeconds": int(life.total_seconds()),
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
