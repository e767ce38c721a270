"""From the ledger to feed items: one for each update, standing notice, answer and follow-up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from functools import partial
from html import escape
from typing import Any

from answerable.facts.answers import timeline
from answerable.facts.maintenance import maintenance_announcement
from answerable.publish.addresses import anchors, answer_path, incident_path, maintenance_path, update_anchor
from answerable.publish.context import Context
from answerable.publish.feeds.feed import FeedItem, line, newest_first
from answerable.publish.feeds.item_parts import ItemPlaces, paragraph, prose, signature, tag
from answerable.publish.social import previews
from answerable.publish.text.formats import format_instant
from answerable.publish.text.terms import did_word, maintenance_word, outcome_word, status_word, update_word
from answerable.records.instants import CLOCK_SKEW
from answerable.records.ledger import touched_components
from answerable.records.model import Complaint, Incident, Maintenance, MaintenanceUpdate, Notice, Step, Update
from answerable.records.vocabulary import Consent, Did


def of_site(context: Context) -> str:
    """The site's own, for what has none."""
    return _address(context, previews.of_site(context))


def of_incident(context: Context, incident: Incident) -> str:
    """That of an incident as it stands now."""
    return _address(context, previews.of_incident(context, incident))


def of_update(context: Context, incident: Incident, update: Update) -> str:
    """The incident's for its newest update, and none for those before."""
    return of_incident(context, incident) if update is incident.newest else ""


def of_answer(context: Context, answer: Complaint) -> str:
    """That which all answers of a topic share."""
    topic = context.ledger.topic(answer.topic)
    return _address(context, previews.of_topic(context, topic)) if topic else of_site(context)


def _address(context: Context, picture: previews.Picture) -> str:
    return context.absolute(picture.path) if picture.can_be_drawn else ""


def all_items(context: Context) -> tuple[FeedItem, ...]:
    """Everything there is to announce, newest first."""
    return newest_first(_all(context))


def person(context: Context, id: str | None) -> str:
    """The name of who signs; the id itself for somebody who is not in the team's file."""
    who = context.ledger.person(id) if id else None
    return line(context.text(who.name)) if who else line(id or "")


def _all(context: Context) -> Iterator[FeedItem]:
    latest, ledger = context.now + CLOCK_SKEW, context.ledger
    for incident in ledger.incidents:
        yield from (item for item in _incident(context, incident) if item.at <= latest)
    for maintenance in ledger.maintenances:
        yield from _maintenance(context, maintenance)
    for notice in ledger.notices:
        if notice.starts <= context.now:
            yield _notice(context, notice)
    for answer in ledger.answers:
        yield from (item for item in _answer(context, answer) if item.at <= latest)


def _incident(context: Context, incident: Incident) -> Iterator[FeedItem]:
    path = incident_path(incident.id)
    places, title, about = ItemPlaces(context, path), context.text(incident.title), touched_components(incident)
    for update in incident.updates:
        place = places.next(update.at)
        word = update_word(context, update.status)
        yield FeedItem(
            **place,
            title=line(f"{word}: {title}"),
            told=partial(_told_of_update, context, word, update, place["url"]),
            kind="incidents",
            author=person(context, update.by),
            about=about,
            drawn=partial(of_update, context, incident, update),
            first=1 if incident.pinned else 0,
        )


def _told_of_update(context: Context, word: str, update: Update, url: str) -> str:
    return _said(context, word, update, url) + _promised(context, update)


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
    places = ItemPlaces(context, maintenance_path(maintenance.id))
    first = maintenance_announcement(maintenance)
    if first is not None:
        yield _of_maintenance(context, maintenance, first, places.announcement(maintenance, first.at))
    for update in maintenance.updates:
        yield _of_maintenance(context, maintenance, update, places.next(update.at))


def _of_maintenance(
    context: Context, maintenance: Maintenance, update: MaintenanceUpdate, place: dict[str, Any]
) -> FeedItem:
    word = maintenance_word(context, update.status)
    return FeedItem(
        **place,
        title=line(f"{word}: {context.text(maintenance.title)}"),
        told=lambda: _when(context, maintenance) + _said(context, word, update, place["url"]),
        kind="maintenance",
        author=person(context, update.by),
        about=tuple(maintenance.components),
        drawn=partial(of_site, context),
    )


def _when(context: Context, maintenance: Maintenance) -> str:
    starts, ends = format_instant(context, maintenance.starts), format_instant(context, maintenance.ends)
    return f"<p>{escape(starts)} – {escape(ends)}</p>\n"


def _notice(context: Context, notice: Notice) -> FeedItem:
    return FeedItem(
        id=tag(context, f"notices/{notice.id}/{update_anchor(notice.starts)}", notice.starts),
        title=line(context.text(notice.title)),
        url=f"{context.site_url}#notice-{notice.id}",
        at=notice.starts.astimezone(UTC),
        told=partial(_told_of_notice, context, notice),
        kind="notices",
        author=person(context, notice.by),
        drawn=partial(of_site, context),
        first=2,
    )


def _told_of_notice(context: Context, notice: Notice) -> str:
    link = notice.link if notice.link and not notice.link.startswith("tel:") else ""
    more = f'<p><a href="{escape(link)}">{escape(link)}</a></p>\n' if link else ""
    told = prose(context, notice.text, context.site_url) + more + signature(person(context, notice.by))
    return told or paragraph(line(context.text(notice.title)))


def _answer(context: Context, answer: Complaint) -> Iterator[FeedItem]:
    """The resolution, and each later report of what became of it; what the customer wrote stays on the page."""
    resolution = answer.resolution
    if resolution is None:
        return
    places = ItemPlaces(context, answer_path(answer.id))
    word = outcome_word(context, resolution.outcome) if resolution.outcome else did_word(context, resolution.did)
    yield _step(context, answer, resolution, word, places.next(resolution.at))
    for step in answer.steps:
        if step.did is Did.FOLLOWED_UP and step.at > resolution.at:
            yield _step(context, answer, step, did_word(context, step.did), places.next(step.at))


def _step(context: Context, answer: Complaint, step: Step, word: str, place: dict[str, Any]) -> FeedItem:
    url = f"{context.absolute(answer_path(answer.id))}#{_fragment(answer, step)}"
    return FeedItem(
        **{**place, "url": url},
        title=line(f"{word}: {context.text(answer.title)}"),
        told=partial(_told_of_step, context, answer, step, word, url),
        kind="answers",
        author=person(context, step.by),
        about=(answer.component,) if answer.component else (),
        topic=answer.topic,
        channel=answer.channel,
        drawn=partial(of_answer, context, answer),
    )


def _fragment(answer: Complaint, step: Step) -> str:
    """Where the step stands on the answer's page, on which other steps may be of the same instant."""
    if [answer.received, *(other.at for other in answer.steps)].count(step.at) == 1:
        return update_anchor(step.at)
    moments = timeline(answer)
    found = zip(moments, anchors(moment.at for moment in moments), strict=True)
    return next(anchor for moment, anchor in found if (moment.at, moment.did) == (step.at, step.did))


def _told_of_step(context: Context, answer: Complaint, step: Step, word: str, url: str) -> str:
    told = (
        (context.gettext("What was said"), answer.said if answer.consent is not Consent.NONE else None),
        (context.gettext("What we did"), answer.did),
        (context.gettext("What changed"), answer.changed),
    )
    return (
        paragraph(word)
        + prose(context, step.reason, url)
        + "".join(paragraph(label) + prose(context, text, url) for label, text in told if text)
        + signature(person(context, step.by))
    )
