"""Archives of feeds, by RFC 5005: complete for whoever walks them, and the same for whoever comes back."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest

from answerable.publish.context import Context
from answerable.publish.feeds import publish
from answerable.records.company import Component
from answerable.records.ledger import make_ledger
from answerable.records.model import Incident, Maintenance

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SITE = "https://status.example.com/"
MARK = ".//{http://purl.org/syndication/history/1.0}archive"
Files = dict[str, bytes]


def files(*incidents: Incident, now: datetime = NOW, work: tuple[Maintenance, ...] = ()) -> Files:
    """What is published of these records, by path."""
    ledger = make_ledger(
        components=[Component.model_validate({"id": "shop", "name": "Shop"})], incidents=incidents, maintenances=work
    )
    context = Context(ledger, now, "en", "en", "Example", SITE)
    return {output.path: output.content for output in publish(context)}


def incident(*instants: datetime, id: str = "long") -> Incident:
    """An incident with an update at each instant, none of which touches anything else."""
    updates = [{"at": at.isoformat(), "status": "identified", "text": f"Said at {at:%d %H:%M}."} for at in instants]
    record: dict[str, Any] = {
        "id": id,
        "title": "Disk full",
        "impact": "minor",
        "components": {"shop": "degraded_performance"},
    }
    return Incident.model_validate(record | {"updates": updates})


def minutes(count: int, first: datetime) -> list[datetime]:
    """So many instants, ten minutes apart."""
    return [first + timedelta(minutes=10 * number) for number in range(count)]


def archives(built: Files) -> Files:
    """The archives, which the feed of everything has in Atom."""
    return {path: content for path, content in built.items() if "2026-" in path}


def link(feed: Any, relation: str) -> str:
    """The path that a feed names for a relation; empty where it names none."""
    return next((str(one.href).removeprefix(SITE) for one in feed.links if one.rel == relation), "")


class Walker:
    """A program that gathers a whole feed by RFC 5005, and never asks for an archive a second time."""

    def __init__(self) -> None:
        self.kept: dict[str, list[str]] = {}

    def walk(self, built: Files, path: str) -> list[str]:
        """The ids of everything that the feed has ever held, newest first, each once."""
        feed = feedparser.parse(built[path])
        found, older = [entry.id for entry in feed.entries], link(feed.feed, "prev-archive")
        while older:
            if older not in self.kept:
                archive = feedparser.parse(built[older])
                assert ET.fromstring(built[older]).find(MARK) is not None
                assert link(archive.feed, "current") == path
                self.kept[older] = [entry.id for entry in archive.entries]
                self.kept[f"before {older}"] = [link(archive.feed, "prev-archive")]
            found += self.kept[older]
            older = self.kept[f"before {older}"][0]
        return list(dict.fromkeys(found))


def test_an_incident_with_four_hundred_updates_is_walked_whole() -> None:
    """Nothing is missed and nothing stands twice, within one month and over the end of one."""
    when = minutes(400, datetime(2026, 10, 30, 12, tzinfo=UTC))
    found = Walker().walk(files(incident(*when)), "feed.atom")
    assert len(found) == len(set(found)) == 400
    assert found == sorted(found, reverse=True)


def test_only_the_feed_of_everything_has_archives_and_only_in_atom() -> None:
    """Other feeds hold the newest fifty and name no older ones: the archives in one format hold every item."""
    built = files(incident(*minutes(400, datetime(2026, 10, 30, 12, tzinfo=UTC))))
    assert {path.rpartition(".")[2] for path in archives(built)} == {"atom"}
    assert {path.rpartition("/")[0] for path in archives(built)} == {"feeds"}
    others = [path for path in built if path.endswith((".xml", ".atom")) and path not in archives(built)]
    leading = [path for path in others if link(feedparser.parse(built[path]).feed, "prev-archive")]
    assert leading == ["feed.atom"]
    assert {len(feedparser.parse(built[path]).entries) for path in others if "shop" in path} == {50}
    assert "next_url" not in json.loads(built["feed.json"])


def test_a_walker_that_keeps_archives_misses_nothing_of_a_growing_month() -> None:
    """Who asks now and then over ten days of 300 updates, and reads each archive once only, has all in the end."""
    when = minutes(300, datetime(2026, 10, 29, 12, tzinfo=UTC))
    walker = Walker()
    for told in (40, 51, 99, 100, 101, 149, 230, 300):
        built = files(incident(*when[:told]), now=when[told - 1])
        assert len(walker.walk(built, "feed.atom")) == told


def test_an_archive_stays_as_it_is() -> None:
    """What an archive holds is the same after each later update, also once its month is over."""
    when = minutes(300, datetime(2026, 10, 30, 12, tzinfo=UTC))
    seen: dict[str, list[str]] = {}
    for told in range(60, 300, 7):
        for path, content in archives(files(incident(*when[:told]), now=when[told - 1])).items():
            held = [entry.id + entry.content[0].value for entry in feedparser.parse(content).entries]
            assert seen.setdefault(path, held) == held
    # In October six an hour for 36 hours; in November 82 so far, of which 50 fill a part.
    sizes = {"10": 50, "10-2": 50, "10-3": 50, "10-4": 50, "10-5": 16, "11": 50}
    assert {path: len(held) for path, held in seen.items()} == {
        f"feeds/2026-{name}.atom": size for name, size in sizes.items()
    }


@pytest.mark.parametrize("apart", [10, 0], ids=["apart", "at once"])
def test_what_grows_is_no_archive(apart: int) -> None:
    """The subscription feed has no mark, and the newest updates of the month stand in it alone."""
    when = [datetime(2026, 11, 20, 12, tzinfo=UTC) + timedelta(minutes=apart * number) for number in range(70)]
    built = files(incident(*when))
    assert ET.fromstring(built["feed.atom"]).find(MARK) is None
    assert list(archives(built)) == ["feeds/2026-11.atom"]
    archived = {entry.id for entry in feedparser.parse(built["feeds/2026-11.atom"]).entries}
    newest = [entry.id for entry in feedparser.parse(built["feed.atom"]).entries]
    assert [id in archived for id in newest] == [False] * 20 + [True] * 30


def test_work_that_is_planned_ahead_is_in_no_archive() -> None:
    """Forty works of January stand in November's feed beside its newest fifty, and no archive changes by them."""
    when = minutes(70, datetime(2026, 11, 20, 12, tzinfo=UTC))
    work = {"title": "Disks", "starts": "2027-01-05T00:00:00Z", "ends": "2027-01-05T02:00:00Z"}
    planned = tuple(Maintenance.model_validate(work | {"id": f"disks{number}"}) for number in range(40))
    built = files(incident(*when), work=planned)
    assert archives(built) == archives(files(incident(*when))) != {}
    assert len(feedparser.parse(built["feed.xml"]).entries) == 90
    assert len(Walker().walk(built, "feed.atom")) == 110


def test_parts_of_a_month_say_which_they_are() -> None:
    """The first part has the month's name, the others a number with it."""
    built = files(incident(*minutes(120, datetime(2026, 11, 20, 12, tzinfo=UTC))))
    titles = [feedparser.parse(content).feed.title for content in archives(built).values()]
    assert sorted(titles) == ["Example, November 2026", "Example, November 2026 (2)"]


def days(count: int, **fields: Any) -> list[Incident]:
    """Incidents a day apart, the newest on the day of NOW, each with one update that has no words."""
    found = []
    for number in range(count):
        at = (NOW - timedelta(days=number)).isoformat()
        update = {"at": at, "status": "identified", "components": {"shop": "partial_outage"}}
        record = {"id": f"i{number}", "title": f"Disk {number}", "impact": "minor", "updates": [update]}
        found.append(Incident.model_validate(record | fields.get(f"i{number}", {})))
    return found


def test_a_change_without_words_is_an_item_everywhere() -> None:
    """An update that only sets a status is told in each format, of now and archived, and says which status."""
    built = files(*days(120))
    for path in ("feed.xml", "feed.atom", "feeds/2026-09.atom", "feeds/components/shop.xml"):
        entry = feedparser.parse(built[path]).entries[0]
        assert entry.title.startswith("Identified: Disk ")
        assert "Shop: Partial outage" in entry.summary
    (item, *_) = json.loads(built["feed.json"])["items"]
    assert item["title"].startswith("Identified: Disk ") and "Shop: Partial outage" in item["content_html"]


@pytest.mark.parametrize("gone", ["i3", "i100"], ids=["of now", "archived"])
def test_a_withdrawn_record_leaves_feeds_and_archives(gone: str) -> None:
    """Of a record that is taken back no feed in any format holds anything, and all others stand as they did."""
    before, after = files(*days(120)), files(*days(120, **{gone: {"withdrawn": "It was another shop's."}}))
    word = f"incidents/{gone}/".encode()
    assert any(word in content for content in before.values())
    assert not [path for path, content in after.items() if word in content]
    left = [id for id in Walker().walk(before, "feed.atom") if word.decode() not in id]
    assert Walker().walk(after, "feed.atom") == left
    assert len(left) == 119
