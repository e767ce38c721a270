"""Notifying over crashes: killed at any step, refused after the deed, and begun anew, nothing is lost nor doubled.

The servers are in memory here, and know messages again as the real ones do; tests of each way use real connections.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from answerable.outreach.notify.deliver import TargetDelivery
from answerable.outreach.notify.delivery_log import DeliveryLog
from answerable.outreach.notify.mail_server import SmtpSender
from answerable.outreach.notify.news_item import NewsItem, NewsText
from answerable.outreach.notify.subscribers import Subscriber
from answerable.outreach.notify.way_registry import Tools, all_ways
from answerable.records.notify import Notify, Target
from answerable.web.fetch import Answer, Fetcher, FetchError, Sending

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ENV = {"A_SECRET": "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8G", "LIST": "ana@example.org\nben@example.org"}
LIST = "https://lists.example.com"
TARGETS = Notify.model_validate(
    {
        "webhooks": [{"id": "w", "endpoint": "https://example.org/hook", "secret": "A_SECRET"}],
        "buttondown": [{"id": "b", "key": "A_SECRET"}],
        "listmonk": [{"id": "l", "server": LIST, "user": "a", "token": "A_SECRET", "lists": [1]}],
        "smtp": [
            {"id": "m", "server": "mail.example.com", "sender": "a@example.com", "subscribers": "LIST",
             "unsubscribe": ["mailto:a@example.com"], "secret": "A_SECRET"}
        ],
    }
)  # fmt: skip


class Killed(BaseException):
    """The process ends here."""


class World:
    """All the servers, and a process that dies after `left` steps; `refuse` lets a deed be answered by an error."""

    def __init__(self) -> None:
        self.left, self.refuse = 10**9, False
        self.got: list[str] = []
        self.emails: list[dict[str, Any]] = []
        self.keys: dict[str, int] = {}
        self.campaigns: list[dict[str, Any]] = []

    def step(self) -> None:
        """Die if the time has come."""
        self.left -= 1
        if self.left < 0:
            raise Killed

    def steps(self, do: Callable[..., Any]) -> Callable[..., Any]:
        """Let the process die before and after a deed, too."""

        def stepped(*args: Any, **more: Any) -> Any:
            self.step()
            done = do(*args, **more)
            self.step()
            return done

        return stepped

    def ask(self, address: str, sent: Sending, *, tries: int) -> Answer:
        """Do what is asked, and answer; or do it and fail."""
        assert tries
        self.step()
        found = self._do(sent.method, urlsplit(address), sent)
        self.step()
        if self.refuse and sent.method != "GET":
            self.refuse = False
            raise FetchError("the server answered 500, 3 times")
        return Answer(address, 200, httpx.Headers(), json.dumps(found).encode())

    def _do(self, method: str, url: Any, sent: Sending) -> object:
        content = json.loads(sent.body or b"{}")
        if url.hostname == "example.org":
            self.got.append(sent.headers["webhook-id"])
        elif url.hostname == "api.buttondown.com":
            return self._buttondown(method, content, sent.headers)
        else:
            return self._listmonk(method, url, content)
        return {}

    def _buttondown(self, method: str, content: dict[str, Any], headers: Mapping[str, str]) -> object:
        if method == "POST" and headers["X-Idempotency-Key"] not in self.keys:
            self.keys[headers["X-Idempotency-Key"]] = 1
            self.emails.append(content)
        return {"results": self.emails, "next": None}

    def _listmonk(self, method: str, url: Any, content: dict[str, Any]) -> object:
        if method == "POST":
            self.campaigns.append({**content, "id": len(self.campaigns) + 1, "status": "draft"})
        elif method == "PUT":
            self.campaigns[int(url.path.split("/")[3]) - 1]["status"] = "running"
        tag = parse_qs(url.query).get("tags", [""])[0]
        return {"data": {"results": [one for one in self.campaigns if tag in one["tags"]]}}

    def mail(self, message: EmailMessage, one: Subscriber) -> None:
        """Take one mail."""
        self.step()
        self.got.append(f"{one.address} {message['Message-ID']}")
        self.step()

    @property
    def told(self) -> list[str]:
        """What people were told, as often as they were."""
        emails = [one["metadata"]["answerable"] for one in self.emails]
        campaigns = [one["tags"][1] for one in self.campaigns if one["status"] == "running"]
        return [*self.got, *emails, *campaigns]


def _item(number: int) -> NewsItem:
    text = NewsText("en", "ltr", f"News {number}", "https://example.org/", "<p>Words.</p>", f"Words {number}.")
    return NewsItem(f"tag:{number}", "incidents", NOW, "a", "resolved", "major", (), "S", "https://s.org/", (text,))


ITEMS = [_item(number) for number in range(3)]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """The world, which every way of notifying reaches."""
    made = World()
    monkeypatch.setattr(Fetcher, "send", made.ask)
    monkeypatch.setattr(SmtpSender, "_send", made.mail)
    monkeypatch.setattr(DeliveryLog, "_append", made.steps(DeliveryLog._append))
    monkeypatch.setattr("os.fsync", lambda _: None)
    return made


def run(target: Target, way: str, log: Path, now: datetime) -> None:
    """Run the command's middle part, in a process that may die."""
    with suppress(Killed):
        known = DeliveryLog(log)
        delivery = TargetDelivery(all_ways()[way], target, known, now)
        known.keep_only({item.id for item in ITEMS}, NOW - timedelta(days=9))
        if known.target(delivery.name) is None:
            known.begin(delivery.name, ())
        tools = Tools(ENV, Fetcher(), lambda: now, log.parent / "site")
        list(delivery.run(ITEMS, tools))


@pytest.mark.parametrize("way", ["webhooks", "buttondown", "listmonk", "smtp"])
def test_killed_at_any_step_nothing_is_lost_and_what_has_a_key_is_there_once(
    way: str, world: World, tmp_path: Path
) -> None:
    """A process that dies one to three times, between any two steps, or is refused after the deed: 250 for each way."""
    target, chance = getattr(TARGETS, way)[0], random.Random(way)  # noqa: S311
    for number in range(250):
        world.got, world.emails, world.campaigns, world.keys = [], [], [], {}
        log, kills = tmp_path / f"{number}.jsonl", chance.randint(1, 3)
        for run_number in range(kills):
            world.left, world.refuse = chance.randint(0, 30), chance.random() < 0.3
            run(target, way, log, NOW + timedelta(hours=run_number))
        world.left, world.refuse = 10**9, False
        for hours in (10, 11):
            run(target, way, log, NOW + timedelta(hours=hours))
        counts = Counter(world.told)
        assert len(counts) == (6 if way == "smtp" else 3), f"lost or known under another name: run {number}"
        assert len(world.campaigns) in {0, 3}, f"drafts are left: run {number}"
        doubles = sum(counts.values()) - len(counts)
        assert doubles <= (kills if way in {"webhooks", "smtp"} else 0), f"doubled: run {number}"


def test_two_runners_at_once_start_one_campaign(world: World, tmp_path: Path) -> None:
    """Where another one has created and started it since this one looked, that one counts."""
    target, whole, late = TARGETS.listmonk[0], World._listmonk, iter([False])

    def overtaken(method: str, url: Any, content: dict[str, Any]) -> object:
        if method == "POST" and not next(late, True):
            run(target, "listmonk", tmp_path / "other.jsonl", NOW)
        return whole(world, method, url, content)

    world._listmonk = overtaken  # type: ignore[method-assign]
    run(target, "listmonk", tmp_path / "own.jsonl", NOW)
    assert [one["status"] for one in world.campaigns] == ["running"] * 3 + ["draft"]
    assert len(world.told) == len(set(world.told)) == 3
