"""Dates, times, numbers and lengths in the reader's language, beside figures worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from generator.publish import language
from generator.publish.context import Context
from generator.records.company import Policy
from generator.records.ledger import make_ledger

AT = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)


def context(language: str = "en", zone: str = "Asia/Tehran") -> Context:
    """A site in one language whose days are meant in one zone."""
    policy = Policy.model_validate({"zone": zone})
    return Context(make_ledger(policy=policy), AT, language, "en", "Site", "https://status.example.com/")


@pytest.mark.parametrize(
    ("name", "zone", "words"),
    [
        ("en", "Asia/Tehran", "24 November 2026, 09:00 GMT+03:30"),
        ("en", "UTC", "24 November 2026, 05:30 GMT+00:00"),
        ("ru", "America/New_York", "24 ноября 2026 00:30 GMT-05:00"),
        ("fa", "Asia/Tehran", "24 نوامبر 2026 09:00 \u200e+03:30 گرینویچ"),
    ],
)
def test_an_instant_says_its_zone(name: str, zone: str, words: str) -> None:
    """05:30 by UTC is nine in Tehran and half past midnight in New York, and each says so."""
    assert language.format_instant(context(name, zone), AT) == words


def test_a_near_instant_says_its_weekday() -> None:
    """The day was a Tuesday."""
    assert language.format_moment(context(), AT) == "Tuesday 09:00 GMT+03:30"
    assert language.format_weekday(context(), date(2026, 11, 24)) == "Tue 24 Nov"
    assert language.format_clock(context(), AT) == "09:00"


def test_the_day_of_an_instant_is_the_site_s() -> None:
    """Eleven in the evening by UTC is the next day in Tehran."""
    assert language.format_day(context(), datetime(2026, 11, 24, 23, tzinfo=UTC)) == "25 November 2026"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=2, minutes=30), "2 hours 30 minutes"),
        (timedelta(days=1, hours=3, minutes=20), "1 day 3 hours"),
        (timedelta(days=1200), "1,200 days"),
    ],
)
def test_a_length_has_its_two_largest_units(length: timedelta, words: str) -> None:
    """Minutes are left out beside days."""
    assert language.format_duration(context(), length) == words


@pytest.mark.parametrize(("share", "words"), [(1.0, "100%"), (0.99999, "99.99%"), (0.9995, "99.95%"), (0.0, "0.00%")])
def test_a_share_is_never_rounded_up(share: float, words: str) -> None:
    """99.999 per cent is not 100."""
    assert language.format_percent(context(), share) == words
