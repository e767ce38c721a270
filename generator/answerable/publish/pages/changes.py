"""The page of changes made because of complaints, by month and topic, with the number of complaints behind each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from answerable.publish.addresses import changes_month_path, changes_part_path
from answerable.publish.context import Context, looked_up
from answerable.publish.pages.month_lists import answers_of, change_months, other_slugs
from answerable.publish.paging import ROWS, divide, newest_months, part_title
from answerable.publish.render import render
from answerable.publish.shell import Page
from answerable.publish.text.formats import format_month, format_number
from answerable.records.company import Topic
from answerable.records.ledger import Ledger
from answerable.records.model import Complaint


@dataclass(frozen=True)
class Change:
    """An answer with a change, and a sentence on how many complaints led to it, empty if that is not known."""

    answer: Complaint
    behind: str


def body(context: Context, root: str) -> str:
    """Return the page: all changes, or the newest ones and links to the months."""
    by_month, paged = change_months(context, context.months), has_months(context.ledger)
    shown = newest_months(by_month) if paged else by_month.items()
    by_topic = [(month, list(_by_topic(context, found))) for month, found in shown]
    title = context.gettext("What changed because somebody complained")
    others = list(by_month) if paged else []
    return render(context, "changes.html", root, title=title, months=by_topic, others=others, part=None)


def month_pages(context: Context) -> Iterator[Page]:
    """Yield the pages of each month, if there are more changes than one page holds."""
    for (month,) in months(context):
        yield from month_page(context, month)


def months(context: Context) -> Iterator[tuple[str]]:
    """Yield each month that has pages."""
    return ((month,) for month in (change_months(context, context.months) if has_months(context.ledger) else ()))


def month_page(context: Context, month: str) -> Iterator[Page]:
    """Yield the pages of a month."""
    title = context.gettext("Changes of %(month)s") % {"month": format_month(context, month)}
    answers = [one for one in answers_of(context, month) if one.changed]
    for part in divide(answers, changes_month_path(month), partial(changes_part_path, month)):
        named, root = part_title(context, title, part.number), "../" * part.path.count("/")
        by_topic = [(month, list(_by_topic(context, part.rows)))]
        html = render(context, "changes.html", root, title=named, months=by_topic, others=(), part=part)
        yield Page(part.path, "changes", named, named, html, slugs=other_slugs(context, part.path))


def has_months(ledger: Ledger) -> bool:
    """Return whether there are more changes than one page holds."""
    return len(ledger.changes) >= 2 * ROWS


def _by_topic(context: Context, answers: Sequence[Complaint]) -> Iterator[tuple[Topic | None, list[Change]]]:
    """Yield a month's changes by topic, in the order of the policy; those of an unknown topic come last."""
    known = {topic.id for topic in context.ledger.topics}
    for topic in (*context.ledger.topics, None):
        found = [one for one in answers if (one.topic == topic.id if topic else one.topic not in known)]
        if found:
            yield topic, [Change(one, _behind(context, one)) for one in found]


@looked_up
def _complaints_behind(context: Context, id: str) -> int:
    return context.figures.behind.get(id, 0) if context.figures else 0


def _behind(context: Context, answer: Complaint) -> str:
    number = _complaints_behind(context, answer.id)
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
