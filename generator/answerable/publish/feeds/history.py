"""`history.rss` and `history.atom` as Statuspage has them: an entry per incident and maintenance, with all its updates.

Programs that read these take an entry's first `<strong>` for its state, know the English words, and expect the text
after a dash. They tell maintenance from incidents by its `maintenanceEndDate`. Some remember the newest date that they
have seen, so that an entry dated ahead would hide every outage until then: maintenance still to come is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from html import escape
from itertools import islice

from answerable.facts.maintenance import maintenance_timeline
from answerable.output.outputs import Output
from answerable.output.served import ATOM, RSS, Served, Verify
from answerable.publish.addresses import INCIDENTS, incident_path, maintenance_path
from answerable.publish.context import Context
from answerable.publish.feeds import items
from answerable.publish.feeds.atom import AtomWriter
from answerable.publish.feeds.extensions import guide
from answerable.publish.feeds.feed import Feed, FeedItem, line, newest_first
from answerable.publish.feeds.item_parts import prose, tag
from answerable.publish.feeds.rss import RssWriter
from answerable.publish.text.formats import format_instant
from answerable.publish.text.terms import MAINTENANCE_WORDS, UPDATE_WORDS
from answerable.records.instants import CLOCK_SKEW
from answerable.records.model import Incident, Maintenance
from answerable.records.text import Text
from answerable.records.vocabulary import MaintenanceStatus

SERVED = (
    Served("history.rss", RSS, any_origin=True, verify=Verify.FIRST_LANGUAGE),
    Served("history.atom", ATOM, any_origin=True, verify=Verify.FIRST_LANGUAGE),
)
AT_MOST = 50


def publish(context: Context) -> Iterator[Output]:
    """Yield both files."""
    feed = _feed(context)
    yield Output("history.rss", RssWriter().write(feed, "rss"))
    yield Output("history.atom", AtomWriter().write(feed, "atom"))


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
    """Yield the newest entries of each kind, among which the newest of all are."""
    ledger, latest = context.ledger, context.now + CLOCK_SKEW
    yield from (_incident(context, i) for i in islice((i for i in ledger.incidents if i.started_at <= latest), AT_MOST))
    begun = (m for m in ledger.maintenances if m.starts <= context.now and not m.never_began)
    yield from (_maintenance(context, m) for m in islice(begun, AT_MOST))


def _incident(context: Context, incident: Incident) -> FeedItem:
    path = incident_path(incident.id)
    url = context.absolute(path)
    return FeedItem(
        id=tag(context, path.rstrip("/")),
        title=line(context.text(incident.title)),
        url=url,
        at=incident.newest.at.astimezone(UTC),
        published=incident.updates[0].at.astimezone(UTC),
        make_html=lambda: "".join(
            _update(context, UPDATE_WORDS[u.status], u.at, u.text, url) for u in reversed(incident.updates)
        ),
        kind="incidents",
        find_picture=partial(items.incident_picture, context, incident),
    )


def _maintenance(context: Context, found: Maintenance) -> FeedItem:
    path, updates = maintenance_path(found.id), maintenance_timeline(found, context.now)
    url = context.absolute(path)
    return FeedItem(
        id=tag(context, path.rstrip("/")),
        title=line(context.text(found.title)),
        url=url,
        at=max(found.starts, updates[-1].at).astimezone(UTC),
        published=updates[0].at.astimezone(UTC),
        make_html=lambda: "".join(_update(context, _word(u.status), u.at, u.text, url) for u in reversed(updates)),
        kind="maintenance",
        find_picture=partial(items.site_picture, context),
        ends=(found.cancelled_at or found.ended_at).astimezone(UTC),
    )


def _word(status: MaintenanceStatus) -> str:
    """Return Statuspage's word for a status; it has none for cancelled and postponed maintenance."""
    others = {
        MaintenanceStatus.CANCELLED: MaintenanceStatus.COMPLETED,
        MaintenanceStatus.POSTPONED: MaintenanceStatus.SCHEDULED,
    }
    return MAINTENANCE_WORDS[others.get(status, status)]


def _update(context: Context, word: str, at: datetime, text: Text | None, url: str) -> str:
    head = f"<small>{escape(format_instant(context, at))}</small><br><strong>{word}</strong>"
    html = prose(context, text, url)
    if html.startswith("<p>"):
        return f"<p>{head} - {html.removeprefix('<p>')}"
    return f"<p>{head}</p>\n{html}"
