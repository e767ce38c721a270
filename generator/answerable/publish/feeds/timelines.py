"""The items of each feed in time: the newest of them, and archives of what has grown long.

An archive is a month, or part of one: fifty items, counted from the month's first on. It is there once it holds
something that is not among the newest any more: by then it is full, or its month is over, so that it gets no more
items (RFC 5005, section 4). What is dated ahead, such as planned work, is in no archive before its time has come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, takewhile

from answerable.publish.context import Context, once
from answerable.publish.feeds.catalogue import FeedKind, kinds
from answerable.publish.feeds.feed import Feed, FeedItem, Key, line
from answerable.publish.feeds.guide import guide
from answerable.publish.feeds.item_parts import tag
from answerable.publish.feeds.items import all_items
from answerable.publish.text.formats import format_month, format_number

AT_MOST = 50
"""Items in a feed that readers ask for again and again, beside those that are dated ahead."""

Archives = dict[str, tuple[FeedItem, ...]]
"""Items by the name of their archive: `2026-11`, then `2026-11-2` and so on."""


@dataclass(frozen=True, eq=False)
class Timeline:
    """A feed's items, newest first, and the archives of those left out, newest first; both overlap."""

    kind: FeedKind
    newest: tuple[FeedItem, ...]
    archives: Archives

    def stem(self, name: str) -> str:
        """The address of an archive without the ending."""
        return f"{self.kind.months}/{name}"


def current(context: Context) -> list[Feed]:
    """The feeds that readers ask for."""
    return [_current(context, timeline) for timeline in _timelines(context)]


def months(context: Context) -> list[str]:
    """Every month that some feed has an archive of, newest first."""
    return sorted({name[:7] for timeline in _timelines(context) for name in timeline.archives}, reverse=True)


def month_of(context: Context, month: str) -> list[Feed]:
    """The archives of one month."""
    return [
        _archive(context, timeline, name)
        for timeline in _timelines(context)
        for name in timeline.archives
        if name.startswith(month)
    ]


@once
def _timelines(context: Context) -> tuple[Timeline, ...]:
    items = all_items(context)
    by_key = _sorted_out(items)
    found = []
    for kind in kinds(context):
        own = by_key[kind.key]
        ahead = sum(1 for _ in takewhile(lambda item: item.at > context.now, own))
        found.append(Timeline(kind, tuple(own[: ahead + AT_MOST]), _archives(context, own[ahead:])))
    return tuple(found)


def _sorted_out(items: Sequence[FeedItem]) -> dict[Key, Sequence[FeedItem]]:
    """The items of each feed by its key; those of everything by none."""
    found: dict[Key, list[FeedItem]] = defaultdict(list)
    for item in items:
        for key in item.keys:
            found[key].append(item)
    return defaultdict(tuple, {**found, ("", ""): items})


def _archives(context: Context, items: Sequence[FeedItem]) -> Archives:
    """Those that reach back to what stands among the newest no more."""
    if len(items) <= AT_MOST:
        return {}
    found: Archives = {}
    place = 0
    for month, own in groupby(items, partial(_month_name, context)):
        for name, part in _parts(month, tuple(own)):
            place += len(part)
            if place > AT_MOST:
                found[name] = part
    return found


def _parts(month: str, items: tuple[FeedItem, ...]) -> list[tuple[str, tuple[FeedItem, ...]]]:
    """A month in parts with their names, newest first."""
    ends = range(len(items), 0, -AT_MOST)  # counted from the month's first item, which is the last one here
    parts = [items[max(0, end - AT_MOST) : end] for end in ends]
    named = [(month if number == 1 else f"{month}-{number}", part) for number, part in enumerate(parts, 1)]
    return named[::-1]


def _month_name(context: Context, item: FeedItem) -> str:
    return item.at.astimezone(context.zone).date().isoformat()[:7]


def _current(context: Context, timeline: Timeline) -> Feed:
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
    """An archive, knowing its neighbours."""
    stems = ["", *map(timeline.stem, timeline.archives), ""]
    place = stems.index(timeline.stem(name))
    return replace(
        _current(context, timeline),
        stem=stems[place],
        title=f"{timeline.kind.title}, {_named(context, name)}",
        id=tag(context, stems[place]),
        items=timeline.archives[name],
        newer=stems[place - 1],
        older=stems[place + 1],
        current=timeline.kind.stem,
        hub="",
    )


def _named(context: Context, name: str) -> str:
    month = format_month(context, name[:7])
    return f"{month} ({format_number(context, int(name[8:]))})" if name[8:] else month
