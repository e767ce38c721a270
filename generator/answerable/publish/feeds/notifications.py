"""The newest items of the feeds as news for `answerable notify`, with their words in every language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from html import escape
from typing import cast

from answerable.outreach.notify.news_item import NewsItem, NewsText
from answerable.publish.context import Context
from answerable.publish.feeds.feed import FeedItem, line, newest_first
from answerable.publish.feeds.items import instants_of, items_of
from answerable.publish.text.record_text import plain_of_html
from answerable.records.characters import truncate
from answerable.records.instants import CLOCK_SKEW
from answerable.records.model import Complaint, Incident
from answerable.records.notify import NewsKind

LONGEST = 10_000
"""Characters of a message in each language, as plain text; what is longer is cut, and goes on on the site."""


def news(contexts: Sequence[Context], within: timedelta) -> tuple[NewsItem, ...]:
    """Return the news of this length of time up to now, oldest first.

    The contexts are those of one site in its languages, the first language first. Planned work is news when its time
    has come, or when it is announced.
    """
    first = contexts[0]
    elsewhere = [(context, {_path(context, item): item for item in _recent(context, within)}) for context in contexts]
    return tuple(_news_item(first, item, elsewhere) for item in reversed(_recent(first, within)))


def _recent(context: Context, within: timedelta) -> list[FeedItem]:
    ledger, now, since = context.ledger, context.now, context.now - within
    latest = now + CLOCK_SKEW
    history: tuple[Incident | Complaint, ...] = (*ledger.incidents, *ledger.answers)
    told = (one for one in history if any(at > since for at in instants_of(one)))
    records = (*told, *ledger.maintenances, *ledger.notices)
    items = newest_first(item for record in records for item in items_of(context, record) if item.at > since)
    return [item for item in items if item.at <= (now if item.kind == "maintenance" else latest)]


def _path(context: Context, item: FeedItem) -> str:
    """Return the address of an item below its site, which is the same in all languages."""
    return item.url.removeprefix(context.site_url)


def _news_item(first: Context, item: FeedItem, elsewhere: Sequence[tuple[Context, dict[str, FeedItem]]]) -> NewsItem:
    path = _path(first, item)
    texts = (_text(context, found[path]) for context, found in elsewhere if path in found)
    incident = first.ledger.incident(item.record) if item.kind == "incidents" else None
    return NewsItem(
        id=item.id,
        kind=cast(NewsKind, item.kind),
        at=item.at,
        record=item.record,
        status=item.status,
        impact=incident.impact.value if incident else "",
        components=item.components,
        site_name=line(first.site_name),
        site_url=first.site_url,
        texts=tuple(texts),
    )


def _text(context: Context, item: FeedItem) -> NewsText:
    _ = context.gettext
    html = item.html
    text = plain_of_html(html)
    if len(html) > 2 * LONGEST or len(text) > LONGEST:
        text = truncate(text, LONGEST) + "…"
        html = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in text.split("\n"))
    named = (context.ledger.component(id) for id in item.components)
    return NewsText(
        language=context.language,
        direction=context.direction,
        title=item.title,
        url=item.url,
        html=html,
        text=text,
        components=tuple(line(context.text(one.name)) for one in named if one),
        author=item.author,
        site_name=line(context.site_name),
        read_on=_("Read it on the site"),
        why=_("You get this because you subscribed to news of %(site)s.") % {"site": line(context.site_name)},
        leave=_("Unsubscribe"),
    )
