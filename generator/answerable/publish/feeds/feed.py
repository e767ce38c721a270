"""A feed as a plain value: what it says, where it stands, and the feeds before and after it."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import ClassVar, Generic, TypeVar

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The date of a feed that holds nothing yet: that of the format's tags. The build's own time would change with every
build, and readers take a date of long ago for a mistake."""

E = TypeVar("E")
Key = tuple[str, str]
"""What items have in common, such as ("topic", "refunds")."""

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, eq=False)
class FeedItem:
    """One thing to announce. `id` outlives every rewording; `at` is when it was said, in UTC.

    `told` makes the text when it is asked for the first time: most items of a long history stand in months that are
    written one after the other. `began` differs from `at` only where an item grows, as in the histories. `about`
    names what it touches: components' ids; `topic` and `channel` are those of an answer. `drawn` gives the absolute
    address of a picture that goes with it, or nothing. `ends` is when a maintenance ends. `first` is the rank among
    items of one instant, `turn` the number within its record's ones.
    """

    id: str
    title: str
    url: str
    at: datetime
    told: Callable[[], str]
    kind: str
    author: str = ""
    about: tuple[str, ...] = ()
    topic: str = ""
    channel: str = ""
    began: datetime | None = None
    drawn: Callable[[], str] = str
    ends: datetime | None = None
    first: int = 0
    turn: int = 1

    @cached_property
    def html(self) -> str:
        """The full text."""
        return self.told()

    @cached_property
    def picture(self) -> str:
        """The absolute address of its picture; empty without one."""
        return self.drawn()

    @property
    def keys(self) -> Iterator[Key]:
        """The feeds it stands in, beside that of everything."""
        yield "kind", self.kind
        yield from (("component", id) for id in self.about)
        yield from ((of, id) for of, id in (("topic", self.topic), ("channel", self.channel)) if id)


@dataclass(frozen=True, slots=True)
class Guide:
    """What a person reads who opens a feed in a browser: a sentence, links to pages, and the style sheet's path."""

    style: str
    words: str
    links: tuple[tuple[str, str], ...]
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of items, newest first. `stem` is its address without the ending; `older` and `newer` are stems.

    `page` and `site` are absolute; `site` ends with a slash. A feed with a `current` one is an archive of that: it is
    full, or its month is over, so that it does not grow any more (RFC 5005). `hub` is the address of the WebSub hub
    that is told of news.
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
        """When the newest item was said; never the build's time."""
        return max((item.at for item in self.items), default=EPOCH)

    def url(self, suffix: str, stem: str = "") -> str:
        """The absolute address of this feed, or of the one at `stem`, in the format of that ending."""
        return f"{self.site}{stem or self.stem}.{suffix}"

    def links(self, suffix: str) -> tuple[tuple[str, str], ...]:
        """Relations and addresses of this feed and its neighbours, as in RFC 5005."""
        known = (
            ("self", self.stem),
            ("next", self.older),
            ("prev-archive", self.older),
            ("next-archive", self.newer),
            ("current", self.current),
        )
        return tuple((relation, self.url(suffix, stem)) for relation, stem in known if stem)


class FeedWriter(ABC, Generic[E]):
    """Writes feeds in one format. Each item is turned into an entry once, however many of the feeds it stands in."""

    name: ClassVar[str]
    suffix: ClassVar[str]
    mime: ClassVar[str]

    def __init__(self, *, pictures: bool = True) -> None:
        self._pictures = pictures
        self._entries: dict[FeedItem, E] = {}

    @abstractmethod
    def write(self, feed: Feed, suffix: str = ...) -> bytes:
        """Return the feed's file; `suffix` is the ending of its address."""

    @abstractmethod
    def make_entry(self, item: FeedItem, picture: str) -> E:
        """Return the item in this format; `picture` is the address of its picture, or empty."""

    def entry(self, item: FeedItem) -> E:
        """Return the item in this format, made at its first use."""
        if item not in self._entries:
            self._entries[item] = self.make_entry(item, item.picture if self._pictures else "")
        return self._entries[item]


def clean(words: str) -> str:
    """The words without the characters that no XML may hold."""
    return _UNSAFE.sub("", words)


def line(words: str) -> str:
    """The words on one line, without the characters that no XML may hold."""
    return " ".join(clean(words).split())


def newest_first(items: Iterable[FeedItem]) -> tuple[FeedItem, ...]:
    """The items by instant; of the same instant pinned notices first, then the one that was said last."""
    return tuple(sorted(items, key=_place, reverse=True))


def _place(item: FeedItem) -> tuple[datetime, int, str, int, str]:
    return item.at, item.first, item.url.partition("#")[0], item.turn, item.id
