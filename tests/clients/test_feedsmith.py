"""`feedsmith` from npm, unchanged, over loopback: what a program that uses it finds in our feeds of every kind."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from tests.browser.server import serving
from tests.clients.pages import BROKEN, NOW

from answerable.publish.context import Context
from answerable.publish.feeds import publish
from answerable.records.company import Channel, Component, Policy
from answerable.records.ledger import make_ledger
from answerable.records.model import Complaint, Incident

HERE = Path(__file__).parent
CLIENTS = HERE / "node_modules"
SITE = "https://status.example.com/"
HUB = "https://hub.example.org/?a=1&b=2"
FORMAT = {"xml": "rss", "rss": "rss", "atom": "atom", "json": "json"}


def read(site: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the client finds in each feed of a site, by path, and in the list of feeds."""
    node = shutil.which("node")
    if node is None or not (CLIENTS / ".ready").is_file():
        pytest.fail("npm's clients are not installed; run make test, which installs them", pytrace=False)
    with serving(site) as origin:
        command: list[str | Path] = [node, HERE / "read_feeds.mjs", origin, *sorted(paths(site))]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return told["feeds"], told["opml"]


def paths(site: Path) -> list[str]:
    """The feeds of a site."""
    found = [*site.glob("feed.*"), *site.glob("history.*"), *(site / "feeds").rglob("*.*")]
    return [path.relative_to(site).as_posix() for path in found]


def write(folder: Path, *, name: str = "Example", language: str = "en", **records: Any) -> Path:
    """Write the feeds of these records below a folder, and give the folder."""
    context = Context(make_ledger(**records), NOW, language, "en", name, SITE, websub=HUB)
    for output in publish(context):
        file = folder / output.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(output.content)
    return folder


def outlines(opml: dict[str, Any]) -> list[dict[str, str]]:
    """The feeds of a list, those in folders too."""
    top = opml["body"]["outlines"]
    return [feed for outline in top for feed in outline.get("outlines", [outline])]


def test_the_version_is_the_one_that_is_promised() -> None:
    """What runs here is 3.0, as it was published."""
    assert json.loads((CLIENTS / "feedsmith" / "package.json").read_text("utf-8"))["version"] == "3.0.1"


def test_it_reads_every_feed_of_the_example(example_site: Path) -> None:
    """Each is taken for what it is, names itself, and holds what feedparser finds there: ids, titles, links, dates."""
    feeds, _ = read(example_site)
    assert set(feeds) == set(paths(example_site)) and len(feeds) > 70
    for path, feed in feeds.items():
        assert (feed["format"], feed["links"]["self"]) == (FORMAT[path.rpartition(".")[2]], SITE + path)
        found = [(id, title, link, instant(at)) for id, title, link, at, _ in feed["items"]]
        if path.endswith("json"):
            assert found == [item[:4] for item in told(example_site / path.replace(".json", ".atom"))]
        else:
            assert found == [item[:4] for item in told(example_site / path)]


def told(feed: Path) -> list[tuple[str, str, str, datetime]]:
    """The items of a feed by an independent hand."""
    entries = feedparser.parse(feed.read_bytes()).entries
    return [(e.id, e.title, e.link, instant(dict.get(e, "updated") or e.published)) for e in entries]


def instant(written: str) -> datetime:
    """A date of either kind."""
    return parsedate_to_datetime(written) if "," in written else datetime.fromisoformat(written)


def test_it_finds_pictures_that_are_there(example_site: Path) -> None:
    """The picture of an item, in each format the same, is a file of the site; archives name none."""
    feeds, _ = read(example_site)
    shown = {path: [item[4] for item in feed["items"]] for path, feed in feeds.items()}
    assert shown["feed.xml"] == shown["feed.atom"] == shown["feed.json"]
    assert len(set(shown["feed.xml"])) > 5
    for path, pictures in shown.items():
        assert "2026-" not in path or set(pictures) == {""}
        assert all((example_site / picture.removeprefix(SITE)).is_file() for picture in pictures if picture), path


def test_it_finds_every_feed_in_the_list(example_site: Path) -> None:
    """The OPML file lists each feed of now once, by its address and name, and nothing else."""
    feeds, opml = read(example_site)
    listed = {outline["xmlUrl"].removeprefix(SITE): outline["text"] for outline in outlines(opml)}
    now = {path: feed["title"] for path, feed in feeds.items() if path.endswith(".xml") and "/2026-" not in path}
    assert listed == now
    assert {folder["text"] for folder in opml["body"]["outlines"] if "outlines" in folder} == {
        "Components",
        "Topics",
        "Channels",
    }


def test_it_reads_the_feeds_of_an_empty_site(tmp_path: Path) -> None:
    """Nothing has happened yet, there are no answers: each feed is there, has its title and its hub, and no items."""
    policy = Policy.model_validate({"topics": [{"id": "refunds", "name": "Refunds"}]})
    channels = [Channel.model_validate({"id": "x", "name": "X"})]
    feeds, opml = read(write(tmp_path, channels=channels, policy=policy))
    assert {path for path in feeds if "/" in path and path.endswith("xml")} == {
        f"feeds/{name}.xml" for name in ("answers", "channels/x", "incidents", "maintenance", "topics/refunds")
    }
    assert all(feed["title"].startswith("Example") and feed["items"] == [] for feed in feeds.values())
    assert all(feed["links"]["hub"] == HUB for feed in feeds.values())
    assert len(outlines(opml)) == 6


@pytest.mark.parametrize(
    "name",
    [
        "\"Shop\" 'n' <b>&amp;</b> ]]> \\ 🛒 👩‍🚒",
        "فروشگاه \u202erevo\u202c \u2067بازار\u2069",
        "x" * 300,
        "R&D </title><script>",
    ],
    ids=["marks", "bidi", "long", "script"],
)
def test_any_name_arrives_whole(name: str, tmp_path: Path) -> None:
    """Site, component, topic, channel and incident keep every character of such a name, in each format."""
    topic = {"id": "refunds", "name": name}
    step = {"at": "2026-11-20T09:00:00Z", "did": "resolved", "outcome": "solved"}
    answer = {"id": "a", "title": name, "channel": "x", "topic": "refunds", "received": "2026-11-19T09:00:00Z"}
    feeds, opml = read(
        write(
            tmp_path,
            name=name,
            components=[Component.model_validate({"id": "shop", "name": name})],
            channels=[Channel.model_validate({"id": "x", "name": name})],
            policy=Policy.model_validate({"topics": [topic]}),
            incidents=[Incident.model_validate(BROKEN | {"title": name})],
            complaints=[Complaint.model_validate(answer | {"steps": [step], "consent": "anonymous"})],
        )
    )
    for path, feed in feeds.items():
        part = path.startswith(("feeds/components/", "feeds/topics/", "feeds/channels/"))
        assert feed["title"] == (f"{name}: {name}" if part else feed["title"])
        assert feed["title"].startswith(name)
    assert {item[1] for item in feeds["feed.atom"]["items"]} == {
        f"Identified: {name}", f"Investigating: {name}", f"Solved: {name}",
    }  # fmt: skip
    assert {outline["text"] for outline in outlines(opml)} >= {name, f"{name}: {name}"}
    assert opml["head"]["title"] == name
