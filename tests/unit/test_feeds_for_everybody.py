"""Feeds for hubs, for readers that keep archives or import lists, and for people who open one in a browser."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest

from generator.publish.context import Context
from generator.publish.feeds import atom, json_feed, publish, rss
from generator.publish.feeds.feed import FeedItem
from generator.records.company import Channel, Component, Policy
from generator.records.complaint import Complaint
from generator.records.incident import Incident
from generator.records.ledger import make_ledger

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SITE = "https://status.example.com/"
HUB = "https://hub.example.org/?a=1&b=2"
ATOM = "{http://www.w3.org/2005/Atom}"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
TOPICS = [{"id": "refunds", "name": {"en": "Refunds", "fa": "بازپرداخت"}}, {"id": "parcels", "name": "Parcels"}]


def files(now: datetime = NOW, websub: str = "", **records: Any) -> dict[str, bytes]:
    """What is published of these records, by path."""
    ledger = make_ledger(
        components=[Component.model_validate({"id": "shop", "name": "Shop & <café>"})],
        channels=[Channel.model_validate({"id": id, "name": id.upper()}) for id in ("x", "mail")],
        policy=Policy.model_validate({"topics": TOPICS}),
        **records,
    )
    context = Context(ledger, now, "en", "en", 'Ex "ample" & Co', SITE, websub=websub)
    return {output.path: output.content for output in publish(context)}


def answer(id: str, topic: str, channel: str, day: datetime = NOW) -> Complaint:
    """A complaint that was settled on a day."""
    step = {"at": day.isoformat(), "did": "resolved", "outcome": "solved"}
    fields = {"id": id, "title": id, "topic": topic, "channel": channel, "received": day.isoformat(), "did": "Done."}
    return Complaint.model_validate(fields | {"steps": [step]})


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
    assert "hub" not in relations(built["feeds/2026-09.xml"]) | relations(built["feeds/2026-09.atom"])


@pytest.mark.parametrize("suffix", ["xml", "atom"])
def test_months_that_are_over_are_archives(suffix: str) -> None:
    """A month carries RFC 5005's mark once something newer was said in a later one; the one that grows has none."""
    crowded = [incident(said(NOW - timedelta(minutes=n)), id=f"now{n}") for n in range(70)]
    growing = files(incidents=[*months(60, datetime(2026, 10, 31, 12, tzinfo=UTC)), *crowded])
    marks = {
        path: b"purl.org/syndication/history" in content
        for path, content in growing.items()
        if path.startswith("feeds/2026-") and path.endswith(suffix)
    }
    assert marks == {f"feeds/2026-{month}.{suffix}": month != "11" for month in ("09", "10", "11")}
    assert ET.fromstring(growing[f"feeds/2026-10.{suffix}"]).find(f".//{ARCHIVE}") is not None
    assert b"syndication/history" not in growing[f"feed.{suffix}"]


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


def test_a_picture_goes_with_its_item() -> None:
    """An item with a picture names it as Media RSS does, and as JSON Feed does; one without names none."""
    fields: dict[str, Any] = {"title": "T", "url": SITE, "at": NOW, "told": lambda: "<p>x</p>", "kind": "incidents"}
    with_one, without = FeedItem(id="a", picture=f"{SITE}a.png?1&2", **fields), FeedItem(id="b", **fields)
    for form in (rss, atom):
        told = form.entries([with_one, without])
        (thumbnail,) = ET.fromstring(_declared(told[with_one])).iter("{http://search.yahoo.com/mrss/}thumbnail")
        assert thumbnail.get("url") == f"{SITE}a.png?1&2"
        assert b"thumbnail" not in told[without]
    assert json.loads(json_feed.entries([with_one])[with_one])["image"] == f"{SITE}a.png?1&2"


def _declared(element: bytes) -> bytes:
    """An element alone, in which feedgen's prefixes would be unknown otherwise."""
    return b'<r xmlns:content="c" xmlns:atom="a">' + element + b"</r>"


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
    return [(e.id, e.summary.split("Number ")[1].split(".")[0]) for e in feedparser.parse(feed).entries]


@pytest.mark.parametrize("path", ["feed.xml", "feed.atom"])
def test_a_reader_of_every_minute_sees_each_update_of_a_day_once_and_in_order(path: str) -> None:
    """Over a day of thirty updates, some of one second, some reworded later, in three incidents, none is missed."""
    start = NOW.replace(hour=0)
    when = [start + timedelta(minutes=number * 45 + 7) for number in range(30)]
    when[11] = when[10]
    chat, feed = Chat(), files(now=start)[path]
    for minute in range(24 * 60):
        now = start + timedelta(minutes=minute)
        if now in when or minute % 15 == 0:  # built at each push, and by the schedule
            feed = files(now=now, incidents=_so_far(when, now))[path]
        chat.read(feed)
    assert chat.posted == [str(number) for number in range(30)]


def _so_far(when: list[datetime], now: datetime) -> list[Incident]:
    """Each third update belongs to one incident; what is older than four hours has been reworded since."""
    told: dict[int, list[dict[str, Any]]] = {}
    for number, at in enumerate(when):
        if at <= now:
            again = " Reworded." if now - at > timedelta(hours=4) else ""
            told.setdefault(number % 3, []).append(said(at, f"Number {number}.{again}"))
    return [incident(*updates, id=f"i{which}") for which, updates in told.items()]
