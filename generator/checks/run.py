"""Run the checks: records in, findings out, each at the line and column of the words in question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path

from generator.build.spread import spread
from generator.checks.catalogue import CHECKS, FAMILIES, RULES, level_of, unknown_names
from generator.checks.passages import passages
from generator.checks.places import Places
from generator.checks.rule import Check, Hit, Judges, Reads, Sight, lasting
from generator.records.base import Record
from generator.records.findings import Finding, did_you_mean, quoted
from generator.records.ledger import Ledger
from generator.records.reading import Content
from generator.records.rules import CheckLevel

AT_ONCE = 200
"""Records that are looked at as one task."""
MOST = 100
"""Findings of one rule in one file that are listed; the rest is counted."""
MANY = 1000
"""From so many records on, more than one processor is worth the trouble."""


def run_checks(content: Content, root: Path, now: datetime) -> tuple[Finding, ...]:
    """What all checks find in what was read from the folder `root`, in order of place."""
    sight = Sight(content.ledger, content.records, root, now)
    active = switched_on(sight)
    hits = [*over_records(active, sight, content.records)]
    for check in active:
        if check.weighs:
            hits.extend(check.weighs(sight))
    return tuple(sorted([*_unknown(sight), *findings(hits, sight)]))


def check_record(record: Record, text: str, ledger: Ledger, root: Path, now: datetime) -> tuple[Finding, ...]:
    """What the checks find in one record that is not written yet, whose file would hold `text`.

    What can only be seen over all records at once, such as the same reply again, is not looked for.
    """
    sight = Sight(ledger, (record,), root, now)
    return tuple(sorted(findings(over_records(switched_on(sight), sight, [record]), sight, {record.path: text})))


def switched_on(sight: Sight) -> list[Check]:
    """The checks of which at least one rule is not off."""
    levels = sight.ledger.policy.checks
    return [check for check in CHECKS if any(level_of(rule, levels) != "off" for rule in check.rules)]


def over_records(active: Iterable[Check], sight: Sight, records: Iterable[Record]) -> Iterator[Hit]:
    """The hits in records, looked at by several processes where there are many."""
    every = list(records)
    checks = list(active)
    reads = [check.reads(sight) for check in checks if check.reads]
    judges = [check.judges(sight) for check in checks if check.judges]
    parts = [every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE)]
    tasks: list[Callable[[], list[Hit]]] = [partial(_some, part, reads, judges, sight.first_language) for part in parts]
    for some in spread(tasks, None if len(every) >= MANY else 1):
        yield from some


def _some(records: list[Record], reads: list[Reads], judges: list[Judges], language: str) -> list[Hit]:
    hits: list[Hit] = []
    for record in records:
        for judge in judges:
            hits.extend(judge(record))
        for passage in passages(record, language):
            for read in reads:
                hits.extend(read(passage))
    return hits


def findings(hits: Iterable[Hit], sight: Sight, texts: dict[str, str] | None = None) -> Iterator[Finding]:
    """The hits as findings; those of rules that are off are dropped. `texts` are files that are not written yet."""
    levels: dict[str, CheckLevel] = {name: level_of(rule, sight.ledger.policy.checks) for name, rule in RULES.items()}
    ordered = sorted((hit for hit in hits if levels[hit.rule] != "off"), key=lambda hit: hit.path)
    for path, some in groupby(ordered, key=lambda hit: hit.path):
        places = Places(sight.root, path, (texts or {}).get(path))
        listed: Counter[str] = Counter()
        for hit in some:
            level = lasting(levels[hit.rule])
            listed[hit.rule] += 1
            if level and listed[hit.rule] <= MOST:
                line, column = places.of(hit)
                yield Finding(f"{sight.root.name}/{path}", line, column, hit.message, hit.suggestion, hit.rule, level)
        for rule, count in listed.items():
            level = lasting(levels[rule])
            if level and count > MOST:
                words = f"{count - MOST} more like these are not listed"
                yield Finding(f"{sight.root.name}/{path}", 0, 0, words, "", rule, level)


def _unknown(sight: Sight) -> Iterator[Finding]:
    names = unknown_names(sight.ledger.policy.checks)
    places = Places(sight.root, "policy.yml")
    for name in names:
        line, column = places.of_key(("checks", name))
        right = did_you_mean(name, [*RULES, *FAMILIES]) or f"families: {', '.join(FAMILIES)}"
        yield Finding(f"{sight.root.name}/policy.yml", line, column, f"no rule is called {quoted(name)}", right)
