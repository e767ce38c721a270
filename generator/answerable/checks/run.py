"""Run all checks, and explain their rules. A finding has the line and column of the words in question."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path

from answerable.checks import deadlines, loop, markup, privacy, sign_off, translation
from answerable.checks.positions import HitPositions
from answerable.checks.privacy.finder import Finder
from answerable.checks.privacy.rows.intake_rows import in_intake
from answerable.checks.rule import (
    BODIES,
    BODY,
    Check,
    CheckContext,
    CheckRecord,
    CheckText,
    Hit,
    Rule,
    finding_level,
    passages,
)
from answerable.checks.tone import tone_rules as tone
from answerable.content.body_translations import translation_path
from answerable.content.reading import Content
from answerable.output.fork_map import fork_map
from answerable.records.findings import Finding, Level, did_you_mean, quoted
from answerable.records.ledger import Ledger
from answerable.records.model import Record
from answerable.records.policy import CheckLevel
from answerable.translation.message import msg

CHECKS: tuple[Check, ...] = (
    *privacy.CHECKS,
    *loop.CHECKS,
    *sign_off.CHECKS,
    *tone.CHECKS,
    *markup.CHECKS,
    *deadlines.CHECKS,
    *translation.CHECKS,
)
"""All checks, in the order in which documents list their rules."""

RULES: dict[str, Rule] = {rule.name: rule for check in CHECKS for rule in check.rules}
"""All rules by name, in the order of the checks."""

FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(name.partition("/")[0] for name in RULES))


def level_of(rule: Rule, levels: Mapping[str, CheckLevel]) -> CheckLevel:
    """The level of a rule: by its name in the policy, else by its family, else the default."""
    if rule.fixed:
        return rule.level
    return levels.get(rule.name, levels.get(rule.name.partition("/")[0], rule.level))


def unknown_names(levels: Mapping[str, CheckLevel]) -> list[str]:
    """Names in the policy that are neither a rule nor a family."""
    return [name for name in levels if name not in RULES and name not in FAMILIES]


RECORDS_PER_TASK = 200
LISTED_AT_MOST = 100
"""Findings of one rule in one file that are listed; the rest is counted."""
MANY = 1000
"""From so many records on, several processes are faster than one."""


def run_checks(content: Content, root: Path, now: datetime) -> tuple[Finding, ...]:
    """What all checks find in the folder `root`, of which `content` was read, in order of file and line."""
    context = CheckContext(content.ledger, content.records, root, now)
    active = switched_on(context)
    hits = [*over_records(active, context, content.records)]
    for check in active:
        if check.check_site:
            hits.extend(check.check_site(context))
    hits = [*_in_intake(content, context, hits), *hits]
    return tuple(sorted(_without_consequences([*_unknown(context), *findings(hits, context)], content)))


def _in_intake(content: Content, context: CheckContext, known: Iterable[Hit]) -> list[Hit]:
    """What a build would replace in rows of the intake, without what was found in their lines already.

    A hit without a text stands for many ids.
    """
    places = {(hit.path, hit.line, hit.rule) for hit in known}
    found = in_intake(content.intake, context.root.name, Finder(context.ledger))
    return [hit for hit in found if not hit.text or (hit.path, hit.line, hit.rule) not in places]


def _without_consequences(found: Iterable[Finding], content: Content) -> Iterator[Finding]:
    """Leave out what only follows from an error in a file: what is said of half a record, or of the same place.

    Private words are reported all the same.
    """
    errors = [one for one in content.findings if one.level == "error"]
    half_read = {one.path for one in errors if one.rule == "yaml"}
    places = {(one.path, one.line, one.column) for one in errors}
    for one in found:
        follows = one.path in half_read or (one.path, one.line, one.column) in places
        if one.rule.startswith("privacy/") or not follows:
            yield one


def check_draft_record(record: Record, text: str, ledger: Ledger, root: Path, now: datetime) -> tuple[Finding, ...]:
    """What the checks find in one record that is not written yet, whose file will hold `text`.

    Checks of the whole site, such as for repeated replies, are left out.
    """
    context = CheckContext(ledger, (record,), root, now)
    return tuple(sorted(findings(over_records(switched_on(context), context, [record]), context, {record.path: text})))


def switched_on(context: CheckContext) -> list[Check]:
    """The checks with at least one rule that is not off."""
    levels = context.ledger.policy.checks
    return [check for check in CHECKS if any(level_of(rule, levels) != "off" for rule in check.rules)]


def over_records(active: Iterable[Check], context: CheckContext, records: Iterable[Record]) -> Iterator[Hit]:
    """The hits in records, found by several processes if there are many."""
    every = list(records)
    checks = list(active)
    in_texts = [check.check_text(context) for check in checks if check.check_text]
    in_records = [check.check_record(context) for check in checks if check.check_record]
    parts = [every[start : start + RECORDS_PER_TASK] for start in range(0, len(every), RECORDS_PER_TASK)]
    tasks: list[Callable[[], list[Hit]]] = [
        partial(_hits, part, in_texts, in_records, context.first_language) for part in parts
    ]
    for some in fork_map(tasks, None if len(every) >= MANY else 1):
        yield from some


def _hits(records: list[Record], in_texts: list[CheckText], in_records: list[CheckRecord], language: str) -> list[Hit]:
    hits: list[Hit] = []
    for record in records:
        for check_record in in_records:
            hits.extend(check_record(record))
        for passage in passages(record, language):
            for check_text in in_texts:
                hits.extend(check_text(passage))
    return hits


def findings(hits: Iterable[Hit], context: CheckContext, texts: dict[str, str] | None = None) -> Iterator[Finding]:
    """The hits as findings, without those of rules that are off. `texts` are files not written yet, by path."""
    levels: dict[str, CheckLevel] = {name: level_of(rule, context.ledger.policy.checks) for name, rule in RULES.items()}
    shown = {name: level for name in levels if (level := finding_level(levels[name]))}
    ordered = sorted((_in_own_file(hit) for hit in hits if hit.rule in shown), key=lambda hit: hit.path)
    for path, in_file in groupby(ordered, key=lambda hit: hit.path):
        positions = HitPositions(context.root, path, (texts or {}).get(path))
        yield from _in_file(in_file, positions, shown_path(context.root, path), shown)


def _in_own_file(hit: Hit) -> Hit:
    """The hit; one in a translated body in the file in which that stands."""
    if hit.loc[:1] != (BODIES,):
        return hit
    return replace(hit, path=translation_path(hit.path, str(hit.loc[1])), loc=BODY)


def shown_path(root: Path, path: str) -> str:
    """A path in the folder `root` as findings show it; one beside the folder, as that of mkdocs.yml, without it."""
    return posixpath.normpath(f"{root.name}/{path}")


def _in_file(hits: Iterable[Hit], positions: HitPositions, path: str, levels: Mapping[str, Level]) -> Iterator[Finding]:
    """The findings of one file; of a rule's many hits the first are listed and the rest counted."""
    count: Counter[str] = Counter()
    for hit in hits:
        count[hit.rule] += 1
        if count[hit.rule] <= LISTED_AT_MOST:
            line, column = positions.of(hit)
            yield Finding(path, line, column, hit.message, hit.suggestion, hit.rule, levels[hit.rule])
    for rule, found in count.items():
        if found > LISTED_AT_MOST:
            words = msg("%(found)s more like these are not listed", found=found - LISTED_AT_MOST)
            yield Finding(path, 0, 0, words, "", rule, levels[rule])


def _unknown(context: CheckContext) -> Iterator[Finding]:
    """A finding for each key of `checks` in policy.yml that is neither a rule nor a family."""
    positions = HitPositions(context.root, "policy.yml")
    for name in unknown_names(context.ledger.policy.checks):
        line, column = positions.of_key(("checks", name))
        right = did_you_mean(name, [*RULES, *FAMILIES]) or msg("families: %(names)s", names=", ".join(FAMILIES))
        yield Finding(
            f"{context.root.name}/policy.yml", line, column, msg("no rule is called %(name)s", name=quoted(name)), right
        )
