"""Pages at the addresses of Gregorian months on a site that goes by another calendar: they lead to the months there.

A language may have had such addresses, and programs read Gregorian months. Months are closed by the Gregorian calendar,
so what was corrected in the figures of a closed month stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from answerable.facts.months import first_day, month_after, months_between
from answerable.publish.addresses import (
    answers_month_path,
    answers_part_path,
    changes_month_path,
    changes_part_path,
    incidents_month_path,
    incidents_part_path,
    transparency_month_path,
)
from answerable.publish.context import Context, _
from answerable.publish.figures.corrections import corrections
from answerable.publish.pages import changes
from answerable.publish.pages.incident_pages import HEAD
from answerable.publish.pages.month_lists import answer_months, change_months, incident_months
from answerable.publish.paging import divide
from answerable.publish.render import render
from answerable.publish.shell import Page
from answerable.publish.text.formats import format_gregorian_month


@dataclass(frozen=True, slots=True)
class _Lists:
    """The pages of one kind: the parts of each Gregorian month's list, and the months that the site has instead."""

    title: str
    gregorian: Mapping[str, Sequence[object]]
    own: Collection[str]
    path: Callable[[str], str]
    part_path: Callable[[str, int], str]
    of_figures: bool = False

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Yield each page's address with its month."""
        for month, rows in self.gregorian.items():
            yield from ((part.path, month) for part in divide(rows, self.path(month), partial(self.part_path, month)))


def pages(context: Context) -> Iterator[Page]:
    """Yield a page for each address that a Gregorian month has in other languages; none with that calendar."""
    for lists in _kinds(context):
        for path, month in lists.addresses():
            title = context.gettext(lists.title) % {"month": format_gregorian_month(context, month)}
            last = first_day(month_after(month)) - timedelta(days=1)
            there = months_between(first_day(month), last, context.months)
            links = [(one, lists.path(one)) for one in there if one in lists.own]
            root = "../" * path.count("/")
            found = [one for one in corrections(context) if one.month == month] if lists.of_figures else []
            html = render(
                context, "gregorian_month.html", root, title=title, links=links, corrections=found, whole=True
            )
            yield Page(path, path.partition("/")[0], title, title, html, HEAD)


def paths(context: Context) -> set[str]:
    """Return the addresses of these pages, which the site map leaves out."""
    return {path for lists in _kinds(context) for path, _month in lists.addresses()}


def _kinds(context: Context) -> Iterator[_Lists]:
    calendar = context.months
    if calendar == "gregorian":
        return
    if context.has_status:
        own = incident_months(context, calendar)
        title = _("Incidents of %(month)s")
        yield _Lists(title, incident_months(context, "gregorian"), own, incidents_month_path, incidents_part_path)
    if context.has_answers:
        ours = answer_months(context, calendar)
        yield _Lists(
            _("Answers of %(month)s"), answer_months(context, "gregorian"), ours, answers_month_path, answers_part_path
        )
    if changes.has_months(context.ledger):
        gregorian, changed = change_months(context, "gregorian"), change_months(context, calendar)
        yield _Lists(_("Changes of %(month)s"), gregorian, changed, changes_month_path, changes_part_path)
    if context.figures and context.monthly:
        months: dict[str, Sequence[object]] = dict.fromkeys(context.figures.months, ())
        figures = context.monthly.months
        yield _Lists(_("Figures of %(month)s"), months, figures, transparency_month_path, incidents_part_path, True)
