"""Any name at all, in what is cheap to make: it parses, it is one line, and what is read back is the name."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import vobject
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.hostile.company import quoted
from tests.hostile.names import VARIANTS, published, settled

from answerable.publish.api import statuspage
from answerable.publish.badges import publish as badges
from answerable.publish.context import Context
from answerable.publish.feeds import publish as feeds
from answerable.publish.files import calendar, status_text
from answerable.publish.social import linked_data
from answerable.records.company import Component, Policy
from answerable.records.ledger import make_ledger
from answerable.records.model import Incident, Maintenance
from answerable.records.text import shows
from answerable.records.yaml.reader import read_yaml

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PIECES = st.sampled_from([*VARIANTS.values(), "<", ">", "&", '"', "'", "]]>", "\\", ";", ",", ":", "\n", "\r", "  "])
NAMES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | PIECES, min_size=1, max_size=4).map(
    "".join
)
SVG = "{http://www.w3.org/2000/svg}"


def written(name: str) -> str:
    """The name as a record gives it to publications: through YAML, in double quotes."""
    tree, _ = read_yaml(f"name: {quoted(name)}\n", path="a.yml")
    return str(tree.value["name"])


def context(name: str, language: str = "en") -> Context:
    """A shop in which everything has the name."""
    update = {"at": "2026-11-24T11:00:00Z", "status": "investigating", "text": "We look."}
    about = {"id": "i", "title": name, "impact": "major", "components": {"c": "major_outage"}, "updates": [update]}
    work = {"id": "m", "title": name, "starts": "2026-12-01T00:00:00Z", "ends": "2026-12-01T02:00:00Z"}
    ledger = make_ledger(
        components=[Component.model_validate({"id": "c", "name": name})],
        policy=Policy.model_validate({"organisation": name}),
        incidents=[Incident.model_validate(about)],
        maintenances=[Maintenance.model_validate(work)],
    )
    return Context(ledger, NOW, language, "en", "Example", "https://status.example.com/")


def made(publish: Any, of: Context) -> dict[str, bytes]:
    """What a publication makes."""
    return {output.path: output.content for output in publish(of)}


@given(NAMES, st.sampled_from(["en", "fa"]))
@example(VARIANTS["controls"], "en")
def test_any_name_is_a_badge(name: str, language: str) -> None:
    """A picture of six kinds of elements, whose title has the whole name; what is drawn is closed and not broken."""
    name = written(name)
    assume(shows(name))
    for path, content in made(badges, context(name, language)).items():
        if path.startswith("badges/components/c/status") and path.endswith(".svg"):
            root = ET.fromstring(content)
            assert {one.tag for one in root.iter()} == {
                f"{SVG}{tag}" for tag in ("svg", "title", "rect", "path", "g", "text")
            }
            title = root.findtext(f"{SVG}title", "")
            assert settled(title).startswith(published(name))
            drawn = "".join(one.text or "" for one in root.iter(f"{SVG}text"))
            assert drawn.count("\u2068") == drawn.count("\u2069")


@given(NAMES)
def test_any_name_is_a_feed(name: str) -> None:
    """RSS, Atom and JSON Feed have one item of an incident, called by its state and the name."""
    name = written(name)
    assume(shows(name))
    found = made(feeds, context(name))
    wanted = settled(f"Investigating: {published(name)}")
    atom = ET.fromstring(found["feeds/incidents.atom"])
    space = "{http://www.w3.org/2005/Atom}"
    assert [settled(one.findtext(f"{space}title", "")) for one in atom.iter(f"{space}entry")] == [wanted]
    rss = ET.fromstring(found["feeds/incidents.xml"])
    assert [settled(one.findtext("title", "")) for one in rss.iter("item")] == [wanted]
    (item,) = json.loads(found["feeds/incidents.json"])["items"]
    assert settled(item["title"]) == wanted
    assert not feedparser.parse(found["feeds/incidents.atom"]).bozo


@given(NAMES)
@example("\\\\")
def test_any_name_is_an_event(name: str) -> None:
    """One event, whose summary is whose work it is and the name; no line of the file begins with a part of it."""
    name = written(name)
    assume(shows(name))
    content = made(calendar.publish, context(name))["calendar.ics"]
    (event,) = vobject.readOne(content.decode()).vevent_list
    assert settled(event.summary.value) == settled(f"{published(name)}: {published(name)}")
    rows = content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    innocent = made(calendar.publish, context("Plain"))["calendar.ics"].replace(b"\r\n ", b"").decode()
    keys = [re.match(r"[A-Z-]*", row) for row in innocent.split("\r\n")[:-1]]
    assert [re.match(r"[A-Z-]*", row)[0] for row in rows] == [key[0] for key in keys if key]  # type: ignore[index]
    assert all(len(row) <= 75 for row in content.split(b"\r\n"))


@given(NAMES)
def test_any_name_is_words_of_status_txt(name: str) -> None:
    """As many paragraphs as with an innocent name, its words in order, and nothing that a terminal obeys."""
    name = written(name)
    assume(shows(name))
    words = made(status_text.publish, context(name))["status.txt"].decode()
    plain = made(status_text.publish, context("Plain"))["status.txt"].decode()
    assert len(words.split("\n\n")) == len(plain.split("\n\n"))
    assert not set(words) & {chr(code) for code in [*range(10), *range(11, 32), *range(127, 160)]}
    squeezed = "".join(settled(words).split())
    assert "".join(published(name).split()) in squeezed


@given(NAMES)
def test_any_name_is_json_in_a_page_and_for_programs(name: str) -> None:
    """The script of a page's head cannot be ended by it, and an API gives it back."""
    name = written(name)
    assume(shows(name))
    head = linked_data.head(context(name))
    script = head.partition(">")[2].rpartition("</script>")[0]
    assert "<" not in script and ">" not in script
    assert [settled(node["name"]) for node in json.loads(script)["@graph"]] == [
        published(name),
        "Example",
        published(name),
    ]
    summary = json.loads(made(statuspage.publish, context(name))["api/v2/summary.json"])
    assert settled(summary["components"][0]["name"]) == settled(summary["page"]["name"]) == published(name)
