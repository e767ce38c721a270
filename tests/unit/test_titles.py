"""Titles say the state first, and a record's page keeps its own while the record does not change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from answerable.publish.context import Context
from answerable.publish.text import terms
from answerable.records.company import Component
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.model import Complaint, Incident, Maintenance
from answerable.records.vocabulary import ComponentStatus

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OPEN = {"at": "2026-11-24T11:00:00Z", "status": "investigating", "text": "We look."}
DONE = {"at": "2026-11-24T11:30:00Z", "status": "resolved", "text": "Done."}
WORK = {"id": "m", "title": "New disks", "starts": "2026-12-01T00:00:00Z", "ends": "2026-12-01T02:00:00Z"}


def context(ledger: Ledger | None = None, now: datetime = NOW, language: str = "en") -> Context:
    """A site at an instant."""
    return Context(ledger or make_ledger(), now, language, "en", 'A "site" <b>', "https://status.example.com/")


def incident(*updates: dict[str, str], impact: str = "major") -> Incident:
    """An incident that is told by these updates."""
    return Incident.model_validate({"id": "i", "title": "Disk full", "impact": impact, "updates": updates})


def work(**update: str) -> Maintenance:
    """A maintenance with that update, if any."""
    return Maintenance.model_validate(WORK | {"updates": [update] if update else []})


@pytest.mark.parametrize(
    ("record", "title"),
    [
        (incident(OPEN), "Major impact: Disk full"),
        (incident(OPEN, impact="none"), "No impact: Disk full"),
        (incident(OPEN, DONE), "Resolved: Disk full"),
        (incident(DONE, OPEN | {"at": "2026-11-24T11:40:00Z"}), "Major impact: Disk full"),
    ],
    ids=["open", "without impact", "resolved", "opened again"],
)
def test_an_incident_s_title_says_how_it_stands(record: Incident, title: str) -> None:
    """How bad while it is open, that it is over when it is; the same at any time of day."""
    for now in (NOW, NOW + timedelta(days=400)):
        assert terms.of_incident(context(now=now), record) == title


@pytest.mark.parametrize(
    ("update", "title"),
    [
        ({}, "Maintenance: New disks"),
        ({"at": "2026-11-30T00:00:00Z", "status": "cancelled", "text": "No."}, "Called off: New disks"),
        ({"at": "2026-12-01T01:00:00Z", "status": "completed", "text": "Yes."}, "Completed: New disks"),
        ({"at": "2026-12-01T00:00:00Z", "status": "in_progress"}, "Maintenance: New disks"),
    ],
    ids=["planned", "called off", "completed", "begun"],
)
def test_a_maintenance_s_title_says_what_the_record_says(update: dict[str, str], title: str) -> None:
    """What only the clock knows is not in it: nobody rewrites the page when the work begins."""
    for now in (NOW, NOW + timedelta(days=400)):
        assert terms.of_maintenance(context(now=now), work(**update)) == title


def test_an_answer_s_title_says_what_came_of_it() -> None:
    """The outcome first; only the title where no outcome was written down."""
    record: dict[str, Any] = {
        "id": "a",
        "title": "Late parcel",
        "channel": "x",
        "topic": "t",
        "received": "2026-11-01T09:00:00Z",
        "steps": [{"at": "2026-11-02T09:00:00Z", "did": "resolved", "outcome": "partly_solved"}],
    }
    assert terms.of_answer(context(), Complaint.model_validate(record)) == "Partly solved: Late parcel"
    record["steps"] = [{"at": "2026-11-02T09:00:00Z", "did": "resolved"}]
    assert terms.of_answer(context(), Complaint.model_validate(record)) == "Late parcel"


def test_home_s_title_says_the_whole() -> None:
    """What is wrong stands before the name of the site, in the site's language."""
    assert terms.of_home(context()) == 'All systems operational — A "site" <b>'
    broken = make_ledger(incidents=[incident(OPEN)])
    assert terms.of_home(context(broken)) == 'Partial system outage — A "site" <b>'
    assert terms.of_home(context(broken, language="fa")).endswith(' — A "site" <b>')
    assert "outage" not in terms.of_home(context(broken, language="fa"))


@pytest.mark.parametrize(
    ("keys", "language", "title"),
    [
        ({}, "en", "Partial outage: Shop"),
        ({}, "fa", "قطعی جزئی: فروشگاه"),
        ({"id": "mail", "name": "Mail"}, "en", "Operational: Mail"),
        ({"retired": True}, "en", "Shop"),
    ],
    ids=["broken", "in Persian", "well", "retired"],
)
def test_a_component_s_title_says_how_it_does(keys: dict[str, Any], language: str, title: str) -> None:
    """Its state stands before its name; a part that the service no longer has is in no state."""
    component = Component.model_validate({"id": "shop", "name": {"en": "Shop", "fa": "فروشگاه"}} | keys)
    broken = incident(OPEN).model_copy(update={"components": {"shop": ComponentStatus.PARTIAL_OUTAGE}})
    found = terms.of_component(
        context(make_ledger(components=[component], incidents=[broken]), NOW, language), component
    )
    assert found == title
