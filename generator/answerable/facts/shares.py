"""Shares with confidence intervals, quantiles of lengths of time, and the comparison of two shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt

Z95 = 1.959963984540054
"""The standard normal quantile of 0.975, for 95 % intervals."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of a share, both between 0 and 1."""

    low: float
    high: float


RAISED_BY = 0.02
"""By how much leaving complaints out may raise a share before the share with them is shown, too."""


@dataclass(frozen=True, slots=True)
class Share:
    """`numerator` of `denominator`; `not_due` cases are in neither, since their time is not up yet.

    `with_excluded` is the same share of all complaints, if leaving some out raises it by more than `RAISED_BY`.
    """

    numerator: int
    denominator: int
    not_due: int = 0
    minimum: int = 1
    with_excluded: Share | None = None

    @property
    def shown(self) -> bool:
        """Whether there are enough cases to be shown (`policy.minimum_n`)."""
        return self.denominator >= max(self.minimum, 1)

    @property
    def value(self) -> float | None:
        """The share, between 0 and 1, or None if it is not shown."""
        return self.numerator / self.denominator if self.shown else None

    def compared_with(self, every: Share) -> Share:
        """Return the share with that of all complaints as `with_excluded`, if that is so much lower."""
        if self.value is None or every.value is None:
            return self
        is_raised = round(self.value - every.value, 9) > RAISED_BY
        return replace(self, with_excluded=every) if is_raised else self

    @property
    def interval(self) -> Interval | None:
        """The Wilson 95 % interval, or None if the share is not shown."""
        return wilson(self.numerator, self.denominator) if self.shown else None


class Confidence(StrEnum):
    """How a quantile is shown: as a length of time, as "not yet", or not at all if there are too few cases."""

    VALUE = "value"
    NOT_YET = "not_yet"
    BELOW_MINIMUM = "below_minimum"


@dataclass(frozen=True, slots=True)
class Quantile:
    """The quantile `q` of `n` lengths of time in whole seconds, `never` of which are infinite.

    `seconds` is None if the quantile is one of the infinite ones.
    """

    q: float
    seconds: int | None
    n: int
    never: int
    minimum: int = 1

    @property
    def shown(self) -> bool:
        """Whether there are enough cases to be shown (`policy.minimum_n`)."""
        return self.n >= max(self.minimum, 1)

    @property
    def reading(self) -> Confidence:
        """How the quantile is shown."""
        if not self.shown:
            return Confidence.BELOW_MINIMUM
        return Confidence.NOT_YET if self.seconds is None else Confidence.VALUE


class Verdict(StrEnum):
    """What can be concluded about the change between two shares."""

    HIGHER = "higher"
    LOWER = "lower"
    NO_CLEAR_CHANGE = "no_clear_change"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A share and the one of the month before."""

    now: Share
    before: Share

    @property
    def verdict(self) -> Verdict:
        """Whether the share changed: higher or lower only if the two intervals do not overlap."""
        ours, theirs = self.now.interval, self.before.interval
        if ours is None or theirs is None:
            return Verdict.NOT_COMPARABLE
        if ours.low > theirs.high:
            return Verdict.HIGHER
        return Verdict.LOWER if ours.high < theirs.low else Verdict.NO_CLEAR_CHANGE


def wilson(numerator: int, denominator: int) -> Interval:
    """Return the 95 % score interval of a share, without continuity correction.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209-212.
    Raises ValueError unless 0 <= numerator <= denominator and denominator > 0.
    """
    if not 0 <= numerator <= denominator or denominator == 0:
        raise ValueError(f"{numerator} of {denominator} is no share")
    share, z2 = numerator / denominator, Z95 * Z95
    centre = share + z2 / (2 * denominator)
    reach = Z95 * sqrt(share * (1 - share) / denominator + z2 / (4 * denominator * denominator))
    scale = 1 + z2 / denominator
    low = 0.0 if numerator == 0 else max(0.0, (centre - reach) / scale)
    high = 1.0 if numerator == denominator else min(1.0, (centre + reach) / scale)
    return Interval(low, high)


def quantile(seconds: Sequence[int | None], tenths: int, minimum: int = 1) -> Quantile:
    """Return a quantile in tenths (5: the median) of lengths of time; None is an infinite one.

    It is the smallest length that at least so many tenths do not exceed, so always one of them and never a mean of two.
    """
    known = sorted(one for one in seconds if one is not None)
    place = -(-len(seconds) * tenths // 10)  # rounded up, in whole numbers
    found = known[place - 1] if 0 < place <= len(known) else None
    return Quantile(tenths / 10, found, len(seconds), len(seconds) - len(known), minimum)
