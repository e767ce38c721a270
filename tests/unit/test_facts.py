"""Facts by hand: every expected figure is worked out in the test's own words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from answerable.facts.incidents import pinned, promises
from answerable.facts.maintenance import phase
from answerable.facts.status import component_states, overall
from answerable.facts.uptime import day_cells, uptime
from answerable.records.company import Component, Policy
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.model import Incident, Maintenance
from answerable.records.vocabulary import ComponentStatus, MaintenanceStatus

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def incident(id: str, start: str, end: str | None, impact: str = "major", **components: str) -> Incident:
    """An incident on 24 November 2026 (or the days given) between two times."""
    updates = [{"at": f"2026-11-{start}:00Z", "status": "investigating"}]
    if end:
        updates.append({"at": f"2026-11-{end}:00Z", "status": "resolved", "text": "Works again."})
    return Incident.model_validate(
        {"id": id, "title": id, "impact": impact, "components": components, "updates": updates}
    )


def ledger(*incidents: Incident, maintenances: tuple[Maintenance, ...] = ()) -> Ledger:
    """A ledger with the components web and app."""
    components = [Component.model_validate({"id": name, "name": name}) for name in ("web", "app")]
    return make_ledger(components=components, incidents=incidents, maintenances=maintenances)


@pytest.mark.parametrize(
    ("web", "app", "indicator", "description"),
    [
        ("operational", "operational", "none", "All Systems Operational"),
        ("degraded_performance", "operational", "minor", "Partially Degraded Service"),
        ("degraded_performance", "degraded_performance", "minor", "Degraded System Service"),
        ("partial_outage", "operational", "minor", "Minor Service Outage"),
        ("partial_outage", "partial_outage", "major", "Partial System Outage"),
        ("major_outage", "operational", "major", "Partial System Outage"),
        ("major_outage", "major_outage", "critical", "Major System Outage"),
    ],
)
def test_the_whole_follows_the_components(web: str, app: str, indicator: str, description: str) -> None:
    """The words for the whole are those of Statuspage's published rules."""
    whole = overall(ledger(incident("a", "24T11:00", None, web=web, app=app)), NOW)
    assert (whole.indicator, whole.description) == (indicator, description)


def test_an_incident_without_components_counts_by_its_impact() -> None:
    """An open incident that names nothing still keeps the page from being green."""
    assert overall(ledger(incident("a", "24T11:00", None, impact="critical")), NOW).indicator == "critical"


def test_an_incident_dated_ahead_by_a_wrong_offset_shows_at_once() -> None:
    """A notice gets out although its clock is three and a half hours ahead."""
    states = component_states(ledger(incident("a", "24T15:30", None, web="partial_outage")), NOW)
    assert states["web"].status is ComponentStatus.PARTIAL_OUTAGE


def test_uptime_weighs_outages() -> None:
    """Of 1440 minutes 60 are a major outage and 100 a partial one: 1 - (60 + 0.3 * 100) / 1440 = 0.9375."""
    found = ledger(
        incident("a", "24T01:00", "24T02:00", web="major_outage"),
        incident("b", "24T03:00", "24T04:40", web="partial_outage"),
    )
    figure = uptime(found, "web", NOW, DAY)
    assert figure.share == pytest.approx(0.9375)
    assert figure.minutes_down == pytest.approx(160)


def test_overlapping_incidents_count_once() -> None:
    """Two major outages from 1 to 3 and 2 to 4 o'clock are 180 minutes, not 240."""
    found = ledger(
        incident("a", "24T01:00", "24T03:00", web="major_outage"),
        incident("b", "24T02:00", "24T04:00", web="major_outage"),
    )
    assert uptime(found, "web", NOW, DAY).minutes_down == pytest.approx(180)


def test_maintenance_is_taken_out_of_the_counted_time() -> None:
    """Two hours of maintenance leave 1320 of 1440 minutes; an hour's outage within them is not counted."""
    window = Maintenance.model_validate(
        {
            "id": "m",
            "title": "m",
            "components": {"web": "under_maintenance"},
            "starts": "2026-11-24T02:00:00Z",
            "ends": "2026-11-24T04:00:00Z",
        }
    )
    found = ledger(incident("a", "24T02:30", "24T03:30", web="major_outage"), maintenances=(window,))
    figure = uptime(found, "web", NOW, DAY)
    assert figure.share == pytest.approx(1.0)
    assert figure.minutes_counted == pytest.approx(1320)


def test_an_incident_over_midnight_stands_in_both_days() -> None:
    """From 23:30 to 00:45 it is 30 minutes of the first day and 45 of the second."""
    cells = day_cells(ledger(incident("a", "22T23:30", "23T00:45", web="partial_outage")), "web", NOW, 3)
    assert [cell.day for cell in cells] == [date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24)]
    assert [cell.minutes_down for cell in cells] == pytest.approx([30, 45, 0])


def test_an_incident_over_the_end_of_a_month_stands_in_both_months() -> None:
    """One that began in October and ended in November is listed under each."""
    updates = [
        {"at": "2026-10-31T22:00:00Z", "status": "investigating"},
        {"at": "2026-11-01T01:00:00Z", "status": "resolved", "text": "Works."},
    ]
    found = make_ledger(
        incidents=[Incident.model_validate({"id": "a", "title": "a", "impact": "minor", "updates": updates})]
    )
    assert list(found.incidents_by_month) == ["2026-11", "2026-10"]


def test_promised_updates_are_kept_broken_or_running() -> None:
    """Kept by an update in time, broken by a late one, running until its instant."""
    updates = [
        {"at": "2026-11-24T10:00:00Z", "status": "investigating", "next_update": "2026-11-24T10:30:00Z"},
        {"at": "2026-11-24T10:30:00Z", "status": "identified", "next_update": "2026-11-24T11:00:00Z"},
        {"at": "2026-11-24T11:01:00Z", "status": "identified", "next_update": "2026-11-24T12:30:00Z"},
    ]
    found = Incident.model_validate({"id": "a", "title": "a", "impact": "minor", "updates": updates})
    assert [promise.kept for promise in promises(found, NOW)] == [True, False, None]
    assert promises(found, NOW + DAY)[-1].kept is False


def test_maintenance_follows_the_clock() -> None:
    """A window is scheduled before it starts, in progress until it ends, completed from then on."""
    window = Maintenance.model_validate(
        {"id": "m", "title": "m", "starts": "2026-11-24T12:00:00Z", "ends": "2026-11-24T13:00:00Z"}
    )
    second = timedelta(seconds=1)
    assert phase(window, NOW - second) is MaintenanceStatus.SCHEDULED
    assert phase(window, NOW) is MaintenanceStatus.IN_PROGRESS
    assert phase(window, NOW + timedelta(hours=1)) is MaintenanceStatus.COMPLETED


def test_notices_stand_by_impact_and_a_resolved_one_for_a_while() -> None:
    """Worst first, resolved last; two hours after its end (the default) a resolved one is gone."""
    found = ledger(
        incident("minor", "24T11:30", None, impact="minor"),
        incident("critical", "24T09:00", None, impact="critical"),
        incident("over", "24T08:00", "24T11:00", impact="critical"),
    )
    assert [(notice.id, notice.resolved) for notice in pinned(found, NOW)] == [
        ("critical", False),
        ("minor", False),
        ("over", True),
    ]
    assert "over" not in [notice.id for notice in pinned(found, NOW + timedelta(hours=1))]


def test_policy_has_the_documented_default() -> None:
    """Resolved incidents stay pinned for two hours unless policy.yml says otherwise."""
    assert Policy().pin_after_resolved == timedelta(hours=2)
