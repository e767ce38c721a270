"""Hours across clock changes, midnights, holidays and exceptions; expected instants are worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.unit.opened import is_open, next_opening

from answerable.facts.openings import closings, day_and_night, holiday_name, openings, openings_on
from answerable.records.company import Channel, Policy
from answerable.records.ledger import make_ledger

OFFICE = {"mon-fri": "09:00-17:00"}


def channel(zone: str, hours: object, **more: object) -> Channel:
    """A channel with these hours in this zone."""
    return Channel.model_validate({"id": "c", "name": "c", "zone": zone, "hours": hours, **more})


def utc(text: str) -> datetime:
    """An instant of UTC, such as `2026-10-25 07:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "before", "after", "opens"),
    [
        ("Europe/Berlin", "2027-03-27", "2027-03-28", ("08:00", "07:00")),  # +01:00 to +02:00
        ("Europe/Berlin", "2026-10-24", "2026-10-25", ("07:00", "08:00")),
        ("America/New_York", "2027-03-13", "2027-03-14", ("14:00", "13:00")),  # -05:00 to -04:00
        ("America/New_York", "2026-10-31", "2026-11-01", ("13:00", "14:00")),
        ("Asia/Jerusalem", "2027-03-25", "2027-03-26", ("07:00", "06:00")),  # a Friday; +02:00 to +03:00
        ("Asia/Jerusalem", "2026-10-24", "2026-10-25", ("06:00", "07:00")),
        ("Asia/Tehran", "2027-03-21", "2027-03-22", ("05:30", "05:30")),  # none since 2022
        ("Asia/Tehran", "2026-09-21", "2026-09-22", ("05:30", "05:30")),
    ],
)
def test_nine_o_clock_stays_nine_o_clock(zone: str, before: str, after: str, opens: tuple[str, str]) -> None:
    """The day before and the day of a change, by UTC."""
    daily = channel(zone, "09:00-17:00")
    found = [openings_on(daily, date.fromisoformat(day))[0] for day in (before, after)]
    assert tuple(f"{opening.start:%H:%M}" for opening in found) == opens
    assert [opening.end - opening.start for opening in found] == [timedelta(hours=8)] * 2


@pytest.mark.parametrize(
    ("day", "shift", "start", "end"),
    [
        # 02:00 to 03:00 is skipped in Berlin on 28 March 2027: 02:30 is as long after 02:00 as ever, which is 03:30.
        ("2027-03-28", "02:30-06:00", "2027-03-28 01:30", "2027-03-28 04:00"),
        ("2027-03-27", "22:00-02:30", "2027-03-27 21:00", "2027-03-28 01:30"),
        ("2027-03-28", "02:15-02:45", "2027-03-28 01:15", "2027-03-28 01:45"),
        # 02:00 to 03:00 comes twice on 25 October 2026: the first is meant.
        ("2026-10-25", "02:30-06:00", "2026-10-25 00:30", "2026-10-25 05:00"),
        ("2026-10-24", "22:00-02:30", "2026-10-24 20:00", "2026-10-25 00:30"),
        # A shift around the change lasts an hour less or more than the clock's hands say.
        ("2027-03-27", "22:00-06:00", "2027-03-27 21:00", "2027-03-28 04:00"),
        ("2026-10-24", "22:00-06:00", "2026-10-24 20:00", "2026-10-25 05:00"),
    ],
)
def test_a_shift_in_a_gap_or_a_fold_is_settled_as_calendars_do(day: str, shift: str, start: str, end: str) -> None:
    """RFC 5545: a skipped time by the offset before, a repeated one the first time."""
    found = openings_on(channel("Europe/Berlin", shift), date.fromisoformat(day))
    assert [(opening.start, opening.end) for opening in found] == [(utc(start), utc(end))]


def test_a_shift_that_the_change_swallows_is_none() -> None:
    """From the skipped 02:30, which is 03:30 by the new time, until 03:15 nobody could come."""
    swallowed = channel("Europe/Berlin", "02:30-03:15")
    assert openings_on(swallowed, date(2027, 3, 28)) == ()
    assert len(openings_on(swallowed, date(2027, 3, 29))) == 1


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Jerusalem", "Asia/Tehran"])
def test_by_the_wall_clock_it_is_open_from_nine_to_five_on_every_day_of_two_years(zone: str) -> None:
    """Whatever the clock does: looked at from the reader's side, minute by the zone's own clock."""
    daily, at = channel(zone, "09:00-17:00"), utc("2026-01-01 00:00")
    for _ in range(2 * 366 * 4):
        at += timedelta(hours=5, minutes=37)
        assert is_open(daily, at) is (9 <= at.astimezone(ZoneInfo(zone)).hour < 17)


@pytest.mark.parametrize(
    ("country", "holiday"),
    [
        ("IR", "2027-03-21"),  # Nowruz
        ("IL", "2026-09-13"),  # Rosh Hashanah 5787, second day
        ("RU", "2027-01-07"),  # Orthodox Christmas
        ("US", "2026-11-26"),  # Thanksgiving, the fourth Thursday
        ("DE", "2027-03-26"),  # Good Friday
        ("DE-BY", "2027-01-06"),  # Epiphany, in Bavaria
    ],
)
def test_a_holiday_of_the_country_is_closed(country: str, holiday: str) -> None:
    """Dates from the countries' own calendars."""
    daily = channel("UTC", "09:00-17:00", holidays=country)
    assert openings_on(daily, date.fromisoformat(holiday)) == ()


def test_a_holiday_of_one_state_is_open_in_the_others() -> None:
    """Epiphany is a holiday in Bavaria and a working day in Berlin."""
    assert openings_on(channel("UTC", "09:00-17:00", holidays="DE-BE"), date(2027, 1, 6))


def test_an_exception_is_stronger_than_a_holiday() -> None:
    """On Thanksgiving a short shift is kept all the same."""
    short = [{"day": "2026-11-26", "hours": "10:00-12:00"}]
    kept = channel("America/New_York", "09:00-17:00", holidays="US", exceptions=short)
    assert openings_on(kept, date(2026, 11, 26))[0].start == utc("2026-11-26 15:00")


def test_a_night_shift_before_a_holiday_is_worked_to_its_end() -> None:
    """The shift of 31 December ends at two, although New Year's Day is closed."""
    bar = channel("Europe/Berlin", "20:00-02:00", holidays="DE")
    found = openings(bar, utc("2026-12-31 12:00"), 2)
    assert [(o.start, o.end) for o in found] == [(utc("2026-12-31 19:00"), utc("2027-01-01 01:00"))]


def test_the_next_opening_lies_behind_a_long_holiday() -> None:
    """Nowruz of 1406: the office in Tehran closes until 31 March by itself and then by four holidays on end."""
    closed = [{"day": f"2027-03-{day}", "hours": "closed"} for day in range(20, 32)]
    office = channel("Asia/Tehran", {"sat-wed": "09:00-17:00"}, holidays="IR", exceptions=closed)
    # Thursday 1 April is Islamic Republic Day, Friday the 2nd Nature Day, Saturday the 3rd 25 Shawwal 1448.
    opening = next_opening(office, utc("2027-03-18 15:00"))
    assert opening is not None and opening.start == utc("2027-04-04 05:30")


def test_always_with_holidays_is_not_day_and_night() -> None:
    """Who has a day off cannot say that there is always somebody."""
    assert day_and_night(channel("UTC", "always"))
    assert not day_and_night(channel("UTC", "always", holidays="DE"))
    assert not day_and_night(channel("UTC", "always", exceptions=[{"day": "2026-12-24", "hours": "closed"}]))


def test_hours_without_a_zone_are_meant_in_the_policy_s() -> None:
    """Nine o'clock of a channel that names no zone is nine o'clock in Tehran where the company is."""
    plain = Channel.model_validate({"id": "c", "name": "c", "hours": {"daily": "09:00-17:00"}})
    (known,) = make_ledger(channels=[plain], policy=Policy.model_validate({"zone": "Asia/Tehran"})).channels
    at_nine = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
    assert is_open(known, at_nine) and not is_open(known, at_nine - timedelta(minutes=1))


def test_the_next_opening_skips_the_weekend() -> None:
    """After Friday's close the next opening is Monday at nine in Berlin, eight by UTC in winter."""
    friday_evening = datetime(2026, 11, 20, 18, tzinfo=UTC)
    opening = next_opening(channel("Europe/Berlin", OFFICE), friday_evening)
    assert opening is not None and opening.start == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_a_holiday_is_closed() -> None:
    """Friday, 25 December 2026 is a public holiday in Germany."""
    noon = datetime(2026, 12, 25, 11, tzinfo=UTC)
    assert is_open(channel("Europe/Berlin", OFFICE), noon)
    assert not is_open(channel("Europe/Berlin", OFFICE, holidays="DE"), noon)


def test_a_shift_over_midnight_belongs_to_the_day_it_starts() -> None:
    """Monday 22:00 to 02:00 is open on Tuesday at one, and closed on Monday at one."""
    night = channel("Europe/Berlin", {"mon": "22:00-02:00"})
    assert is_open(night, datetime(2026, 11, 24, 0, tzinfo=UTC))
    assert not is_open(night, datetime(2026, 11, 23, 0, tzinfo=UTC))


def test_wall_clock_hours_survive_the_clock_change() -> None:
    """Nine in Berlin is seven by UTC before 25 October 2026 and eight after it."""
    found = openings(channel("Europe/Berlin", OFFICE), datetime(2026, 10, 23, 0, tzinfo=UTC), 4)
    assert [opening.start.astimezone(UTC).hour for opening in found] == [7, 8]


def test_between_openings_the_channel_is_closed() -> None:
    """From Friday noon: closed at 16:00 UTC until Monday at 8:00, and so on; the last closing has no known end."""
    found = closings(channel("Europe/Berlin", OFFICE), datetime(2026, 11, 20, 12, tzinfo=UTC), 4)
    friday, monday, tuesday = (datetime(2026, 11, day, tzinfo=UTC) for day in (20, 23, 24))
    assert [(closing.start, closing.end) for closing in found] == [
        (friday.replace(hour=16), monday.replace(hour=8)),
        (monday.replace(hour=16), tuesday.replace(hour=8)),
    ]
    assert closings(channel("Europe/Berlin", {}), friday, 4)[0].end is None


def test_a_holiday_is_named_in_the_reader_s_language() -> None:
    """22 Bahman is named in Persian for Persian readers, and in English where the library has no such language."""
    day = datetime(2026, 2, 11, tzinfo=UTC).date()
    iran = channel("Asia/Tehran", OFFICE, holidays="IR")
    assert holiday_name(iran, day, "fa") == "پیروزی انقلاب اسلامی"
    assert holiday_name(iran, day, "he") == "Islamic Revolution Day"
