"""A month's figures in plain sentences, each share with its numerator and denominator."""

from __future__ import annotations

from collections.abc import Iterator

from answerable.facts.months import month_before
from answerable.facts.outages import OutageFigures
from answerable.facts.response import CohortFigures
from answerable.facts.shares import Confidence, Quantile, Share
from answerable.publish.context import Context
from answerable.publish.figures.figure_words import compared_words, percent, seconds_words
from answerable.publish.figures.gathering import Figures
from answerable.publish.text.formats import format_month, format_number

HEADLINE = "all_hours.human.within_day"


def month_sentences(context: Context, figures: Figures, month: str) -> list[str]:
    """Return the paragraphs on a month, the most important first."""
    cohort, outage = figures.response.of(month), figures.outage(month)
    paragraphs: list[list[str]] = []
    if not context.has_answers:
        if outage is None or not outage.incidents:
            words = context.gettext("In %(month)s there was no incident.")
            paragraphs.append([words % {"month": format_month(context, month)}])
    elif cohort is None:
        words = context.gettext("In %(month)s no complaint is on record.")
        paragraphs.append([words % {"month": format_month(context, month)}])
    else:
        paragraphs.append([_received(context, cohort), *_answered(context, figures, cohort)])
        paragraphs.append([*_came_back(context, cohort), *_ended(context, cohort)])
    paragraphs.append(list(_outages(context, outage)) if outage else [])
    return [" ".join(sentences) for sentences in paragraphs if sentences]


def _received(context: Context, cohort: CohortFigures) -> str:
    words = context.ngettext(
        "In %(month)s, %(num)s complaint reached us.", "In %(month)s, %(num)s complaints reached us.", cohort.counted
    )
    month = format_month(context, cohort.cohort.month)
    return words % {"month": month, "num": format_number(context, cohort.counted)}


def _answered(context: Context, figures: Figures, cohort: CohortFigures) -> Iterator[str]:
    share = cohort.shares()[HEADLINE]
    if share.value is None:
        words = context.gettext(
            "Of fewer than %(minimum)s complaints whose time is up we draw no shares and no lengths of time."
        )
        yield words % {"minimum": format_number(context, max(cohort.minimum, 1))}
        return
    yield _within_day(context, share)
    if share.with_excluded and share.with_excluded.value is not None:
        words = context.gettext("With the complaints that we excluded it would be %(share)s.")
        yield words % {"share": percent(context, share.with_excluded.value)}
    month = cohort.cohort.month
    compared = compared_words(context, figures.response.compared(month, month_before(month), HEADLINE))
    if compared:
        yield context.gettext("That is %(compared)s.") % {"compared": compared}
    yield from _half(context, cohort.all_hours.human.median)


def _within_day(context: Context, share: Share) -> str:
    words = {**_parts(context, share), "share": percent(context, share.value or 0.0)}
    if share.not_due:
        said = context.gettext(
            "A person answered %(part)s of the %(whole)s whose day is up within 24 hours (%(share)s)."
        )
    else:
        said = context.gettext("A person answered %(part)s of %(whole)s within 24 hours (%(share)s).")
    return said % words


def _half(context: Context, median: Quantile) -> Iterator[str]:
    if median.reading is Confidence.NOT_YET:
        yield context.gettext("More than half of them have no answer from a person yet.")
    elif median.seconds is not None:
        words = context.gettext("Half of them waited no longer than %(time)s for it.")
        yield words % {"time": seconds_words(context, median.seconds)}


def _came_back(context: Context, cohort: CohortFigures) -> Iterator[str]:
    share = cohort.loop.came_back
    if share.value is None:
        return
    words = {**_parts(context, share), "share": percent(context, share.value)}
    if share.not_due:
        said = context.gettext(
            "Of the %(whole)s that we took private and whose time to report back is up, "
            "we told the outcome in public for %(part)s (%(share)s)."
        )
    else:
        said = context.gettext(
            "Of the %(whole)s that we took private, we told the outcome in public for %(part)s (%(share)s)."
        )
    yield said % words


def _ended(context: Context, cohort: CohortFigures) -> Iterator[str]:
    if cohort.counted < max(cohort.minimum, 1):
        return
    ends = cohort.ends
    numbers = {
        "counted": cohort.counted,
        "confirmed": ends.confirmed,
        "unconfirmed": ends.unconfirmed,
        "open": ends.open + ends.reopened,
    }
    said = context.gettext(
        "Of the %(counted)s, settled and confirmed by the customer: %(confirmed)s; settled as we see it: "
        "%(unconfirmed)s; open: %(open)s."
    )
    yield said % {name: format_number(context, number) for name, number in numbers.items()}


def _outages(context: Context, outage: OutageFigures) -> Iterator[str]:
    if not outage.incidents:
        return
    words = context.ngettext(
        "There was %(num)s incident, with %(down)s.", "There were %(num)s incidents, with %(down)s.", outage.incidents
    )
    down = context.ngettext("%(num)s minute down", "%(num)s minutes down", outage.minutes_down)
    down %= {"num": format_number(context, outage.minutes_down)}
    yield words % {"num": format_number(context, outage.incidents), "down": down}
    kept = outage.promises
    if kept.shown:
        said = context.gettext(
            "When we promised the next update by a certain time, we kept it %(part)s of %(whole)s times."
        )
        yield said % _parts(context, kept)


def _parts(context: Context, share: Share) -> dict[str, str]:
    return {"part": format_number(context, share.numerator), "whole": format_number(context, share.denominator)}
