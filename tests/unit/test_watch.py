"""A part of the site is made again if anything differs that it has looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
from tests.unit.made_up import cohort, outage, response, share

from answerable.content.digests import RecordDigests
from answerable.facts.response import Cohort, Response
from answerable.publish.figures.gathering import Figures
from answerable.publish.reuse.watch import described

OCTOBER = cohort(Cohort("2026-10"))
FIGURES = Figures(response([OCTOBER]))


def others() -> Iterator[Any]:
    """Figures that differ from `FIGURES` in one thing each, of which every field has one."""
    other: dict[str, Any] = {"outages": (outage(),), "restatements": ("one",), "behind": {"a": 1}, "surges": ("one",)}
    other |= {"rows": {"csv": b"id"}, "in_calendars": {"persian": FIGURES}}
    yield from (replace(FIGURES, **{name: value}) for name, value in other.items())
    of_response: dict[str, Any] = {"as_of": 0, "minimum": 7, "months": (), "cohorts": {}, "overdue": ("one",)}
    of_response |= {"overdue_count": 1, "open_ages": 0, "declined": {"2026-10": ()}, "uncounted": (("id", 1),)}
    yield from (
        replace(FIGURES, response=replace(FIGURES.response, **{name: value})) for name, value in of_response.items()
    )
    assert {"response", *other} == {one.name for one in fields(Figures)}
    assert of_response.keys() == {one.name for one in fields(Response)}


@pytest.mark.parametrize("other", [*others()])
def test_figures_that_differ_in_anything_are_described_otherwise(other: Figures) -> None:
    """Also in what the page of a month does not show."""
    assert described([other], RecordDigests()) != described([FIGURES], RecordDigests())


def test_figures_that_differ_within_a_cohort_are_described_otherwise() -> None:
    """However deep in it; equal ones, made again, are described alike."""
    clock = OCTOBER.all_hours
    deep = replace(OCTOBER, all_hours=replace(clock, human=replace(clock.human, within_day=share(1, 999))))
    same, other = (Figures(replace(FIGURES.response, cohorts={one.cohort: one})) for one in (replace(OCTOBER), deep))
    assert described(same, RecordDigests()) == described(FIGURES, RecordDigests())
    assert described(other, RecordDigests()) != described(FIGURES, RecordDigests())
