"""`history.rss` and `history.atom` as Statuspage has them: an entry for each incident and maintenance, growing with it.

Programs that read these take an entry's first `<strong>` for its state, know the English words, and expect the text
behind a dash. They tell maintenance from incidents by its `maintenanceEndDate`, and may remember the newest date they
have seen: work still to come, which the service dates ahead, would make them miss an outage until then. It is not here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from html import escape
from itertools import islice

from answerable.facts.maintenance import maintenance_timeline
from answerable.output.outputs import Output
from answerable.publish.addresses import INCIDENTS, incident_path, maintenance_path
from answerable.publish.context import Context
from answerable.publish.feeds import atom, items, rss
from answerable.publish.feeds.feed import Feed, FeedItem, line, newest_first
from answerable.publish.feeds.guide import guide
from answerable.publish.feeds.item_parts import prose, tag
from answerable.publish.text.formats import format_instant
from answerable.publish.text.terms import MAINTENANCE_WORDS, UPDATE_WORDS
from answerable.records.instants import CLOCK_SKEW
from answerable.records.model import Incident, Maintenance
from answerable.records.text import Text
from answerable.records.vocabulary import MaintenanceStatus

AT_MOST = 50


def publish(context: Context) -> Iterator[Output]:
    """Both files."""
    feed = _feed(context)
    yield Output("history.rss", rss.write(feed, rss.entries(feed.items), "rss"))
    yield Output("history.atom", atom.write(feed, atom.entries(feed.items), "atom"))


def _feed(context: Context) -> Feed:
    name, kind = line(context.site_name), context.gettext("Incident history")
    return Feed(
        stem="history",
        title=f"{name} – {kind}",
        description=context.gettext("One entry for each incident and maintenance, with all its updates."),
        site=context.site_url,
        page=context.absolute(INCIDENTS),
        id=tag(context, "history"),
        language=context.language,
        author=name,
        items=newest_first(_entries(context))[:AT_MOST],
        hub=context.websub,
        guide=guide(context, INCIDENTS),
    )


def _entries(context: Context) -> Iterator[FeedItem]:
    """The newest of each kind, among which the newest of all are."""
    ledger, latest = context.ledger, context.now + CLOCK_SKEW
    yield from (_incident(context, i) for i in islice((i for i in ledger.incidents if i.started_at <= latest), AT_MOST))
    begun = (m for m in ledger.maintenances if m.starts <= context.now and not _called_off_before(m))
    yield from (_maintenance(context, m) for m in islice(begun, AT_MOST))


def _called_off_before(found: Maintenance) -> bool:
    return found.cancelled_at is not None and found.cancelled_at <= found.starts


def _incident(context: Context, incident: Incident) -> FeedItem:
    path = incident_path(incident.id)
    url = context.absolute(path)
    return FeedItem(
        id=tag(context, path.rstrip("/")),
        title=line(context.text(incident.title)),
        url=url,
        at=incident.newest.at.astimezone(UTC),
        began=incident.updates[0].at.astimezone(UTC),
        told=lambda: "".join(
            _update(context, UPDATE_WORDS[u.status], u.at, u.text, url) for u in reversed(incident.updates)
        ),
        kind="incidents",
        drawn=partial(items.of_incident, context, incident),
    )


def _maintenance(context: Context, found: Maintenance) -> FeedItem:
    path, told = maintenance_path(found.id), maintenance_timeline(found, context.now)
    url = context.absolute(path)
    return FeedItem(
        id=tag(context, path.rstrip("/")),
        title=line(context.text(found.title)),
        url=url,
        at=max(found.starts, told[-1].at).astimezone(UTC),
        began=told[0].at.astimezone(UTC),
        told=lambda: "".join(_update(context, _word(u.status), u.at, u.text, url) for u in reversed(told)),
        kind="maintenance",
        drawn=partial(items.of_site, context),
        ends=(found.cancelled_at or found.ended_at).astimezone(UTC),
    )


def _word(status: MaintenanceStatus) -> str:
    """The service has no word for work that was called off."""
    return MAINTENANCE_WORDS[MaintenanceStatus.COMPLETED if status is MaintenanceStatus.CANCELLED else status]


def _update(context: Context, word: str, at: datetime, text: Text | None, url: str) -> str:
    head = f"<small>{escape(format_instant(context, at))}</small><br><strong>{word}</strong>"
    told = prose(context, text, url)
    if told.startswith("<p>"):
        return f"<p>{head} - {told.removeprefix('<p>')}"
    return f"<p>{head}</p>\n{told}"
