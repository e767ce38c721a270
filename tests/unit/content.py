"""A small content folder that tests write and have checked."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from answerable.checks.guard import mask_findings
from answerable.checks.privacy.finder import Finder
from answerable.checks.run import run_checks
from answerable.content.reading import read_content
from answerable.records.findings import Finding

COMPONENTS = "components:\n  - {id: checkout, name: Checkout}\n"
TEAM = """people:
  - {id: sahar, name: Sahar Kiani, roles: [approver]}
  - {id: omid, name: Omid Farahani, roles: [approver]}
  - {id: leila, name: Leila Moradi}
"""
CHANNELS = "channels:\n  - {id: x, name: X, kind: x, url: https://x.com/baran_help, address: '@baran_help'}\n"
POLICY = "topics:\n  - {id: refunds, name: Refunds}\n"
INCIDENT = """---
title: Card payments fail
impact: major
components: {checkout: partial_outage}
updates:
  - at: 2026-11-23T10:09:00+03:30
    status: resolved
    by: sahar
    text: One order in three fails.
---
"""
COMPLAINT = """---
title: Refund missing
channel: x
topic: refunds
received: 2026-11-18T09:12:00+03:30
consent: anonymous
steps:
  - {at: 2026-11-18T09:40:00+03:30, did: answered, by: sahar}
  - {at: 2026-11-19T16:20:00+03:30, did: resolved, outcome: solved}
did: We paid.
---
"""
NOTICE = """---
title: Fake shops ask for card numbers
text: We never ask for your card number.
starts: 2026-11-20T09:00:00+03:30
ends: 2026-12-20T09:00:00+03:30
by: sahar
---
"""
MKDOCS = "site_name: Baran\nsite_url: https://status.example.com/\ndocs_dir: content\ntheme: {name: material}\n"


def write(tmp_path: Path, files: dict[str, str]) -> Path:
    """Write a project with these files beside a component, three people, a channel and a topic; give its content."""
    defaults = {"components.yml": COMPONENTS, "team.yml": TEAM, "channels.yml": CHANNELS, "policy.yml": POLICY}
    if "policy.yml" in files and "topics:" not in files["policy.yml"]:
        files = {**files, "policy.yml": files["policy.yml"] + POLICY}
    (tmp_path / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    for name, text in {**defaults, **files}.items():
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return tmp_path / "content"


def findings(tmp_path: Path, files: dict[str, str], now: datetime) -> list[Finding]:
    """All findings in such a project, as `answerable check` would say them."""
    root = write(tmp_path, files)
    content = read_content(root, now)
    return list(mask_findings(sorted([*content.findings, *run_checks(content, root, now)]), Finder(content.ledger)))
