"""The statuses that planned maintenance will change while a build is believed.

A page is believed for some hours after its build, and what it says must stay true in all of them. So it carries every
status that will begin in that time, each with its start and end, and a script shows the one for the reader's clock.
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
    """A value from `start` (None: from the build on) until just before `until` (None: no end is known)."""

    value: T
    start: datetime | None
    until: datetime | None


@dataclass(frozen=True)
class Outlook:
    """The overall status and all components' states, by the instant from which they hold; the first is the build's."""

    wholes: Mapping[datetime, Overall]
    states: Mapping[datetime, Mapping[str, ComponentState]]

    @property
    def whole(self) -> tuple[Phase[Overall], ...]:
        """The phases of the overall status."""
        return phases(self.wholes.items())

    def worst_of(self, component_ids: Collection[str]) -> tuple[Phase[ComponentStatus], ...]:
        """Return the phases of the worst status among some components, which for one component is its status."""
        return phases((at, worst(states[id].status for id in component_ids)) for at, states in self.states.items())


@once
def outlook(context: Context) -> Outlook:
    """Return the outlook of a build."""
    instants = [context.now, *turning_points(context.ledger, context.now, context.believe_until)]
    return Outlook(
        {at: overall(context.ledger, at) for at in instants},
        {at: component_states(context.ledger, at) for at in instants},
    )


def phases(values: Iterable[tuple[datetime, T]]) -> tuple[Phase[T], ...]:
    """Return the phases of values that each hold from an instant on, given in order; equal neighbours become one."""
    runs = [(value, next(run)[0]) for value, run in groupby(values, key=lambda pair: pair[1])]
    bounds = [None, *(start for _, start in runs[1:]), None]
    return tuple(Phase(value, *span) for (value, _), span in zip(runs, pairwise(bounds), strict=True))
