"""The part of `policy.yml` that says how strictly words are looked at before they go out."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from generator.records.base import Id, Part
from generator.records.instants import Duration, Instant
from generator.records.patterns import safe_pattern
from generator.records.words import Impact

CheckLevel = Literal["off", "note", "warning", "error"]
"""How much a rule's finding weighs; `off` leaves the rule out."""

RuleName = Annotated[str, StringConstraints(pattern=r"^[a-z-]+(/[a-z-]+)?$")]
"""A rule such as `privacy/phone`, or a family of rules such as `privacy`."""

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Code(Part):
    """How the company's own codes look, such as order numbers: a name for messages and a pattern."""

    name: str = Field(min_length=1, max_length=60)
    pattern: Annotated[str, AfterValidator(safe_pattern)] = Field(min_length=2, max_length=200)


class Privacy(Part):
    """What may not stand in a text. `regions` are countries whose phone and id numbers are known as written there."""

    regions: tuple[Country, ...] = ("IR", "IL", "RU")
    codes: tuple[Code, ...] = ()
    allow: tuple[str, ...] = ()


class SignOff(Part):
    """Whose second pair of eyes is needed, and from which impact on; what was said before `since` needs none."""

    impact: Impact = Impact.MAJOR
    role: Id = "approver"
    since: Instant | None = None
    holding_within: Duration = timedelta(minutes=30)
