"""Look at every record and say all that is wrong."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from answerable.checks.guard import mask_findings
from answerable.checks.privacy.finder import Finder
from answerable.checks.run import explain, run_checks
from answerable.commands.project import content_folder, from_here
from answerable.content.reading import read_content, read_policy
from answerable.output.progress import progress_line
from answerable.records.findings import FORMATS


def check(config: Path, now: datetime, style: str) -> tuple[str, bool]:
    """The findings in a format, and whether the records are clean; notes do not count."""
    root = content_folder(config)
    with progress_line():
        content = read_content(root, now)
        found = sorted([*content.findings, *run_checks(content, root, now)])
    findings = from_here(mask_findings(found, Finder(content.ledger)), root)
    clean = all(finding.level == "note" for finding in findings)
    words = FORMATS[style](findings)
    if style == "text" and clean:
        words = "\n".join(filter(None, [words, f"{content.count} records, nothing wrong"]))
    return words, clean


def explained(config: Path, rule: str) -> str:
    """What a rule is about, with the level that the policy gives it, where there is one. Raises UnknownRuleError."""
    return explain(rule, read_policy(content_folder(config)).checks if config.is_file() else {})
