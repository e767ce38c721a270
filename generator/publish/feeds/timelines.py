"""The items of each feed in time: the newest of them, and the months of what has grown long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import groupby

from generator.publish.context import Context
from generator.publish.feeds.catalogue import Kind, kinds
from generator.publish.feeds.feed import Feed, FeedItem, Key, line
from generator.publish.feeds.guide import guide
from generator.publish.feeds.items import all_items, tag
from generator.publish.language import format_month

AT_MOST = 50
"""Items in a feed that readers ask for again and again."""

Months = dict[str, tuple[FeedItem, ...]]


@dataclass(frozen=True, eq=False)
class Timeline:
    """A feed's items, newest first, and those of the months from that of the first item left out, newest first."""

    kind: Kind
    newest: tuple[FeedItem, ...]
    months: Months

    def stem(self, month: str) -> str:
        """The address of a month without the ending."""
        return f"{self.kind.months}/{month}"


def current(context: Context) -> list[Feed]:
    """The feeds that readers ask for."""
    return [_current(context, timeline) for timeline in _timelines(context)]


def months(context: Context) -> list[str]:
    """Every month that some feed has to itself, newest first."""
    return sorted({month for timeline in _timelines(context) for month in timeline.months}, reverse=True)


def month_of(context: Context, month: str) -> list[Feed]:
    """The feeds of one month."""
    return [_month(context, timeline, month) for timeline in _timelines(context) if month in timeline.months]


@lru_cache(maxsize=4)
def _timelines(context: Context) -> tuple[Timeline, ...]:
    items = all_items(context)
    by_key = _sorted_out(items)
    found = []
    for kind in kinds(context):
        own = by_key[kind.key]
        found.append(Timeline(kind, tuple(own[:AT_MOST]), _months(context, own)))
    return tuple(found)


def _sorted_out(items: Sequence[FeedItem]) -> dict[Key, Sequence[FeedItem]]:
    """The items of each feed by its key; those of everything by none."""
    found: dict[Key, list[FeedItem]] = defaultdict(list)
    for item in items:
        for key in item.keys:
            found[key].append(item)
    return defaultdict(tuple, {**found, ("", ""): items})


def _months(context: Context, items: Sequence[FeedItem]) -> Months:
    if len(items) <= AT_MOST:
        return {}
    by_month = groupby(items, partial(_month_name, context))
    found = {month: tuple(own) for month, own in by_month}
    left_out = items[AT_MOST]
    return {month: own for month, own in found.items() if own[-1].at <= left_out.at}


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
        older=timeline.stem(next(iter(timeline.months))) if timeline.months else "",
        hub=context.websub,
        guide=guide(context, kind.page),
    )


def _month(context: Context, timeline: Timeline, month: str) -> Feed:
    """A month, knowing its neighbours. The one in which the newest item stands may grow still and is no archive yet."""
    stems = ["", *map(timeline.stem, timeline.months), ""]
    place = stems.index(timeline.stem(month))
    return replace(
        _current(context, timeline),
        stem=stems[place],
        title=f"{timeline.kind.title}, {format_month(context, month)}",
        id=tag(context, stems[place]),
        items=timeline.months[month],
        newer=stems[place - 1],
        older=stems[place + 1],
        current=timeline.kind.stem,
        archive=_month_name(context, timeline.newest[0]) != month,
        hub="",
    )
