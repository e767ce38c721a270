"""Feeds: records in, announcements out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest

from answerable.publish.api import events
from answerable.publish.context import Context
from answerable.publish.feeds import feed_links, history, publish
from answerable.records.company import Component, Person, Policy
from answerable.records.ledger import make_ledger
from answerable.records.model import Complaint, Incident, Maintenance, Notice

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SITE = "https://status.example.com/"
MAIN = ("feed.xml", "feed.atom", "feed.json")
FIRST: dict[str, Any] = {"at": "2026-11-23T09:00:00+03:30", "status": "identified", "text": "A disk is full."}
SECOND: dict[str, Any] = {"at": "2026-11-23T10:00:00+03:30", "status": "resolved", "text": "It works again."}
ANSWER: dict[str, Any] = {
    "id": "late-parcel",
    "title": "Late parcel",
    "channel": "x",
    "topic": "delivery",
    "received": "2026-11-01T09:00:00Z",
    "consent": "anonymous",
    "said": "We looked into it.",
    "steps": [{"at": "2026-11-02T09:00:00Z", "did": "resolved", "outcome": "solved"}],
}
WORK: dict[str, Any] = {
    "id": "disks",
    "title": "New disks",
    "starts": "2026-12-01T00:00:00Z",
    "ends": "2026-12-01T02:00:00Z",
    "announced": "2026-11-20T08:00:00Z",
    "components": {"shop": "under_maintenance"},
}


def incident(*updates: dict[str, Any], id: str = "disk-full", title: str = "Disk full") -> Incident:
    """The incident that most tests tell of."""
    record = {"id": id, "title": title, "impact": "minor", "components": {"shop": "partial_outage"}}
    return Incident.model_validate(record | {"updates": updates or (FIRST, SECOND)})


def files(language: str = "en", now: datetime = NOW, site: str = SITE, **records: Any) -> dict[str, bytes]:
    """What is published of these records, by path."""
    components = [Component.model_validate({"id": "shop", "name": "Shop"})]
    people = [Person.model_validate({"id": "sara", "name": "Sara"})]
    ledger = make_ledger(components=components, people=people, **records)
    context = Context(ledger, now, language, "en", "Example", site)
    return {output.path: output.content for output in (*publish(context), *history.publish(context))}


def ids(content: bytes) -> list[str]:
    """The ids of a feed's items, in its order."""
    if content.startswith(b"{"):
        return [item["id"] for item in json.loads(content)["items"]]
    return [entry.id for entry in feedparser.parse(content).entries]


def many(count: int) -> list[Incident]:
    """Incidents a day apart, the newest on the day of NOW."""
    days = [NOW - timedelta(days=day) for day in range(count)]
    updates = [{"at": day.isoformat(timespec="seconds"), "status": "resolved", "text": "Done."} for day in days]
    return [incident(update, id=f"i{number}") for number, update in enumerate(updates)]


@pytest.mark.parametrize("path", MAIN)
def test_each_update_is_an_item_newest_first(path: str) -> None:
    """Every update is announced under a tag made of site, record and instant in UTC, the newest first."""
    assert ids(files(incidents=[incident()])[path]) == [
        "tag:status.example.com,2026-11-23:incidents/disk-full/update-20261123T063000Z",
        "tag:status.example.com,2026-11-23:incidents/disk-full/update-20261123T053000Z",
    ]


@pytest.mark.parametrize("path", MAIN)
def test_an_update_with_an_id_keeps_its_item_when_its_instant_is_corrected(path: str) -> None:
    """The item's id is made of the update's `id`; an update without one is known by its instant."""
    first = {**FIRST, "id": "20261123t053000z"}
    before = ids(files(incidents=[incident(first, SECOND)])[path])
    after = ids(files(incidents=[incident({**first, "at": "2026-11-22T23:10:00Z"}, SECOND)])[path])
    assert (
        before
        == after
        == [
            "tag:status.example.com,2026-11-23:incidents/disk-full/update-20261123T063000Z",
            "tag:status.example.com,2026:incidents/disk-full/20261123t053000z",
        ]
    )


def test_an_update_of_maintenance_keeps_its_item_too() -> None:
    """A corrected instant of an update with an `id` announces nothing."""
    update = {"id": "late", "at": "2026-11-21T08:00:00Z", "status": "scheduled", "text": "Later."}
    made = [
        ids(files(maintenances=[Maintenance.model_validate(WORK | {"updates": [one]})])["feeds/maintenance.atom"])
        for one in (update, {**update, "at": "2026-11-21T09:00:00Z"})
    ]
    assert made[0] == made[1]
    assert "tag:status.example.com,2026:maintenance/disks/late" in made[0]


def test_two_updates_of_one_id_are_two_items() -> None:
    """A copied `id` is found by the check, and both updates get out."""
    updates = ({**FIRST, "id": "same"}, {**SECOND, "id": "same"})
    found = ids(files(incidents=[incident(*updates)])["feed.xml"])
    assert found == [f"tag:status.example.com,2026:incidents/disk-full/same{end}" for end in ("-2", "")]


@pytest.mark.parametrize("path", MAIN)
def test_rewording_announces_nothing(path: str) -> None:
    """A typo mended in a title or a text, and a later build, leave every id as it was."""
    reworded = incident({**FIRST, "text": "A disc is full."}, SECOND, title="Disc full")
    later = files(incidents=[reworded], now=NOW + timedelta(days=3))
    assert ids(later[path]) == ids(files(incidents=[incident()])[path])


@pytest.mark.parametrize("path", MAIN)
def test_new_update_is_one_new_id(path: str) -> None:
    """A new update brings exactly one id that was not there."""
    before, after = ids(files(incidents=[incident(FIRST)])[path]), ids(files(incidents=[incident()])[path])
    assert len(set(after) - set(before)) == 1
    assert set(before) < set(after)


def test_output_does_not_depend_on_the_build_time() -> None:
    """The same records give the same bytes a week later; the feed is as old as its newest item."""
    built = files(incidents=[incident()])
    assert files(incidents=[incident()], now=NOW + timedelta(days=7)) == built
    assert feedparser.parse(built["feed.atom"]).feed.updated == "2026-11-23T06:30:00+00:00"
    assert "06:30:00" in feedparser.parse(built["feed.xml"]).feed.updated


def test_without_records_every_feed_is_still_there() -> None:
    """Feeds that hold nothing are complete all the same, for readers that subscribe before anything happens."""
    built = files()
    assert not any(feedparser.parse(built[path]).bozo for path in ("feed.xml", "feed.atom", "history.atom"))
    assert json.loads(built["feed.json"])["items"] == []


def test_updates_of_one_instant_keep_apart() -> None:
    """Two updates of the same second have two ids, and the later one stands first."""
    found = ids(files(incidents=[incident(FIRST, {**SECOND, "at": FIRST["at"]})])["feed.atom"])
    assert found == [f"{found[1]}-2", found[1]]


def test_a_dozen_updates_of_one_instant_keep_their_order() -> None:
    """The twelfth update of a second stands before the eleventh, and links to itself."""
    updates = [{**FIRST, "text": f"Number {number}."} for number in range(1, 13)]
    entries = feedparser.parse(files(incidents=[incident(*updates)])["feed.xml"]).entries
    assert [entry.summary.split("Number ")[1].split(".")[0] for entry in entries] == [str(n) for n in range(12, 0, -1)]
    assert entries[0].link == f"{SITE}incidents/disk-full/#update-20261123T053000Z-12"


def test_item_links_to_its_update() -> None:
    """An item's link is its update on the incident's page; title, date and full text are the update's."""
    entry = feedparser.parse(files(incidents=[incident()])["feed.xml"]).entries[1]
    assert entry.link == f"{SITE}incidents/disk-full/#update-20261123T053000Z"
    assert entry.title == "Identified: Disk full"
    assert tuple(entry.published_parsed[:6]) == (2026, 11, 23, 5, 30, 0)
    assert "A disk is full." in entry.summary


def test_feeds_say_where_they_are() -> None:
    """The RSS channel's link is the site's page; each format names its own address."""
    built = files(incidents=[incident()])
    assert feedparser.parse(built["feed.xml"]).feed.link == SITE
    for path in ("feed.xml", "feed.atom", "feeds/components/shop.atom"):
        links = {link.rel: link.href for link in feedparser.parse(built[path]).feed.links}
        assert links["self"] == SITE + path
    assert json.loads(built["feed.json"])["feed_url"] == f"{SITE}feed.json"


@pytest.mark.parametrize("suffix", ["xml", "atom", "json"])
@pytest.mark.parametrize("stem", ["feed", "feeds/incidents", "feeds/components/shop"])
def test_feed_holds_the_newest_fifty(stem: str, suffix: str) -> None:
    """Of 120 items a feed holds the newest fifty, in every format."""
    content = files(incidents=many(120))[f"{stem}.{suffix}"]
    assert ids(content) == ids(files(incidents=many(50))[f"{stem}.{suffix}"])
    assert len(ids(content)) == 50


@pytest.mark.parametrize("kind", ["maintenances", "complaints"])
def test_feeds_of_maintenance_and_answers_hold_fifty_too(kind: str) -> None:
    """Of sixty announcements or answers, one a day, the feed of their kind holds fifty."""
    days = [NOW - timedelta(days=day) for day in range(60)]
    made: list[Any] = [
        Maintenance.model_validate(WORK | {"id": f"w{n}", "announced": day.isoformat()})
        if kind == "maintenances"
        else Complaint.model_validate(ANSWER | {"id": f"c{n}", "received": day.isoformat(), "steps": resolved(day)})
        for n, day in enumerate(days)
    ]
    records: dict[str, Any] = {kind: made}
    built = files(**records)
    stem = "feeds/maintenance" if kind == "maintenances" else "feeds/answers"
    assert {len(ids(built[f"{stem}.{suffix}"])) for suffix in ("xml", "atom", "json")} == {50}


def resolved(day: datetime) -> list[dict[str, Any]]:
    """The one step of a complaint that was settled on a day."""
    return [{"at": day.isoformat(), "did": "resolved", "outcome": "solved"}]


def test_months_name_their_neighbours() -> None:
    """A month leads to the one before it, the one after it and the feed of now, by the words of RFC 5005."""
    links = feedparser.parse(files(incidents=many(120))["feeds/2026-09.atom"]).feed.links
    expected = {
        "self": f"{SITE}feeds/2026-09.atom",
        "prev-archive": f"{SITE}feeds/2026-08.atom",
        "next-archive": f"{SITE}feeds/2026-10.atom",
        "current": f"{SITE}feed.atom",
    }
    assert {link.rel: link.href for link in links if link.rel in expected} == expected


def test_few_items_need_no_months() -> None:
    """Up to fifty items there are no month feeds and no links to any."""
    built = files(incidents=many(50))
    assert not [path for path in built if "2026-" in path]
    assert "prev-archive" not in {link.rel for link in feedparser.parse(built["feed.atom"]).feed.links}


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script>", "A & B ]]> <b>", 'say "no" \x07\x00', "پرداخت 👩‍🚒 \u200fرفت"]
)
def test_hostile_titles_stay_words(title: str) -> None:
    """Markup in a title is text, and characters that no XML may hold are left out."""
    built = files(incidents=[incident(FIRST, title=title)])
    assert all(not feedparser.parse(built[path]).bozo for path in ("feed.xml", "feed.atom", "history.rss"))
    expected = f"Identified: {title}".replace("\x07", "").replace("\x00", "").strip()
    assert json.loads(built["feed.json"])["items"][0]["title"] == expected
    assert b"<script" not in built["feed.xml"] + built["feed.atom"]


def test_links_in_texts_are_absolute_and_harmless() -> None:
    """Links within the site become absolute; scripts and telephone links lose their address."""
    text = "[a](/contact/) [b](javascript:alert(1)) [c](tel:+1234) [d](mailto:a@example.com)"
    html = json.loads(files(incidents=[incident({**FIRST, "text": text})])["feed.json"])["items"][0]["content_html"]
    assert f'href="{SITE}contact/"' in html
    assert 'href="mailto:a@example.com"' in html
    assert 'href="javascript' not in html
    assert 'href="tel' not in html
    assert ">c<" not in html
    assert "c " in html


def test_language_stands_in_every_format() -> None:
    """A Persian site says so in each format, and its texts read from the right."""
    update = {**FIRST, "text": {"en": "A disk is full.", "fa": "دیسک پر است."}}
    built = files("fa", incidents=[incident(update)])
    assert feedparser.parse(built["feed.xml"]).feed.language == "fa"
    assert feedparser.parse(built["feed.atom"]).feed.language == "fa"
    assert json.loads(built["feed.json"])["language"] == "fa"
    assert '<div lang="fa" dir="rtl"><p>دیسک پر است.</p>' in json.loads(built["feed.json"])["items"][0]["content_html"]


def test_maintenance_is_announced_before_any_update() -> None:
    """Maintenance is one item at its announcement; an update is a second one and takes nothing away."""
    announced = ids(files(maintenances=[Maintenance.model_validate(WORK)])["feeds/maintenance.atom"])
    assert announced == ["tag:status.example.com,2026-11-20:maintenance/disks/announced-20261120T080000Z"]
    update = {"at": "2026-11-21T08:00:00Z", "status": "cancelled", "text": "Not needed."}
    updated = Maintenance.model_validate(WORK | {"updates": [update]})
    assert ids(files(maintenances=[updated])["feeds/maintenance.atom"])[1:] == announced


def test_maintenance_tells_its_own_text_beside_its_updates() -> None:
    """What was announced stays an item when work begins, also where nobody wrote down when it was announced."""
    started = {"at": WORK["starts"], "status": "in_progress", "text": "It has begun."}
    work = {key: value for key, value in WORK.items() if key != "announced"} | {"text": "New disks, an hour."}
    before = files(maintenances=[Maintenance.model_validate(work)])["feeds/maintenance.atom"]
    after = files(maintenances=[Maintenance.model_validate(work | {"updates": [started]})])["feeds/maintenance.atom"]
    assert [entry.content[0].value.count("New disks, an hour.") for entry in feedparser.parse(after).entries] == [0, 1]
    assert ids(after)[1:] == ids(before)


def test_what_was_planned_is_older_than_what_came_of_it() -> None:
    """Work of which no record says when it was announced, begun the day before it was to, was announced before that."""
    early = {"at": "2026-11-30T20:00:00Z", "status": "in_progress"}
    work = {key: value for key, value in WORK.items() if key != "announced"} | {"updates": [early]}
    found = feedparser.parse(files(maintenances=[Maintenance.model_validate(work)])["feeds/maintenance.atom"]).entries
    assert [entry.title.partition(":")[0] for entry in found] == ["In progress", "Scheduled"]


def test_update_that_announces_maintenance_is_its_announcement() -> None:
    """A first update that says `scheduled` is not announced a second time."""
    update = {"at": WORK["announced"], "status": "scheduled", "text": "Planned."}
    work = Maintenance.model_validate(WORK | {"updates": [update]})
    assert len(ids(files(maintenances=[work])["feeds/maintenance.atom"])) == 1


@pytest.mark.parametrize(
    ("now", "changed", "at"),
    [
        ("2026-11-24T12:00:00+00:00", None, "2026-11-24T12:00:00+00:00"),
        ("2026-11-24T12:00:00+00:00", "2026-11-20T08:00:00+00:00", "2026-11-20T08:00:00+00:00"),
        ("2026-11-24T12:00:00+00:00", "2026-11-25T08:00:00+00:00", "2026-11-24T12:00:00+00:00"),
        ("2026-12-01T00:00:00+00:00", "2026-11-20T08:00:00+00:00", "2026-12-01T00:00:00+00:00"),
        ("2026-12-05T00:00:00+00:00", None, "2026-12-01T00:00:00+00:00"),
    ],
)
def test_maintenance_without_announcement_is_never_dated_ahead(now: str, changed: str | None, at: str) -> None:
    """While it lies ahead it is dated by its file's last change, else by the build; once begun, by its start."""
    work = Maintenance.model_validate({key: value for key, value in WORK.items() if key != "announced"})
    known = {work.id: datetime.fromisoformat(changed)} if changed else {}
    context = Context(
        make_ledger(maintenances=[work]), datetime.fromisoformat(now), "en", "en", "Example", SITE, changed=known
    )
    built = {one.path: one.content for one in publish(context)}
    for name in ("feed.atom", "feeds/maintenance.atom"):
        (entry,) = feedparser.parse(built[name]).entries
        assert entry.published == entry.updated == at
    api = events.maintenance(context, work)
    assert api["created_at"] == api["started_at"] == at.replace("+00:00", ".000Z")


def test_answer_is_an_item_and_its_follow_up_another() -> None:
    """An answer appears when it is resolved and once more when its outcome is reported back in public."""
    resolved = Complaint.model_validate(ANSWER)
    before = feedparser.parse(files(complaints=[resolved])["feeds/answers.xml"]).entries
    assert [entry.title for entry in before] == ["Solved: Late parcel"]
    steps = [*ANSWER["steps"], {"at": "2026-11-05T09:00:00Z", "did": "followed_up"}]
    followed = Complaint.model_validate(ANSWER | {"steps": steps})
    after = feedparser.parse(files(complaints=[followed])["feeds/answers.xml"]).entries
    assert [entry.id for entry in after][1:] == [entry.id for entry in before]


def test_answer_links_to_its_step_among_others_of_the_same_instant() -> None:
    """Where a complaint was answered and settled in one minute, the item leads to the second of the two."""
    steps = [{"at": ANSWER["steps"][0]["at"], "did": "answered"}, *ANSWER["steps"]]
    (entry,) = feedparser.parse(
        files(complaints=[Complaint.model_validate(ANSWER | {"steps": steps})])["feeds/answers.xml"]
    ).entries
    assert entry.link == f"{SITE}answers/late-parcel/#update-20261102T090000Z-2"


def test_customer_stays_out_of_feeds() -> None:
    """What a reader has fetched cannot be taken back: name and quote stay on the page, even with consent."""
    named = {"consent": "named", "customer": {"name": "Zohreh"}, "quote": "Where is my parcel?"}
    built = files(complaints=[Complaint.model_validate(ANSWER | named)])
    assert not [path for path, content in built.items() if b"Zohreh" in content or b"Where is my" in content]
    assert b"We looked into it." in built["feed.xml"]


def test_notice_stands_first_among_equals() -> None:
    """A standing notice is announced once it begins, before whatever was said in the same second."""
    record = {"id": "scam", "title": "Beware of calls", "starts": FIRST["at"], "ends": "2026-12-24T00:00:00Z"}
    notice = Notice.model_validate(record | {"link": "tel:+1234"})
    titles = [
        e.title for e in feedparser.parse(files(notices=[notice], incidents=[incident(FIRST)])["feed.xml"]).entries
    ]
    assert titles == ["Beware of calls", "Identified: Disk full"]
    assert ids(files(notices=[notice], now=NOW - timedelta(days=9))["feed.xml"]) == []


def test_pinned_incident_stands_before_others_of_its_instant_only() -> None:
    """What is pinned comes first among items of one second, and nowhere else."""
    aside = Incident.model_validate(incident(FIRST, id="zz").model_dump(exclude={"path", "body"}) | {"pinned": False})
    later = Incident.model_validate(incident(SECOND, id="aa").model_dump(exclude={"path", "body"}) | {"pinned": False})
    found = ids(files(incidents=[aside, incident(FIRST), later])["feed.atom"])
    assert [id.split("/")[1] for id in found] == ["aa", "disk-full", "zz"]


def test_component_feed_holds_its_own_items() -> None:
    """A component's feed has what touches it and nothing else."""
    other = Incident.model_validate({"id": "mail", "title": "Mail", "impact": "minor", "updates": [FIRST]})
    built = files(incidents=[incident(FIRST), other])
    titles = [entry.title for entry in feedparser.parse(built["feeds/components/shop.xml"]).entries]
    assert titles == ["Identified: Disk full"]


def test_history_has_one_entry_per_incident() -> None:
    """The history's entry keeps its id, and its first strong word is the newest state, in English."""
    (before,) = feedparser.parse(files(incidents=[incident(FIRST)])["history.atom"]).entries
    (after,) = feedparser.parse(files("fa", incidents=[incident()])["history.atom"]).entries
    assert before.id == after.id == "tag:status.example.com,2026:incidents/disk-full"
    words = [entry.content[0].value.split("<strong>")[1].split("</strong>")[0] for entry in (before, after)]
    assert words == ["Identified", "Resolved"]


def test_history_tells_each_update_as_statuspage_does() -> None:
    """State, dash and words stand in one paragraph, where programs made for that service look for them."""
    (entry,) = feedparser.parse(files(incidents=[incident()])["history.rss"]).entries
    assert "<br /><strong>Resolved</strong> - It works again.</p>" in entry.summary
    assert entry.summary.count("<strong>") == 2


def work_in_history(now: datetime, *updates: dict[str, Any]) -> list[Any]:
    """The history's entries of one maintenance at an instant."""
    works = [Maintenance.model_validate(WORK | {"updates": updates, "text": "The shop is closed."})]
    return list(feedparser.parse(files(now=now, maintenances=works)["history.rss"]).entries)


def test_history_has_work_once_it_begins() -> None:
    """Work to come is no entry; begun it is one, dated by its newest turn, and programs see when it ends."""
    begins = datetime(2026, 12, 1, tzinfo=UTC)
    assert work_in_history(begins - timedelta(seconds=1)) == []
    (begun,), (over,) = work_in_history(begins), work_in_history(begins + timedelta(hours=3))
    assert begun.id == over.id == "tag:status.example.com,2026:maintenance/disks"
    assert (begun.published, over.published) == ("Tue, 01 Dec 2026 00:00:00 +0000", "Tue, 01 Dec 2026 02:00:00 +0000")
    assert begun.maintenanceenddate == over.maintenanceenddate == "Tue, 01 Dec 2026 02:00:00 +0000"
    words = [[part.split("</strong>")[0] for part in e.summary.split("<strong>")[1:]] for e in (begun, over)]
    assert words == [["In progress", "Scheduled"], ["Completed", "In progress", "Scheduled"]]
    assert "<strong>Scheduled</strong> - The shop is closed.</p>" in begun.summary
    (said,) = work_in_history(begins, {"at": WORK["announced"], "status": "scheduled"})
    assert said.summary == begun.summary


def test_history_knows_work_that_ends_early_or_never_begins() -> None:
    """Ended early it says so at once, called off meanwhile it is completed, and called off before it is no entry."""
    at, later = "2026-12-01T00:40:00Z", datetime(2026, 12, 1, 1, tzinfo=UTC)
    for status in ("completed", "cancelled"):
        (entry,) = work_in_history(later, {"at": at, "status": status, "text": "Done."})
        assert entry.published == entry.maintenanceenddate == "Tue, 01 Dec 2026 00:40:00 +0000"
        assert "<strong>Completed</strong> - Done.</p>" in entry.summary.partition("<strong>In progress")[0]
    assert work_in_history(later, {"at": "2026-11-30T09:00:00Z", "status": "cancelled", "text": "Not now."}) == []


def test_ids_know_the_folder_of_the_site() -> None:
    """Two sites on one host do not share ids."""
    (found,) = ids(files(site="https://example.org/status/", incidents=[incident(FIRST)])["feed.xml"])
    assert found == "tag:example.org,2026-11-23:status/incidents/disk-full/update-20261123T053000Z"


def test_every_linked_feed_exists() -> None:
    """Each feed that pages link to is written, the one of everything first."""
    ledger = make_ledger(components=[Component.model_validate({"id": "shop", "name": "Shop"})], policy=Policy())
    context = Context(ledger, NOW, "en", "en", "Example", SITE)
    links = feed_links(context)
    assert {path for _, path, _ in links} <= {output.path for output in publish(context)}
    assert links[0] == ("Example (RSS)", "feed.xml", "application/rss+xml")
