"""Facts by hand: every expected figure is worked out in the test's own words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from answerable.facts.incidents import pinned, promises
from answerable.facts.maintenance import phase
from answerable.facts.months import incidents_by_month
from answerable.facts.outages import minutes_down
from answerable.facts.status import component_states, overall, status_in
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
    components = [Component.model_validate({"id": id, "name": id, "since": "2026-01-01"}) for id in ("web", "app")]
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
    named = {id: status for id, status in (("web", web), ("app", app)) if status != "operational"}
    whole = overall(ledger(incident("a", "24T11:00", None, impact="none", **named)), NOW)
    assert (whole.indicator, whole.description) == (indicator, description)


@pytest.mark.parametrize(
    ("impact", "components", "indicator"),
    [
        ("critical", {}, "critical"),
        ("critical", {"web": "operational"}, "critical"),
        ("major", {"web": "partial_outage"}, "major"),
        ("minor", {"web": "major_outage", "app": "major_outage"}, "critical"),
        ("none", {"web": "operational"}, "minor"),
        ("none", {}, "none"),
    ],
)
def test_the_whole_is_the_worst_of_components_and_impacts(
    impact: str, components: dict[str, str], indicator: str
) -> None:
    """Neither mild components nor a mild impact hide what the other says."""
    assert overall(ledger(incident("a", "24T11:00", None, impact, **components)), NOW).indicator == indicator


def test_the_worst_open_incident_counts() -> None:
    """A major incident beside a minor one; a resolved critical one does not count."""
    found = ledger(
        incident("a", "24T11:00", None, "minor", web="degraded_performance"),
        incident("b", "24T10:00", None, "major", app="degraded_performance"),
        incident("c", "24T08:00", "24T09:00", "critical", app="major_outage"),
    )
    assert (overall(found, NOW).indicator, overall(found, NOW).description) == ("major", "Partial System Outage")


def test_a_named_component_is_degraded_until_an_update_says_operational() -> None:
    """The record's own map cannot call it well, nor can planned work; an update can, and a later one take it back."""
    updates = [
        {"at": "2026-11-24T08:00:00Z", "status": "investigating", "components": {"app": "under_maintenance"}},
        {"at": "2026-11-24T09:00:00Z", "status": "monitoring", "components": {"web": "operational"}},
        {"at": "2026-11-24T10:00:00Z", "status": "monitoring", "components": {"web": "partial_outage"}},
    ]
    about = {"id": "a", "title": "a", "impact": "none", "components": {"web": "operational"}, "updates": updates}
    found = ledger(Incident.model_validate(about))
    instants = [NOW.replace(hour=hour) for hour in (8, 9, 10)]
    statuses = [[status_in(found.incidents[0], id, at).value for at in instants] for id in ("web", "app")]
    assert statuses == [
        ["degraded_performance", "operational", "partial_outage"],
        ["degraded_performance"] * 3,
    ]


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


def work(announced: str | None, **more: object) -> Maintenance:
    """Maintenance of web from 2 to 4 o'clock on 24 November."""
    about: dict[str, object] = {"id": "m", "title": "m", "components": {"web": "under_maintenance"}}
    about |= {"starts": "2026-11-24T02:00:00Z", "ends": "2026-11-24T04:00:00Z", "announced": announced}
    return Maintenance.model_validate(about | more)


IN_TIME = "2026-11-23T02:00:00Z"
"""Twenty-four hours before the maintenance begins."""


@pytest.mark.parametrize(
    ("announced", "began", "down", "counted"),
    [
        (IN_TIME, "02:30", 0, 1320),  # two of the twenty-four hours are left out, and the outage lies in them
        (IN_TIME, "01:30", 120, 1410),  # the outage was under way before, so all of it counts; half an hour is left out
        ("2026-11-23T02:00:01Z", "02:30", 60, 1440),  # announced a second too late
        ("2026-11-24T09:00:00Z", "02:30", 60, 1440),  # announced afterwards
        (None, "02:30", 60, 1440),
        (None, "01:30", 120, 1440),
    ],
)
def test_only_maintenance_announced_in_time_is_left_out(
    announced: str | None, began: str, down: int, counted: int
) -> None:
    """Uptime, minutes down of the month, and the day's cell agree; the outage ends at 3:30."""
    outage = incident("a", f"24T{began}", "24T03:30", web="major_outage")
    found = ledger(outage, maintenances=(work(announced),))
    figure, (cell,) = uptime(found, "web", NOW, DAY), day_cells(found, "web", NOW, 1)
    assert (figure.minutes_down, figure.minutes_counted) == (down, counted)
    assert figure.share == pytest.approx(1 - down / counted)
    assert minutes_down(found, NOW) == ({"2026-11": down} if down else {})
    assert cell.minutes_down == down
    assert cell.status is (ComponentStatus.MAJOR_OUTAGE if down else ComponentStatus.UNDER_MAINTENANCE)
    assert cell.incidents == (("a",) if down else ())


def test_an_outage_that_outlasts_the_maintenance_counts_from_its_end() -> None:
    """Of an outage from 3 to 5 o'clock, the hour after 4 counts."""
    found = ledger(incident("a", "24T03:00", "24T05:00", web="major_outage"), maintenances=(work(IN_TIME),))
    assert uptime(found, "web", NOW, DAY).minutes_down == 60


def test_work_that_was_completed_late_is_left_out_only_until_its_announced_end() -> None:
    """Of an outage from 2:30 to 6:00 during work that was to end at 4 and was completed at 6, two hours count."""
    late = work(IN_TIME, updates=[{"at": "2026-11-24T06:00:00Z", "status": "completed"}])
    found = ledger(incident("a", "24T02:30", "24T06:00", web="major_outage"), maintenances=(late,))
    figure = uptime(found, "web", NOW, DAY)
    assert (figure.minutes_down, figure.minutes_counted) == (120, 1320)


def test_an_outage_within_one_maintenance_counts_in_the_next() -> None:
    """It began in the first and was under way when the second did: of 3:00 to 6:00, all from 4:00 on counts."""
    second = work(IN_TIME, id="n", starts="2026-11-24T03:30:00Z", ends="2026-11-24T06:00:00Z")
    outage = incident("a", "24T03:00", "24T06:00", web="major_outage")
    assert uptime(ledger(outage, maintenances=(work(IN_TIME), second)), "web", NOW, DAY).minutes_down == 120


def test_work_announced_late_without_an_outage_counts_as_up() -> None:
    """Its hours are counted, and the day still says that there was work."""
    found = ledger(maintenances=(work(None),))
    assert uptime(found, "web", NOW, DAY).minutes_counted == 1440
    assert day_cells(found, "web", NOW, 1)[0].status is ComponentStatus.UNDER_MAINTENANCE


def test_the_notice_is_the_policys() -> None:
    """With an hour's notice, what was announced an hour before is left out; cancelled work is not."""
    policy = Policy.model_validate({"maintenance_notice": "1h"})
    cancelled = [{"at": "2026-11-24T03:00:00Z", "status": "cancelled"}]
    counted = [
        uptime(
            make_ledger(components=ledger().components, policy=policy, maintenances=[one]), "web", NOW, DAY
        ).minutes_counted
        for one in (work("2026-11-24T01:00:00Z"), work("2026-11-24T01:00:00Z", updates=cancelled))
    ]
    assert counted == [1320, 1380]


@pytest.mark.parametrize(
    ("since", "share", "grey"),
    [
        ("2026-11-24", None, 2),  # twelve hours of it
        ("2026-11-23", 1.0, 1),
        ("2026-11-25", None, 3),
        (None, None, 2),
    ],
)
def test_what_was_before_a_component_is_unknown(since: str | None, share: float | None, grey: int) -> None:
    """No share before there is a day of it, and the days before are not counted, whatever is recorded of them."""
    found = make_ledger(
        components=[Component.model_validate({"id": "web", "name": "web", "since": since})],
        incidents=[incident("a", "22T09:00", "22T10:00", web="major_outage")] if since else [],
    )
    assert uptime(found, "web", NOW, 90 * DAY).share == share
    cells = day_cells(found, "web", NOW, 3)
    assert [cell.counted for cell in cells] == [number >= grey for number in range(3)]
    assert all(not cell.minutes_down and not cell.incidents for cell in cells[:grey])


def test_without_a_first_day_it_is_known_from_the_first_incident_on() -> None:
    """Two days and two hours of history, of which one hour was out: 1 - 1 / 50 = 0.98."""
    found = make_ledger(
        components=[Component.model_validate({"id": "web", "name": "web"})],
        incidents=[incident("a", "22T10:00", "22T11:00", web="major_outage")],
    )
    assert uptime(found, "web", NOW, 90 * DAY).share == pytest.approx(0.98)
    assert [cell.counted for cell in day_cells(found, "web", NOW, 4)] == [False, True, True, True]


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
    assert list(incidents_by_month(found)) == ["2026-11", "2026-10"]


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
