"""The records as they speak at an instant: words that are dated ahead are told, an end that is dated ahead is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from answerable.facts.incidents import as_of
from answerable.facts.status import component_states
from answerable.publish.context import Context
from answerable.publish.text import terms
from answerable.records.company import Component
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.model import Incident, Maintenance

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WORK = {"id": "m", "title": "Move", "starts": "2026-11-25T02:00:00Z", "ends": "2026-11-25T04:00:00Z"}


def said(hours: int, status: str, **more: Any) -> dict[str, Any]:
    """An update so many hours from now."""
    return {"at": (NOW + timedelta(hours=hours)).isoformat(), "status": status, "text": "Word.", **more}


def broken(*updates: dict[str, Any]) -> Ledger:
    """A site with one incident."""
    incident = {"id": "i", "title": "Down", "impact": "major", "components": {"web": "partial_outage"}}
    return make_ledger(
        components=[Component.model_validate({"id": "web", "name": "Web"})],
        incidents=[Incident.model_validate({**incident, "updates": list(updates)})],
    )


def stages(ledger: Ledger) -> list[str]:
    """What was said of its incident."""
    return [update.status.value for incident in ledger.incidents for update in incident.updates]


def test_an_end_dated_ahead_is_told_when_it_comes() -> None:
    """Every other word of the incident is told at once, and no title says that it is over."""
    ledger = broken(said(-1, "investigating"), said(1, "monitoring"), said(2, "resolved"), said(3, "resolved"))
    found = as_of(ledger, NOW)
    assert stages(found) == ["investigating", "monitoring"]
    context = Context(found, NOW, "en", "en", "S", "https://status.example.com/")
    assert terms.of_incident(context, found.incidents[0]) == "Major impact: Down"
    assert stages(as_of(ledger, NOW + timedelta(hours=2)))[-1] == "resolved"


def test_what_goes_on_is_no_end() -> None:
    """It was opened again, if by a wrong clock: all of it is told."""
    assert len(stages(as_of(broken(said(1, "resolved"), said(2, "investigating")), NOW))) == 2


def test_of_what_is_only_over_nothing_was_said_yet() -> None:
    """Told in one word, that all works again, it is neither broken now nor in the history before that instant."""
    ledger = broken(said(1, "resolved"))
    assert as_of(ledger, NOW).incidents == ()
    assert stages(as_of(ledger, NOW + timedelta(hours=1))) == ["resolved"]


def test_work_is_called_off_when_that_is_said() -> None:
    """Until then it is to come; what only tells the story is told at once."""
    updates = [said(1, "scheduled"), said(2, "cancelled")]
    ledger = make_ledger(maintenances=[Maintenance.model_validate({**WORK, "updates": updates})])
    told = [update.status.value for update in as_of(ledger, NOW).maintenances[0].updates]
    assert told == ["scheduled"]
    assert as_of(ledger, NOW + timedelta(hours=2)) is ledger


def test_a_component_does_as_the_newest_word_says() -> None:
    """Whose word on it is told at once: the page may not say that all is down and that half of it is."""
    ledger = broken(said(-1, "investigating"), said(3, "identified", components={"web": "major_outage"}))
    assert component_states(as_of(ledger, NOW), NOW)["web"].status.value == "major_outage"
