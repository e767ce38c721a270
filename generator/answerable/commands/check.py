"""What `answerable check` does: check every record and explain rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from answerable.checks.guard import mask_findings
from answerable.checks.placeholders import placeholder_block, placeholders
from answerable.checks.privacy.finder import Finder
from answerable.checks.rule_help import explain
from answerable.checks.run import run_checks
from answerable.commands.project import content_folder, from_working_folder, project_settings
from answerable.content.own_pages import USUAL
from answerable.content.reading import Content, read_content, read_policy
from answerable.intake.exclusions import raised_shares
from answerable.mkdocs_plugin.brand import brand_findings
from answerable.output.progress import progress_line
from answerable.records.findings import FORMATS, Finding
from answerable.translation.message import counted, msg, shown


def check(config: Path, now: datetime, style: str) -> tuple[str, bool, str]:
    """Return the findings in a format, whether there are none besides notes, and which placeholders are left."""
    settings = project_settings(config)
    root = settings.docs_dir
    with progress_line():
        content = read_content(root, now)
        raised = raised_shares(content.intake, content.ledger, now, f"{root.name}/intake")
        found = sorted(
            [
                *content.findings,
                *run_checks(content, root, now),
                *raised,
                *brand_findings(config),
                *_taken(content, root.name),
            ]
        )
    findings = from_working_folder(mask_findings(found, Finder(content.ledger)), root)
    clean = all(finding.level == "note" for finding in findings)
    words = FORMATS[style](findings)
    if style == "text" and clean:
        words = "\n".join(filter(None, [words, shown(msg("%(counts)s, no problems", counts=_counts(content)))]))
    left = placeholders(content.ledger, settings.site_name, settings.site_url, root.name)
    return words, clean, placeholder_block(left)


def _taken(content: Content, folder: str) -> Iterator[Finding]:
    """Yield a finding for each page of the team's own whose address is that of other files of the site."""
    pages = [page for page in content.own.pages if page.name not in USUAL]
    if not pages:
        return
    from answerable.publish.site import address_problem  # noqa: PLC0415 (it takes a while, and few need it)

    for page in pages:
        if message := address_problem(f"{page.name}/index.html", content.ledger.policy.languages[1:]):
            yield Finding(f"{folder}/{page.name}.md", 0, 0, message, msg("rename the file"))


def _counts(content: Content) -> str:
    """Return how many records and rows of the intake were checked, in words."""
    rows = content.intake.row_count
    records = counted("1 record", "%(number)s records", content.count)
    if not rows:
        return records
    of_intake = counted("%(rows)s row of the intake", "%(rows)s rows of the intake", rows, rows=f"{rows:,}")
    return msg("%(records)s and %(rows)s", records=records, rows=of_intake)


def explain_rule(config: Path, rule: str) -> str:
    """Return what a rule is about, and the level that the site's policy gives it. Raises UnknownRuleError."""
    return explain(rule, read_policy(content_folder(config)).checks if config.is_file() else {})
