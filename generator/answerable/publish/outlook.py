"""What holds when, as far as it can be said today: the statuses that planned maintenance will change.

A page is believed for some hours after its build. What it says of a status must stay true through them, so it carries
every status that the clock alone will bring, each with its window, and the reader's clock shows the one that holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from typing import Generic, TypeVar

from answerable.facts.maintenance import turning_points
from answerable.facts.status import ComponentState, Overall, component_states, overall
from answerable.publish.context import Context, once
from answerable.records.vocabulary import ComponentStatus, worst

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Phase(Generic[T]):
    """A value from `start` (None: from the build on) until before `until` (None: as far as anybody knows)."""

    value: T
    start: datetime | None
    until: datetime | None


@dataclass(frozen=True)
class Outlook:
    """The whole and every component's state now and after each turn while the build may be believed."""

    wholes: Mapping[datetime, Overall]
    states: Mapping[datetime, Mapping[str, ComponentState]]

    @property
    def whole(self) -> tuple[Phase[Overall], ...]:
        """The overall status."""
        return phases(self.wholes.items())

    def worst_of(self, component_ids: Collection[str]) -> tuple[Phase[ComponentStatus], ...]:
        """The worst status of some components; of one, its status."""
        return phases((at, worst(states[id].status for id in component_ids)) for at, states in self.states.items())


@once
def outlook(context: Context) -> Outlook:
    """The outlook of a build."""
    instants = [context.now, *turning_points(context.ledger, context.now, context.believe_until)]
    return Outlook(
        {at: overall(context.ledger, at) for at in instants},
        {at: component_states(context.ledger, at) for at in instants},
    )


def phases(values: Iterable[tuple[datetime, T]]) -> tuple[Phase[T], ...]:
    """Values with the instants from which they hold, in order; equal neighbours become one phase."""
    runs = [(value, next(run)[0]) for value, run in groupby(values, key=lambda pair: pair[1])]
    bounds = [None, *(start for _, start in runs[1:]), None]
    return tuple(Phase(value, *span) for (value, _), span in zip(runs, pairwise(bounds), strict=True))
