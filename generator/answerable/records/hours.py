"""Opening hours as people write them: by weekday, split shifts, over midnight, around the clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from answerable.records.instants import Day
from answerable.records.model import Part
from answerable.records.text import Text
from answerable.translation.invalid import invalid
from answerable.translation.message import advised, msg

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_A_DAY = 24 * 60
_SHIFT = re.compile(r"^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$")
_HELP = msg("write days with hours, such as {sat-wed: 09:00-22:00, thu: [09:00-13:00, 14:00-18:00]}, or `always`")


def _late_parse_hours(value: Any) -> WeeklyHours:
    return parse_hours(value)


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """A shift in minutes after midnight; `end` is over 1440 if it continues past midnight."""

    start: int
    end: int


ALL_DAY = Shift(0, MINUTES_A_DAY)


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Shifts by weekday, Monday first; without any shift the channel has no stated hours."""

    days: tuple[tuple[Shift, ...], ...] = ((),) * 7

    @property
    def stated(self) -> bool:
        """Whether any hours are given."""
        return any(self.days)

    @property
    def always(self) -> bool:
        """Whether every hour of the week is staffed; holidays and exceptions may still be closed."""
        return all(shifts == (ALL_DAY,) for shifts in self.days)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(_late_parse_hours)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        shift = {"type": "string", "pattern": _SHIFT.pattern}
        day: dict[str, list[dict[str, Any]]] = {
            "anyOf": [shift, {"type": "array", "items": shift}, {"enum": ["always", "closed"]}]
        }
        names = "|".join((*DAYS, "daily"))
        by_day = {
            "type": "object",
            "patternProperties": {f"^({names})(-({names}))?$": day},
            "additionalProperties": False,
        }
        return {"anyOf": [*day["anyOf"], by_day]}


class DayException(Part):
    """A day that is closed or has other hours than its weekday."""

    day: Day
    hours: WeeklyHours = WeeklyHours()
    why: Text | None = None

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """The shifts of that day; none if it is closed."""
        return self.hours.days[self.day.weekday()]


def parse_hours(value: Any) -> WeeklyHours:
    """Parse `always`, one shift for every day, or a map from days to shifts. Raises PydanticCustomError."""
    if isinstance(value, WeeklyHours):
        return value
    if not isinstance(value, dict):
        value = {"daily": value}
    days: list[tuple[Shift, ...]] = [()] * 7
    for name, shifts in value.items():
        for day in _days(name):
            days[day] = _shifts(shifts)
    return WeeklyHours(tuple(days))


def _days(name: str) -> list[int]:
    if name == "daily":
        return list(range(7))
    first, _, last = name.partition("-")
    if first not in DAYS or (last or first) not in DAYS:
        raise _error(msg("`%(name)s` is not a day or days", name=name[:20]))
    start, end = DAYS.index(first), DAYS.index(last or first)
    return [(start + step) % 7 for step in range((end - start) % 7 + 1)]


def _shifts(value: Any) -> tuple[Shift, ...]:
    if value in (None, "closed", [], ""):
        return ()
    if value == "always":
        return (ALL_DAY,)
    shifts = sorted(_shift(item) for item in (value if isinstance(value, list) else [value]))
    for earlier, later in pairwise(shifts):
        if later.start < earlier.end:
            raise _error(msg("two shifts of one day overlap"))
    return tuple(shifts)


def _shift(value: Any) -> Shift:
    match = _SHIFT.match(value.strip()) if isinstance(value, str) else None
    if not match:
        raise _error(msg("`%(value)s` is not a shift", value=str(value)[:30]))
    hour, minute, end_hour, end_minute = map(int, match.groups())
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if minute > 59 or end_minute > 59 or start >= MINUTES_A_DAY or end > MINUTES_A_DAY or start == end:
        raise _error(msg("`%(value)s` is not a shift", value=value[:30]))
    return Shift(start, end if end > start else end + MINUTES_A_DAY)


def _error(what: str) -> ValueError:
    return invalid("hours", advised(what, _HELP))
