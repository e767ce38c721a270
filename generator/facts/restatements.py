"""Figures of closed months that are no longer what was published: what changed, when, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class PublishedFigure:
    """A figure as it was published: a share (`numerator` of `n`), or a quantile (`seconds` over `n`; None: not yet)."""

    n: int
    numerator: int | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Restatement:
    """One figure of one closed month that changed.

    `cohort` is such as `all` or `channel/x`; `figure` a name of `CohortFigures.shares` or `.quantiles`, or `counted`.
    `was_as_of` is the closing in which it was published as `was`; `is_as_of` that in which it stands as `now`, None
    when no closing has said so yet. A figure that was or is not there at all is None.
    """

    month: str
    cohort: str
    figure: str
    was: PublishedFigure | None
    now: PublishedFigure | None
    was_as_of: datetime
    is_as_of: datetime | None
