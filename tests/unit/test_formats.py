"""Dates, times, numbers and lengths in the reader's language, beside figures worked out by hand."""

from __future__ import annotations

import gc
import weakref
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from answerable.publish.context import Context
from answerable.publish.social import previews
from answerable.publish.text import formats
from answerable.records.company import Policy, Topic
from answerable.records.ledger import make_ledger

AT = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
TOPIC = Topic.model_validate({"id": "late", "name": "Late orders"})


def context(language: str = "en", zone: str = "Asia/Tehran") -> Context:
    """A site in one language whose days are meant in one zone."""
    policy = Policy.model_validate({"zone": zone})
    return Context(make_ledger(policy=policy), AT, language, "en", "Site", "https://status.example.com/")


@pytest.mark.parametrize(
    ("name", "zone", "words"),
    [
        ("en", "Asia/Tehran", "24 November 2026, 09:00 Tehran time"),
        ("en", "UTC", "24 November 2026, 05:30 UTC"),
        ("ru", "America/New_York", "24 ноября 2026\u00a0г. в 00:30 (Нью-Йорк)"),
        ("fa", "Asia/Tehran", "۳ آذر ۱۴۰۵ ساعت ۰۹:۰۰ به وقت تهران"),
        ("he", "Asia/Jerusalem", "24 בנובמבר 2026 בשעה 07:30 (שעון ישראל)"),
    ],
)
def test_an_instant_says_its_zone(name: str, zone: str, words: str) -> None:
    """05:30 by UTC is nine in Tehran and half past midnight in New York, and each says so."""
    assert formats.format_instant(context(name, zone), AT) == words


def test_a_near_instant_says_its_weekday() -> None:
    """The day was a Tuesday."""
    assert formats.format_moment(context(), AT) == "Tuesday 09:00 Tehran time"
    assert formats.format_weekday(context(), date(2026, 11, 24)) == "Tuesday 24 November"
    assert formats.format_clock(context(), AT) == "09:00"


@pytest.mark.parametrize(
    ("hours", "words"),
    [(8, "Tuesday 17:00 Tehran time"), (15, "midnight Tehran time"), (39, "Thursday 00:00 Tehran time")],
)
def test_the_end_of_today_is_a_word(hours: int, words: str) -> None:
    """It is nine in Tehran: fifteen hours later the day ends, and another midnight has its weekday."""
    assert formats.format_until(context(), AT + timedelta(hours=hours)) == words


@pytest.mark.parametrize(
    ("name", "near", "far", "weekday", "short"),
    [
        ("en", "Tuesday 09:00", "Thursday 3 December, 09:00", "Tuesday 24 November", "24 Nov 2026"),
        ("fa", "سه‌شنبه ۰۹:۰۰", "پنجشنبه ۱۲ آذر ساعت ۰۹:۰۰", "سه‌شنبه ۳ آذر", "۳ آذر ۱۴۰۵"),
        ("he", "יום שלישי 09:00", "יום חמישי, 3 בדצמבר בשעה 09:00", "יום שלישי, 24 בנובמבר", "24.11.2026"),
        ("ru", "вторник 09:00", "четверг, 3 декабря в 09:00", "вторник, 24 ноября", "24 нояб. 2026\u00a0г."),
    ],
)
def test_days_are_written_as_their_readers_write_them(name: str, near: str, far: str, weekday: str, short: str) -> None:
    """Persian digits among Persian words, a Hebrew prefix at the month, a Russian month in its genitive."""
    site = context(name)
    assert formats.format_moment(site, AT).startswith(f"{near} ")
    assert formats.format_moment(site, AT + timedelta(days=9)).startswith(f"{far} ")
    assert formats.format_weekday(site, date(2026, 11, 24)) == weekday
    assert formats.format_short_day(site, AT) == short


@pytest.mark.parametrize(
    ("zone", "names"),
    [
        ("Asia/Tehran", ("Tehran time", "به وقت تهران", "שעון טהרן", "Тегеран")),
        ("Europe/Moscow", ("Moscow time", "به وقت مسکو", "שעון מוסקבה", "МСК")),
        ("Asia/Jerusalem", ("Israel time", "به وقت اسرائیل", "שעון ישראל", "Израиль")),
        ("UTC", ("UTC", "UTC", "UTC", "UTC")),
        ("Etc/GMT-3", ("GMT+03:00", "\u200e+۰۳:۰۰ گرینویچ", "GMT+03:00\u200e", "GMT+03:00")),
    ],
)
def test_a_zone_is_called_as_people_call_it(zone: str, names: tuple[str, ...]) -> None:
    """By its city, but where another name is usual; an offset stays one."""
    found = (formats.zone_name(context(name, zone), ZoneInfo(zone)) for name in ("en", "fa", "he", "ru"))
    assert tuple(found) == names


@pytest.mark.parametrize(
    ("name", "same", "night", "other"),
    [
        (
            "en",
            "24 Nov 2026, 22:00 – 23:30",
            "24 Nov 2026, 22:00 – midnight",
            "24 Nov 2026, 22:00 – 25 Nov 2026, 02:00",
        ),
        ("fa", "۳ آذر ۱۴۰۵، ۲۲:۰۰ تا ۲۳:۳۰", "۳ آذر ۱۴۰۵، ۲۲:۰۰ تا نیمه‌شب", "۳ آذر ۱۴۰۵، ۲۲:۰۰ تا ۴ آذر ۱۴۰۵، ۰۲:۰۰"),
        ("he", "24.11.2026, 22:00 עד 23:30", "24.11.2026, 22:00 עד חצות", "24.11.2026, 22:00 עד 25.11.2026, 02:00"),
    ],
)
def test_a_window_says_its_day_once(name: str, same: str, night: str, other: str) -> None:
    """Its end has no day if that is the one of its start, and midnight, which ends the day, is a word."""
    site, start = context(name, "UTC"), datetime(2026, 11, 24, 22, tzinfo=UTC)
    ends = (timedelta(minutes=90), timedelta(hours=2), timedelta(hours=4))
    spans = [formats.format_span(site, start, start + length) for length in ends]
    unseen = {ord("\u200f"): None}
    assert [span.partition(" UTC")[0].partition(" (UTC)")[0].translate(unseen) for span in spans] == [
        same,
        night,
        other,
    ]


@pytest.mark.parametrize(
    ("name", "number", "share", "month"),
    [
        ("en", "12,345", "89.13%", "November 2026"),
        ("fa", "۱۲٬۳۴۵", "۸۹٫۱۳٪", "نوامبر ۲۰۲۶ (آبان – آذر ۱۴۰۵)"),
        ("he", "12,345", "89.13%", "נובמבר 2026"),
        ("ru", "12\u00a0345", "89,13%", "ноябрь 2026"),
    ],
)
def test_numbers_have_the_digits_and_signs_of_the_language(name: str, number: str, share: str, month: str) -> None:
    """Among Persian words a number has Persian digits, separators and sign; a month alone stands in its own case."""
    site = context(name)
    assert formats.format_number(site, 12345) == number
    assert formats.format_percent(site, 0.8913) == share
    assert formats.format_gregorian_month(site, "2026-11") == month
    assert formats.format_month(context(), "2026-11") == "November 2026"
    assert formats.format_month(context("fa"), "1405-09") == "آذر ۱۴۰۵"


@pytest.mark.parametrize(
    ("name", "minutes", "words"),
    [
        ("fa", 150, "۲ ساعت و ۳۰ دقیقه"),
        ("he", 60, "שעה אחת"), ("he", 121, "שעתיים ודקה אחת"), ("he", 150, "שעתיים ו-30 דקות"),
        ("he", 2880, "יומיים"), ("he", 1500, "יום ושעה אחת"), ("he", 90, "שעה ו-30 דקות"),
        ("ru", 121, "2 ч 1 мин"), ("ru", 2880, "2 дня"), ("ru", 1500, "1 день 1 ч"),
    ],
)  # fmt: skip
def test_a_length_is_joined_as_people_say_it(name: str, minutes: int, words: str) -> None:
    """Hebrew has a dual, and its `and` has a hyphen before digits only; cut short, Russian units need no case."""
    assert formats.format_duration(context(name), timedelta(minutes=minutes)) == words


def test_the_day_of_an_instant_is_the_site_s() -> None:
    """Eleven in the evening by UTC is the next day in Tehran."""
    assert formats.format_day(context(), datetime(2026, 11, 24, 23, tzinfo=UTC)) == "25 November 2026"


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
    assert formats.format_duration(context(), length) == words


@pytest.mark.parametrize(("share", "words"), [(1.0, "100%"), (0.99999, "99.99%"), (0.9995, "99.95%"), (0.0, "0.00%")])
def test_a_share_is_never_rounded_up(share: float, words: str) -> None:
    """99.999 per cent is not 100."""
    assert formats.format_percent(context(), share) == words


def test_nothing_made_for_a_build_outlives_it() -> None:
    """A live preview builds at each save: what was said of one build's records is let go with them."""
    there = context()
    assert formats.format_duration(there, timedelta(minutes=90)) == formats.format_duration(
        there, timedelta(minutes=90)
    )
    assert previews.of_topic(there, TOPIC) is previews.of_topic(there, TOPIC)
    gone = weakref.ref(there)
    del there
    gc.collect()
    assert gone() is None
