"""Shares, their intervals, quantiles that can read "not yet", and comparisons. The other hand is scipy and numpy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest  # type: ignore[import-untyped]  # it has no types

from answerable.facts.shares import Comparison, Confidence, Quantile, Share, Verdict, quantile, wilson


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_wilson_s(case: tuple[int, int]) -> None:
    """For any share scipy's Wilson interval is ours."""
    numerator, denominator = case
    theirs = binomtest(numerator, denominator).proportion_ci(0.95, method="wilson")
    ours = wilson(numerator, denominator)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_the_interval_of_a_textbook_example() -> None:
    """8 of 10: (0.4902, 0.9433), as by the formula of Wilson with z = 1.96 on a calculator."""
    interval = wilson(8, 10)
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.4902, 0.9433)


@pytest.mark.parametrize("case", [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(case: tuple[int, int]) -> None:
    """There is no interval without cases, and none for more successes than cases."""
    with pytest.raises(ValueError, match="is no share"):
        wilson(*case)


def test_a_share_under_the_minimum_says_nothing() -> None:
    """With nine cases of ten needed there is neither a value nor an interval; with ten there are both."""
    few, enough = Share(9, 9, 3, minimum=10), Share(9, 10, 3, minimum=10)
    assert (few.shown, few.value, few.interval) == (False, None, None)
    assert (enough.shown, enough.value) == (True, 0.9)
    assert enough.interval is not None


def test_a_share_of_nothing_says_nothing() -> None:
    """Even where the policy asks for no minimum."""
    assert Share(0, 0, 4, minimum=0).value is None


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**9)), min_size=1, max_size=200), st.integers(1, 9))
def test_a_quantile_is_the_inverse_of_the_distribution(times: list[int | None], tenths: int) -> None:
    """numpy's `inverted_cdf` over the same times, with infinity for what never happened, is ours."""
    theirs = np.quantile([np.inf if one is None else one for one in times], tenths / 10, method="inverted_cdf")
    ours = quantile(times, tenths).seconds
    assert (np.inf if ours is None else ours) == theirs


@pytest.mark.parametrize(
    ("found", "reading"),
    [
        (Quantile(0.5, 60, n=10, never=2, minimum=10), Confidence.VALUE),
        (Quantile(0.9, None, n=10, never=2, minimum=10), Confidence.NOT_YET),
        (Quantile(0.5, 60, n=9, never=0, minimum=10), Confidence.BELOW_MINIMUM),
        (Quantile(0.5, None, n=0, never=0, minimum=1), Confidence.BELOW_MINIMUM),
    ],
)
def test_a_quantile_says_how_to_read_it(found: Quantile, reading: Confidence) -> None:
    """A length of time, "not yet" where it falls among what never happened, or nothing under the minimum."""
    assert found.reading is reading


@pytest.mark.parametrize(
    ("now", "before", "verdict"),
    [
        ((90, 100), (50, 100), Verdict.HIGHER),
        ((50, 100), (90, 100), Verdict.LOWER),
        ((55, 100), (50, 100), Verdict.NO_CLEAR_CHANGE),
        ((9, 9), (50, 100), Verdict.NOT_COMPARABLE),
    ],
)
def test_a_change_is_named_only_when_the_intervals_part(
    now: tuple[int, int], before: tuple[int, int], verdict: Verdict
) -> None:
    """90 % against 50 % of a hundred is a change, 55 % is none, and nine cases cannot be compared."""
    assert Comparison(Share(*now, minimum=10), Share(*before, minimum=10)).verdict is verdict
