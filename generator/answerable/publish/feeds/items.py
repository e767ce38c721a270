"""Make the feed items of the ledger: one for each update, standing notice, answer and follow-up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from html import escape
from typing import Any

from answerable.facts.maintenance import maintenance_announcement
from answerable.facts.status import changed_by
from answerable.facts.timeline import timeline
from answerable.publish.addresses import anchors, answer_path, incident_path, maintenance_path, update_anchor
from answerable.publish.context import Context, looked_up
from answerable.publish.feeds.feed import FeedItem, Key, line
from answerable.publish.feeds.item_parts import ItemPlaces, paragraph, prose, signature, tag
from answerable.publish.social import previews
from answerable.publish.text.formats import format_instant, format_span
from answerable.publish.text.terms import did_word, maintenance_word, outcome_word, status_word, update_word
from answerable.records.ledger import touched_components
from answerable.records.model import Complaint, Incident, Maintenance, MaintenanceUpdate, Notice, Record, Step, Update
from answerable.records.vocabulary import Did, MaintenanceStatus


def site_picture(context: Context) -> str:
    """Return the address of the site's own picture, or an empty string if it cannot be drawn."""
    return _address(context, previews.of_site(context))


def incident_picture(context: Context, incident: Incident) -> str:
    """Return the address of the picture of an incident in its current state."""
    return _address(context, previews.of_incident(context, incident))


def _update_picture(context: Context, incident: Incident, update: Update) -> str:
    """Return the incident's picture for its newest update, and none for earlier ones."""
    return incident_picture(context, incident) if update is incident.newest else ""


def _answer_picture(context: Context, answer: Complaint) -> str:
    """Return the picture that all answers of a topic share."""
    topic = context.ledger.topic(answer.topic)
    return _address(context, previews.of_topic(context, topic)) if topic else site_picture(context)


def _address(context: Context, picture: previews.Picture) -> str:
    return context.absolute(picture.path) if picture.can_be_drawn else ""


def person(context: Context, id: str | None) -> str:
    """Return the name of the person with this id, or the id itself if the team's file does not have it."""
    who = context.ledger.person(id) if id else None
    return line(context.text(who.name)) if who else line(id or "")


def items_of(context: Context, record: Record) -> Iterator[FeedItem]:
    """Yield the items of a record, in the order of its updates; none of a notice before it begins."""
    if isinstance(record, Incident):
        yield from _incident(context, record)
    elif isinstance(record, Maintenance):
        yield from _maintenance(context, record)
    elif isinstance(record, Notice) and context.has_come(record.starts):
        yield _notice(context, record)
    elif isinstance(record, Complaint):
        yield from _answer(context, record)


def instants_of(record: Incident | Complaint) -> list[datetime]:
    """Return the instants of the items of an incident or an answer, without making them."""
    if isinstance(record, Incident):
        return [update.at for update in record.updates]
    return [step.at for step in _told(record)]


def keys_of(record: Incident | Complaint) -> Iterator[Key]:
    """Yield the keys of the feeds in which the items of an incident or an answer stand, that of everything included."""
    yield "", ""
    if isinstance(record, Incident):
        yield "kind", "incidents"
        yield from (("component", id) for id in touched_components(record))
    else:
        yield "kind", "answers"
        named = (("component", record.component), ("topic", record.topic), ("channel", record.channel))
        yield from ((kind, id) for kind, id in named if id)


def _incident(context: Context, incident: Incident) -> Iterator[FeedItem]:
    path = incident_path(incident.id)
    places, title, touched = ItemPlaces(context, path), context.text(incident.title), touched_components(incident)
    for update in incident.updates:
        place = places.next(update.at, update.id)
        word = update_word(context, update.status)
        yield FeedItem(
            **place,
            title=line(f"{word}: {title}"),
            make_html=partial(_update_html, context, word, update, place["url"]),
            kind="incidents",
            author=person(context, update.by),
            components=touched,
            find_picture=partial(_update_picture, context, incident, update),
            priority=1 if incident.pinned else 0,
            record=incident.id,
            status=update.status.value,
        )


def _update_html(context: Context, word: str, update: Update, url: str) -> str:
    return _message(context, word, update, url) + _changes_and_promise(context, update)


def _message(context: Context, word: str, update: Update | MaintenanceUpdate, url: str) -> str:
    return paragraph(word) + prose(context, update.text, url) + signature(person(context, update.by))


def _changes_and_promise(context: Context, update: Update) -> str:
    parts = []
    for id, status in changed_by(update).items():
        component = context.ledger.component(id)
        name = line(context.text(component.name)) if component else id
        parts.append(f"<li>{escape(name)}: {escape(status_word(context, status))}</li>")
    touched = f"<ul>{''.join(parts)}</ul>\n" if parts else ""
    if update.next_update is None:
        return touched
    return touched + paragraph(
        context.gettext("Next update by %(time)s") % {"time": format_instant(context, update.next_update)}
    )


def _maintenance(context: Context, maintenance: Maintenance) -> Iterator[FeedItem]:
    places = ItemPlaces(context, maintenance_path(maintenance.id))
    first = _announcement(context, maintenance.id)
    if first is not None:
        item = _of_maintenance(context, maintenance, first, places.announcement(maintenance, first.at))
        yield replace(item, moves=maintenance.announced is None and not context.has_come(maintenance.starts))
    for update in maintenance.updates:
        yield _of_maintenance(context, maintenance, update, places.next(update.at, update.id))


@looked_up
def _announcement(context: Context, id: str) -> MaintenanceUpdate | None:
    found = context.ledger.maintenance(id)
    return maintenance_announcement(found, context.now, context.changed.get(id)) if found else None


def _of_maintenance(
    context: Context, maintenance: Maintenance, update: MaintenanceUpdate, place: dict[str, Any]
) -> FeedItem:
    word = maintenance_word(context, update.status)
    return FeedItem(
        **place,
        title=line(f"{word}: {context.text(maintenance.title)}"),
        make_html=lambda: _when(context, maintenance, update) + _message(context, word, update, place["url"]),
        kind="maintenance",
        author=person(context, update.by),
        components=tuple(maintenance.components),
        find_picture=partial(site_picture, context),
        record=maintenance.id,
        status=update.status.value,
    )


def _when(context: Context, maintenance: Maintenance, update: MaintenanceUpdate) -> str:
    """Return the window as it is now; none for an update that takes it back."""
    if update.status is MaintenanceStatus.POSTPONED and maintenance.stopped is update:
        unknown = context.gettext("A new time is not known yet.")
        return f"<p>{escape(unknown)}</p>\n"
    return f"<p>{escape(format_span(context, maintenance.starts, maintenance.ends))}</p>\n"


def _notice(context: Context, notice: Notice) -> FeedItem:
    return FeedItem(
        id=tag(context, f"notices/{notice.id}/{update_anchor(notice.starts)}", notice.starts),
        title=line(context.text(notice.title)),
        url=f"{context.site_url}#notice-{notice.id}",
        at=notice.starts.astimezone(UTC),
        make_html=partial(_notice_html, context, notice),
        kind="notices",
        author=person(context, notice.by),
        find_picture=partial(site_picture, context),
        priority=2,
        record=notice.id,
        status="published",
    )


def _notice_html(context: Context, notice: Notice) -> str:
    link = notice.link if notice.link and not notice.link.startswith("tel:") else ""
    more = f'<p><a href="{escape(link)}">{escape(link)}</a></p>\n' if link else ""
    html = prose(context, notice.text, context.site_url) + more + signature(person(context, notice.by))
    return html or paragraph(line(context.text(notice.title)))


def _answer(context: Context, answer: Complaint) -> Iterator[FeedItem]:
    """Yield the resolution and each later follow-up, without the customer's own words, which stand on the page only."""
    places = ItemPlaces(context, answer_path(answer.id))
    for step in _told(answer):
        word = outcome_word(context, step.outcome) if step.outcome else did_word(context, step.did)
        yield _step(context, answer, step, word, places.next(step.at))


def _told(answer: Complaint) -> Iterator[Step]:
    """Yield the steps that are items: the resolution and each later follow-up."""
    resolution = answer.resolution
    if resolution is not None:
        yield resolution
        yield from (step for step in answer.steps if step.did is Did.FOLLOWED_UP and step.at > resolution.at)


def _step(context: Context, answer: Complaint, step: Step, word: str, place: dict[str, Any]) -> FeedItem:
    url = f"{context.absolute(answer_path(answer.id))}#{_fragment(answer, step)}"
    return FeedItem(
        **{**place, "url": url},
        title=line(f"{word}: {context.text(answer.title)}"),
        make_html=partial(_step_html, context, answer, step, word, url),
        kind="answers",
        author=person(context, step.by),
        components=(answer.component,) if answer.component else (),
        topic=answer.topic,
        channel=answer.channel,
        find_picture=partial(_answer_picture, context, answer),
        record=answer.id,
        status=step.did.value,
    )


def _fragment(answer: Complaint, step: Step) -> str:
    """Return the fragment of the step on the answer's page, where other steps may have the same instant."""
    if [answer.received, *(other.at for other in answer.steps)].count(step.at) == 1:
        return update_anchor(step.at)
    moments = timeline(answer)
    placed = zip(moments, anchors(moment.at for moment in moments), strict=True)
    return next(anchor for moment, anchor in placed if (moment.at, moment.did) == (step.at, step.did))


def _step_html(context: Context, answer: Complaint, step: Step, word: str, url: str) -> str:
    parts = (
        (context.gettext("What was said"), answer.said),
        (context.gettext("What we did"), answer.did),
        (context.gettext("What changed"), answer.changed),
    )
    return (
        paragraph(word)
        + prose(context, step.reason, url)
        + "".join(paragraph(label) + prose(context, text, url) for label, text in parts if text)
        + signature(person(context, step.by))
    )
