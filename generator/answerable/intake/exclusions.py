"""Find months in which leaving complaints out raises a share, so that nobody excludes them unnoticed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from answerable.facts.definitions import definition_of
from answerable.facts.response import CohortFigures, Dimension
from answerable.intake.cohorts import response_figures
from answerable.intake.engine import Population
from answerable.records.findings import Finding
from answerable.records.ledger import Ledger
from answerable.translation.message import Message, msg


def raised_shares(intake: Population, ledger: Ledger, now: datetime, path: str) -> Iterator[Finding]:
    """Yield a note for each month in which leaving complaints out raises a share by more than two points."""
    if not intake.has_excluded:
        return
    for cohort, figures in sorted(response_figures(intake, ledger, now).cohorts.items(), key=lambda item: item[0]):
        if cohort.month and cohort.dimension is Dimension.ALL:
            yield from _note(figures, path)


def _note(figures: CohortFigures, path: str) -> Iterator[Finding]:
    """Yield a note about the share that is raised most, if any is."""
    raised = [
        ((share.value or 0) - (every.value or 0), name, share.value, every.value)
        for name, share in figures.shares().items()
        if (every := share.with_excluded)
    ]
    if not raised:
        return
    _, name, without, with_excluded = max(raised)
    left_out = figures.received - figures.counted
    message = msg(
        "in %(month)s, excluding %(left_out)s of %(received)s complaints raises “%(name)s” from "
        "%(with_excluded)s to %(without)s",
        month=figures.cohort.month,
        left_out=left_out,
        received=figures.received,
        name=Message(definition_of(name).name, {}),
        with_excluded=f"{with_excluded:.0%}",
        without=f"{without:.0%}",
    )
    suggestion = msg("the site shows both; exclude only what is no complaint")
    yield Finding(path, 0, 0, message, suggestion, rule="intake", level="note")
