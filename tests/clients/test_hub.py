"""Flask-WebSub from PyPI, unchanged, over loopback: what reaches those who subscribed to our feeds at a hub."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result
from flask_websub.hub import SQLite3HubStorage
from flask_websub.subscriber.discovery import discover
from pytest_httpserver import HTTPServer
from tests.browser.server import StaticHost, serving
from tests.clients.hub import running
from tests.clients.pages import BROKEN, MENDED, NOW, ledger_of
from werkzeug import Request, Response

from answerable.cli import main
from answerable.publish.context import Context
from answerable.publish.feeds import history, publish

SECRET = "a-secret-between-hub-and-subscriber"
PATHS = ("feed.xml", "feed.atom", "feed.json", "history.rss", "history.atom", "feeds/components/shop.xml")


class LinkingHost(StaticHost):
    """A host that names hub and feed in a header too: this hub passes on nothing without it."""

    hub = ""

    def end_headers(self) -> None:
        """Add both."""
        self.send_header("Link", f'<{self.hub}>; rel="hub", <http://{self.headers["Host"]}{self.path}>; rel="self"')
        super().end_headers()


@dataclass
class World:
    """A site over loopback, the same without headers, a hub, and somebody who subscribed."""

    origin: str
    plain: str
    hub: str
    settings: dict[str, Any]
    folder: Path
    server: HTTPServer
    got: dict[str, list[bytes]] = field(default_factory=dict)

    def build(self, *incidents: dict[str, object]) -> None:
        """Put the feeds of these incidents on the host."""
        context = Context(ledger_of(incidents=incidents), NOW, "en", "en", "Example", self.origin, websub=self.hub)
        for output in (*publish(context), *history.publish(context)):
            file = self.folder / "site" / output.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(output.content)

    def subscribe(self, path: str) -> None:
        """Subscribe to a feed at the hub that it names, and wait until the hub has asked back and stored it."""
        found = discover(self.plain + path) if not path.endswith("json") else names_of(self.folder / "site" / path)
        assert found == {"hub_url": self.hub, "topic_url": self.origin + path}
        callback = self.server.url_for(f"/to/{path}")
        form = {"hub.mode": "subscribe", "hub.topic": found["topic_url"], "hub.callback": callback}
        assert httpx.post(found["hub_url"], data=form | {"hub.secret": SECRET}).status_code == 202
        until(lambda: callback in subscribers(self.folder, found["topic_url"]))

    def answer(self, request: Request) -> Response:
        """Confirm a subscription, or take what the hub sends and see that it comes from the hub."""
        if request.method == "GET":
            return Response(request.args["hub.challenge"])
        body = request.get_data()
        algorithm, _, signature = request.headers["X-Hub-Signature"].partition("=")
        assert hmac.new(SECRET.encode(), body, getattr(hashlib, algorithm)).hexdigest() == signature
        self.got.setdefault(request.path.removeprefix("/to/"), []).append(body)
        return Response(status=204)

    def ping(self, *more: str) -> Result:
        """Run the command as the recipe does after a deploy."""
        config = str(self.folder / "mkdocs.yml")
        return CliRunner().invoke(
            main, ["ping", "--config", config, "--site-dir", str(self.folder / "site"), "--allow-private", *more]
        )


def names_of(feed: Path) -> dict[str, str]:
    """Hub and address of a JSON Feed, which this subscriber does not know."""
    told = json.loads(feed.read_bytes())
    return {"hub_url": told["hubs"][0]["url"], "topic_url": told["feed_url"]}


def subscribers(folder: Path, topic: str) -> list[str]:
    """The addresses to which the hub sends news of a feed."""
    return [callback for callback, _ in SQLite3HubStorage(str(folder / "hub.sqlite3")).get_callbacks(topic)]


def until(holds: Callable[[], bool]) -> None:
    """Wait up to a minute for something that another thread does."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.02)


@pytest.fixture
def world(tmp_path: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A hub, a site and a subscriber, each at an address of its own."""
    (tmp_path / "site").mkdir()
    with (
        running(tmp_path) as (hub, settings),
        serving(tmp_path / "site", LinkingHost) as origin,
        serving(tmp_path / "site") as plain,
    ):
        monkeypatch.setattr(LinkingHost, "hub", hub)
        made = World(origin, plain, hub, settings, tmp_path, httpserver)
        httpserver.expect_request(re.compile("/to/.*")).respond_with_handler(made.answer)
        made.build(BROKEN)
        yield made


def test_the_version_is_the_one_that_is_promised() -> None:
    """What runs here is 0.4.1, as it was published."""
    assert version("flask-websub") == "0.4.1"


def test_subscribers_hear_of_news_in_every_format(world: World) -> None:
    """Each feed is found, subscribed to, told, and arrives signed and byte for byte; the second time nobody is told."""
    for path in PATHS:
        world.subscribe(path)
    first = world.ping()
    assert first.exit_code == 0, first.output
    until(lambda: len(world.got) == len(PATHS))
    assert world.got == {path: [(world.folder / "site" / path).read_bytes()] for path in PATHS}
    second = world.ping()
    assert (second.exit_code, second.output.count("to their hub")) == (0, 1)
    assert second.output.startswith("announced 0 of ")


def test_only_what_changed_is_told(world: World) -> None:
    """After an incident's end its component's feed is told, and that of maintenance, which says the same, is not."""
    world.subscribe("feeds/components/shop.xml")
    world.subscribe("feeds/maintenance.xml")
    world.ping()
    until(lambda: len(world.got) == 2)
    world.build(MENDED)
    told = world.ping()
    until(lambda: len(world.got["feeds/components/shop.xml"]) == 2)
    assert b"It works." in world.got["feeds/components/shop.xml"][1]
    assert len(world.got["feeds/maintenance.xml"]) == 1
    assert "feeds/maintenance" not in told.output


def test_a_hub_that_refuses_is_told_again_next_time(world: World) -> None:
    """A hub that takes no news is said, with its answer and exit code 1; what it missed it is told when it does."""
    world.subscribe("feed.xml")
    world.settings["PUBLISH_SUPPORTED"] = False
    refused = world.ping()
    assert refused.exit_code == 1
    assert f"refused      {world.origin}feed.xml: the hub answered 400" in refused.output.splitlines()
    world.settings["PUBLISH_SUPPORTED"] = True
    assert world.ping().exit_code == 0
    until(lambda: "feed.xml" in world.got)
