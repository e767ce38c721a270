"""Divide the items into current feeds with the newest, and archives of the feed of everything, of a month each.

A month with more than fifty items has an archive for each fifty, counted from its first item. An archive is published
once it holds an item that the current feed has no more: by then it is full, or its month is over, so that it gets no
more items (RFC 5005, section 4). What is dated ahead, such as planned work, is in no archive before its time has come.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from heapq import nlargest

from answerable.facts.months import month_of
from answerable.publish.context import Context, looked_up, once
from answerable.publish.feeds.catalogue import FeedKind, kinds
from answerable.publish.feeds.extensions import guide
from answerable.publish.feeds.feed import Feed, FeedItem, Key, line, newest_first
from answerable.publish.feeds.item_parts import tag
from answerable.publish.feeds.items import instants_of, items_of, keys_of
from answerable.publish.text.formats import format_gregorian_month, format_number
from answerable.records.instants import CLOCK_SKEW
from answerable.records.model import Complaint, Incident, Maintenance, Record

AT_MOST = 50
"""Items in a current feed, besides those that are dated ahead."""
_FIRST = datetime.min.replace(tzinfo=UTC)


def current(context: Context) -> list[Feed]:
    """Return the current feeds; that of everything, which comes first, leads to the newest archive."""
    by_key = _by_key(_recent(context))
    first, *others = (_current_feed(context, kind, _newest(context, by_key[kind.key])) for kind in kinds(context))
    return [replace(first, older=next(map(_stem, archive_names(context)), "")), *others]


def _recent(context: Context) -> tuple[FeedItem, ...]:
    """Return the items of all records that may stand in a current feed, newest first."""
    ledger, latest = context.ledger, context.now + CLOCK_SKEW
    records = [*_near_the_end(context), *ledger.maintenances, *ledger.notices]
    return newest_first(
        item
        for record in records
        for item in items_of(context, record)
        if item.at <= latest or isinstance(record, Maintenance)
    )


def _near_the_end(context: Context) -> list[Incident | Complaint]:
    """Return the incidents and answers with an item among the newest of one of their feeds, or ahead of the clock."""
    said = [(record, instants, [*keys_of(record)]) for record, instants in _history(context)]
    past: dict[Key, list[datetime]] = defaultdict(list)
    now = context.now
    for _, instants, keys in said:
        come = [at for at in instants if at <= now]
        for key in keys:
            past[key] += come
    since = {key: nlargest(AT_MOST, instants)[-1] if instants else _FIRST for key, instants in past.items()}
    return [one for one, instants, keys in said if instants and any(max(instants) >= since[key] for key in keys)]


@once
def _history(context: Context) -> list[tuple[Incident | Complaint, list[datetime]]]:
    """Return the incidents and answers with the instants of their items."""
    records: list[Incident | Complaint] = [*context.ledger.incidents, *context.ledger.answers]
    return [(record, instants_of(record)) for record in records]


@once
def archive_names(context: Context) -> list[str]:
    """Return the name of every archive, newest first; each has an item that is not among the newest of all."""
    counts = [(month, sum(count for _, count in found)) for month, found in _by_month(context).items()]
    names, before = list[str](), 0
    for month, count in counts:
        for number in range(-(-count // AT_MOST), 0, -1):
            before += AT_MOST if number * AT_MOST <= count else count % AT_MOST
            names += [_name(month, number)] if before > AT_MOST else []
    return names


@once
def _by_month(context: Context) -> dict[str, list[tuple[Record, int]]]:
    """Return the records with items that have come and stay, and how many, by the months of these, newest first."""
    found: dict[str, list[tuple[Record, int]]] = defaultdict(list)
    for record, instants in _settled_instants(context):
        ends = {_month_name(context, at) for at in (min(instants), max(instants))} if instants else ()
        months = (
            Counter(_month_name(context, at) for at in instants)
            if len(ends) > 1
            else dict.fromkeys(ends, len(instants))
        )
        for month, count in months.items():
            found[month].append((record, count))
    return {month: found[month] for month in sorted(found, reverse=True)}


def _settled_instants(context: Context) -> Iterator[tuple[Record, list[datetime]]]:
    now = context.now
    for record, instants in _history(context):
        yield record, [at for at in instants if at <= now]
    for other in (*context.ledger.maintenances, *context.ledger.notices):
        yield other, [item.at for item in items_of(context, other) if _is_settled(context, item)]


@looked_up
def _records_of(context: Context, month: str) -> list[Record]:
    """Return the records with items that have come and stay in a month."""
    return [record for record, _ in _by_month(context).get(month, ())]


@once
def _items_of_month(context: Context, month: str) -> tuple[FeedItem, ...]:
    """Return the items of a month that have come and stay, newest first. Each stands in one archive alone."""
    every = (item for record in _records_of(context, month) for item in items_of(context, record))
    own = (item for item in every if _month_name(context, item.at) == month)
    return newest_first(item for item in own if _is_settled(context, item))


@looked_up
def _neighbours(context: Context, name: str) -> tuple[str, str]:
    """Return the names of the newer and the older archive, "" where there is none."""
    names = ["", *archive_names(context), ""]
    place = names.index(name)
    return names[place - 1], names[place + 1]


def archive(context: Context, name: str) -> Feed:
    """Return an archive with the addresses of its neighbours."""
    everything = next(kinds(context))
    newer, older = (_stem(one) if one else "" for one in _neighbours(context, name))
    items, number = _items_of_month(context, name[:7]), int(name[8:] or 1)
    end = len(items) - (number - 1) * AT_MOST  # counted from the month's first item, which is the last one here
    return replace(
        _current_feed(context, everything, items[max(0, end - AT_MOST) : end]),
        stem=_stem(name),
        title=f"{everything.title}, {_archive_title(context, name)}",
        id=tag(context, _stem(name)),
        newer=newer,
        older=older,
        current=everything.stem,
        hub="",
    )


def _name(month: str, number: int) -> str:
    return month if number == 1 else f"{month}-{number}"


def _stem(name: str) -> str:
    """Return the address of an archive without the ending."""
    return f"feeds/{name}"


def _is_settled(context: Context, item: FeedItem) -> bool:
    """Return whether an item's instant has come and stays as it is."""
    return not item.moves and context.has_come(item.at)


def _newest(context: Context, items: Sequence[FeedItem]) -> tuple[FeedItem, ...]:
    settled = [item for item in items if _is_settled(context, item)]
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


def _month_name(context: Context, at: datetime) -> str:
    return month_of(at, context.zone)


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
