"""The list of feeds: everything, each kind, component, topic and channel, each in three formats; and it as OPML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from answerable.output.outputs import Output
from answerable.output.served import OPML, Served, Verify
from answerable.publish.addresses import ANSWERS, INCIDENTS, component_path, topic_path
from answerable.publish.context import Context, once
from answerable.publish.feeds.atom import AtomWriter
from answerable.publish.feeds.feed import Key, line
from answerable.publish.feeds.json_feed import JsonFeedWriter
from answerable.publish.feeds.rss import RssWriter

FORMATS = (RssWriter, AtomWriter, JsonFeedWriter)


@dataclass(frozen=True, slots=True)
class FeedKind:
    """A feed to publish: `stem` is its address without the ending.

    `short` is its name in a list of its kind, `about` a sentence on its contents. `key` is what its items have in
    common: a kind, component, topic or channel, and its id; empty for the feed of everything.
    """

    stem: str
    title: str
    short: str
    about: str
    page: str
    key: Key = ("", "")


@once
def feed_links(context: Context) -> tuple[tuple[str, str, str], ...]:
    """Return (title, address relative to the root, media type) of each file, the feed of everything first."""
    return tuple(link for kind in kinds(context) for link in links_of(kind))


def links_of(kind: FeedKind) -> tuple[tuple[str, str, str], ...]:
    """Return (title, address relative to the root, media type) of each format of one feed."""
    return tuple((f"{kind.title} ({form.name})", f"{kind.stem}.{form.suffix}", form.mime) for form in FORMATS)


def formats_of(stem: str) -> tuple[tuple[str, str], ...]:
    """Return (name of the format, address relative to the root) of each format of the feed with this stem."""
    return tuple((form.name, f"{stem}.{form.suffix}") for form in FORMATS)


def kinds(context: Context) -> Iterator[FeedKind]:
    """Yield the feeds of everything, incidents, maintenance, answers, and each component, topic and channel.

    Those of a half of the site that is not published are left out.
    """
    name, _ = line(context.site_name), context.gettext
    yield FeedKind("feed", name, _("Everything"), _about_everything(context), "")
    for kind, title, about, page, is_published in (
        (
            "incidents",
            _("Incidents"),
            _("Something is broken, how it goes on, and that it works again."),
            INCIDENTS,
            context.has_status,
        ),
        ("maintenance", _("Maintenance"), _("Planned work, announced before it begins."), "", context.has_status),
        (
            "answers",
            _("Answers"),
            _("What became of complaints: what was done, and what changed."),
            ANSWERS,
            context.has_answers,
        ),
    ):
        stem = f"feeds/{kind}"
        if is_published:
            yield FeedKind(stem, f"{name}: {title}", title, about, page, key=("kind", kind))
    for component in context.ledger.every_component:
        yield component_feed(context, component.id, context.text(component.name))
    for topic in context.ledger.topics:
        yield topic_feed(context, topic.id, context.text(topic.name))
    for channel in context.ledger.channels if context.has_answers else ():
        yield _part(context, "channel", channel.id, context.text(channel.name), ANSWERS)


def _about_everything(context: Context) -> str:
    _ = context.gettext
    return context.by_half(
        _("Whatever this page says: incidents, maintenance and answers to complaints, each update once."),
        status=_("Whatever this page says: incidents and maintenance, each update once."),
        answers=_("Whatever this page says: notices and answers to complaints, each update once."),
    )


def component_feed(context: Context, id: str, name: str) -> FeedKind:
    """Return the feed of one component."""
    return _part(context, "component", id, name, component_path(id))


def topic_feed(context: Context, id: str, name: str) -> FeedKind:
    """Return the feed of the answers about one topic, whose page is that of all answers while the topic has none."""
    page = topic_path(id) if context.ledger.answers_of_topic(id) else ANSWERS
    return _part(context, "topic", id, name, page)


def _part(context: Context, kind: str, id: str, name: str, page: str) -> FeedKind:
    short, stem = line(name), f"feeds/{kind}s/{id}"
    return FeedKind(stem, f"{line(context.site_name)}: {short}", short, "", page, key=(kind, id))


PATH = "feeds.opml"
SERVED = (Served(PATH, OPML, any_origin=True, verify=Verify.FIRST_LANGUAGE),)


def publish(context: Context) -> Iterator[Output]:
    """Yield the OPML file: the general feeds, then folders with those of components, topics and channels."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = line(context.site_name)
    body = SubElement(root, "body")
    for of, found in groupby(kinds(context), lambda kind: kind.key[0] if kind.key[0] != "kind" else ""):
        place = SubElement(body, "outline", text=_folder(context, of)) if of else body
        for kind in found:
            SubElement(place, "outline", _outline(context, kind))
    yield Output(PATH, tostring(root, "UTF-8", xml_declaration=True))


def _folder(context: Context, of: str) -> str:
    _ = context.gettext
    return {"component": _("Components"), "topic": _("Topics"), "channel": _("Channels")}[of]


def _outline(context: Context, kind: FeedKind) -> dict[str, str]:
    return {
        "type": "rss",
        "text": kind.title,
        "title": kind.title,
        "xmlUrl": context.absolute(f"{kind.stem}.{RssWriter.suffix}"),
        "htmlUrl": context.absolute(kind.page),
        "language": context.language,
    }
