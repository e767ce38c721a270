"""The page of changes made because of complaints, by month and topic, with the number of complaints behind each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answerable.publish.context import Context
from answerable.publish.render import render
from answerable.publish.text.formats import format_number
from answerable.records.company import Topic
from answerable.records.model import Complaint


@dataclass(frozen=True)
class Change:
    """An answer with a change, and a sentence on how many complaints led to it, empty if that is not known."""

    answer: Complaint
    behind: str


def body(context: Context, root: str) -> str:
    """Return the page."""
    by_month = context.ledger.answers_by_month.items()
    months = [(month, [a for a in answers if a.changed]) for month, answers in by_month]
    found = [(month, list(_by_topic(context, answers))) for month, answers in months if answers]
    return render(context, "changes.html", root, months=found)


def _by_topic(context: Context, answers: Sequence[Complaint]) -> Iterator[tuple[Topic | None, list[Change]]]:
    """Yield a month's changes by topic, in the order of the policy; those of an unknown topic come last."""
    known = {topic.id for topic in context.ledger.topics}
    for topic in (*context.ledger.topics, None):
        found = [one for one in answers if (one.topic == topic.id if topic else one.topic not in known)]
        if found:
            yield topic, [Change(one, _behind(context, one)) for one in found]


def _behind(context: Context, answer: Complaint) -> str:
    number = context.figures.behind.get(answer.id, 0) if context.figures else 0
    if not number:
        return ""
    if context.ledger.incident(answer.incident or ""):
        words = context.ngettext(
            "%(num)s complaint on this topic during the incident and a day after",
            "%(num)s complaints on this topic during the incident and a day after",
            number,
        )
    else:
        words = context.ngettext(
            "%(num)s complaint on this topic in the 90 days before",
            "%(num)s complaints on this topic in the 90 days before",
            number,
        )
    return words % {"num": format_number(context, number)}
