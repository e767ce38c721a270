"""Divide the items of each feed into a current feed with the newest, and archives of a month each.

A month with more than fifty items has an archive for each fifty, counted from its first item. An archive is published
once it holds an item that the current feed has no more: by then it is full, or its month is over, so that it gets no
more items (RFC 5005, section 4). What is dated ahead, such as planned work, is in no archive before its time has come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from answerable.publish.context import Context, once
from answerable.publish.feeds.catalogue import FeedKind, kinds
from answerable.publish.feeds.extensions import guide
from answerable.publish.feeds.feed import Feed, FeedItem, Key, line, newest_first
from answerable.publish.feeds.item_parts import tag
from answerable.publish.feeds.items import all_items
from answerable.publish.text.formats import format_month, format_number

AT_MOST = 50
"""Items in a current feed, besides those that are dated ahead."""

Archives = dict[str, tuple[FeedItem, ...]]
"""Items by the name of their archive: `2026-11`, then `2026-11-2` and so on, newest first."""


@dataclass(frozen=True, eq=False)
class Timeline:
    """A feed's newest items and its archives, all newest first; an item may be in both."""

    kind: FeedKind
    newest: tuple[FeedItem, ...]
    archives: Archives

    def stem(self, name: str) -> str:
        """Return the address of an archive without the ending."""
        return f"{self.kind.months}/{name}"


def current(context: Context) -> list[Feed]:
    """Return the current feeds."""
    return [_current_feed(context, timeline) for timeline in _timelines(context)]


def months(context: Context) -> list[str]:
    """Return every month of which a feed has an archive, newest first."""
    return sorted({name[:7] for timeline in _timelines(context) for name in timeline.archives}, reverse=True)


def month_of(context: Context, month: str) -> list[Feed]:
    """Return the archives of one month."""
    return [
        _archive(context, timeline, name)
        for timeline in _timelines(context)
        for name in timeline.archives
        if name.startswith(month)
    ]


@once
def _timelines(context: Context) -> tuple[Timeline, ...]:
    items = all_items(context)
    by_key = _by_key(items)
    found = []
    for kind in kinds(context):
        own = by_key[kind.key]
        settled = [item for item in own if item.at <= context.now and not item.moves]
        moving = [item for item in own if item.at > context.now or item.moves] if len(settled) < len(own) else []
        newest = newest_first([*moving, *settled[:AT_MOST]]) if moving else tuple(settled[:AT_MOST])
        found.append(Timeline(kind, newest, _archives(context, settled)))
    return tuple(found)


def _by_key(items: Sequence[FeedItem]) -> dict[Key, Sequence[FeedItem]]:
    """Return the items of each feed by its key, those of the feed of everything under an empty one."""
    found: dict[Key, list[FeedItem]] = defaultdict(list)
    for item in items:
        for key in item.keys:
            found[key].append(item)
    return defaultdict(tuple, {**found, ("", ""): items})


def _archives(context: Context, items: Sequence[FeedItem]) -> Archives:
    """Return the archives that hold an item which is not among the newest."""
    if len(items) <= AT_MOST:
        return {}
    archives: Archives = {}
    count = 0
    for month, own in groupby(items, partial(_month_name, context)):
        for name, part in _parts(month, tuple(own)):
            count += len(part)
            if count > AT_MOST:
                archives[name] = part
    return archives


def _parts(month: str, items: tuple[FeedItem, ...]) -> list[tuple[str, tuple[FeedItem, ...]]]:
    """Return the parts of a month with their names, newest first."""
    ends = range(len(items), 0, -AT_MOST)  # counted from the month's first item, which is the last one here
    parts = [items[max(0, end - AT_MOST) : end] for end in ends]
    named = [(month if number == 1 else f"{month}-{number}", part) for number, part in enumerate(parts, 1)]
    return named[::-1]


def _month_name(context: Context, item: FeedItem) -> str:
    return item.at.astimezone(context.zone).date().isoformat()[:7]


def _current_feed(context: Context, timeline: Timeline) -> Feed:
    kind = timeline.kind
    return Feed(
        stem=kind.stem,
        title=kind.title,
        description=context.gettext("Each update once, with its full text."),
        site=context.site_url,
        page=context.absolute(kind.page),
        id=tag(context, kind.stem),
        language=context.language,
        author=line(context.site_name),
        items=timeline.newest,
        older=timeline.stem(next(iter(timeline.archives))) if timeline.archives else "",
        hub=context.websub,
        guide=guide(context, kind.page),
    )


def _archive(context: Context, timeline: Timeline, name: str) -> Feed:
    """Return an archive with the addresses of its neighbours."""
    stems = ["", *map(timeline.stem, timeline.archives), ""]
    place = stems.index(timeline.stem(name))
    return replace(
        _current_feed(context, timeline),
        stem=stems[place],
        title=f"{timeline.kind.title}, {_archive_title(context, name)}",
        id=tag(context, stems[place]),
        items=timeline.archives[name],
        newer=stems[place - 1],
        older=stems[place + 1],
        current=timeline.kind.stem,
        hub="",
    )


def _archive_title(context: Context, name: str) -> str:
    month = format_month(context, name[:7])
    return f"{month} ({format_number(context, int(name[8:]))})" if name[8:] else month
