"""Nothing private goes out: phone numbers, addresses, cards, ids, codes, handles, names, and what pictures carry."""

from __future__ import annotations

from generator.checks.privacy.files import weighs
from generator.checks.privacy.rules import RULES
from generator.checks.privacy.texts import reads
from generator.checks.rule import Check

CHECKS: tuple[Check, ...] = (Check(tuple(RULES.values()), reads=reads, weighs=weighs),)
