"""Run the checks: records in, findings out, each at the line and column of the words in question."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path

from answerable.checks import deadlines, loop, privacy, sign_off
from answerable.checks.positions import HitPositions
from answerable.checks.rule import Check, CheckContext, CheckRecord, CheckText, Hit, Rule, finding_level, passages
from answerable.checks.tone import check as tone
from answerable.content.reading import Content
from answerable.output.fork_map import fork_map
from answerable.records.findings import Finding, did_you_mean, quoted
from answerable.records.ledger import Ledger
from answerable.records.model import Record
from answerable.records.policy import CheckLevel

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


AT_ONCE = 200
"""Records that are looked at as one task."""
MOST = 100
"""Findings of one rule in one file that are listed; the rest is counted."""
MANY = 1000
"""From so many records on, more than one processor is worth the trouble."""


def run_checks(content: Content, root: Path, now: datetime) -> tuple[Finding, ...]:
    """What all checks find in what was read from the folder `root`, in order of place."""
    sight = CheckContext(content.ledger, content.records, root, now)
    active = switched_on(sight)
    hits = [*over_records(active, sight, content.records)]
    for check in active:
        if check.weighs:
            hits.extend(check.weighs(sight))
    return tuple(sorted([*_unknown(sight), *findings(hits, sight)]))


def check_draft_record(record: Record, text: str, ledger: Ledger, root: Path, now: datetime) -> tuple[Finding, ...]:
    """What the checks find in one record that is not written yet, whose file would hold `text`.

    What can only be seen over all records at once, such as the same reply again, is not looked for.
    """
    sight = CheckContext(ledger, (record,), root, now)
    return tuple(sorted(findings(over_records(switched_on(sight), sight, [record]), sight, {record.path: text})))


def switched_on(sight: CheckContext) -> list[Check]:
    """The checks of which at least one rule is not off."""
    levels = sight.ledger.policy.checks
    return [check for check in CHECKS if any(level_of(rule, levels) != "off" for rule in check.rules)]


def over_records(active: Iterable[Check], sight: CheckContext, records: Iterable[Record]) -> Iterator[Hit]:
    """The hits in records, looked at by several processes where there are many."""
    every = list(records)
    checks = list(active)
    reads = [check.reads(sight) for check in checks if check.reads]
    judges = [check.judges(sight) for check in checks if check.judges]
    parts = [every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE)]
    tasks: list[Callable[[], list[Hit]]] = [partial(_some, part, reads, judges, sight.first_language) for part in parts]
    for some in fork_map(tasks, None if len(every) >= MANY else 1):
        yield from some


def _some(records: list[Record], reads: list[CheckText], judges: list[CheckRecord], language: str) -> list[Hit]:
    hits: list[Hit] = []
    for record in records:
        for judge in judges:
            hits.extend(judge(record))
        for passage in passages(record, language):
            for read in reads:
                hits.extend(read(passage))
    return hits


def findings(hits: Iterable[Hit], sight: CheckContext, texts: dict[str, str] | None = None) -> Iterator[Finding]:
    """The hits as findings; those of rules that are off are dropped. `texts` are files that are not written yet."""
    levels: dict[str, CheckLevel] = {name: level_of(rule, sight.ledger.policy.checks) for name, rule in RULES.items()}
    ordered = sorted((hit for hit in hits if levels[hit.rule] != "off"), key=lambda hit: hit.path)
    for path, some in groupby(ordered, key=lambda hit: hit.path):
        places = HitPositions(sight.root, path, (texts or {}).get(path))
        listed: Counter[str] = Counter()
        for hit in some:
            level = finding_level(levels[hit.rule])
            listed[hit.rule] += 1
            if level and listed[hit.rule] <= MOST:
                line, column = places.of(hit)
                yield Finding(f"{sight.root.name}/{path}", line, column, hit.message, hit.suggestion, hit.rule, level)
        for rule, count in listed.items():
            level = finding_level(levels[rule])
            if level and count > MOST:
                words = f"{count - MOST} more like these are not listed"
                yield Finding(f"{sight.root.name}/{path}", 0, 0, words, "", rule, level)


def _unknown(sight: CheckContext) -> Iterator[Finding]:
    names = unknown_names(sight.ledger.policy.checks)
    places = HitPositions(sight.root, "policy.yml")
    for name in names:
        line, column = places.of_key(("checks", name))
        right = did_you_mean(name, [*RULES, *FAMILIES]) or f"families: {', '.join(FAMILIES)}"
        yield Finding(f"{sight.root.name}/policy.yml", line, column, f"no rule is called {quoted(name)}", right)


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
