"""Figures in words: shares with what they are made of, lengths of time, and the names of what is counted."""

from __future__ import annotations

from datetime import timedelta

from answerable.facts.definitions import BY_ID, definition_of
from answerable.facts.response import Dimension
from answerable.facts.shares import Comparison, Confidence, Quantile, Share, Verdict
from answerable.publish.context import Context, _
from answerable.publish.text.formats import format_duration, format_month_as, format_number, format_percent_as
from answerable.publish.text.terms import impact_word
from answerable.records.vocabulary import Impact, Priority

LEFT_TO_RIGHT, ENDS = "\u2066", "\u2069"
"""Around a share among right-to-left words, whose letters would take the sign to the wrong side of the number."""
PRIORITY_WORDS = {
    Priority.OUTAGE: _("Outage"),
    Priority.SAFETY: _("Safety"),
    Priority.PROMINENT: _("Seen by many"),
    Priority.URGENT: _("Urgent"),
    Priority.NORMAL: _("Normal"),
}
DIMENSION_WORDS = {
    Dimension.ALL: _("All complaints"),
    Dimension.CHANNEL: _("By channel"),
    Dimension.TOPIC: _("By topic"),
    Dimension.PRIORITY: _("By priority"),
    Dimension.COMPONENT: _("By component"),
    Dimension.NIGHT: _("At night"),
    Dimension.DAY: _("By day"),
}
VERDICT_WORDS = {
    Verdict.HIGHER: _("clearly more than the month before (%(before)s)"),
    Verdict.LOWER: _("clearly less than the month before (%(before)s)"),
    Verdict.NO_CLEAR_CHANGE: _("no clear change from the month before (%(before)s)"),
}


def percent(context: Context, value: float) -> str:
    """A share in whole per cent. What is not all never reads 100 %, and what is not nothing never 0 %."""
    whole = round(value * 100)
    if 0 < value < 1:
        whole = min(max(whole, 1), 99)
    said = format_percent_as(context, whole / 100, "#,##0%")
    return f"{LEFT_TO_RIGHT}{said}{ENDS}" if context.direction == "rtl" else said


def made_of(context: Context, share: Share) -> str:
    """`181 of 203`."""
    words = {"part": format_number(context, share.numerator), "whole": format_number(context, share.denominator)}
    return context.gettext("%(part)s of %(whole)s") % words


def share_words(context: Context, share: Share) -> str:
    """`89 %, 181 of 203`; too few to say under the minimum."""
    if share.value is None:
        return too_few(context, share.denominator)
    return f"{percent(context, share.value)} · {made_of(context, share)}"


def too_few(context: Context, cases: int) -> str:
    """`too few to say (6)`."""
    return context.gettext("too few to say (%(num)s)") % {"num": format_number(context, cases)}


def range_words(context: Context, share: Share) -> str:
    """The range of a share that is shown: `84 % to 93 %`."""
    interval = share.interval
    if interval is None:
        return ""
    words = {"low": percent(context, interval.low), "high": percent(context, interval.high)}
    return context.gettext("%(low)s to %(high)s") % words


def quantile_words(context: Context, quantile: Quantile) -> str:
    """A length of time, `not yet`, or too few to say."""
    if quantile.reading is Confidence.BELOW_MINIMUM:
        return too_few(context, quantile.n)
    if quantile.seconds is None:
        return context.gettext("not yet")
    return seconds_words(context, quantile.seconds)


def seconds_words(context: Context, seconds: int) -> str:
    """A length of time given in seconds."""
    return format_duration(context, timedelta(seconds=seconds))


def compared_words(context: Context, comparison: Comparison | None) -> str:
    """What the month before allows to say; empty when nothing."""
    if comparison is None or comparison.before.value is None or comparison.verdict not in VERDICT_WORDS:
        return ""
    return context.gettext(VERDICT_WORDS[comparison.verdict]) % {"before": percent(context, comparison.before.value)}


def value_name(context: Context, dimension: Dimension, value: str) -> str:
    """What a value of a dimension is called: a channel's, topic's, component's or priority's name."""
    ledger = context.ledger
    if dimension is Dimension.PRIORITY and value in set(Priority):
        return context.gettext(PRIORITY_WORDS[Priority(value)])
    look_up = {Dimension.CHANNEL: ledger.channel, Dimension.TOPIC: ledger.topic, Dimension.COMPONENT: ledger.component}
    found = look_up[dimension](value) if dimension in look_up else None
    if found:
        return context.text(found.name)
    return value or context.gettext("Not stated")


def cohort_name(context: Context, cohort: str) -> str:
    """What a cohort such as `channel/x` is called."""
    name, _slash, value = cohort.partition("/")
    dimension = Dimension(name)
    said = context.gettext(DIMENSION_WORDS[dimension])
    return f"{said}: {value_name(context, dimension, value)}" if value else said


def figure_name(context: Context, figure: str) -> tuple[str, str]:
    """A figure's name, and its kind and clock: `Answered within 24 hours` and `First answer by a person, All hours`."""
    parts = [BY_ID[part] for part in reversed(figure.split(".")[:-1]) if part in BY_ID]
    apart = context.gettext(_(", ")).join(context.gettext(part.name) for part in parts)
    return context.gettext(definition_of(figure).name), apart


def impact_counts(context: Context, by_impact: dict[Impact, int]) -> list[tuple[str, int]]:
    """How many incidents of each impact, the worst first."""
    found = sorted(by_impact.items(), key=lambda item: item[0].rank, reverse=True)
    return [(impact_word(context, impact), number) for impact, number in found if number]


def short_month(context: Context, month: str, with_year: bool) -> str:
    """`Oct`, or `Oct 2026`."""
    return format_month_as(context, month, "LLL y" if with_year else "LLL")
