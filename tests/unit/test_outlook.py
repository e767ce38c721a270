"""What a page says of the hours after its build: statuses that planned maintenance will change, with their windows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from answerable.facts.maintenance import turning_points
from answerable.publish.context import Context
from answerable.publish.outlook import outlook, phases
from answerable.records.company import Component
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.model import Incident, Maintenance

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def at(hours: float) -> datetime:
    """The instant so many hours from now."""
    return NOW + timedelta(hours=hours)


def window(id: str, starts: float, ends: float, component: str) -> Maintenance:
    """A maintenance of one component."""
    about = {"id": id, "title": "t", "starts": at(starts).isoformat(), "ends": at(ends).isoformat()}
    return Maintenance.model_validate({**about, "components": {component: "under_maintenance"}})


def context(ledger: Ledger) -> Context:
    """A build at noon that may be believed for six hours."""
    return Context(ledger, NOW, "en", "en", "S", "https://status.example.com/")


def company(*maintenances: Maintenance, incidents: tuple[Incident, ...] = ()) -> Ledger:
    """Two components with this maintenance."""
    components = [Component.model_validate({"id": id, "name": id}) for id in ("web", "app")]
    return make_ledger(components=components, maintenances=maintenances, incidents=incidents)


def test_only_the_clock_s_turns_within_the_window_count() -> None:
    """Of a maintenance under way its end, of one to come both ends; what is over, or beyond, is none."""
    ledger = company(window("past", -3, -2, "web"), window("now", -1, 2, "web"), window("far", 5, 9, "app"))
    assert turning_points(ledger, NOW, at(6)) == (at(2), at(5))


def test_a_component_is_shipped_with_what_maintenance_will_make_of_it() -> None:
    """Operational until one o'clock, under maintenance until three, operational from then on."""
    found = outlook(context(company(window("m", 1, 3, "web")))).worst_of(["web"])
    assert [(phase.value.value, phase.start, phase.until) for phase in found] == [
        ("operational", None, at(1)),
        ("under_maintenance", at(1), at(3)),
        ("operational", at(3), None),
    ]


def test_what_does_not_change_is_said_once() -> None:
    """The other component has one phase without bounds."""
    found = outlook(context(company(window("m", 1, 3, "web")))).worst_of(["app"])
    assert [(phase.value.value, phase.start, phase.until) for phase in found] == [("operational", None, None)]


def test_the_whole_goes_along() -> None:
    """The overall status turns to maintenance and back."""
    found = outlook(context(company(window("m", 1, 3, "web")))).whole
    assert [phase.value.indicator for phase in found] == ["none", "maintenance", "none"]


def test_an_outage_is_worse_than_planned_work() -> None:
    """While an incident is open, maintenance of the same component changes nothing that is said."""
    about = {"id": "i", "title": "t", "impact": "major", "components": {"web": "major_outage"}}
    open_now = Incident.model_validate({**about, "updates": [{"at": at(-1).isoformat(), "status": "investigating"}]})
    ledger = company(window("m", 1, 3, "web"), incidents=(open_now,))
    assert [phase.value.value for phase in outlook(context(ledger)).worst_of(["web"])] == ["major_outage"]


def test_equal_neighbours_are_one_phase() -> None:
    """a a b a is three phases that meet."""
    found = phases(zip([at(0), at(1), at(2), at(3)], "aaba", strict=True))
    assert [(phase.value, phase.start, phase.until) for phase in found] == [
        ("a", None, at(2)),
        ("b", at(2), at(3)),
        ("a", at(3), None),
    ]
