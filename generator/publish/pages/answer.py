"""An answer: what was said, done and changed, and each step from received to confirmed.

Consent decides what is shown: without any, neither the complaint's words nor the person; anonymous adds what was
said in the company's words; only named adds quote, name and link.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.build.shell import Page
from generator.facts.answers import time_to_first_answer, timeline
from generator.publish.addresses import anchors, answer_path
from generator.publish.context import Context
from generator.publish.render import render
from generator.publish.texts import to_line
from generator.publish.titles import of_answer
from generator.records.complaint import Complaint
from generator.records.words import Consent, Did, Outcome

ALL = slice(None)


def pages(context: Context, part: slice = ALL) -> Iterator[Page]:
    """One page per complaint that stands resolved."""
    for answer in context.ledger.answers[part]:
        yield _page(context, answer)


def _page(context: Context, answer: Complaint) -> Page:
    ledger, named = context.ledger, answer.consent is Consent.NAMED
    resolution, moments = answer.resolution, timeline(answer)
    body = render(
        context,
        "answer.html",
        "../../",
        answer=answer,
        said=answer.said if answer.consent is not Consent.NONE else None,
        quote=answer.quote if named else None,
        link=answer.link if named else None,
        solved=resolution is not None and resolution.outcome is Outcome.SOLVED,
        confirmed=_confirmed(answer),
        moments=list(zip(moments, anchors(moment.at for moment in moments), strict=True)),
        channel=ledger.channel(answer.channel),
        topic=ledger.topic(answer.topic),
        component=ledger.component(answer.component or ""),
        incident=ledger.incident(answer.incident or ""),
        target=ledger.policy.targets.get(answer.priority),
        first_answer=time_to_first_answer(answer),
    )
    description = to_line(context.text(answer.did))
    return Page(answer_path(answer.id), "answers", of_answer(context, answer), description, body)


def _confirmed(answer: Complaint) -> bool:
    step = answer.last(Did.CONFIRMED)
    return step is not None and answer.resolved_at is not None and step.at >= answer.resolved_at
