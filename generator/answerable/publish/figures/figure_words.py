"""Figures in words: shares with numerator and denominator, lengths of time, and the names of what is counted."""

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
"""Put around a share among right-to-left words, where the sign would move to the wrong side of the number."""
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
    """Return a share in whole per cent. Only 1 reads 100 %, and only 0 reads 0 %."""
    whole = round(value * 100)
    if 0 < value < 1:
        whole = min(max(whole, 1), 99)
    formatted = format_percent_as(context, whole / 100, "#,##0%")
    return f"{LEFT_TO_RIGHT}{formatted}{ENDS}" if context.direction == "rtl" else formatted


def made_of(context: Context, share: Share) -> str:
    """Return a share as `181 of 203`, with the share of all complaints behind it where leaving some out raises it."""
    words = {"part": format_number(context, share.numerator), "whole": format_number(context, share.denominator)}
    parts = context.gettext("%(part)s of %(whole)s") % words
    every = share.with_excluded
    if every is None or every.value is None:
        return parts
    beside = context.gettext("%(share)s with those excluded") % {"share": percent(context, every.value)}
    return context.gettext(" · ").join((parts, beside))


def share_words(context: Context, share: Share) -> str:
    """Return a share as `89 % · 181 of 203`, or that there are too few to say."""
    if share.value is None:
        return too_few(context, share.denominator)
    return context.gettext(" · ").join((percent(context, share.value), made_of(context, share)))


def too_few(context: Context, cases: int) -> str:
    """Return `too few to say (6)`."""
    return context.gettext("too few to say (%(num)s)") % {"num": format_number(context, cases)}


def range_words(context: Context, share: Share) -> str:
    """Return the range of a share as `84 % to 93 %`, empty if the share is not shown."""
    interval = share.interval
    if interval is None:
        return ""
    words = {"low": percent(context, interval.low), "high": percent(context, interval.high)}
    return context.gettext("%(low)s to %(high)s") % words


def quantile_words(context: Context, quantile: Quantile) -> str:
    """Return a length of time, `not yet`, or too few to say."""
    if quantile.reading is Confidence.BELOW_MINIMUM:
        return too_few(context, quantile.n)
    if quantile.seconds is None:
        return context.gettext("not yet")
    return seconds_words(context, quantile.seconds)


def seconds_words(context: Context, seconds: int) -> str:
    """Return a number of seconds as a length of time."""
    return format_duration(context, timedelta(seconds=seconds))


def compared_words(context: Context, comparison: Comparison | None) -> str:
    """Return the comparison with the month before, empty if none can be made."""
    if comparison is None or comparison.before.value is None or comparison.verdict not in VERDICT_WORDS:
        return ""
    return context.gettext(VERDICT_WORDS[comparison.verdict]) % {"before": percent(context, comparison.before.value)}


def value_name(context: Context, dimension: Dimension, value: str) -> str:
    """Return the name of a dimension's value: a channel, topic, component or priority."""
    ledger = context.ledger
    if dimension is Dimension.PRIORITY and value in set(Priority):
        return context.gettext(PRIORITY_WORDS[Priority(value)])
    look_up = {Dimension.CHANNEL: ledger.channel, Dimension.TOPIC: ledger.topic, Dimension.COMPONENT: ledger.component}
    found = look_up[dimension](value) if dimension in look_up else None
    if found:
        return context.text(found.name)
    return value or context.gettext("Not stated")


def cohort_name(context: Context, cohort: str) -> str:
    """Return the name of a cohort such as `channel/x`."""
    name, _slash, value = cohort.partition("/")
    dimension = Dimension(name)
    translated = context.gettext(DIMENSION_WORDS[dimension])
    return f"{translated}: {value_name(context, dimension, value)}" if value else translated


def figure_name(context: Context, figure: str) -> tuple[str, str]:
    """Return a figure's name, and its kind and clock, such as `First answer by a person, All hours`."""
    parts = [BY_ID[part] for part in reversed(figure.split(".")[:-1]) if part in BY_ID]
    apart = context.gettext(_(", ")).join(context.gettext(part.name) for part in parts)
    return context.gettext(definition_of(figure).name), apart


def impact_counts(context: Context, by_impact: dict[Impact, int]) -> list[tuple[str, int]]:
    """Return the number of incidents of each impact, the worst first."""
    found = sorted(by_impact.items(), key=lambda item: item[0].rank, reverse=True)
    return [(impact_word(context, impact), number) for impact, number in found if number]


def short_month(context: Context, month: str, with_year: bool) -> str:
    """Return a month as `Oct` or `Oct 2026`."""
    return format_month_as(context, month, "LLL y" if with_year else "LLL")
