"""Some days of a company, and runs of `announce` through them, which may be killed at any request or write.

A run goes over the real code from the ledger to the request; only the wire and the log's file are replaced.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import chain
from typing import Any, Literal

import httpx
from tests.announcing.doubles import (
    Asked,
    BlueskyDouble,
    DiscordDouble,
    Double,
    MastodonDouble,
    MatrixDouble,
    Shown,
    SlackDouble,
    TeamsDouble,
    TelegramDouble,
)

from answerable.facts.incidents import as_of
from answerable.outreach.announce.carry_out import AnnouncedProfile, ProfileReport, announce
from answerable.outreach.announce.network import Account
from answerable.outreach.announce.network_registry import all_networks
from answerable.outreach.announce.posted import Standing, from_json, to_json
from answerable.outreach.announce.requests import Requests
from answerable.outreach.announce.steps import Manner
from answerable.publish.context import Context
from answerable.publish.social.announcement_texts import Announcer
from answerable.records.company import Channel, Person, Policy
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.model import Complaint, Incident, Notice
from answerable.web.fetch import Answer, Fetcher, FetchError, Sending

SITE = "https://status.example.com/"
Updates = Literal["edit", "thread"]
START = datetime.fromisoformat("2026-11-24T10:00:00+00:00")
"""A Tuesday; people answer from 9 to 18 o'clock."""
PLACES = {
    "mastodon": ("https://mastodon.example/@baran", "https://mastodon.example", ""),
    "bluesky": ("https://bsky.app/profile/baran.example", "https://bsky.social", "baran.example"),
    "telegram": ("https://t.me/baran", "https://api.telegram.org", "@baran"),
    "matrix": ("https://matrix.to/#/#baran:example.org", "https://example.org", "#baran:example.org"),
    "discord": ("", "", ""),
    "slack": ("", "", ""),
    "teams": ("", "", ""),
}
COMPLAINTS = {
    "mastodon": "https://mastodon.example/@mina/900",
    "bluesky": "https://bsky.app/profile/mina.example/post/3abc",
}
STRANGER = {"uri": "at://did:plc:mina/app.bsky.feed.post/3abc", "cid": "c", "value": {"text": "Broken eggs!"}}
DOUBLES: dict[str, Callable[[], Double]] = {
    "mastodon": lambda: MastodonDouble(others=[COMPLAINTS["mastodon"]]),
    "bluesky": lambda: BlueskyDouble(stranger=STRANGER),
    "telegram": TelegramDouble,
    "matrix": MatrixDouble,
    "discord": DiscordDouble,
    "slack": SlackDouble,
    "teams": TeamsDouble,
}
TOKENS = {
    "mastodon": "secret-token",
    "bluesky": "secret-token",
    "telegram": "1234:secret-token",
    "matrix": "secret-token",
    "discord": "https://discord.example/api/webhooks/5/secret-token",
    "slack": "https://hooks.slack.example/services/T0/B0/secret-token",
    "teams": "https://flow.example/workflows/7/invoke?sig=secret-token",
}


class Killed(BaseException):
    """The process is gone."""


class Faults:
    """Decides at each point whether something goes wrong there: `kill`, `lost` (the answer), `503`, or nothing."""

    def __init__(self, choose: Callable[[str], str] = lambda _: "") -> None:
        self.choose = choose
        self.points = 0

    def at(self, point: str) -> str:
        """Return what goes wrong at this point; raise Killed if the process is killed there."""
        self.points += 1
        fault = self.choose(point)
        if fault == "kill":
            raise Killed
        return fault


@dataclass
class Wire:
    """Takes the place of the fetcher: hands each request to a double, before and after which things may go wrong."""

    double: Double
    faults: Faults
    asked: list[Asked] = field(default_factory=list)

    def send(self, address: str, sending: Sending) -> Answer:
        """Answer a request, or raise what a fetcher raises."""
        asked = Asked.of(sending.method, address, sending.headers, sending.body or b"")
        before = self.faults.at("before")
        if before == "503":
            return _answer(address, 503, {})
        if before == "lost":
            raise FetchError(f"{address}: the connection failed (ConnectError)", maybe_sent=False)
        self.asked.append(asked)
        status, content = self.double.answer(asked)
        after = self.faults.at("after")
        if after == "lost":
            raise FetchError(f"{address}: no answer in time")
        return _answer(address, 500 if after == "503" else status, content)


def _answer(address: str, status: int, content: Any) -> Answer:
    """Return an answer; a text is one that is no JSON."""
    return Answer(
        address, status, httpx.Headers(), (content if isinstance(content, str) else json.dumps(content)).encode()
    )


@dataclass
class Stage:
    """One profile with its network and its log."""

    network: str
    double: Double
    updates: Updates = "edit"
    withdrawn: Literal["delete", "answer"] = "delete"
    log: str = ""
    token: str = ""

    def run(self, moment: Moment, faults: Faults | None = None, *, dry_run: bool = False) -> ProfileReport:
        """Announce once, at a moment of the company's days."""
        faults = faults or Faults()
        profiles = from_json(self.log) if self.log else {}

        def save(standing: Standing) -> None:
            faults.at("before")
            self.log = to_json({**profiles, "baran": standing})
            faults.at("after")

        manner = Manner(all_networks()[self.network].abilities, self.updates, self.withdrawn)
        wire: Any = Wire(self.double, faults)
        return run_once(
            Place(self.network, wire, token=self.token), moment, manner, profiles.get("baran"), save, dry_run=dry_run
        )

    def until_quiet(self, moment: Moment, faults: Faults | None = None) -> list[str]:
        """Run, after each kill or problem again without faults, until nothing is left to do; return all problems."""
        problems: list[str] = []
        for number in range(20):
            try:
                report = self.run(moment, faults if number == 0 else None)
            except Killed:
                continue
            problems += report.problems
            if not report.done and not report.problems:
                return problems
        raise AssertionError(problems)

    def shown(self) -> list[Shown]:
        """Return what readers see, in a fixed order."""
        return sorted(self.double.shown(), key=lambda one: (one.text, one.above, one.pinned))


@dataclass(frozen=True)
class Place:
    """Where to announce: a network behind a fetcher, at its usual address or another."""

    network: str
    fetcher: Fetcher
    server: str = ""
    token: str = ""


def run_once(
    place: Place,
    moment: Moment,
    manner: Manner,
    known: Standing | None,
    save: Callable[[Standing], None],
    *,
    dry_run: bool = False,
) -> ProfileReport:
    """Announce once with the real code, from the ledger to the request."""
    kind = all_networks()[place.network]
    _, usual, name = PLACES[place.network]
    server, token = place.server or usual, place.token or TOKENS[place.network]
    requests = Requests(place.fetcher, kind.title, server, [token], sleep=lambda _: None)
    ledger = moment.ledger(place.network)
    context = Context(as_of(ledger, moment.now), moment.now, "en", "en", "Example", SITE)
    announcer = Announcer(context, ledger.channels[0], kind, moment.withdrawn_notices, moment.aside)
    profile = AnnouncedProfile("baran", SITE, manner, kind.connect(Account(name, server, token), requests))
    return announce(profile, known, announcer.wishes(), save, dry_run=dry_run)


@dataclass(frozen=True)
class Moment:
    """What the records say at an instant."""

    now: datetime
    updates: int = 0
    notice: bool = False
    complaint: bool = False
    consent: str = "named"
    followed_up: bool = False
    aside: bool = False
    withdrawn: bool = False
    hours: bool = False
    withdrawn_notices: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()

    @cache  # noqa: B019 (a few moments)
    def ledger(self, network: str) -> Ledger:
        """Return the records; `texts` are those of the first updates, where they were changed afterwards."""
        url = PLACES[network][0] or None
        fields: dict[str, Any] = {"id": "baran", "name": "Baran", "kind": "other", "url": url, "announce": True}
        if self.hours:
            fields |= {"hours": {"mon-fri": "09:00-18:00"}, "off_hours": "Call 020 if your food is spoiled."}
        return make_ledger(
            channels=[Channel.model_validate(fields)],
            people=[Person.model_validate({"id": "sahar", "name": "Sahar Kiani"})],
            policy=Policy.model_validate({"pin_after_resolved": "2h"}),
            incidents=[self._incident()] if self.updates else [],
            notices=[self._notice()] if self.notice else [],
            complaints=[self._complaint(network)] if self.complaint else [],
        )

    def _incident(self) -> Incident:
        texts = chain(self.texts, (update["text"] for update in UPDATES[len(self.texts) :]))
        updates = [{**update, "text": text} for update, text in zip(UPDATES[: self.updates], texts, strict=False)]
        fields: dict[str, Any] = {"id": "disk", "title": "Payments fail", "impact": "major", "updates": updates}
        return Incident.model_validate(fields | ({"withdrawn": "It was a test."} if self.withdrawn else {}))

    @staticmethod
    def _notice() -> Notice:
        ends = at(hours=60)
        fields = {"id": "fake", "title": "Fake shops", "text": "Never pay there.", "starts": at(), "ends": ends}
        return Notice.model_validate(fields | {"by": "sahar"})

    def _complaint(self, network: str) -> Complaint:
        resolved = {"at": at(hours=-1), "did": "resolved", "outcome": "solved", "by": "sahar"}
        return Complaint.model_validate(
            {
                "id": "eggs",
                "title": "Broken eggs",
                "channel": "baran",
                "topic": "quality",
                "received": at(hours=-48),
                "consent": self.consent,
                "link": COMPLAINTS.get(network, "https://example.org/mina/1"),
                "steps": [resolved, {"at": at(minutes=-30), "did": "followed_up"}] if self.followed_up else [resolved],
                "did": "We pack eggs on top now.",
                **({"withdrawn": "It was another shop."} if self.withdrawn else {}),
            }
        )


def at(**after: float) -> str:
    """Return an instant after the start as records have it."""
    return (START + timedelta(**after)).isoformat()


UPDATES: list[dict[str, str]] = [
    {"at": at(), "status": "investigating", "by": "sahar", "text": "One order in three fails."},
    {"at": at(minutes=30), "status": "identified", "by": "sahar", "text": "Our bank refuses cards."},
    {"at": at(minutes=70), "status": "resolved", "by": "sahar", "text": "Cards work again."},
]


def days() -> Iterator[Moment]:
    """Yield the moments of an incident, from the first minute until it is over and forgotten; beside it a notice.

    The first night comes after the incident, and the notice ends on the third day.
    """
    yield Moment(START + timedelta(minutes=5), updates=1, complaint=True)
    yield Moment(START + timedelta(minutes=35), updates=2, complaint=True, notice=True)
    yield Moment(START + timedelta(minutes=75), updates=3, complaint=True, notice=True)
    yield Moment(START + timedelta(hours=9), updates=3, complaint=True, notice=True, hours=True)
    yield Moment(START + timedelta(hours=24), updates=3, complaint=True, notice=True, hours=True)
    yield Moment(START + timedelta(hours=72), updates=3, complaint=True, notice=True, hours=True)
