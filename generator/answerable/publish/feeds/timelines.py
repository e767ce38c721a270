"""Divide the items into current feeds with the newest, and archives of the feed of everything, of a month each.

A month with more than fifty items has an archive for each fifty, counted from its first item. An archive is published
once it holds an item that the current feed has no more: by then it is full, or its month is over, so that it gets no
more items (RFC 5005, section 4). What is dated ahead, such as planned work, is in no archive before its time has come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from answerable.publish.context import Context, once
from answerable.publish.feeds.catalogue import FeedKind, kinds
from answerable.publish.feeds.extensions import guide
from answerable.publish.feeds.feed import Feed, FeedItem, Key, line, newest_first
from answerable.publish.feeds.item_parts import tag
from answerable.publish.feeds.items import all_items
from answerable.publish.text.formats import format_gregorian_month, format_number

AT_MOST = 50
"""Items in a current feed, besides those that are dated ahead."""

Archives = dict[str, tuple[FeedItem, ...]]
"""Items by the name of their archive: `2026-11`, then `2026-11-2` and so on, newest first."""


def current(context: Context) -> list[Feed]:
    """Return the current feeds; that of everything, which comes first, leads to the newest archive."""
    items = all_items(context)
    by_key = _by_key(items)
    first, *others = (_current_feed(context, kind, _newest(context, by_key[kind.key])) for kind in kinds(context))
    return [replace(first, older=next(map(_stem, _archives(context)), "")), *others]


def archive_names(context: Context) -> list[str]:
    """Return the name of every archive, newest first."""
    return list(_archives(context))


def archive(context: Context, name: str) -> Feed:
    """Return an archive with the addresses of its neighbours."""
    everything, names = next(kinds(context)), archive_names(context)
    place = names.index(name)
    return replace(
        _current_feed(context, everything, _archives(context)[name]),
        stem=_stem(name),
        title=f"{everything.title}, {_archive_title(context, name)}",
        id=tag(context, _stem(name)),
        newer=_stem(names[place - 1]) if place else "",
        older=next(map(_stem, names[place + 1 :]), ""),
        current=everything.stem,
        hub="",
    )


def _stem(name: str) -> str:
    """Return the address of an archive without the ending."""
    return f"feeds/{name}"


def _settled(context: Context, items: Sequence[FeedItem]) -> list[FeedItem]:
    """Return the items whose instants have come and stay as they are."""
    return [item for item in items if item.at <= context.now and not item.moves]


def _newest(context: Context, items: Sequence[FeedItem]) -> tuple[FeedItem, ...]:
    settled = _settled(context, items)
    if len(settled) == len(items):
        return tuple(settled[:AT_MOST])
    moving = [item for item in items if item.at > context.now or item.moves]
    return newest_first([*moving, *settled[:AT_MOST]])


def _by_key(items: Sequence[FeedItem]) -> dict[Key, Sequence[FeedItem]]:
    """Return the items of each feed by its key, those of the feed of everything under an empty one."""
    found: dict[Key, list[FeedItem]] = defaultdict(list)
    for item in items:
        for key in item.keys:
            found[key].append(item)
    return defaultdict(tuple, {**found, ("", ""): items})


@once
def _archives(context: Context) -> Archives:
    """Return the archives that hold an item which is not among the newest."""
    items = all_items(context)
    past = _settled(context, items)
    archives: Archives = {}
    count = 0
    for month, own in groupby(past, partial(_month_name, context)):
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


def _current_feed(context: Context, kind: FeedKind, items: tuple[FeedItem, ...]) -> Feed:
    return Feed(
        stem=kind.stem,
        title=kind.title,
        description=context.gettext("Each update once, with its full text."),
        site=context.site_url,
        page=context.absolute(kind.page),
        id=tag(context, kind.stem),
        language=context.language,
        author=line(context.site_name),
        items=items,
        hub=context.websub,
        guide=guide(context, kind.page),
    )


def _archive_title(context: Context, name: str) -> str:
    month = format_gregorian_month(context, name[:7])
    return f"{month} ({format_number(context, int(name[8:]))})" if name[8:] else month
