"""What a rule is about, for people who met its name in a finding."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from generator.checks.catalogue import FAMILIES, RULES, level_of
from generator.checks.rule import Rule
from generator.records.findings import did_you_mean, quoted
from generator.records.rules import CheckLevel

WIDTH = 100


class UnknownRuleError(Exception):
    """No rule and no family has that name; one line that says which are close."""


def explain(name: str, levels: Mapping[str, CheckLevel]) -> str:
    """What a rule finds, why, how to put it right and how to switch it; of a family, its rules in a line each.

    Raises UnknownRuleError.
    """
    if name in RULES:
        return "\n".join(_rule(RULES[name], levels))
    some = [rule for rule in RULES.values() if rule.name.partition("/")[0] == name]
    if not some:
        right = did_you_mean(name, [*RULES, *FAMILIES]) or f"families: {', '.join(FAMILIES)}"
        raise UnknownRuleError(f"no rule is called {quoted(name)}; {right}")
    return "\n".join(f"{rule.name} ({level_of(rule, levels)}): {rule.what}" for rule in some)


def _rule(rule: Rule, levels: Mapping[str, CheckLevel]) -> Iterator[str]:
    level = level_of(rule, levels)
    yield f"{rule.name}: {level}" + ("" if level == rule.level else f" by your policy.yml, {rule.level} without")
    for head, words in (("what", rule.what), ("why", rule.why), ("how to put it right", rule.fix)):
        yield from ("", *textwrap.wrap(f"{head}: {words}", WIDTH))
    yield ""
    if rule.fixed:
        yield "Its level cannot be changed: a record that breaks it is not published."
        return
    yield "To change its level, in policy.yml (off, note, warning or error; a family's name sets all its rules):"
    yield f"checks: {{{rule.name}: {'note' if level != 'note' else 'warning'}}}"
