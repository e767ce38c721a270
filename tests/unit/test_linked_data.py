"""JSON-LD of home: schema.org's words for who speaks and what is announced, safe inside a page."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from answerable.publish.context import Context
from answerable.publish.social.linked_data import head
from answerable.records.company import Channel, Policy
from answerable.records.ledger import make_ledger
from answerable.records.model import Incident, Notice

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = "https://status.example.com/"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$")
LINK = re.compile(r"https?://[^\s<>\"]+$")
# What schema.org 29 says of these types' properties, own and inherited, as far as they are used here.
VOCABULARY: dict[str, dict[str, str]] = {
    "Organization": {"name": "Text", "url": "URL", "sameAs": "URL"},
    "WebSite": {"name": "Text", "url": "URL", "inLanguage": "Text", "publisher": "Organization"},
    "SpecialAnnouncement": {
        "name": "Text",
        "text": "Text",
        "inLanguage": "Text",
        "url": "URL",
        "datePosted": "DateTime",
        "expires": "DateTime",
        "publisher": "Organization",
    },
}
CHANNELS: list[dict[str, str]] = [
    {"id": "x", "name": "X", "kind": "x", "url": "https://x.example.com/baran"},
    {"id": "mastodon", "name": "Mastodon", "kind": "mastodon", "url": "https://social.example.com/@baran"},
    {"id": "mail", "name": "Mail", "kind": "email", "url": "mailto:help@example.com"},
    {"id": "chat", "name": "Chat", "kind": "chat", "url": "https://chat.example.com/"},
    {"id": "nowhere", "name": "Instagram", "kind": "instagram"},
]
UPDATE = {"at": "2026-11-24T11:00:00Z", "status": "investigating", "text": "We **look**."}
NOTICE = {"id": "shops", "title": "Fakes", "starts": "2026-11-20T09:00:00Z", "ends": "2026-12-20T09:00:00Z"}


class _Elements(HTMLParser):
    """What a page's head holds: script elements with their content, and links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.links: list[dict[str, str | None]] = []
        self.others: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "link":
            self.links.append(dict(attrs))
        elif tag == "script":
            self.scripts.append("")
        else:
            self.others.append(tag)

    def handle_data(self, data: str) -> None:
        if self.scripts:
            self.scripts[-1] += data


def elements(language: str = "en", site_name: str = "Example status", **records: Any) -> _Elements:
    """The head's part that these records make."""
    context = Context(make_ledger(**records), NOW, language, "en", site_name, SITE)
    return _Elements(head(context))


def graph(**records: Any) -> list[dict[str, Any]]:
    """The nodes of the graph."""
    found = json.loads(elements(**records).scripts[0])
    assert found["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = found["@graph"]
    return nodes


def channels() -> list[Channel]:
    """Two profiles and three channels that are none."""
    return [Channel.model_validate(channel) for channel in CHANNELS]


def incident(**keys: Any) -> Incident:
    """An open incident."""
    record = {"id": "i", "title": "Disk full", "impact": "major", "updates": [UPDATE]}
    return Incident.model_validate(record | keys)


def problems(nodes: list[dict[str, Any]]) -> list[str]:
    """What schema.org would not know: types, properties, values, and references to nodes that are not there."""
    ids = {node["@id"]: node["@type"] for node in nodes}
    found = [] if len(ids) == len(nodes) else ["an id is there twice"]
    for node in nodes:
        known = VOCABULARY[node["@type"]]
        for name, value in node.items():
            if name.startswith("@"):
                continue
            wanted = known.get(name, "nothing")
            values = value if isinstance(value, list) else [value]
            found += [f"{node['@type']}.{name}: {one!r} is no {wanted}" for one in values if not fits(one, wanted, ids)]
    return found


def fits(value: object, wanted: str, ids: dict[str, str]) -> bool:
    """Whether a value is of a type of schema.org's."""
    if wanted == "Organization":
        return isinstance(value, dict) and ids.get(value["@id"]) == wanted
    pattern = {"URL": LINK, "DateTime": INSTANT, "Text": re.compile(r"[\s\S]*\S")}.get(wanted)
    return isinstance(value, str) and pattern is not None and pattern.match(value) is not None


def test_the_graph_is_schema_org_s() -> None:
    """Each type, property and value is one that schema.org has; each reference leads to a node."""
    nodes = graph(
        channels=channels(),
        incidents=[incident()],
        notices=[Notice.model_validate(NOTICE)],
        policy=Policy.model_validate({"organisation": "Baran", "website": "https://www.example.com/"}),
    )
    kinds = [node["@type"] for node in nodes]
    assert kinds == ["Organization", "WebSite", "SpecialAnnouncement", "SpecialAnnouncement"]
    assert problems(nodes) == []


def test_the_company_is_the_same_as_its_profiles() -> None:
    """Social profiles with an address, and neither mail nor chat nor what has no address."""
    organisation = graph(channels=channels())[0]
    assert organisation["sameAs"] == ["https://x.example.com/baran", "https://social.example.com/@baran"]
    assert "sameAs" not in graph()[0]
    links = elements(channels=channels()).links
    assert [(link["rel"], link["href"]) for link in links] == [("me", url) for url in organisation["sameAs"]]


def test_a_pinned_incident_is_an_announcement_that_expires() -> None:
    """Who reads an old copy of the page knows that it no longer holds: six hours after the build at the latest."""
    announcement = graph(incidents=[incident()])[2]
    assert announcement["name"] == "Disk full"
    assert announcement["text"] == "We look."
    assert announcement["url"] == f"{SITE}incidents/i/"
    assert announcement["datePosted"] == "2026-11-24T11:00:00+00:00"
    assert datetime.fromisoformat(announcement["expires"]) == NOW + timedelta(hours=6)


def test_what_is_resolved_is_announced_as_such() -> None:
    """While it stays pinned for those who come late, its name says that it is over; it expires when it is unpinned."""
    done = {"at": "2026-11-24T11:30:00Z", "status": "resolved", "text": "It works again."}
    announcement = graph(incidents=[incident(updates=[UPDATE, done])])[2]
    assert (announcement["name"], announcement["text"]) == ("Resolved: Disk full", "It works again.")
    assert announcement["expires"] == "2026-11-24T13:30:00+00:00"


def test_a_notice_expires_with_its_own_window() -> None:
    """A standing notice holds as long as it says, whenever the page was built."""
    announcement = graph(notices=[Notice.model_validate(NOTICE)])[2]
    assert announcement["expires"] == "2026-12-20T09:00:00+00:00"
    assert announcement["url"] == f"{SITE}#notice-shops"


def test_what_is_not_pinned_is_not_announced() -> None:
    """The announcements are the page's pinned notices, no more."""
    assert [node["@type"] for node in graph(incidents=[incident(pinned=False)])] == ["Organization", "WebSite"]


def test_an_announcement_says_its_language() -> None:
    """A text without the page's language is marked as what it is."""
    nodes = graph(language="fa", incidents=[incident()])
    assert [node.get("inLanguage") for node in nodes] == [None, "fa", "en"]


@pytest.mark.parametrize(
    "name", ["</script><script>alert(1)</script>", "--><script>", '"}]} & \u2028 \\', "😀 " + "x" * 300]
)
def test_no_name_ends_the_element(name: str) -> None:
    """A name stays a name: one script element with the whole graph in it, and nothing else."""
    found = elements(site_name=name, incidents=[incident(title=name, updates=[UPDATE | {"text": f"`{name}`"}])])
    assert (len(found.scripts), found.others) == (1, [])
    assert "<" not in found.scripts[0]
    nodes = json.loads(found.scripts[0])["@graph"]
    wanted = " ".join(name.replace("\u2028", "").split())
    assert [node["name"] for node in nodes] == [wanted] * 3
    assert problems(nodes) == []
