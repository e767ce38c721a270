"""Feeds for hubs, for readers that keep archives or import lists, and for people who open one in a browser."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest

from answerable.publish.context import Context
from answerable.publish.feeds import history, parts, publish
from answerable.publish.social import previews
from answerable.records.company import Channel, Component, Policy
from answerable.records.ledger import make_ledger
from answerable.records.model import Complaint, Incident

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SITE = "https://status.example.com/"
HUB = "https://hub.example.org/?a=1&b=2"
ATOM = "{http://www.w3.org/2005/Atom}"
TOPICS = [{"id": "refunds", "name": {"en": "Refunds", "fa": "بازپرداخت"}}, {"id": "parcels", "name": "Parcels"}]


def context(now: datetime = NOW, websub: str = "", **records: Any) -> Context:
    """The context of a site with these records."""
    ledger = make_ledger(
        components=[Component.model_validate({"id": "shop", "name": "Shop & <café>"})],
        channels=[Channel.model_validate({"id": id, "name": id.upper()}) for id in ("x", "mail")],
        policy=Policy.model_validate({"topics": TOPICS}),
        **records,
    )
    return Context(ledger, now, "en", "en", 'Ex "ample" & Co', SITE, websub=websub)


def files(now: datetime = NOW, websub: str = "", **records: Any) -> dict[str, bytes]:
    """What is published of these records, by path."""
    site = context(now, websub, **records)
    return {output.path: output.content for output in (*publish(site), *history.publish(site))}


def answer(id: str, topic: str, channel: str, day: datetime = NOW) -> Complaint:
    """A complaint that was settled on a day."""
    step = {"at": day.isoformat(), "did": "resolved", "outcome": "solved"}
    fields = {"id": id, "title": id, "topic": topic, "channel": channel, "received": day.isoformat(), "did": "Done."}
    return Complaint.model_validate(fields | {"consent": "anonymous", "steps": [step]})


def incident(*updates: dict[str, Any], id: str = "disk") -> Incident:
    """An incident with these updates."""
    return Incident.model_validate({"id": id, "title": "Disk full", "impact": "minor", "updates": updates})


def said(at: datetime, text: str = "Said.", status: str = "identified") -> dict[str, Any]:
    """An update."""
    return {"at": at.isoformat(), "status": status, "text": text}


def months(count: int, newest: datetime = NOW) -> list[Incident]:
    """Incidents a day apart, the newest on the day given."""
    days = [newest - timedelta(days=day) for day in range(count)]
    return [incident(said(day, status="resolved"), id=f"i{number}") for number, day in enumerate(days)]


def relations(content: bytes) -> dict[str, str]:
    """The channel's own Atom links of an RSS or Atom feed: relation and address."""
    root = ET.fromstring(content)
    top = root.find("channel") if root.tag == "rss" else root
    assert top is not None
    return {link.get("rel", ""): link.get("href", "") for link in top.findall(f"{ATOM}link")}


@pytest.mark.parametrize("path", ["feed.xml", "feed.atom", "feeds/topics/refunds.xml", "history.rss", "history.atom"])
def test_a_hub_stands_beside_the_feed_s_own_address(path: str) -> None:
    """RSS and Atom name the hub and themselves, as WebSub asks, and the channel's page stays the site's."""
    built = files(websub=HUB, incidents=[incident(said(NOW))])[path]
    links = relations(built)
    assert (links["hub"], links["self"]) == (HUB, SITE + path)
    assert feedparser.parse(built).feed.link.startswith(SITE)
    if path == "feed.xml":
        assert ET.fromstring(built).findtext("channel/link") == SITE
        assert built.count(b"<link>") == 2  # the channel's and its one item's, for parsers that know no namespaces
        assert b"<link " not in built


def test_json_feed_names_the_hub_too() -> None:
    """JSON Feed has its own list of hubs; without one there is none."""
    assert json.loads(files(websub=HUB)["feed.json"])["hubs"] == [{"type": "WebSub", "url": HUB}]
    assert "hubs" not in json.loads(files()["feed.json"])
    assert "hub" not in relations(files()["feed.xml"])


def test_no_hub_is_told_of_months() -> None:
    """What is past does not change, and nobody subscribes to it."""
    built = files(websub=HUB, incidents=months(120))
    assert "hub" not in relations(built["feeds/2026-09.atom"])


def test_topics_and_channels_have_feeds_of_their_answers() -> None:
    """An answer stands in the feed of its topic and in that of its channel, and in no other's."""
    records = [answer("a", "refunds", "x"), answer("b", "parcels", "x"), answer("c", "parcels", "mail")]
    built = files(complaints=records, incidents=[incident(said(NOW))])
    found = {
        path.removeprefix("feeds/"): [entry.title for entry in feedparser.parse(content).entries]
        for path, content in built.items()
        if path.startswith(("feeds/topics/", "feeds/channels/")) and path.endswith(".xml")
    }
    assert {path: sorted(titles) for path, titles in found.items()} == {
        "topics/refunds.xml": ["Solved: a"],
        "topics/parcels.xml": ["Solved: b", "Solved: c"],
        "channels/x.xml": ["Solved: a", "Solved: b"],
        "channels/mail.xml": ["Solved: c"],
    }


def test_a_topic_s_feed_leads_to_its_page_once_there_is_one() -> None:
    """The page of a topic without answers is not there, so its feed leads to all answers."""
    built = files(complaints=[answer("a", "refunds", "x")])
    pages = [feedparser.parse(built[f"feeds/topics/{topic}.xml"]).feed.link for topic in ("refunds", "parcels")]
    assert pages == [f"{SITE}answers/topic/refunds/", f"{SITE}answers/"]


def test_opml_lists_every_feed_once() -> None:
    """The list holds each feed that readers ask for, under its name, and those of parts in folders."""
    built = files(complaints=[answer("a", "refunds", "x")], incidents=months(120))
    root = ET.fromstring(built["feeds.opml"])
    outlines = [outline for outline in root.iter("outline") if outline.get("type") == "rss"]
    paths = [str(outline.get("xmlUrl")).removeprefix(SITE) for outline in outlines]
    assert sorted(paths) == sorted(p for p in built if p.endswith(".xml") and "2026-" not in p)
    assert (root.get("version"), root.findtext("head/title")) == ("2.0", 'Ex "ample" & Co')
    assert [o.get("text") for o in root.findall("body/outline[outline]")] == ["Components", "Topics", "Channels"]
    assert [o.get("text") for o in outlines if "shop" in str(o.get("xmlUrl"))] == ['Ex "ample" & Co: Shop & <café>']


def test_a_change_without_words_is_an_item() -> None:
    """An update that only sets a component's status is announced, and says which status."""
    silent = {"at": NOW.isoformat(), "status": "monitoring", "components": {"shop": "degraded_performance"}}
    (entry,) = feedparser.parse(files(incidents=[incident(silent)])["feeds/components/shop.xml"]).entries
    assert entry.title == "Monitoring: Disk full"
    assert "Shop &amp; &lt;café&gt;: Degraded performance" in entry.summary


THUMBNAIL = "{http://search.yahoo.com/mrss/}thumbnail"


def pictures(content: bytes) -> list[str]:
    """The picture of each item, in the feed's order; nothing for one without."""
    if content.startswith(b"{"):
        return [item.get("image", "") for item in json.loads(content)["items"]]
    root = ET.fromstring(content)
    items = [*root.iter("item"), *root.iter(f"{ATOM}entry")]
    return [thumbnail.get("url", "") if (thumbnail := item.find(THUMBNAIL)) is not None else "" for item in items]


@pytest.mark.parametrize("path", ["feed.xml", "feed.atom", "feed.json"])
def test_a_picture_goes_with_what_it_shows(path: str) -> None:
    """An incident's picture shows its newest state and stands with that alone; an answer has that of its topic."""
    updates = said(NOW - timedelta(hours=2)), said(NOW - timedelta(hours=1), status="resolved")
    records: dict[str, Any] = {"complaints": [answer("a", "refunds", "x")], "incidents": [incident(*updates)]}
    of_topic, newest, before = pictures(files(**records)[path])
    album = previews.Album(Path("nowhere"))
    drawn = {output.path for part in previews.parts(context(**records), album) for output in part()}
    assert {of_topic.removeprefix(SITE), newest.removeprefix(SITE)} < drawn
    assert (of_topic != newest, before) == (True, "")


@pytest.mark.parametrize("path", ["feed.xml", "feed.atom", "feed.json"])
def test_another_picture_makes_nothing_new(path: str) -> None:
    """A later update moves the picture to its own item; the ids and dates of those before stay as they were."""
    first, second = said(NOW - timedelta(hours=2)), said(NOW - timedelta(hours=1), status="resolved")
    before, after = files(incidents=[incident(first)])[path], files(incidents=[incident(first, second)])[path]
    assert [bool(picture) for picture in pictures(before) + pictures(after)] == [True, True, False]
    assert pictures(before)[0] != pictures(after)[0]
    assert dated(after)[1:] == dated(before)


def dated(content: bytes) -> list[tuple[str, ...]]:
    """What readers know an item by: its id and its dates."""
    if content.startswith(b"{"):
        items = json.loads(content)["items"]
        return [(item["id"], item["date_published"], item["date_modified"]) for item in items]
    return [(e.id, e.published, dict.get(e, "updated", "")) for e in feedparser.parse(content).entries]


def test_archives_carry_no_pictures() -> None:
    """A picture goes with the next update, but an archive may not change."""
    built = files(incidents=months(120))
    assert set(pictures(built["feeds/2026-09.atom"])) == {""}
    assert all(pictures(built["feed.atom"]))


def test_a_history_has_the_picture_of_each_incident() -> None:
    """An entry that grows with its incident has the picture of how that stands."""
    built = files(incidents=[incident(said(NOW))])
    assert pictures(built["history.rss"]) == pictures(built["history.atom"]) == pictures(built["feed.json"]) != [""]


def test_where_letters_cannot_be_joined_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Persian site built without the library that joins letters names no pictures in its feeds."""
    persian = {"title": "دیسک پر است", "impact": "minor", "updates": [said(NOW)]}
    records: dict[str, Any] = {"incidents": [Incident.model_validate({"id": "disk", **persian})]}
    assert pictures(files(**records)["feed.json"]) != [""]
    monkeypatch.setattr(previews.picture, "can_shape", lambda: False)
    assert pictures(files(**records)["feed.json"]) == [""]


@pytest.mark.parametrize("path", ["feed.xml", "feed.atom", "history.rss"])
def test_a_feed_leads_browsers_to_its_style_sheet(path: str) -> None:
    """The second line names the style sheet, and the words for people stand before the first item."""
    built = files(incidents=[incident(said(NOW))])[path]
    declaration, instruction, rest = built.split(b"\n", 2)
    assert declaration.startswith(b"<?xml version=")
    assert instruction.startswith(b'<?xml-stylesheet type="text/css" href="/assets/answerable/feed.')
    assert 0 < rest.index(b"This is a feed.") < rest.index(b"<entry>" if path.endswith("atom") else b"<item>")
    parsed = feedparser.parse(built)
    assert (parsed.bozo, parsed.feed.title.startswith('Ex "ample" & Co')) == (False, True)


class Chat:
    """A program that posts a feed's news into a chat, as the one in Slack: it knows what it has posted by its id."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.posted: list[str] = []

    def read(self, feed: bytes) -> None:
        """Post what was not there before, the oldest first."""
        for id, number in reversed(_entries(feed)):
            if id not in self.seen:
                self.seen.add(id)
                self.posted.append(number)


@lru_cache(maxsize=2)
def _entries(feed: bytes) -> list[tuple[str, str]]:
    if feed.startswith(b"{"):
        return [(item["id"], _number(item["content_html"])) for item in json.loads(feed)["items"]]
    return [(e.id, _number(e.summary)) for e in feedparser.parse(feed).entries]


def _number(words: str) -> str:
    return words.split("Number ")[1].split(".", maxsplit=1)[0]


def a_day(path: str, said_at: dict[int, datetime], dated: dict[int, datetime], incidents: int = 3) -> list[str]:
    """What a chat posts that reads a feed every minute of a day; what was said with which date is told by number."""
    start, chat = NOW.replace(hour=0), Chat()
    told = set(said_at.values())
    for minute in range(24 * 60):
        now = start + timedelta(minutes=minute)
        if now in told or minute % 15 == 0:  # built at each push, and by the schedule
            known = {number: dated.get(number, at) for number, at in said_at.items() if at <= now}
            newest, *_ = parts(context(now=now, incidents=_so_far(known, now, incidents)))
            feed = next(output.content for output in newest() if output.path == path)
        chat.read(feed)
    return chat.posted


def _so_far(known: dict[int, datetime], now: datetime, incidents: int) -> list[Incident]:
    """The updates in turns for each incident, by date; what is older than four hours has been reworded since."""
    told: dict[int, list[dict[str, Any]]] = {}
    for number, at in sorted(known.items(), key=lambda one: (one[1], one[0])):
        again = " Reworded." if now - at > timedelta(hours=4) else ""
        told.setdefault(number % incidents, []).append(said(at, f"Number {number}.{again}"))
    return [incident(*updates, id=f"i{which}") for which, updates in told.items()]


FORMATS = pytest.mark.parametrize("path", ["feed.xml", "feed.atom", "feed.json"])


@FORMATS
def test_a_reader_of_every_minute_sees_each_update_of_a_day_once_and_in_order(path: str) -> None:
    """Over a day of thirty updates, some of one minute, some reworded later, in three incidents, none is missed."""
    start = NOW.replace(hour=0)
    when = {number: start + timedelta(minutes=number * 45 + 7) for number in range(30)}
    when[11] = when[10]
    when[20] = when[19]
    within_the_minute = {20: when[19] + timedelta(seconds=20)}
    assert a_day(path, when, within_the_minute) == [str(number) for number in range(30)]


@FORMATS
def test_what_is_written_down_later_is_seen_when_it_is_written(path: str) -> None:
    """Three updates that are dated back before others are posted once each, as they come, and repeat none of those."""
    start = NOW.replace(hour=0)
    when = {number: start + timedelta(minutes=number * 45 + 7) for number in range(30)}
    back = {number: when[number] - timedelta(hours=3) for number in (6, 15, 29)}
    assert a_day(path, when, back) == [str(number) for number in range(30)]


@FORMATS
def test_four_hundred_updates_of_one_incident_in_a_day_are_each_seen_once(path: str) -> None:
    """Ten updates in every half hour, published together: far more than the feed holds, and none is missed."""
    start = NOW.replace(hour=0)
    when = {number: start + timedelta(minutes=30 * (1 + number // 10)) for number in range(400)}
    dated = {number: at - timedelta(minutes=10 - number % 10) for number, at in when.items()}
    assert a_day(path, when, dated, incidents=1) == [str(number) for number in range(400)]
