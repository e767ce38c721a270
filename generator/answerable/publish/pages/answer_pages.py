"""The pages of answers: one for each resolved complaint, and lists by topic and month.

A page shows what was said, done and changed, and each step from received to confirmed. The customer's consent decides
how much: without any there is no page; if anonymous, the complaint in the company's words; only if named, also the
quote, the name and the link.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from answerable.facts.timeline import FirstAnswer, first_answer, timeline
from answerable.publish.addresses import anchors, answer_path, answers_month_path, answers_part_path, topic_path
from answerable.publish.context import Context, looked_up, once
from answerable.publish.feeds import links_of, topic_feed
from answerable.publish.pages import page_titles
from answerable.publish.pages.month_lists import answer_months, answers_of, other_slugs
from answerable.publish.paging import ListPart, divide, part_title
from answerable.publish.render import alternates, render
from answerable.publish.shell import Page
from answerable.publish.social import previews
from answerable.publish.text.formats import format_duration, format_month
from answerable.publish.text.record_text import to_line
from answerable.publish.text.terms import of_answer
from answerable.records.company import Topic
from answerable.records.model import Complaint
from answerable.records.vocabulary import Consent, Did, Outcome


def answer_page(context: Context, id: str) -> Iterator[Page]:
    """Yield the page of a complaint that is resolved."""
    answer = context.ledger.complaint(id)
    if answer:
        yield _page(context, answer)


def _page(context: Context, answer: Complaint) -> Page:
    ledger, named = context.ledger, answer.consent is Consent.NAMED
    resolution, moments = answer.resolution, timeline(answer)
    topic = ledger.topic(answer.topic)
    body = render(
        context,
        "answer.html",
        "../../",
        answer=answer,
        said=answer.said,
        quote=answer.quote if named else None,
        link=answer.link if named else None,
        solved=resolution is not None and resolution.outcome is Outcome.SOLVED,
        confirmed=_confirmed(answer),
        ended=(Did.RESOLVED, Did.FOLLOWED_UP, Did.CONFIRMED),
        moments=list(zip(moments, anchors(moment.at for moment in moments), strict=True)),
        channel=ledger.channel(answer.channel),
        topic=topic,
        component=ledger.component(answer.component or ""),
        incident=ledger.incident(answer.incident or ""),
        promise=_promise(context, first_answer(answer, ledger)),
    )
    description = to_line(context.text(answer.did))
    return Page(
        answer_path(answer.id), "answers", of_answer(context, answer), description, body, _preview(context, topic)
    )


@once
def _preview(context: Context, topic: Topic | None) -> str:
    """Return the meta tags of the picture that all answers of a topic share."""
    return previews.meta(context, previews.of_topic(context, topic) if topic else previews.of_site(context))


def _confirmed(answer: Complaint) -> bool:
    step = answer.last(Did.CONFIRMED)
    return step is not None and answer.resolved_at is not None and step.at >= answer.resolved_at


def _promise(context: Context, found: FirstAnswer | None) -> str:
    """Return sentences on the promised and the actual time of the first answer, empty if nothing was promised."""
    if found is None:
        return ""
    return " ".join(_promise_sentences(context, found))


def _promise_sentences(context: Context, found: FirstAnswer) -> Iterator[str]:
    target = {"target": format_duration(context, found.target)}
    yield context.gettext("We promise that a person answers within %(target)s.") % target
    if found.took is None:
        yield context.gettext("No answer by a person is on record: not kept.")
        return
    took = {"time": format_duration(context, found.took)}
    if found.kept:
        yield context.gettext("It took %(time)s: kept.") % took
        return
    yield context.gettext("It took %(time)s: not kept.") % took
    if found.staffed is not None:
        staffed = {"time": format_duration(context, found.staffed)}
        if found.kept_staffed:
            words = context.gettext("Counting only the hours in which the channel is staffed, it took %(time)s: kept.")
        else:
            words = context.gettext(
                "Counting only the hours in which the channel is staffed, it took %(time)s: not kept."
            )
        yield words % staffed


LATEST = 30


def body(context: Context, root: str) -> str:
    """Return the page with the latest answers and links to every topic and month."""
    ledger = context.ledger
    topics = [topic for topic in ledger.topics if ledger.answers_of_topic(topic.id)]
    more = page_titles.links(context, "changes.html", "track.html")
    values = {
        "topics": topics,
        "months": list(answer_months(context, context.months)),
        "more": more,
        "unshown": ledger.unshown_answers,
    }
    title = context.gettext("What became of complaints")
    return render(context, "answers.html", root, title=title, answers=ledger.answers[:LATEST], part=None, **values)


def list_pages(context: Context) -> Iterator[Page]:
    """Yield the pages of each topic and each month with answers."""
    for names in lists(context):
        yield from list_page(context, *names)


def lists(context: Context) -> Iterator[tuple[str, str, str]]:
    """Yield for each page of a list whether it is of a `topic` or a `month`, of which, and the part's number."""
    ledger = context.ledger
    topics = (("topic", topic.id, ledger.answers_of_topic(topic.id)) for topic in ledger.topics)
    months = (("month", month, answers) for month, answers in answer_months(context, context.months).items())
    for kind, id, answers in (*topics, *months):
        yield from ((kind, id, str(part.number)) for part in divide(answers, "", str) if answers)


def list_page(context: Context, kind: str, id: str, number: str) -> Iterator[Page]:
    """Yield one page of a list."""
    topic = context.ledger.topic(id) if kind == "topic" else None
    if topic:
        title = context.gettext("Answers: %(topic)s") % {"topic": context.text(topic.name)}
        picture = previews.meta(context, previews.of_topic(context, topic))
        head = f"{picture}{_feeds(context, topic.id, context.text(topic.name))}"
    else:
        title, head = context.gettext("Answers of %(month)s") % {"month": format_month(context, id)}, ""
    for part in _part(context, kind, id, number):
        named, root = part_title(context, title, part.number), "../" * part.path.count("/")
        values = {"topics": (), "months": (), "more": (), "unshown": 0}
        html = render(context, "answers.html", root, title=named, answers=part.rows, part=part, **values)
        yield Page(part.path, "answers", named, named, html, head, other_slugs(context, part.path))


@looked_up
def _part(context: Context, kind: str, id: str, number: str) -> list[ListPart[Complaint]]:
    """Return the part with a number; none if there is none any more."""
    return [part for part in _parts(context, kind, id) if str(part.number) == number]


@once
def _parts(context: Context, kind: str, id: str) -> tuple[ListPart[Complaint], ...]:
    if kind == "topic":
        path, name, answers = topic_path(id), f"topic-{id}", context.ledger.answers_of_topic(id)
    else:
        path, name, answers = answers_month_path(id), id, answers_of(context, id)
    return tuple(divide(answers, path, partial(answers_part_path, name)))


def _feeds(context: Context, id: str, name: str) -> str:
    """Return links to the topic's own feeds for the page's head."""
    return alternates(links_of(topic_feed(context, id, name)), "../../../")
