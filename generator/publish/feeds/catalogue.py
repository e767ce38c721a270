"""Which feeds there are: everything, each kind, each component, and the months of what has grown long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.publish.addresses import ANSWERS, INCIDENTS, component_path
from generator.publish.context import Context
from generator.publish.feeds import atom, json_feed, rss
from generator.publish.feeds.feed import Feed, FeedItem, line
from generator.publish.feeds.items import tag
from generator.publish.language import format_month

AT_MOST = 50
"""Items in a feed that readers ask for again and again."""

FORMATS = (rss, atom, json_feed)
_NAMES = {"xml": "RSS", "atom": "Atom", "json": "JSON Feed"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A feed to be: `stem` is its address without the ending, `months` the folder of its months, if it has any.

    `short` names it among its like, `about` says in a sentence who it is for.
    `paged` are the formats of these: XML costs six times what JSON does, so only the feed of everything has both.
    """

    stem: str
    title: str
    short: str
    about: str
    page: str
    months: str = ""
    kind: str = ""
    component: str = ""
    paged: tuple[str, ...] = (json_feed.SUFFIX,)

    def holds(self, item: FeedItem) -> bool:
        """Whether the item belongs into this feed."""
        if self.component:
            return self.component in item.about
        return not self.kind or item.kind == self.kind


def feed_links(context: Context) -> tuple[tuple[str, str, str], ...]:
    """(title, address relative to the root, media type) of each feed; the one of everything comes first."""
    return tuple(
        (f"{kind.title} ({_NAMES[form.SUFFIX]})", f"{kind.stem}.{form.SUFFIX}", form.MIME)
        for kind in kinds(context)
        for form in FORMATS
    )


def formats_of(stem: str) -> tuple[tuple[str, str], ...]:
    """(name of the format, address relative to the root) of each form of the feed with this stem."""
    return tuple((_NAMES[form.SUFFIX], f"{stem}.{form.SUFFIX}") for form in FORMATS)


def kinds(context: Context) -> Iterator[Kind]:
    """The feeds of everything, incidents, maintenance, answers and each component."""
    name, _ = line(context.site_name), context.gettext
    everything = _("Whatever this page says: incidents, maintenance and answers to complaints, each update once.")
    yield Kind("feed", name, _("Everything"), everything, "", months="feeds", paged=(atom.SUFFIX, json_feed.SUFFIX))
    for kind, title, about, page in (
        ("incidents", _("Incidents"), _("Something is broken, how it goes on, and that it works again."), INCIDENTS),
        ("maintenance", _("Maintenance"), _("Planned work, announced before it begins."), ""),
        ("answers", _("Answers"), _("What became of complaints: what was done, and what changed."), ANSWERS),
    ):
        yield Kind(f"feeds/{kind}", f"{name}: {title}", title, about, page, months=f"feeds/{kind}", kind=kind)
    for component in context.ledger.components:
        short = line(context.text(component.name))
        stem = f"feeds/components/{component.id}"
        yield Kind(stem, f"{name}: {short}", short, "", component_path(component.id), component=component.id)


def feeds(context: Context, items: Sequence[FeedItem]) -> Iterator[Feed]:
    """Every feed, each followed by its months if it has more items than fit."""
    by_component = _by_component(items)
    for kind in kinds(context):
        own = by_component.get(kind.component, ()) if kind.component else tuple(filter(kind.holds, items))
        main = _feed(context, kind, own[:AT_MOST])
        months = _months(context, kind, main, own) if kind.months and len(own) > AT_MOST else []
        yield replace(main, older=months[0].stem) if months else main
        yield from months


def _feed(context: Context, kind: Kind, items: tuple[FeedItem, ...]) -> Feed:
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
        paged=kind.paged,
    )


def _months(context: Context, kind: Kind, main: Feed, items: Sequence[FeedItem]) -> list[Feed]:
    """The months from that of the first item left out, newest first, each knowing its neighbours."""
    months: dict[str, list[FeedItem]] = defaultdict(list)
    for item in items:
        months[_month(context, item)].append(item)
    left_out = _month(context, items[AT_MOST])
    names = [month for month in months if month <= left_out]
    stems = ["", *(f"{kind.months}/{month}" for month in names), ""]
    return [
        replace(
            main,
            stem=stems[place],
            title=f"{main.title}, {format_month(context, month)}",
            id=tag(context, stems[place]),
            items=tuple(months[month]),
            newer=stems[place - 1],
            older=stems[place + 1],
            current=main.stem,
        )
        for place, month in enumerate(names, start=1)
    ]


def _month(context: Context, item: FeedItem) -> str:
    return item.at.astimezone(context.zone).strftime("%Y-%m")


def _by_component(items: Iterable[FeedItem]) -> dict[str, tuple[FeedItem, ...]]:
    found: dict[str, list[FeedItem]] = defaultdict(list)
    for item in items:
        for component in item.about:
            found[component].append(item)
    return {component: tuple(own) for component, own in found.items()}
