"""`api/metrics.json`: every figure with its numerator and denominator, as of an instant, and a file for each month.

Since the figures grow by a month every month, the first file has those of all months together and of the newest
thirteen months as a whole; each month's own file has those by channel, topic, priority and component. Their JSON schema
is published with them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from answerable.facts.outages import OutageFigures
from answerable.facts.response import CohortFigures, OpenAges, Response, Spread, Waiting
from answerable.facts.shares import Quantile, Share
from answerable.intake.restatements import Restatement
from answerable.output.outputs import Output, Task
from answerable.output.served import CSV, PARQUET, Served
from answerable.publish.addresses import (
    HOW_WE_COUNT,
    METRICS,
    METRICS_SCHEMA,
    metrics_month_path,
    rows_path,
    transparency_month_path,
)
from answerable.publish.api.encode import encode
from answerable.publish.api.endpoints import Endpoint, Schema
from answerable.publish.api.schemas import schema_of
from answerable.publish.context import Context, looked_up
from answerable.publish.figures.gathering import Figures
from answerable.publish.figures.month_figures import figures_of
from answerable.records.published import PublishedFigure

SCHEMA = Schema(METRICS_SCHEMA, "metrics.schema.json", "metrics")
SERVED = (
    Endpoint(
        METRICS,
        id="metrics",
        summary="All figures",
        schema=SCHEMA,
        definition="whole",
        optional=True,
    ),
    Endpoint(
        metrics_month_path("*"),
        id="metricsOfMonth",
        summary="The same for one month",
        schema=SCHEMA,
        definition="one_month",
    ),
    Served(rows_path("csv"), CSV, any_origin=True),
    Served(rows_path("parquet"), PARQUET, any_origin=True),
)
MONTHS = 13
"""Months in the first file: a year, and the same month a year ago."""
AT_MOST = 50
"""Overdue complaints that it lists at most."""


def metrics(context: Context, figures: Figures) -> dict[str, Any]:
    """Return the first file: the newest months as a whole, then all months together by each dimension."""
    response, newest = figures.response, figures.months[:MONTHS]
    return {
        "$schema": context.absolute(METRICS_SCHEMA),
        "as_of": _iso(response.as_of),
        **_rules(context, figures),
        "months": [_month(context, figures, one) for one in figures.months],
        "cohorts": [*_cohorts(response.of(month) for month in newest), *_cohorts(_of_month(response, ""))],
        "overdue": _waiting(response.overdue[:AT_MOST]),
        "open": _ages(response.open_ages) if response.open_ages else None,
        "uncounted": dict(response.uncounted),
        "outages": [_outage(one) for one in figures.outages if one.month in newest],
    }


def month_metrics(context: Context, figures: Figures, month: str, older: str | None) -> dict[str, Any]:
    """Return a month's file; `next` leads to the previous month with figures.

    It has no instant, so that the file of a past month changes only if a figure does.
    """
    outage = figures.outage(month)
    return {
        "$schema": context.absolute(METRICS_SCHEMA),
        "month": month,
        **_rules(context, figures),
        "url": context.absolute(transparency_month_path(month)),
        "next": context.absolute(metrics_month_path(older)) if older else None,
        "cohorts": _cohorts(_of_month(figures.response, month)),
        "declined": [one.id for one in figures.response.declined.get(month, ())],
        "outage": _outage(outage) if outage else None,
        "restatements": [_restatement(one) for one in _restated(figures, month)],
    }


def _month(context: Context, figures: Figures, month: str) -> dict[str, Any]:
    corrections = len(_restated(figures, month))
    return {"month": month, "url": context.absolute(metrics_month_path(month)), "restatements": corrections}


def _restated(figures: Figures, month: str) -> list[Restatement]:
    return [one for one in figures.restatements if one.month == month]


def _rules(context: Context, figures: Figures) -> dict[str, Any]:
    return {
        "zone": str(context.zone),
        "minimum_n": figures.response.minimum,
        "definitions": context.absolute(HOW_WE_COUNT),
    }


def _of_month(response: Response, month: str) -> list[CohortFigures]:
    """Return the cohorts of a month, or those of all months together for "", by dimension and value."""
    found = [one for cohort, one in response.cohorts.items() if cohort.month == month]
    return sorted(found, key=lambda one: (one.cohort.dimension, one.cohort.value))


def _cohorts(found: Iterable[CohortFigures | None]) -> list[dict[str, Any]]:
    return [_cohort(one) for one in found if one is not None]


def _cohort(figures: CohortFigures) -> dict[str, Any]:
    """Return a cohort, with figures of staffed hours only if one of its channels has hours."""
    left_out = () if figures.staffed.cases else ("staffed.",)
    return {
        "month": figures.cohort.month or None,
        "dimension": figures.cohort.dimension.value,
        "value": figures.cohort.value or None,
        "received": figures.received,
        "counted": figures.counted,
        "excluded": dict(figures.excluded),
        "taken_private": figures.loop.taken_private,
        "overdue": figures.loop.overdue,
        "staffed_cases": figures.staffed.cases,
        "ends": {**figures.ends.parts(), "reopened_ever": figures.ends.reopened_ever},
        "shares": {name: _share(one) for name, one in figures.shares().items() if not name.startswith(left_out)},
        "quantiles": {
            name: _quantile(one) for name, one in figures.quantiles().items() if not name.startswith(left_out)
        },
    }


def _share(share: Share) -> dict[str, Any]:
    interval = share.interval
    return {
        "numerator": share.numerator if share.shown else None,
        "denominator": share.denominator,
        "not_due": share.not_due,
        "value": _rounded(share.value),
        "low": _rounded(interval.low if interval else None),
        "high": _rounded(interval.high if interval else None),
        **({"with_excluded": _rounded(share.with_excluded.value)} if share.with_excluded else {}),
    }


def _rounded(value: float | None) -> float | None:
    """Round to six decimals."""
    return None if value is None else round(value, 6)


def _quantile(quantile: Quantile) -> dict[str, Any]:
    seconds = quantile.seconds if quantile.shown else None
    return {"reading": quantile.reading.value, "seconds": seconds, "n": quantile.n, "never": quantile.never}


def _spread(spread: Spread) -> dict[str, Any]:
    return {"median": _quantile(spread.median), "p90": _quantile(spread.p90)}


def _waiting(found: Iterable[Waiting]) -> list[dict[str, Any]]:
    return [{"id": one.id, "seconds": one.seconds} for one in found if one.id]


def _ages(ages: OpenAges) -> dict[str, Any]:
    """Return the ages of open complaints, without ids: those that are not overdue are not public."""
    buckets = [{"up_to_days": days, "count": number} for days, number in ages.buckets]
    return {
        "total": ages.total,
        "buckets": buckets,
        "median": _quantile(ages.median),
        "oldest_seconds": [one.seconds for one in ages.oldest],
    }


def _outage(outage: OutageFigures) -> dict[str, Any]:
    return {
        "month": outage.month,
        "incidents": outage.incidents,
        "by_impact": {impact.value: number for impact, number in sorted(outage.by_impact.items())},
        "still_open": outage.still_open,
        "minutes_down": outage.minutes_down,
        "first_update": _spread(outage.first_update),
        "beginning_not_stated": outage.beginning_not_stated,
        "between_updates": _spread(outage.between_updates),
        "promises": _share(outage.promises),
    }


def _restatement(one: Restatement) -> dict[str, Any]:
    return {
        "month": one.month,
        "cohort": one.cohort,
        "figure": one.figure,
        "was": _published(one.was),
        "now": _published(one.now),
        "was_as_of": _iso(one.was_as_of),
        "is_as_of": _iso(one.is_as_of) if one.is_as_of else None,
    }


def _published(figure: PublishedFigure | None) -> dict[str, Any] | None:
    return None if figure is None else {"n": figure.n, "numerator": figure.numerator, "seconds": figure.seconds}


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def publish(context: Context) -> Iterator[Output]:
    """Yield the rows in each format, the figures, their schema and each month's, or nothing if there are no figures."""
    for part in parts(context):
        yield from part()


def parts(context: Context) -> list[Task]:
    """Return tasks that together make the files: one for each month."""
    months = context.figures.months if context.figures else ()
    return [partial(_publish_all, context), *(partial(_publish_month, context, month) for month in months)]


def _publish_month(context: Context, month: str) -> Iterator[Output]:
    for figures in figures_of(context, "gregorian", month):
        older = _older(context, month)
        yield Output(metrics_month_path(month), encode(month_metrics(context, figures, month, older)))


@looked_up
def _older(context: Context, month: str) -> str | None:
    """Return the month before one that has figures, too."""
    months = context.figures.months if context.figures else ()
    return months[months.index(month) + 1] if month in months[:-1] else None


def _publish_all(context: Context) -> Iterator[Output]:
    figures = context.figures
    if figures is None:
        return
    for ending, content in sorted(figures.rows.items()):
        yield Output(rows_path(ending), content)
    yield Output(METRICS, encode(metrics(context, figures)))
    schema = {**schema_of(SCHEMA.file), "$id": context.absolute(METRICS_SCHEMA)}
    yield Output(METRICS_SCHEMA, json.dumps(schema, indent=2).encode())
