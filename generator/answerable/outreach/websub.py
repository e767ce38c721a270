"""Telling WebSub hubs which feeds have news: subscribers hear of them through the hub, and the hub from the publisher.

How a publisher tells its hub is left open by w3.org/TR/websub (section 7). The way that hubs agree on is a form with
`hub.mode=publish` and the feed's own address, which some read as `hub.url` and others as `hub.topic`. The hub then asks
for the feed; so it is told of what the world sees already, since it would find nothing new otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from xml.etree import ElementTree as ET  # reads what our own build has written

from answerable.records.findings import escape_invisible
from answerable.records.text import LANGUAGE
from answerable.web.fetch import Answer, FetchError

FRESHNESS = "freshness.json"


class SiteError(ValueError):
    """A folder that holds no built site; the message is one line."""


def language_folders(folder: Path) -> Iterator[Path]:
    """Yield the folders of the site's further languages: each is named like a language and contains a whole site."""
    for inner in sorted(folder.iterdir()):
        if LANGUAGE.fullmatch(inner.name) and (inner / FRESHNESS).is_file():
            yield inner


_ENDINGS = frozenset({".xml", ".atom", ".rss", ".json"})
_LINK = "{http://www.w3.org/2005/Atom}link"
_HEAD = 8192  # bytes in which a feed that has a hub names it, in each format
_AT_ONCE = 8


class Ask(Protocol):
    """Gives the answer at an address, to a form where one is sent; raises FetchError."""

    def __call__(self, address: str, form: Mapping[str, str] | None = None) -> Answer:
        """Ask once."""
        ...


class Delivery(StrEnum):
    """What became of telling."""

    TOLD = "told"
    NOT_YET = "not yet"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class FeedTopic:
    """A feed as WebSub sees it: its own address and that of its hub, both as the feed names them."""

    address: str
    hub: str
    content: bytes

    @property
    def mark(self) -> str:
        """The same for the same content at the same hub, and nothing that anybody could read the hub's address from."""
        return sha256(self.hub.encode() + b"\0" + self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class PingOutcome:
    """What became of one feed."""

    topic: FeedTopic
    grade: Delivery
    words: str = ""

    def __str__(self) -> str:
        words = f": {escape_invisible(self.words)}" if self.words else ""
        return f"{self.grade:<11}  {escape_invisible(self.topic.address)}{words}"


def read_topics(folder: Path) -> Iterator[FeedTopic]:
    """The feeds of a built site that name a hub, in each of its languages. Raises SiteError."""
    if not (folder / "feed.xml").is_file():
        raise SiteError(f"{folder / 'feed.xml'} is not there; build the site first, or give --site-dir")
    for site in (folder, *language_folders(folder)):
        for path in sorted({*site.glob("*"), *(site / "feeds").rglob("*")}):
            if path.suffix in _ENDINGS and path.is_file():
                yield from _topic(path.read_bytes())


def news(topics: Iterable[FeedTopic], told: Mapping[str, str]) -> tuple[FeedTopic, ...]:
    """The feeds that are not as they were when their hub was told last."""
    return tuple(topic for topic in topics if told.get(topic.address) != topic.mark)


def tell(topics: Iterable[FeedTopic], ask: Ask) -> tuple[PingOutcome, ...]:
    """Tell the hub of each feed that the world sees as it was built."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return tuple(pool.map(lambda topic: _tell(topic, ask), topics))


def _tell(topic: FeedTopic, ask: Ask) -> PingOutcome:
    try:
        seen = ask(topic.address)
        if seen.status != 200:
            return PingOutcome(topic, Delivery.NOT_YET, f"the server answered {seen.status}")
        if seen.body != topic.content:
            return PingOutcome(topic, Delivery.NOT_YET, "the world sees another one than was built")
        form = {"hub.mode": "publish", "hub.url": topic.address, "hub.topic": topic.address}
        status = ask(topic.hub, form).status
    except FetchError as error:
        return PingOutcome(topic, Delivery.UNREACHABLE, str(error))
    if 200 <= status < 300:
        return PingOutcome(topic, Delivery.TOLD)
    return PingOutcome(topic, Delivery.REFUSED, f"the hub answered {status}")


def _topic(content: bytes) -> Iterator[FeedTopic]:
    names = _of_json if content.startswith(b"{") else _of_xml
    if b'"hub' not in content[:_HEAD]:
        return
    hub, address = names(content)
    if hub and address:
        yield FeedTopic(address, hub, content)


Names = Callable[[bytes], tuple[str, str]]


def _of_json(content: bytes) -> tuple[str, str]:
    try:
        feed = json.loads(content)
        return str(feed["hubs"][0]["url"]), str(feed["feed_url"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return "", ""


def _of_xml(content: bytes) -> tuple[str, str]:
    try:
        root = ET.fromstring(content)  # noqa: S314 - our own build has written it
    except ET.ParseError:
        return "", ""
    top = root.find("channel") if root.tag == "rss" else root
    links = {} if top is None else {link.get("rel"): link.get("href", "") for link in top.findall(_LINK)}
    return links.get("hub", ""), links.get("self", "")
