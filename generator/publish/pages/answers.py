"""The answers: the latest on one page, and pages by topic and by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.build.shell import Page
from generator.publish import previews
from generator.publish.addresses import answers_month_path, topic_path
from generator.publish.context import Context
from generator.publish.feeds import links_of, topic_feed
from generator.publish.formats import format_month
from generator.publish.render import alternates, render
from generator.records.complaint import Complaint

LATEST = 30


def body(context: Context, root: str) -> str:
    """The latest answers with links to every topic and month."""
    ledger = context.ledger
    topics = [topic for topic in ledger.topics if ledger.answers_of_topic(topic.id)]
    values = {"topics": topics, "months": list(ledger.answers_by_month)}
    title = context.gettext("What became of complaints")
    return render(context, "answers.html", root, title=title, answers=ledger.answers[:LATEST], **values)


def pages(context: Context) -> Iterator[Page]:
    """One page per topic and per month that has answers."""
    for topic in context.ledger.topics:
        found = context.ledger.answers_of_topic(topic.id)
        if found:
            title = context.gettext("Answers: %(topic)s") % {"topic": context.text(topic.name)}
            picture = previews.meta(context, previews.of_topic(context, topic))
            feeds = _feeds(context, topic.id, context.text(topic.name))
            yield _list(context, topic_path(topic.id), title, found, f"{picture}{feeds}")
    for month, answers in context.ledger.answers_by_month.items():
        title = context.gettext("Answers of %(month)s") % {"month": format_month(context, month)}
        yield _list(context, answers_month_path(month), title, answers)


def _feeds(context: Context, id: str, name: str) -> str:
    """The topic's own feeds for the page's head."""
    return alternates(links_of(topic_feed(context, id, name)), "../../../")


def _list(context: Context, path: str, title: str, answers: Sequence[Complaint], head: str = "") -> Page:
    root = "../" * path.count("/")
    html = render(context, "answers.html", root, title=title, answers=answers, topics=(), months=())
    return Page(path, "answers", title, title, html, head)
