"""Figures of past months that differ from what was published: what changed, when, and by how much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from answerable.facts.shares import Quantile
from answerable.intake.restatements import Restatement
from answerable.publish.context import Context, once
from answerable.publish.figures.figure_words import (
    ENDS,
    LEFT_TO_RIGHT,
    cohort_name,
    figure_name,
    percent,
    quantile_words,
    seconds_words,
)
from answerable.publish.text.formats import format_number
from answerable.records.published import PublishedFigure

HEADLINES = (
    "counted",
    "all_hours.human.within_day",
    "all_hours.human.within_target",
    "all_hours.human.median",
    "loop.came_back",
    "ends.confirmed",
)
"""The figures of all complaints that are shown first; the others follow below them on the month's page."""
QUANTILES = ("median", "p90")


@dataclass(frozen=True)
class CorrectionRow:
    """A figure with its old and new value and the difference, in words; `apart` tells it from others of its name."""

    figure: str
    name: str
    apart: str
    was: str
    now: str
    change: str


@dataclass(frozen=True)
class CorrectedMonth:
    """What changed in a month between two instants; `is_as_of` is None while no correction has been published."""

    month: str
    was_as_of: datetime
    is_as_of: datetime | None
    head: tuple[CorrectionRow, ...]
    rest: tuple[CorrectionRow, ...]


@once
def corrections(context: Context) -> tuple[CorrectedMonth, ...]:
    """Return the restatements by month and instant, in their own order. A change that rounding hides is left out."""
    return corrections_of(context, context.figures.restatements if context.figures else ())


def corrections_of(context: Context, found: Iterable[Restatement]) -> tuple[CorrectedMonth, ...]:
    """Return some restatements in the same way."""
    groups: dict[tuple[str, datetime, datetime | None], list[Restatement]] = defaultdict(list)
    for one in found:
        groups[one.month, one.was_as_of, one.is_as_of].append(one)
    months = (_corrected_month(context, *key, group) for key, group in groups.items())
    return tuple(month for month in months if month.head or month.rest)


def _corrected_month(
    context: Context, month: str, was_as_of: datetime, is_as_of: datetime | None, found: Sequence[Restatement]
) -> CorrectedMonth:
    ours = {one.figure: one for one in found if one.cohort == "all"}
    head = [ours[name] for name in HEADLINES if name in ours]
    rest = [one for one in found if one not in head]
    return CorrectedMonth(month, was_as_of, is_as_of, tuple(_visible(context, head)), tuple(_visible(context, rest)))


def _visible(context: Context, found: Iterable[Restatement]) -> Iterable[CorrectionRow]:
    rows = (_correction(context, one) for one in found)
    return (row for row in rows if row.was != row.now)


def _correction(context: Context, one: Restatement) -> CorrectionRow:
    name, apart = figure_name(context, one.figure)
    return CorrectionRow(
        figure=one.figure,
        name=name,
        apart=context.gettext(" · ").join(part for part in (cohort_name(context, one.cohort), apart) if part),
        was=_words(context, one.figure, one.was),
        now=_words(context, one.figure, one.now),
        change=_difference(context, one),
    )


def _words(context: Context, name: str, figure: PublishedFigure | None) -> str:
    """Return a published figure in words."""
    if figure is None:
        return context.gettext("not given")
    if figure.numerator is not None and figure.n:
        parts = {"part": format_number(context, figure.numerator), "whole": format_number(context, figure.n)}
        made_of = context.gettext("%(part)s of %(whole)s") % parts
        return f"{percent(context, figure.numerator / figure.n)} ({made_of})"
    if name.rpartition(".")[2] in QUANTILES:
        return quantile_words(context, Quantile(0.5, figure.seconds, figure.n, 0))
    return format_number(context, figure.n)


def _difference(context: Context, one: Restatement) -> str:
    if one.was is None or one.now is None:
        return ""
    if one.was.numerator is not None and one.now.numerator is not None and one.was.n and one.now.n:
        points = round(100 * (one.now.numerator / one.now.n - one.was.numerator / one.was.n), 1)
        return context.gettext("%(num)s percentage points") % {"num": signed(context, points)}
    if one.was.seconds is not None and one.now.seconds is not None:
        change = one.now.seconds - one.was.seconds
        words = context.gettext("%(time)s longer") if change > 0 else context.gettext("%(time)s shorter")
        return words % {"time": seconds_words(context, abs(change))} if change else ""
    return "" if one.figure.rpartition(".")[2] in QUANTILES else signed(context, one.now.n - one.was.n)


MINUS = "\u2212"


def signed(context: Context, number: float) -> str:
    """Return a number with its sign, which stands on its left in every language."""
    words = ("+" if number >= 0 else MINUS) + format_number(context, abs(number))
    return f"{LEFT_TO_RIGHT}{words}{ENDS}" if context.direction == "rtl" else words
