"""Calendars of maintenance: records in, events out, as another program than the one that wrote them reads them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject
from icalendar import Calendar

from answerable.publish.context import Context
from answerable.publish.files.calendar import publish
from answerable.records.company import Component, Policy
from answerable.records.ledger import make_ledger
from answerable.records.model import Incident, Maintenance

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = "https://status.example.com/"
WORK: dict[str, Any] = {
    "id": "disks",
    "title": "New disks",
    "text": "No orders until four.",
    "components": {"shop": "under_maintenance"},
    "announced": "2026-11-20T10:00:00+03:30",
    "starts": "2026-12-01T02:00:00+03:30",
    "ends": "2026-12-01T04:30:00+03:30",
}
HOSTILE = 'A "quoted", back\\slashed; <b>bold</b> & 😀 name:\u202eevil\u202c ' + "x" * 300


def work(**keys: Any) -> Maintenance:
    """The maintenance that most tests tell of."""
    return Maintenance.model_validate(WORK | keys)


def said(at: str, status: str, text: str = "") -> dict[str, Any]:
    """One of its updates."""
    return {"at": at, "status": status} | ({"text": text} if text else {})


def files(
    *items: Maintenance, language: str = "en", site: str = SITE, site_name: str = "Example status", **records: Any
) -> dict[str, bytes]:
    """What is published of these records, by path."""
    shop = {"id": "shop", "name": {"en": "Shop", "fa": "فروشگاه"}}
    components = [Component.model_validate(shop), Component.model_validate({"id": "mail", "name": "Mail"})]
    ledger = make_ledger(components=components, maintenances=items, **records)
    context = Context(ledger, NOW, language, "en", site_name, site)
    return {output.path: output.content for output in publish(context)}


def events(content: bytes) -> list[Any]:
    """The events of a calendar, as vobject reads them."""
    return list(vobject.readOne(content.decode()).contents.get("vevent", []))


def event(*items: Maintenance, **options: Any) -> Any:
    """The first event of the calendar of everything."""
    return events(files(*items, **options)["calendar.ics"])[0]


def test_a_window_is_an_event_at_its_instants() -> None:
    """Half past three hours east of Greenwich, two o'clock on the first is half past ten on the evening before."""
    found = event(work())
    assert found.dtstart.value == datetime(2026, 11, 30, 22, 30, tzinfo=UTC)
    assert found.dtend.value == datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
    assert (found.summary.value, found.status.value, found.transp.value) == (
        "Example status: New disks",
        "CONFIRMED",
        "TRANSPARENT",
    )
    assert found.url.value == "https://status.example.com/maintenance/disks/"
    assert found.description.value.split("\n\n") == ["No orders until four.", "Components: Shop", found.url.value]


@pytest.mark.parametrize(
    ("starts", "in_utc"),
    [
        ("2026-03-29T01:30:00+01:00", datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
        ("2026-03-29T03:30:00+02:00", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-10-25T02:30:00+02:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30:00+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_no_change_of_clocks_moves_an_event(starts: str, in_utc: datetime) -> None:
    """In the nights when Berlin's clocks change, an event stands where its offset says."""
    assert event(work(starts=starts, ends="2026-12-01T00:00:00Z")).dtstart.value == in_utc


def test_an_event_keeps_its_uid_and_rises_with_an_update() -> None:
    """Renamed, moved and told of, it is the same event in a higher version, changed when it last spoke.

    From the first of January to half past six on the twentieth of November there are 323 days and six and a half hours.
    """
    before = event(work())
    after = event(
        work(
            title="New disks, later",
            starts="2026-12-02T02:00:00+03:30",
            ends="2026-12-02T04:30:00+03:30",
            updates=[said("2026-11-23T09:00:00+03:30", "scheduled", "A day later.")],
        )
    )
    assert before.uid.value == after.uid.value == "disks@status.example.com"
    assert int(before.sequence.value) == (323 * 24 + 6.5) * 3600
    assert int(after.sequence.value) == (326 * 24 + 5.5) * 3600
    assert before.dtstamp.value == datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
    assert after.dtstamp.value == after.last_modified.value == datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
    assert after.dtstart.value - before.dtstart.value == timedelta(days=1)


def test_a_day_later_the_calendar_is_the_same() -> None:
    """Nothing in a calendar is the build's time: programs that ask again see no change where there is none."""
    ledger = make_ledger(maintenances=[work()])
    first, second = (
        list(publish(Context(ledger, now, "en", "en", "S", SITE))) for now in (NOW, NOW + timedelta(days=1))
    )
    assert first == second


def test_what_is_called_off_stays_as_cancelled() -> None:
    """A calendar that has the event learns that it does not take place, in its status and in words."""
    found = event(work(updates=[said("2026-11-23T09:00:00+03:30", "cancelled", "The disks are late.")]))
    assert found.status.value == "CANCELLED"
    assert int(found.sequence.value) > int(event(work()).sequence.value)
    assert found.summary.value == "Called off: Example status: New disks"
    assert "Called off\nThe disks are late." in found.description.value


def test_what_ends_early_ends_early() -> None:
    """The end is when the work was said to be done; an event never ends before it begins."""
    done = said("2026-12-01T03:00:00+03:30", "completed", "Done.")
    assert event(work(updates=[done])).dtend.value == datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    never_begun = event(work(updates=[said("2026-11-23T03:00:00+03:30", "completed", "Not needed.")]))
    assert not hasattr(never_begun, "dtend")


def test_a_component_s_calendar_has_its_own_work_only() -> None:
    """Each component has a calendar, with the same events under the same ids."""
    built = files(work(), work(id="mailboxes", components={"mail": "under_maintenance"}))
    assert set(built) == {"calendar.ics", "calendar/shop.ics", "calendar/mail.ics"}
    uids = {path: {found.uid.value.partition("@")[0] for found in events(content)} for path, content in built.items()}
    assert uids["calendar.ics"] == {"disks", "mailboxes"}
    assert (uids["calendar/shop.ics"], uids["calendar/mail.ics"]) == ({"disks"}, {"mailboxes"})


def test_an_incident_is_no_event() -> None:
    """Nobody plans one; and a calendar without events is a calendar all the same (RFC 5545, 3.6: one part at least)."""
    update = {"at": "2026-11-24T09:00:00Z", "status": "investigating", "text": "We look."}
    broken = Incident.model_validate({"id": "i", "title": "T", "impact": "minor", "updates": [update]})
    content = files(incidents=[broken])["calendar.ics"]
    assert events(content) == []
    assert [part.name for part in Calendar.from_ical(content).subcomponents] == ["VTIMEZONE"]


def test_hostile_names_stay_names() -> None:
    """Quotes, commas, semicolons, backslashes and markup come out as written; what turns directions does not."""
    found = event(work(title=HOSTILE, text="First; line, one\\n\n\nEND:VEVENT"), site_name="A;B,C\nDTSTART:1")
    title = HOSTILE.replace("\u202e", "").replace("\u202c", "")
    assert found.summary.value == f"A;B,C DTSTART:1: {title}"
    assert found.description.value.startswith("First; line, one\\n\nEND:VEVENT\n")


@pytest.mark.parametrize("title", [HOSTILE, "جابه‌جایی پایگاه داده " * 20, "😀" * 100])
def test_no_line_is_longer_than_calendars_read(title: str) -> None:
    """Lines are folded at 75 octets and never inside a letter; each ends with CR and LF (RFC 5545, 3.1)."""
    content = files(work(title=title))["calendar.ics"]
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    for row in content.split(b"\r\n"):
        assert len(row) <= 75
        assert row.decode()[:1] != "\ufffd"
    assert event(work(title=title)).summary.value.endswith(" ".join(title.split())[-20:].replace("\u202c", ""))


def test_a_calendar_speaks_the_page_s_language() -> None:
    """Persian words are marked as such, and so is a title that has no Persian."""
    translated = work(title={"en": "New disks", "fa": "دیسک‌های نو"}, text={"en": "x", "fa": "سفارش نمی‌گیریم."})
    policy = Policy.model_validate({"organisation": {"en": "Baran", "fa": "باران"}})
    found = event(translated, language="fa", policy=policy)
    assert found.summary.value == "باران: دیسک‌های نو"
    assert found.summary.params["LANGUAGE"] == ["fa"]
    assert "فروشگاه" in found.description.value
    assert event(work(), language="fa").summary.params["LANGUAGE"] == ["en"]


def test_programs_are_told_when_to_ask_again() -> None:
    """At the pace of the builds, but not more than once an hour; both names of it that programs know."""
    for every, wanted in (("15m", "PT1H"), ("6h", "PT6H")):
        policy = Policy.model_validate({"freshness": {"rebuild_every": every}})
        rows = files(policy=policy)["calendar.ics"].decode().split("\r\n")
        assert f"REFRESH-INTERVAL;VALUE=DURATION:{wanted}" in rows
        assert f"X-PUBLISHED-TTL:{wanted}" in rows


def test_a_site_in_a_folder_has_ids_of_its_own() -> None:
    """Two sites on one host can both have a record of that name."""
    assert event(work(), site="https://example.org/status/").uid.value == "disks@example.org/status"


def test_what_will_be_said_has_not_changed_it_yet() -> None:
    """An update that is dated a few minutes ahead raises the version when it is said, as it calls the work off then."""
    ahead = work(updates=[said("2026-11-24T12:05:00Z", "cancelled", "No.")])
    ledger = make_ledger(maintenances=[ahead])
    contexts = [Context(ledger, NOW + timedelta(minutes=m), "en", "en", "S", SITE) for m in (0, 5)]
    found = [events(next(publish(context)).content)[0] for context in contexts]
    assert [e.status.value for e in found] == ["CONFIRMED", "CANCELLED"]
    assert found[0].dtstamp.value == datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
    assert found[1].dtstamp.value == NOW + timedelta(minutes=5)
    assert int(found[0].sequence.value) < int(found[1].sequence.value)


def test_a_version_fits_where_programs_keep_it() -> None:
    """Before the format's own first day updates are counted; beyond 32 bits nothing rises (RFC 5545, 3.3.8)."""
    old = {"announced": "2015-01-01T00:00:00Z", "starts": "2015-02-01T00:00:00Z", "ends": "2015-02-01T01:00:00Z"}
    updates = [said("2015-01-02T00:00:00Z", "scheduled"), said("2015-01-03T00:00:00Z", "scheduled")]
    assert event(work(**old, updates=updates)).sequence.value == "2"
    context = Context(
        make_ledger(maintenances=[work()]), NOW, "en", "en", "S", SITE, changed={"disks": NOW.replace(year=2100)}
    )
    assert events(next(publish(context)).content)[0].sequence.value == "2147483647"


@pytest.mark.parametrize(
    ("first", "end", "shown"),
    [(-140, 10, range(149, 49, -1)), (-5, 200, range(104, 4, -1))],
    ids=["a long history leaves the latest", "who plans years ahead still shows tomorrow"],
)
def test_a_calendar_has_a_hundred_events(first: int, end: int, shown: range) -> None:
    """Those to come before those of long ago, and of those to come the next."""
    days = [NOW + timedelta(days=day) for day in range(first, end)]
    items = [
        work(id=f"w{number}", starts=day.isoformat(), ends=(day + timedelta(hours=1)).isoformat())
        for number, day in enumerate(days)
    ]
    found = [e.uid.value.partition("@")[0] for e in events(files(*items)["calendar.ics"])]
    assert found == [f"w{number}" for number in shown]
