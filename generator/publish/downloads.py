"""The figures and the rows behind them as files, for whoever wants to count anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise

from generator.build.outputs import Output
from generator.publish.addresses import METRICS, METRICS_SCHEMA, metrics_month_path, rows_path
from generator.publish.api.encode import encode
from generator.publish.api.schemas import schema_of
from generator.publish.context import Context
from generator.publish.metrics import metrics, month_metrics


def publish(context: Context) -> Iterator[Output]:
    """The rows in each form, the figures, and the schema of the figures; nothing when there are no complaints.

    Made in the parent process: the rows may be many, and need no work.
    """
    figures = context.figures
    if figures is None:
        return
    for ending, content in sorted(figures.rows.items()):
        yield Output(rows_path(ending), content)
    yield Output(METRICS, encode(metrics(context, figures)))
    for month, older in pairwise([*figures.months, None]):
        if month:
            yield Output(metrics_month_path(month), encode(month_metrics(context, figures, month, older)))
    schema = {**schema_of("metrics.schema.json"), "$id": context.absolute(METRICS_SCHEMA)}
    yield Output(METRICS_SCHEMA, json.dumps(schema, indent=2).encode())
