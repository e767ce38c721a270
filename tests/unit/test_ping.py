"""Telling a hub of news: what is told, what is not, and what is said of it. The real hub is in tests/clients."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from answerable.cli import main
from answerable.commands import after_deploy as command
from answerable.publish.context import Context
from answerable.publish.feeds import history, publish
from answerable.publish.files import freshness
from answerable.records.company import Component
from answerable.records.ledger import make_ledger
from answerable.records.model import Incident

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
FORMATS = ("xml", "atom", "json")
EVERY = {
    *(
        f"{stem}.{suffix}"
        for stem in ("feed", "feeds/incidents", "feeds/maintenance", "feeds/answers")
        for suffix in FORMATS
    ),
    *(f"feeds/components/shop.{suffix}" for suffix in FORMATS),
    "history.rss",
    "history.atom",
}


class World:
    """A site, its host and a hub, all of which a test may spoil."""

    def __init__(self, server: HTTPServer, folder: Path) -> None:
        self.server, self.folder, self.site = server, folder, folder / "site"
        self.hub = server.url_for("/hub")
        self.answer = 204
        self.told: list[dict[str, str]] = []
        self.shown: dict[str, bytes] = {}
        server.expect_request("/hub", method="POST").respond_with_handler(self.take)
        server.expect_request("/hub", method="GET").respond_with_data("A form is wanted.", 405)

    def take(self, request: Request) -> Response:
        """Be the hub."""
        self.told.append(request.form.to_dict())
        return Response(status=self.answer)

    def build(
        self, *updates: dict[str, Any], hub: str | None = None, title: str = "Disk full", below: str = ""
    ) -> None:
        """Write the feeds of one incident, and deploy them; `below` is the folder of a language."""
        fields = {"id": "disk", "title": title, "impact": "minor", "components": {"shop": "partial_outage"}}
        incidents = [Incident.model_validate(fields | {"updates": updates})] if updates else []
        shop = Component.model_validate({"id": "shop", "name": "Shop"})
        ledger = make_ledger(components=[shop], incidents=incidents)
        address = self.server.url_for(f"/{below}")
        context = Context(ledger, NOW, "en", "en", "Example", address, websub=self.hub if hub is None else hub)
        for output in (*publish(context), *history.publish(context), *freshness.publish(context)):
            file = self.site / below / output.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(output.content)
            self.server.expect_request(f"/{below}{output.path}").respond_with_handler(self.show)
        self.deploy()

    def deploy(self) -> None:
        """Let the world see what was built."""
        self.shown = {f.relative_to(self.site).as_posix(): f.read_bytes() for f in self.site.rglob("*") if f.is_file()}

    def show(self, request: Request) -> Response:
        """Be the host."""
        return Response(self.shown.get(request.path.lstrip("/"), b""), content_type="application/xml; charset=utf-8")

    def topics(self) -> set[str]:
        """The feeds that the hub was told of since the last look."""
        told, self.told = self.told, []
        return {form["hub.url"].removeprefix(self.server.url_for("/")) for form in told}

    def ping(self, *more: str) -> Result:
        """Run the command."""
        arguments = ["--config", str(self.folder / "mkdocs.yml"), "--site-dir", str(self.site), "--allow-private"]
        return CliRunner().invoke(main, ["ping", *arguments, *more])


FIRST = {"at": "2026-11-24T09:00:00Z", "status": "identified", "text": "A disk is full."}
SECOND = {"at": "2026-11-24T10:00:00Z", "status": "resolved", "text": "It works."}


@pytest.fixture
def world(httpserver: HTTPServer, tmp_path: Path) -> World:
    """A site that nobody was told of yet."""
    made = World(httpserver, tmp_path)
    made.build(FIRST)
    return made


def test_at_first_every_feed_is_told_by_its_own_address(world: World) -> None:
    """The form has the mode and the feed's address under both names that hubs know; archives are not told."""
    assert world.ping().exit_code == 0
    assert all(form == {**form, "hub.mode": "publish", "hub.topic": form["hub.url"]} for form in world.told)
    assert world.topics() == EVERY


def test_what_was_told_is_not_told_again(world: World) -> None:
    """A second run tells nobody, asks for nothing, and says so in one line."""
    world.ping()
    world.topics()
    asked = len(world.server.log)
    again = world.ping()
    assert (again.exit_code, again.output) == (0, f"announced 0 of {len(EVERY)} feeds to their hub\n")
    assert (world.topics(), len(world.server.log)) == (set(), asked)


@pytest.mark.parametrize(
    ("updates", "title"), [((FIRST, SECOND), "Disk full"), ((FIRST,), "A disk is full")], ids=["update", "typo"]
)
def test_only_feeds_that_changed_are_told(world: World, updates: tuple[dict[str, Any], ...], title: str) -> None:
    """An update and a reworded title concern five feeds; those of maintenance and answers are as they were."""
    world.ping()
    world.topics()
    world.build(*updates, title=title)
    world.ping()
    assert world.topics() == {path for path in EVERY if not path.startswith(("feeds/maintenance", "feeds/answers"))}


@pytest.mark.parametrize("language", ["fa", "pt-BR"])
def test_feeds_in_further_languages_are_told_too(world: World, language: str) -> None:
    """Whoever subscribed to the Persian feed hears of news like the others; no language hides what another was told."""
    world.build(FIRST, below=f"{language}/")
    assert world.ping().exit_code == 0
    assert world.topics() == EVERY | {f"{language}/{path}" for path in EVERY}
    assert (world.ping().exit_code, world.topics()) == (0, set())


def test_all_tells_all(world: World) -> None:
    """--all tells of every feed again, for a hub that has forgotten."""
    world.ping()
    world.topics()
    world.ping("--all")
    assert world.topics() == EVERY


def test_another_hub_is_told_of_everything(world: World) -> None:
    """A hub that is new in mkdocs.yml has heard of nothing yet."""
    world.ping()
    world.topics()
    world.build(FIRST, hub=f"{world.hub}?key=2")
    world.ping()
    assert world.topics() == EVERY


def test_nobody_is_told_of_what_the_world_does_not_see(world: World) -> None:
    """While a cache shows the feed of before, the hub would find nothing new: it is told in the next run."""
    before = dict(world.shown)
    world.ping()
    world.topics()
    world.build(FIRST, SECOND)
    world.shown = before
    early = world.ping()
    assert (early.exit_code, world.topics()) == (1, set())
    assert "not yet" in early.output and "the world sees another one than was built" in early.output
    world.deploy()
    assert world.ping().exit_code == 0
    assert "feed.xml" in world.topics()


def test_it_waits_for_the_deploy(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --wait it looks again until the world sees the feeds."""
    world.shown = {}
    monkeypatch.setattr(command, "sleep", lambda _seconds: world.deploy())
    waited = world.ping("--wait", "5m")
    assert waited.exit_code == 0
    assert waited.output.startswith("waiting: not yet")
    assert world.topics() == EVERY


def test_a_site_without_a_hub_tells_nobody(world: World) -> None:
    """No network is asked, the exit code is 0, and the line says where a hub would be named."""
    world.build(FIRST, hub="")
    asked = len(world.server.log)
    done = world.ping()
    assert (done.exit_code, len(world.server.log)) == (0, asked)
    assert done.output == (
        "no feed names a hub, so nothing was announced; set one in mkdocs.yml, under plugins: answerable: websub:\n"
    )


def test_what_is_kept_holds_no_secret(world: World) -> None:
    """A hub's address may hold a key; neither the file nor the output shows it."""
    world.build(FIRST, hub=f"{world.hub}?key=a-secret")
    world.answer = 403
    done = world.ping()
    kept = (world.folder / ".answerable" / "told.json").read_text("utf-8")
    assert done.exit_code == 1 and "refused" in done.output and "the hub answered 403" in done.output
    assert "a-secret" not in kept + done.output
    assert json.loads(kept) == {}


def test_a_hub_that_leads_elsewhere_is_named(world: World) -> None:
    """News are sent where mkdocs.yml says and nowhere else; the line names the other address."""
    world.server.expect_request("/old").respond_with_data("", 308, headers={"Location": "/hub"})
    world.build(FIRST, hub=world.server.url_for("/old"))
    done = world.ping()
    assert (done.exit_code, world.topics()) == (4, set())
    assert f"it redirects to {world.hub}; use that address" in done.output


def test_a_hub_that_is_not_there_is_unreachable(world: World) -> None:
    """The exit code is 4, as for a site that does not answer."""
    world.build(FIRST, hub="https://hub.invalid/")
    done = world.ping()
    assert done.exit_code == 4
    assert "https://hub.invalid/: the host is not known" in done.output


def test_private_hubs_are_asked_only_if_allowed(world: World) -> None:
    """Without --allow-private nothing on the own network is asked."""
    asked = len(world.server.log)
    config, site = str(world.folder / "mkdocs.yml"), str(world.site)
    done = CliRunner().invoke(main, ["ping", "--config", config, "--site-dir", site])
    assert (done.exit_code, len(world.server.log)) == (4, asked)
    assert "--allow-private permits that" in done.output


def test_a_folder_without_a_site_is_wrong_use(tmp_path: Path) -> None:
    """One line says what to do, and the exit code is 2."""
    done = CliRunner().invoke(main, ["ping", "--site-dir", str(tmp_path)])
    assert done.exit_code == 2
    assert "feed.xml is not there; build the site first, or give --site-dir" in done.output


@pytest.mark.parametrize("told", ["", "[]", "{", '{"a": 1}', "[" * 100_000])
def test_a_broken_memory_tells_everything_once_more(world: World, told: str) -> None:
    """What was told before is not known then, so nobody misses anything."""
    (world.folder / ".answerable").mkdir()
    (world.folder / ".answerable" / "told.json").write_text(told)
    assert world.ping().exit_code == 0
    assert world.topics() == EVERY
