"""The measure of growth that tests of hostile texts use."""

from __future__ import annotations

from tests.growth import TOO_STEEP, growth_of

TEXT = "a" * 1000


def test_linear_work_is_not_too_steep() -> None:
    """A loop over the text."""
    assert growth_of(lambda text: [ord(letter) for letter in text], TEXT * 20) < TOO_STEEP


def test_quadratic_work_is_too_steep() -> None:
    """A loop over the text within a loop over the text."""
    assert growth_of(lambda text: [one == other for one in text for other in text], TEXT) > TOO_STEEP
