"""Nothing private goes out: phone numbers, addresses, cards, ids, codes, handles, names, and what pictures carry."""

from __future__ import annotations

from generator.checks.rule import Check

CHECKS: tuple[Check, ...] = ()
