"""Figures of outages, worked by hand from a month's incidents."""

from __future__ import annotations

from datetime import UTC, datetime

from answerable.facts.outages import OutageFigures, minutes_down, outage_figures
from answerable.records.company import Component, Policy
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.model import Incident, Maintenance
from answerable.records.vocabulary import Impact

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
COMPONENTS = (Component(id="web", name="Web"), Component(id="app", name="App"))  # type: ignore[arg-type]


def incident(id: str, components: dict[str, str], *updates: str, started: str = "", impact: str = "major") -> Incident:
    """An incident with updates such as `23T10:00 investigating 23T10:30`: when, status, and the promise made."""
    told = []
    for update in updates:
        at, status, promise = [*update.split(), ""][:3]
        told.append({"at": f"2026-11-{at}:00Z", "status": status, "text": "Words."})
        if promise:
            told[-1]["next_update"] = f"2026-11-{promise}:00Z"
    about: dict[str, object] = {"id": id, "title": id, "impact": impact, "components": components, "updates": told}
    return Incident.model_validate(about | ({"started": f"2026-11-{started}:00Z"} if started else {}))


def ledger(*incidents: Incident, maintenances: tuple[Maintenance, ...] = ()) -> Ledger:
    """A ledger of two components and these."""
    policy = Policy(minimum_n=1)
    return make_ledger(components=COMPONENTS, policy=policy, incidents=incidents, maintenances=maintenances)


def november(found: Ledger) -> OutageFigures:
    """The figures of November."""
    return next(one for one in outage_figures(found, NOW) if one.month == "2026-11")


PAYMENTS = incident(
    "payments", {"web": "partial_outage"}, "23T10:09 investigating 23T10:40", "23T10:38 monitoring 23T11:00",
    "23T11:02 resolved", started="23T10:00",
)  # fmt: skip
SIGN_IN = incident("sign-in", {"app": "major_outage"}, "23T10:30 investigating", "23T12:00 resolved", impact="critical")
SLOW = incident("slow", {"web": "degraded_performance"}, "24T08:00 investigating 24T10:00", impact="minor")


def test_incidents_are_counted_by_impact() -> None:
    """Three in November, one of each kind but none without impact; one is open."""
    found = november(ledger(PAYMENTS, SIGN_IN, SLOW))
    assert (found.incidents, found.still_open) == (3, 1)
    assert dict(found.by_impact) == {Impact.NONE: 0, Impact.MINOR: 1, Impact.MAJOR: 1, Impact.CRITICAL: 1}


def test_minutes_down_count_two_outages_at_once_once() -> None:
    """From 10:00 to 12:00 something was out, twice at once for half an hour; being slow is not being down."""
    assert november(ledger(PAYMENTS, SIGN_IN, SLOW)).minutes_down == 120


def test_announced_maintenance_is_not_being_down() -> None:
    """An hour of the sign-in outage lies in an announced window of the same component, which began with it."""
    window = {"id": "move", "title": "Move", "components": {"app": "under_maintenance"}}
    window |= {"starts": "2026-11-23T10:30:00Z", "ends": "2026-11-23T11:30:00Z", "announced": "2026-11-20T09:00:00Z"}
    assert november(ledger(SIGN_IN, maintenances=(Maintenance.model_validate(window),))).minutes_down == 30


def test_a_component_that_is_retired_takes_no_outage_with_it() -> None:
    """What a month's figures said before stays true: an hour and a half of the app."""
    retired = COMPONENTS[1].model_copy(update={"retired": True})
    found = make_ledger(components=[COMPONENTS[0], retired], incidents=[SIGN_IN])
    assert november(found).minutes_down == 90


def test_an_outage_over_midnight_is_shared_between_months() -> None:
    """Half an hour before the end of October to half an hour after is thirty minutes of each."""
    told = [
        {"at": "2026-10-31T23:30:00Z", "status": "investigating"},
        {"at": "2026-11-01T00:30:00Z", "status": "resolved", "text": "Works."},
    ]
    about = {"id": "n", "title": "n", "impact": "major", "components": {"web": "major_outage"}, "updates": told}
    assert minutes_down(ledger(Incident.model_validate(about)), NOW) == {"2026-10": 30, "2026-11": 30}


def test_the_first_word_is_measured_where_the_beginning_is_stated() -> None:
    """Nine minutes for the payments; when the other two began nobody wrote down."""
    found = november(ledger(PAYMENTS, SIGN_IN, SLOW))
    assert (found.first_update.median.seconds, found.first_update.median.n, found.beginning_not_stated) == (540, 1, 2)


def test_waits_between_words_include_the_one_that_still_goes_on() -> None:
    """24, 29, 60 (running) and 90 minutes: the second of four is the median, the fourth the ninth decile."""
    found = november(ledger(PAYMENTS, SIGN_IN, SLOW)).between_updates
    assert (found.median.n, found.median.seconds, found.p90.seconds) == (4, 29 * 60, 90 * 60)


def test_promises_kept_broken_and_running() -> None:
    """10:38 keeps the promise of 10:40, 11:02 breaks that of 11:00, and that of ten o'clock is not due."""
    share = november(ledger(PAYMENTS, SIGN_IN, SLOW)).promises
    assert (share.numerator, share.denominator, share.not_due) == (1, 2, 1)


def test_no_incidents_are_no_months() -> None:
    """A quiet company has no row of zeros."""
    assert outage_figures(ledger(), NOW) == ()
