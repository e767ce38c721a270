"""Rules on privacy: phone numbers, addresses, cards, ids, codes, handles, names, and the metadata of pictures."""

from __future__ import annotations

from answerable.checks.privacy.other_files import check_site
from answerable.checks.privacy.privacy_rules import RULES
from answerable.checks.privacy.record_texts import check_text
from answerable.checks.rule import Check

CHECKS: tuple[Check, ...] = (Check(tuple(RULES.values()), check_text=check_text, check_site=check_site),)
