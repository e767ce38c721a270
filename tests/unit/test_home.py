"""What home unfolds, so that what is wrong is seen and what is long is not in the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from generator.publish.context import Context
from generator.publish.pages import home
from generator.records.company import Component, Group
from generator.records.incident import Incident
from generator.records.ledger import make_ledger

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def is_open(count: int, *, collapsed: bool = False, broken: bool = False) -> bool:
    """Whether a group of so many components is unfolded on home, with the first one broken or not."""
    components = [Component.model_validate({"id": f"c{number}", "name": "c", "group": "g"}) for number in range(count)]
    update = {"at": (NOW - timedelta(hours=1)).isoformat(), "status": "investigating"}
    about = {"id": "i", "title": "t", "impact": "major", "components": {"c0": "major_outage"}, "updates": [update]}
    ledger = make_ledger(
        components=components,
        groups=[Group.model_validate({"id": "g", "name": "g", "collapsed": collapsed})],
        incidents=[Incident.model_validate(about)] if broken else [],
    )
    html = home.body(Context(ledger, NOW, "en", "en", "S", "https://status.example.com/"), "")
    return '<details class="a-group" id="a-group-g" open>' in html


@pytest.mark.parametrize(
    ("count", "collapsed", "broken", "unfolded"),
    [
        (3, False, False, True),
        (3, True, False, False),
        (40, False, False, False),
        (3, True, True, True),
        (40, False, True, True),
    ],
    ids=["short", "said to be collapsed", "long", "collapsed and broken", "long and broken"],
)
def test_a_group_unfolds_when_it_is_short_or_broken(count: int, collapsed: bool, broken: bool, unfolded: bool) -> None:
    """A long or collapsed group keeps folded while all is well, and never hides what is wrong."""
    assert is_open(count, collapsed=collapsed, broken=broken) is unfolded
