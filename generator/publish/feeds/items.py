"""From the ledger to feed items: one for each update, standing notice, answer and follow-up.

An item's id is a tag URI (RFC 4151) of the site's address, the record's id and the instant, so that a reader
announces it once, whatever is reworded later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from urllib.parse import urlsplit

from generator.publish.addresses import answer_path, incident_path, maintenance_path, update_anchor
from generator.publish.context import Context
from generator.publish.feeds.feed import FeedItem, line, newest_first
from generator.publish.feeds.prose import paragraph, prose, signature
from generator.publish.language import (
    did_word,
    format_instant,
    maintenance_word,
    outcome_word,
    status_word,
    update_word,
)
from generator.records.complaint import Complaint, Step
from generator.records.incident import Incident, Maintenance, MaintenanceUpdate, Notice, Update
from generator.records.ledger import touched_components
from generator.records.words import Consent, Did, MaintenanceStatus

AHEAD = timedelta(hours=24)
"""How far a clock may be wrong: what is dated later than this is a plan, not yet news."""


def all_items(context: Context) -> tuple[FeedItem, ...]:
    """Everything there is to announce, newest first."""
    return newest_first(_all(context))


def tag(context: Context, path: str, at: datetime | None = None) -> str:
    """A tag URI for something on this site; without an instant it is dated by the format's own year."""
    site = urlsplit(context.site_url)
    host = (site.hostname or "localhost").replace(":", "-")
    dated = at.astimezone(UTC).strftime("%Y-%m-%d") if at else "2026"
    return f"tag:{host},{dated}:{site.path.strip('/')}{'/' if site.path.strip('/') else ''}{path}"


def person(context: Context, id: str | None) -> str:
    """The name of who signs; the id itself for somebody who is not in the team's file."""
    who = context.ledger.person(id) if id else None
    return line(context.text(who.name)) if who else line(id or "")


def _all(context: Context) -> Iterator[FeedItem]:
    latest, ledger = context.now + AHEAD, context.ledger
    for incident in ledger.incidents:
        yield from (item for item in _incident(context, incident) if item.at <= latest)
    for maintenance in ledger.maintenances:
        yield from _maintenance(context, maintenance)
    for notice in ledger.notices:
        if notice.starts <= context.now:
            yield _notice(context, notice)
    for answer in ledger.answers:
        yield from (item for item in _answer(context, answer) if item.at <= latest)


class _Ids:
    """Gives the ids of one record's items; a second item of the same instant gets `-2`, and so on."""

    def __init__(self, context: Context, path: str) -> None:
        self._context = context
        self._path = path
        self._seen: Counter[datetime] = Counter()

    def id(self, at: datetime) -> str:
        self._seen[at] += 1
        again = f"-{self._seen[at]}" if self._seen[at] > 1 else ""
        return tag(self._context, f"{self._path}{update_anchor(at)}{again}", at)


def _incident(context: Context, incident: Incident) -> Iterator[FeedItem]:
    path = incident_path(incident.id)
    ids, page, title = _Ids(context, path), context.absolute(path), context.text(incident.title)
    about = touched_components(incident)
    for update in incident.updates:
        word = update_word(context, update.status)
        url = f"{page}#{update_anchor(update.at)}"
        yield FeedItem(
            id=ids.id(update.at),
            title=line(f"{word}: {title}"),
            url=url,
            at=update.at.astimezone(UTC),
            html=_said(context, word, update, url) + _promised(context, update),
            kind="incidents",
            author=person(context, update.by),
            about=about,
        )


def _said(context: Context, word: str, update: Update | MaintenanceUpdate, url: str) -> str:
    return paragraph(word) + prose(context, update.text, url) + signature(person(context, update.by))


def _promised(context: Context, update: Update) -> str:
    parts = []
    for id, status in (update.components or {}).items():
        component = context.ledger.component(id)
        name = line(context.text(component.name)) if component else id
        parts.append(f"<li>{escape(name)}: {escape(status_word(context, status))}</li>")
    touched = f"<ul>{''.join(parts)}</ul>\n" if parts else ""
    if update.next_update is None:
        return touched
    return touched + paragraph(context.gettext("Next update by"), format_instant(context, update.next_update))


def _maintenance(context: Context, maintenance: Maintenance) -> Iterator[FeedItem]:
    path = maintenance_path(maintenance.id)
    ids, page, title = _Ids(context, path), context.absolute(path), context.text(maintenance.title)
    for update in _announced(maintenance):
        word = maintenance_word(context, update.status)
        url = f"{page}#{update_anchor(update.at)}"
        yield FeedItem(
            id=ids.id(update.at),
            title=line(f"{word}: {title}"),
            url=url,
            at=update.at.astimezone(UTC),
            html=_when(context, maintenance) + _said(context, word, update, url),
            kind="maintenance",
            author=person(context, update.by),
            about=tuple(maintenance.components),
        )


def _announced(maintenance: Maintenance) -> Iterator[MaintenanceUpdate]:
    """The updates, after the announcement unless the first of them is that announcement."""
    first = maintenance.updates[0].at if maintenance.updates else None
    at = maintenance.announced or (maintenance.starts if first is None else None)
    if at is not None and at != first:
        yield MaintenanceUpdate(at=at, status=MaintenanceStatus.SCHEDULED, by=maintenance.by, text=maintenance.text)
    yield from maintenance.updates


def _when(context: Context, maintenance: Maintenance) -> str:
    starts, ends = format_instant(context, maintenance.starts), format_instant(context, maintenance.ends)
    return f"<p>{escape(starts)} – {escape(ends)}</p>\n"


def _notice(context: Context, notice: Notice) -> FeedItem:
    url = f"{context.site_url}#notice-{notice.id}"
    link = notice.link if notice.link and not notice.link.startswith("tel:") else ""
    more = f'<p><a href="{escape(link)}">{escape(link)}</a></p>\n' if link else ""
    return FeedItem(
        id=tag(context, f"notices/{notice.id}/{update_anchor(notice.starts)}", notice.starts),
        title=line(context.text(notice.title)),
        url=url,
        at=notice.starts.astimezone(UTC),
        html=(prose(context, notice.text, url) + more + signature(person(context, notice.by)))
        or paragraph(line(context.text(notice.title))),
        kind="notices",
        author=person(context, notice.by),
        first=True,
    )


def _answer(context: Context, answer: Complaint) -> Iterator[FeedItem]:
    """The resolution, and each later report of what became of it; what the customer wrote stays on the page."""
    resolution = answer.resolution
    if resolution is None:
        return
    ids = _Ids(context, answer_path(answer.id))
    word = outcome_word(context, resolution.outcome) if resolution.outcome else did_word(context, resolution.did)
    yield _step(context, answer, resolution, word, ids)
    for step in answer.steps:
        if step.did is Did.FOLLOWED_UP and step.at > resolution.at:
            yield _step(context, answer, step, did_word(context, step.did), ids)


def _step(context: Context, answer: Complaint, step: Step, word: str, ids: _Ids) -> FeedItem:
    url = f"{context.absolute(answer_path(answer.id))}#{update_anchor(step.at)}"
    told = (
        (context.gettext("What was said"), answer.said if answer.consent is not Consent.NONE else None),
        (context.gettext("What we did"), answer.did),
        (context.gettext("What changed"), answer.changed),
    )
    return FeedItem(
        id=ids.id(step.at),
        title=line(f"{word}: {context.text(answer.title)}"),
        url=url,
        at=step.at.astimezone(UTC),
        html=paragraph(word)
        + prose(context, step.reason, url)
        + "".join(paragraph(label) + prose(context, text, url) for label, text in told if text)
        + signature(person(context, step.by)),
        kind="answers",
        author=person(context, step.by),
        about=(answer.component,) if answer.component else (),
    )
