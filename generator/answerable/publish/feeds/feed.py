"""A feed and its items as plain values, and the base of the writers that turn them into files."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import ClassVar

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The date of an empty feed. The time of the build would change the file with every build, and readers take a date in
the distant past for a mistake."""

Key = tuple[str, str]
"""What the items of a feed have in common, such as ("topic", "refunds")."""

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, eq=False)
class FeedItem:
    """One announcement. Its `id` stays the same however it is reworded; `at` is its instant, in UTC.

    `make_html` gives its full text. It is called at first use, since most items of a long history stand in archives
    that are written one after the other. `published` differs from `at` only where an item grows with its record, as in
    the histories. `components` are the ids of those concerned; `topic` and `channel` are those of an answer.
    `find_picture` gives the absolute address of its picture, or an empty string. `ends` is the end of a maintenance.
    `priority` orders items of one instant, the highest first; `number` counts the items of one record. `moves` means
    that its instant may still change without its record, so that no archive may hold it yet. `record` is the id of its
    record, and `status` what it says of that, such as `resolved`.
    """

    id: str
    title: str
    url: str
    at: datetime
    make_html: Callable[[], str]
    kind: str
    author: str = ""
    components: tuple[str, ...] = ()
    topic: str = ""
    channel: str = ""
    published: datetime | None = None
    find_picture: Callable[[], str] = str
    ends: datetime | None = None
    priority: int = 0
    number: int = 1
    moves: bool = False
    record: str = ""
    status: str = ""

    @cached_property
    def html(self) -> str:
        """Its full text as HTML."""
        return self.make_html()

    @cached_property
    def picture(self) -> str:
        """The absolute address of its picture, or an empty string."""
        return self.find_picture()

    @property
    def keys(self) -> Iterator[Key]:
        """Yield the keys of the feeds that it stands in, besides the feed of everything."""
        yield "kind", self.kind
        yield from (("component", id) for id in self.components)
        yield from ((name, id) for name, id in (("topic", self.topic), ("channel", self.channel)) if id)


@dataclass(frozen=True, slots=True)
class Guide:
    """What a person sees who opens a feed in a browser: a sentence and links, laid out by the style sheet at a path."""

    style: str
    words: str
    links: tuple[tuple[str, str], ...]
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of items, newest first. `stem` is its address without the ending; so are `older`, `newer` and `current`.

    `page` and `site` are absolute; `site` ends with a slash. A feed that has a `current` one is an archive of it: it is
    full, or its month is over, and it gets no more items (RFC 5005). `hub` is the address of the WebSub hub.
    """

    stem: str
    title: str
    description: str
    site: str
    page: str
    id: str
    language: str
    author: str
    items: tuple[FeedItem, ...]
    older: str = ""
    newer: str = ""
    current: str = ""
    hub: str = ""
    guide: Guide | None = None

    @property
    def updated(self) -> datetime:
        """The instant of the newest item; never the time of the build."""
        return max((item.at for item in self.items), default=EPOCH)

    def url(self, suffix: str, stem: str = "") -> str:
        """Return the absolute address of this feed, or of the one at `stem`, with this ending."""
        return f"{self.site}{stem or self.stem}.{suffix}"

    def links(self, suffix: str) -> tuple[tuple[str, str], ...]:
        """Return the relations and addresses of this feed and its neighbours, as in RFC 5005."""
        stems = (
            ("self", self.stem),
            ("next", self.older),
            ("prev-archive", self.older),
            ("next-archive", self.newer),
            ("current", self.current),
        )
        return tuple((relation, self.url(suffix, stem)) for relation, stem in stems if stem)


class FeedWriter(ABC):
    """Writes feeds in one format. Each item is turned into an entry once, however many of the feeds it stands in."""

    name: ClassVar[str]
    suffix: ClassVar[str]
    mime: ClassVar[str]

    def __init__(self, *, pictures: bool = True) -> None:
        self._pictures = pictures
        self._entries: dict[FeedItem, bytes] = {}

    @abstractmethod
    def write(self, feed: Feed, suffix: str = ...) -> bytes:
        """Return the feed's file; `suffix` is the ending of its address."""

    @abstractmethod
    def make_entry(self, item: FeedItem, picture: str) -> bytes:
        """Return the item in this format; `picture` is the address of its picture, or empty."""

    def entry(self, item: FeedItem) -> bytes:
        """Return the item in this format, made at its first use."""
        if item not in self._entries:
            self._entries[item] = self.make_entry(item, item.picture if self._pictures else "")
        return self._entries[item]


def clean(words: str) -> str:
    """Return the text without the characters that XML does not allow."""
    return _UNSAFE.sub("", words)


def line(words: str) -> str:
    """Return the text on one line, without the characters that XML does not allow."""
    return " ".join(clean(words).split())


def newest_first(items: Iterable[FeedItem]) -> tuple[FeedItem, ...]:
    """Return the items by instant, the newest first; of one instant by priority, then the last of each record first."""
    return tuple(sorted(items, key=_sort_key, reverse=True))


def _sort_key(item: FeedItem) -> tuple[datetime, int, str, int, str]:
    return item.at, item.priority, item.url.partition("#")[0], item.number, item.id
