"""Maintenance that is postponed, to a known time or not, prolonged, or ended early: what every output says of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject

from answerable.facts.maintenance import phase, postponed, scheduled
from answerable.facts.uptime import uptime
from answerable.publish.api import events
from answerable.publish.context import Context
from answerable.publish.files import calendar, status_text
from answerable.publish.pages import home
from answerable.publish.pages.incident_pages import maintenance_pages
from answerable.records.company import Component
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.model import Maintenance
from answerable.records.vocabulary import MaintenanceStatus

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WORK: dict[str, Any] = {
    "id": "disks", "title": "New disks", "text": "No orders until four.", "components": {"shop": "under_maintenance"},
    "announced": "2026-11-20T10:00:00Z", "starts": "2026-11-25T02:00:00Z", "ends": "2026-11-25T04:00:00Z",
}  # fmt: skip
TO_FRIDAY = {
    "at": "2026-11-24T10:00:00Z", "status": "postponed", "text": "The new disks are late.",
    "starts": "2026-11-27T02:00:00Z", "ends": "2026-11-27T05:00:00Z",
}  # fmt: skip
NO_TIME = {"at": "2026-11-24T10:00:00Z", "status": "postponed", "text": "The new disks are late."}


def ledger(*updates: dict[str, Any], **keys: Any) -> Ledger:
    """A shop, and work on it with these updates."""
    shop = Component.model_validate({"id": "shop", "name": "Shop", "since": "2026-11-01"})
    work = Maintenance.model_validate({**WORK, **keys, "updates": list(updates)})
    return make_ledger(components=[shop], maintenances=[work])


def context(*updates: dict[str, Any], now: datetime = NOW) -> Context:
    """The same as a site is made of it."""
    return Context(ledger(*updates), now, "en", "en", "Example", "https://status.example.com/")


def event(made: Context) -> Any:
    """The event in the calendar of everything."""
    files = {output.path: output.content for output in calendar.publish(made)}
    return vobject.readOne(files["calendar.ics"].decode()).vevent


def page(made: Context) -> str:
    """The page of the work."""
    return next(iter(maintenance_pages(made))).body


def test_work_moved_to_a_known_time_is_scheduled_there() -> None:
    """Nothing happens in the old window; the new one has three hours."""
    moved = ledger(TO_FRIDAY)
    (work,) = scheduled(moved, NOW)
    assert (work.starts, work.ends) == (datetime(2026, 11, 27, 2, tzinfo=UTC), datetime(2026, 11, 27, 5, tzinfo=UTC))
    assert phase(work, datetime(2026, 11, 25, 3, tzinfo=UTC)) is MaintenanceStatus.SCHEDULED
    assert phase(work, datetime(2026, 11, 27, 3, tzinfo=UTC)) is MaintenanceStatus.IN_PROGRESS


def test_a_new_beginning_alone_keeps_the_length() -> None:
    """Two hours stay two hours."""
    (work,) = scheduled(ledger({**NO_TIME, "starts": "2026-11-27T02:00:00Z"}), NOW)
    assert work.ends == datetime(2026, 11, 27, 4, tzinfo=UTC)


def test_every_output_tells_the_new_time() -> None:
    """Page, first page, calendar and API have Friday, and the page says why; nobody is told of Wednesday any more."""
    made = context(TO_FRIDAY)
    found = event(made)
    assert found.dtstart.value == datetime(2026, 11, 27, 2, tzinfo=UTC)
    assert (found.status.value, found.summary.value) == ("CONFIRMED", "Example: New disks")
    assert "Postponed" in page(made) and "The new disks are late." in page(made)
    for text in (page(made), home.body(made, "")):
        assert "27 November 2026, 02:00" in text and "25 November" not in text
    (told,) = events.upcoming(made)
    assert (told["status"], told["scheduled_for"][:10]) == ("scheduled", "2026-11-27")
    assert [update["status"] for update in told["incident_updates"]] == ["scheduled", "scheduled"]


def test_work_postponed_to_no_known_time_is_not_to_come() -> None:
    """It neither begins nor ends by the clock, and stays in sight until its old window is over."""
    waiting = ledger(NO_TIME)
    (work,) = postponed(waiting, NOW)
    assert scheduled(waiting, NOW) == ()
    for now in (datetime(2026, 11, 25, 3, tzinfo=UTC), datetime(2026, 12, 25, tzinfo=UTC)):
        assert phase(work, now) is MaintenanceStatus.POSTPONED
    assert postponed(waiting, datetime(2026, 11, 25, 4, tzinfo=UTC)) == ()


def test_no_output_promises_the_old_time() -> None:
    """Pages and status.txt say that a new time is not known; calendars strike the event out."""
    made = context(NO_TIME)
    found = event(made)
    assert (found.status.value, found.summary.value) == ("CANCELLED", "Postponed: Example: New disks")
    text = next(output.content.decode() for output in status_text.publish(made) if output.path == "status.txt")
    for words in (page(made), home.body(made, ""), text):
        assert "Postponed" in words and "A new time is not known yet." in words and "25 November" not in words
    assert events.upcoming(made) == []
    assert events.maintenance(made, made.ledger.maintenances[0])["status"] == "completed"


def test_a_time_named_later_brings_it_back() -> None:
    """Postponed on Monday without a time, given one on Tuesday."""
    later = {"at": "2026-11-24T11:00:00Z", "status": "scheduled", "starts": "2026-11-27T02:00:00Z"}
    assert phase(ledger(NO_TIME, later).maintenances[0], NOW) is MaintenanceStatus.SCHEDULED
    after = later | {"at": "2026-11-26T11:00:00Z"}  # when the old window is over
    (work,) = scheduled(ledger(NO_TIME, after), datetime(2026, 11, 26, 12, tzinfo=UTC))
    assert work.starts == datetime(2026, 11, 27, 2, tzinfo=UTC)
    assert work.as_moved() is work


def test_work_that_has_begun_is_not_moved_away() -> None:
    """What is said afterwards does not take the hour before back: it ends when that is said."""
    late = {**TO_FRIDAY, "at": "2026-11-25T03:00:00Z"}
    (work,) = ledger(late).maintenances
    assert work.starts == datetime(2026, 11, 25, 2, tzinfo=UTC)
    assert work.cancelled_at == datetime(2026, 11, 25, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("updates", "counted"),
    [
        ((), 1440 - 120),
        (({**TO_FRIDAY, "at": "2026-11-26T10:00:00Z", "starts": "2026-11-25T02:30:00Z"},), 1440 - 120),  # too late
        ((TO_FRIDAY,), 1440),  # the day has no window any more
        (({**TO_FRIDAY, "starts": "2026-11-25T09:30:00Z", "ends": "2026-11-25T11:30:00Z"},), 1440),  # half an hour late
        (({"at": "2026-11-25T03:30:00Z", "status": "in_progress", "ends": "2026-11-25T06:00:00Z"},), 1440 - 120),
    ],
    ids=["as announced", "moved afterwards", "moved before", "moved too late", "prolonged"],
)
def test_only_what_was_announced_is_left_out_of_the_uptime(updates: tuple[dict[str, Any], ...], counted: int) -> None:
    """On 25 November two hours were announced; two more that were added at half past three were not."""
    figure = uptime(ledger(*updates), "shop", datetime(2026, 11, 26, tzinfo=UTC), timedelta(days=1))
    assert figure.minutes_counted == counted


def test_prolonged_work_is_under_way_until_its_new_end() -> None:
    """At five it still goes on, and the calendar says six."""
    longer = {"at": "2026-11-25T03:30:00Z", "status": "in_progress", "ends": "2026-11-25T06:00:00Z"}
    now = datetime(2026, 11, 25, 5, tzinfo=UTC)
    assert phase(ledger(longer).maintenances[0], now) is MaintenanceStatus.IN_PROGRESS
    assert event(context(longer, now=now)).dtend.value == datetime(2026, 11, 25, 6, tzinfo=UTC)
