"""Notify WebSub hubs of feeds that have changed, so that the hubs pass the news on to subscribers.

The standard leaves open how a publisher notifies its hub (w3.org/TR/websub, section 7). By convention it posts a form
with `hub.mode=publish` and the feed's address, which some hubs read as `hub.url` and others as `hub.topic`. The hub
then fetches the feed. So a hub is notified only once the new feed is online, since it would find nothing new before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from xml.etree import ElementTree as ET  # reads what our own build has written

from answerable.records.findings import escape_invisible
from answerable.records.text import LANGUAGE
from answerable.translation.message import joined, msg, padded
from answerable.web.fetch import Answer, FetchError

FRESHNESS = "freshness.json"


class SiteError(ValueError):
    """The folder does not contain a built site. The message is one line."""


def language_folders(folder: Path) -> Iterator[Path]:
    """Yield the folders of the site's further languages: each is named like a language and contains a whole site."""
    for inner in sorted(folder.iterdir()):
        if LANGUAGE.fullmatch(inner.name) and (inner / FRESHNESS).is_file():
            yield inner


_ENDINGS = frozenset({".xml", ".atom", ".rss", ".json"})
_LINK = "{http://www.w3.org/2005/Atom}link"
_HEAD = 8192  # a feed of any format names its hub within this many bytes
_THREADS = 8


class Ask(Protocol):
    """Fetches an address, or posts a form to it, and returns the answer. Raises FetchError."""

    def __call__(self, address: str, form: Mapping[str, str] | None = None) -> Answer:
        """Send one request."""
        ...


class Delivery(StrEnum):
    """What became of a notification."""

    TOLD = "told"
    NOT_YET = "not yet"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


DELIVERIES = {
    Delivery.TOLD: msg("told"),
    Delivery.NOT_YET: msg("not yet"),
    Delivery.REFUSED: msg("refused"),
    Delivery.UNREACHABLE: msg("unreachable"),
}


@dataclass(frozen=True, slots=True)
class FeedTopic:
    """A feed with its own address and that of its hub, as the feed names them."""

    address: str
    hub: str
    content: bytes

    @property
    def mark(self) -> str:
        """A hash of hub and content, to recognise a feed that has not changed without storing the hub's address."""
        return sha256(self.hub.encode() + b"\0" + self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class PingOutcome:
    """What became of the notification about one feed."""

    topic: FeedTopic
    grade: Delivery
    words: str = ""

    def __str__(self) -> str:
        words = joined(": ", filter(None, (escape_invisible(self.topic.address), escape_invisible(self.words))))
        return joined("  ", (padded(DELIVERIES[self.grade], 11), words))


def read_topics(folder: Path) -> Iterator[FeedTopic]:
    """Yield the feeds of a built site, in each of its languages, that name a hub. Raises SiteError."""
    if not (folder / "feed.xml").is_file():
        raise SiteError(
            msg("%(folder)s is not there; build the site first, or give --site-dir", folder=folder / "feed.xml")
        )
    for site in (folder, *language_folders(folder)):
        for path in sorted({*site.glob("*"), *(site / "feeds").rglob("*")}):
            if path.suffix in _ENDINGS and path.is_file():
                yield from _topic(path.read_bytes())


def news(topics: Iterable[FeedTopic], told: Mapping[str, str]) -> tuple[FeedTopic, ...]:
    """Return the feeds that have changed since their hub was last notified; `told` has the marks by address."""
    return tuple(topic for topic in topics if told.get(topic.address) != topic.mark)


def tell(topics: Iterable[FeedTopic], ask: Ask) -> tuple[PingOutcome, ...]:
    """Notify the hub of each feed whose published bytes are those that were built."""
    with ThreadPoolExecutor(_THREADS) as pool:
        return tuple(pool.map(lambda topic: _tell(topic, ask), topics))


def _tell(topic: FeedTopic, ask: Ask) -> PingOutcome:
    try:
        published = ask(topic.address)
        if published.status != 200:
            return PingOutcome(topic, Delivery.NOT_YET, msg("the server answered %(status)s", status=published.status))
        if published.body != topic.content:
            return PingOutcome(topic, Delivery.NOT_YET, msg("the world sees another one than was built"))
        form = {"hub.mode": "publish", "hub.url": topic.address, "hub.topic": topic.address}
        status = ask(topic.hub, form).status
    except FetchError as error:
        return PingOutcome(topic, Delivery.UNREACHABLE, str(error))
    if 200 <= status < 300:
        return PingOutcome(topic, Delivery.TOLD)
    return PingOutcome(topic, Delivery.REFUSED, msg("the hub answered %(status)s", status=status))


def _topic(content: bytes) -> Iterator[FeedTopic]:
    if b'"hub' not in content[:_HEAD]:
        return
    hub, address = _json_links(content) if content.startswith(b"{") else _xml_links(content)
    if hub and address:
        yield FeedTopic(address, hub, content)


def _json_links(content: bytes) -> tuple[str, str]:
    """Return the addresses of the hub and of the feed itself, empty where there is none."""
    try:
        feed = json.loads(content)
        return str(feed["hubs"][0]["url"]), str(feed["feed_url"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return "", ""


def _xml_links(content: bytes) -> tuple[str, str]:
    """Return the addresses of the hub and of the feed itself, empty where there is none."""
    try:
        root = ET.fromstring(content)  # noqa: S314 - our own build has written it
    except ET.ParseError:
        return "", ""
    top = root.find("channel") if root.tag == "rss" else root
    links = {} if top is None else {link.get("rel"): link.get("href", "") for link in top.findall(_LINK)}
    return links.get("hub", ""), links.get("self", "")
