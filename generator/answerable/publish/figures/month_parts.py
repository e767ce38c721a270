"""Parts of the pages of figures: response times by both clocks, how complaints ended, and what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from answerable.facts.definitions import BY_ID
from answerable.facts.response import ByClock, CohortFigures, OpenAges
from answerable.facts.shares import Quantile, Share
from answerable.publish.context import Context, _
from answerable.publish.figures import charts
from answerable.publish.figures.charts import ChartBar
from answerable.publish.text.formats import format_number

SHARES = ("within_hour", "within_day", "within_target")
QUANTILES = ("median", "p90")


@dataclass(frozen=True)
class ClockRow:
    """A figure with its value for replies by a person and for any reply."""

    id: str
    name: str
    human: Share | Quantile
    any_reply: Share | Quantile


@dataclass(frozen=True)
class Clock:
    """The figures by one clock: shares and lengths of time, in rows."""

    id: str
    name: str
    about: str
    figures: ByClock
    shares: tuple[ClockRow, ...]
    times: tuple[ClockRow, ...]


def clocks(context: Context, cohort: CohortFigures) -> list[Clock]:
    """Return the figures by both clocks, by staffed hours only if a channel has hours."""
    found = [_clock(context, "all_hours", cohort.all_hours)]
    if cohort.staffed.cases:
        found.append(_clock(context, "staffed", cohort.staffed))
    return found


def _clock(context: Context, id: str, figures: ByClock) -> Clock:
    definition = BY_ID[id]
    rows = {name: _row(context, name, figures) for name in (*SHARES, *QUANTILES)}
    return Clock(
        id=id,
        name=context.gettext(definition.name),
        about=context.gettext(definition.sentence),
        figures=figures,
        shares=tuple(rows[name] for name in SHARES),
        times=tuple(rows[name] for name in QUANTILES),
    )


def _row(context: Context, name: str, figures: ByClock) -> ClockRow:
    translated = context.gettext(BY_ID[name].name)
    return ClockRow(name, translated, getattr(figures.human, name), getattr(figures.any_reply, name))


def ends_of(context: Context, cohort: CohortFigures) -> list[tuple[str, str, int]]:
    """Return the id, name and number of each state of a cohort's complaints that is not empty."""
    parts = cohort.ends.parts()
    return [(id, context.gettext(BY_ID[id].name), number) for id, number in parts.items() if number]


def age_chart(context: Context, ages: OpenAges | None) -> Markup:
    """Return a bar chart of how long open complaints have waited, empty if none is open."""
    if ages is None or not ages.total:
        return Markup("")
    most = max(number for _days, number in ages.buckets) or 1
    names = bucket_names(context, ages)
    bars = [ChartBar(name, format_number(context, number), number / most) for name, number in names]
    return charts.bars("open-ages", context.gettext("Still open"), bars, context.direction == "rtl")


def bucket_names(context: Context, ages: OpenAges) -> list[tuple[str, int]]:
    """Return the name of each age bucket, such as `up to 7 days`, with its number."""
    found, before = [], 0
    for days, number in ages.buckets:
        if days is None:
            words = context.ngettext("more than %(num)s day", "more than %(num)s days", before)
            found.append((words % {"num": format_number(context, before)}, number))
        else:
            words = context.ngettext("up to %(num)s day", "up to %(num)s days", days)
            found.append((words % {"num": format_number(context, days)}, number))
            before = days
    return found


RULES = {
    "missing": _("a needed cell is empty"),
    "id": _("not an id"),
    "channel": _("unknown channel"),
    "topic": _("unknown topic"),
    "component": _("unknown component"),
    "priority": _("unknown priority"),
    "outcome": _("unknown outcome"),
    "offset": _("a time without an offset"),
    "instant": _("not a date and time"),
    "future": _("a time in the future"),
    "order": _("something happened before the complaint was received"),
    "unresolved": _("an outcome, but no resolution"),
    "reason": _("the reason for leaving it out is too long"),
    "duplicate": _("the same id again"),
    "contradiction": _("contradicts the complaint's own record"),
    "encoding": _("broken letters"),
    "quoting": _("broken quotation marks"),
    "cells": _("too many or too few cells"),
    "length": _("a line that is too long"),
    "control": _("control characters"),
    "file": _("a file that cannot be read"),
}
"""The reasons why a row cannot be counted, by the rule that it breaks."""


def uncounted(context: Context, found: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return each reason in words with its number."""
    return [(context.gettext(RULES[rule]) if rule in RULES else rule, number) for rule, number in found]
