"""The list of checks, and how much each rule weighs by the policy."""

from __future__ import annotations

from collections.abc import Mapping

from generator.checks import deadlines, loop, privacy, sign_off
from generator.checks.rule import Check, Rule
from generator.checks.tone import checks as tone
from generator.records.rules import CheckLevel

CHECKS: tuple[Check, ...] = (*privacy.CHECKS, *loop.CHECKS, *sign_off.CHECKS, *tone.CHECKS, *deadlines.CHECKS)
"""Everything that is looked at; a new family is one module and one name here."""

RULES: dict[str, Rule] = {rule.name: rule for check in CHECKS for rule in check.rules}
"""All rules by their names, family by family."""

FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(name.partition("/")[0] for name in RULES))


def level_of(rule: Rule, levels: Mapping[str, CheckLevel]) -> CheckLevel:
    """The level that the policy gives a rule: its own, else its family's, else the rule's default."""
    if rule.fixed:
        return rule.level
    return levels.get(rule.name, levels.get(rule.name.partition("/")[0], rule.level))


def unknown_names(levels: Mapping[str, CheckLevel]) -> list[str]:
    """Names in the policy that are no rule and no family."""
    return [name for name in levels if name not in RULES and name not in FAMILIES]
