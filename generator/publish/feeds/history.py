"""`history.rss` and `history.atom` as Statuspage has them: one entry for each incident, growing with it.

Programs that read these take an entry's first `<strong>` for the incident's state and know the English words.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from html import escape

from generator.build.outputs import Output
from generator.publish.addresses import INCIDENTS, incident_path
from generator.publish.context import Context
from generator.publish.feeds import atom, rss
from generator.publish.feeds.feed import Feed, FeedItem, line, newest_first
from generator.publish.feeds.guide import guide
from generator.publish.feeds.items import AHEAD, tag
from generator.publish.feeds.prose import prose
from generator.publish.language import UPDATE_WORDS, format_instant
from generator.records.incident import Incident, Update

AT_MOST = 50


def publish(context: Context) -> Iterator[Output]:
    """Both files."""
    feed = _feed(context)
    yield Output("history.rss", rss.write(feed, rss.entries(feed.items), "rss"))
    yield Output("history.atom", atom.write(feed, atom.entries(feed.items), "atom"))


def _feed(context: Context) -> Feed:
    latest = context.now + AHEAD
    known = [i for i in context.ledger.incidents if i.started_at <= latest][:AT_MOST]
    name, kind = line(context.site_name), context.gettext("Incident history")
    return Feed(
        stem="history",
        title=f"{name} – {kind}",
        description=context.gettext("One entry for each incident, with all its updates."),
        site=context.site_url,
        page=context.absolute(INCIDENTS),
        id=tag(context, "history"),
        language=context.language,
        author=name,
        items=newest_first(_entry(context, incident) for incident in known),
        hub=context.websub,
        guide=guide(context, INCIDENTS),
    )


def _entry(context: Context, incident: Incident) -> FeedItem:
    path = incident_path(incident.id)
    url = context.absolute(path)
    return FeedItem(
        id=tag(context, path.rstrip("/")),
        title=line(context.text(incident.title)),
        url=url,
        at=incident.newest.at.astimezone(UTC),
        began=incident.updates[0].at.astimezone(UTC),
        told=lambda: "".join(_update(context, update, url) for update in reversed(incident.updates)),
        kind="incidents",
    )


def _update(context: Context, update: Update, url: str) -> str:
    at = escape(format_instant(context, update.at))
    word = UPDATE_WORDS[update.status]
    return f"<p><small>{at}</small><br><strong>{word}</strong></p>\n{prose(context, update.text, url)}"
