"""Find the figures of closed months that differ from what was published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter, ValidationError

from answerable.facts.definitions import BY_ID
from answerable.facts.response import CohortFigures, Dimension
from answerable.intake.cohorts import month_figures
from answerable.intake.engine import Population
from answerable.intake.kept_months import months_with_keys
from answerable.intake.population import Intake
from answerable.output.build_cache import NO_CACHE, digest
from answerable.records.ledger import Ledger
from answerable.records.published import PublishedFigure, PublishedFigures, PublishedMonth

DIMENSIONS = (Dimension.ALL, Dimension.CHANNEL, Dimension.TOPIC, Dimension.PRIORITY)
"""The dimensions whose figures are stored when a month is closed."""


KIND = "closed month of the intake"


@dataclass(frozen=True, slots=True)
class Restatement:
    """One figure of one closed month that changed.

    `cohort` is, for example, `all` or `channel/x`; `figure` is `counted`, a name from `CohortFigures.shares` or
    `.quantiles`, or, for example, `ends.confirmed`. `was_as_of` is when it was published as `was`; `is_as_of` when it
    was corrected to `now`, or None if no correction is written yet. `was` or `now` is None if it is not shown.
    """

    month: str
    cohort: str
    figure: str
    was: PublishedFigure | None
    now: PublishedFigure | None
    was_as_of: datetime
    is_as_of: datetime | None


def restatements(published: Iterable[PublishedMonth], intake: Population, ledger: Ledger) -> tuple[Restatement, ...]:
    """Return every figure that was corrected or should be: newest month first, then oldest correction first."""
    months = list(published)
    counted = _counted(months, intake, ledger)
    return tuple(one for month, figures in zip(months, counted, strict=True) for one in _of_month(month, figures))


def unknown_names(month: PublishedMonth) -> list[str]:
    """Return the names in a closed month's file that are neither a cohort nor a figure, as after a slip of the hand."""
    cohorts = {one.value for one in DIMENSIONS}
    stored = [month.figures, *(correction.figures for correction in month.corrections)]
    found = {cohort for figures in stored for cohort in figures if cohort.partition("/")[0] not in cohorts}
    names = {name for figures in stored for some in figures.values() for name in some}
    return sorted(found | {name for name in names if name.rpartition(".")[2] not in BY_ID})


def figures_of(month: str, as_of: datetime, intake: Population, ledger: Ledger) -> PublishedFigures:
    """Return the figures of a month as of an instant, as they are stored when it is closed."""
    cohorts = sorted(month_figures(intake, ledger, as_of, month).items(), key=lambda item: item[0])
    return {_name(key.dimension, key.value): dict(_shown(one)) for key, one in cohorts if key.dimension in DIMENSIONS}


def changes(before: PublishedFigures, after: PublishedFigures) -> PublishedFigures:
    """Return the figures of `after` that differ from `before`; None for those that are gone."""
    found: PublishedFigures = {}
    for cohort in sorted({*before, *after}):
        old, new = before.get(cohort, {}), after.get(cohort, {})
        changed = {name: new.get(name) for name in sorted({*old, *new}) if old.get(name) != new.get(name)}
        if changed:
            found[cohort] = changed
    return found


def standing(month: PublishedMonth) -> PublishedFigures:
    """Return a closed month's figures with all corrections applied."""
    found = {cohort: dict(figures) for cohort, figures in month.figures.items()}
    for correction in month.corrections:
        for cohort, figures in correction.figures.items():
            found.setdefault(cohort, {}).update(figures)
    return found


def _counted(months: Sequence[PublishedMonth], intake: Population, ledger: Ledger) -> list[PublishedFigures]:
    """Return what the figures of closed months are now, as of the instants at which they were closed.

    Those of months in which nothing changed since an earlier build come from the project's cache.
    """
    store = intake.cache if isinstance(intake, Intake) and not intake.empty and months else NO_CACHE
    keys = months_with_keys(intake, ledger, max(one.as_of for one in months)) if store.keeps else ()
    rules = {month: key for month, (key, _) in keys}
    kept, put, found = store.rows(KIND), dict[str, str](), list[PublishedFigures]()
    for month in months:
        name, figures = digest(rules.get(month.month, ""), month.as_of.isoformat()), None
        with suppress(KeyError, ValidationError):
            figures = _form().validate_json(kept[name])
        found.append(figures_of(month.month, month.as_of, intake, ledger) if figures is None else figures)
        if month.month in rules:
            put[name] = _form().dump_json(found[-1]).decode()
    store.put(KIND, put, kept.keys() - put.keys())
    return found


@cache
def _form() -> TypeAdapter[PublishedFigures]:
    return TypeAdapter(PublishedFigures)


def _of_month(month: PublishedMonth, counted: PublishedFigures) -> Iterator[Restatement]:
    at, before = month.as_of, month.model_copy(update={"corrections": ()})
    for number, correction in enumerate(month.corrections, start=1):
        yield from _restated(month.month, standing(before), correction.figures, at, correction.at)
        at, before = correction.at, month.model_copy(update={"corrections": month.corrections[:number]})
    known = standing(month)
    yield from _restated(month.month, known, changes(known, counted), at)


def _restated(
    month: str,
    before: PublishedFigures,
    changed: PublishedFigures,
    was_as_of: datetime,
    is_as_of: datetime | None = None,
) -> Iterator[Restatement]:
    for cohort, figures in changed.items():
        for name, figure in figures.items():
            yield Restatement(month, cohort, name, before.get(cohort, {}).get(name), figure, was_as_of, is_as_of)


def _shown(figures: CohortFigures) -> Iterator[tuple[str, PublishedFigure]]:
    """Yield the figures of a cohort that are shown, with their names."""
    yield "counted", PublishedFigure(n=figures.counted)
    for name, number in figures.ends.parts().items():
        yield f"ends.{name}", PublishedFigure(n=number)
    for name, share in figures.shares().items():
        if share.shown:
            yield name, PublishedFigure(n=share.denominator, numerator=share.numerator)
    for name, quantile in figures.quantiles().items():
        if quantile.shown:
            yield name, PublishedFigure(n=quantile.n, seconds=quantile.seconds)


def _name(dimension: Dimension, value: str) -> str:
    return f"{dimension.value}/{value}" if value else dimension.value
