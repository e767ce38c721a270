"""Dates in policy.yml that run out, and how long after a build the next one is promised."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.unit.content import findings

from answerable.publish.badges.badge import Badge
from answerable.publish.badges.draw import endpoint
from answerable.publish.context import Context
from answerable.publish.files import freshness
from answerable.records.company import Freshness, Policy
from answerable.records.findings import Finding
from answerable.records.ledger import make_ledger

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SECURITY = "languages: [en]\nsecurity:\n  contact: ['https://example.com/security']\n  expires: {}\n"


def found(tmp_path: Path, policy: str) -> list[Finding]:
    """What the rules about policy.yml find."""
    return [one for one in findings(tmp_path, {"policy.yml": policy}, NOW) if one.rule.startswith("policy/")]


@pytest.mark.parametrize(
    ("expires", "expected"),
    [
        ("2026-12-24T09:00:01Z", []),
        ("2026-12-24T09:00:00Z", [("policy/security-expires", "note")]),
        ("2026-11-24T09:00:01Z", [("policy/security-expires", "note")]),
        ("2026-11-24T09:00:00Z", [("policy/security-expired", "warning")]),
        ("2025-01-01T00:00:00Z", [("policy/security-expired", "warning")]),
    ],
)
def test_security_txt_is_called_old_before_and_after_its_day(
    tmp_path: Path, expires: str, expected: list[tuple[str, str]]
) -> None:
    """A month ahead it is a note at the very line; from its day on, when the site goes without it, a warning."""
    hits = found(tmp_path, SECURITY.format(expires))
    assert [(one.rule, one.level) for one in hits] == expected
    assert all((one.path.rpartition("/")[2], one.line, one.column) == ("policy.yml", 4, 12) for one in hits)


@pytest.mark.parametrize(
    ("freshness", "bad"),
    [
        ("{rebuild_every: 15m, believe_for: 6h}", False),
        ("{rebuild_every: 15m, believe_for: 30m}", False),
        ("{rebuild_every: 15m, believe_for: 29m}", True),
        ("{rebuild_every: 6h, believe_for: 6h}", True),
    ],
)
def test_a_build_is_believed_until_the_next_one_is_promised(tmp_path: Path, freshness: str, bad: bool) -> None:
    """A promise that ends before it can be renewed shows “not known” on a site that is well."""
    hits = found(tmp_path, f"languages: [en]\nfreshness: {freshness}\n")
    assert [one.rule for one in hits] == ["policy/promise"] * bad
    assert all(one.line == 2 for one in hits)


WORK = """---
title: Our database moves
components: {{checkout: under_maintenance}}
{announced}starts: 2026-11-25T09:00:00Z
ends: 2026-11-25T10:00:00Z
{updates}---
"""


@pytest.mark.parametrize(
    ("announced", "policy", "updates", "line"),
    [
        ("announced: 2026-11-24T09:00:00Z\n", "", "", 0),
        ("announced: 2026-11-24T09:00:01Z\n", "", "", 4),
        ("announced: 2026-11-24T09:00:01Z\n", "maintenance_notice: 23h", "", 0),
        ("announced: 2026-11-24T09:00:00Z\n", "maintenance_notice: 2d", "", 4),
        ("", "", "", 4),
        ("", "maintenance_notice: 0m", "", 4),
        ("", "", "updates: [{at: 2026-11-24T08:00:00Z, status: cancelled}]\n", 0),
    ],
)
def test_maintenance_announced_too_late_is_noted(
    tmp_path: Path, announced: str, policy: str, updates: str, line: int
) -> None:
    """At `announced`, or at `starts` without it; work that was called off before it began needs no notice."""
    record = WORK.format(announced=announced, updates=updates)
    files = {"policy.yml": f"languages: [en]\n{policy}\n", "maintenance/2026-11-25-move.md": record}
    seen = [one for one in findings(tmp_path, files, NOW) if one.rule == "policy/maintenance-notice"]
    assert [(one.line, one.level) for one in seen] == ([(line, "note")] if line else [])
    assert all("count in the uptime as what they were" in one.message for one in seen)


@pytest.mark.parametrize(
    ("ends", "updates", "line"),
    [
        ("2026-12-26T09:00:00Z", "", 0),
        ("2027-11-25T10:00:00Z", "", 6),
        (
            "2026-11-25T10:00:00Z",
            "updates: [{at: 2026-11-25T09:30:00Z, status: in_progress, ends: 2027-11-25T11:00:00Z}]\n",
            7,
        ),
    ],
)
def test_maintenance_of_more_than_a_month_is_doubted(tmp_path: Path, ends: str, updates: str, line: int) -> None:
    """A wrong year would tell readers of work for a year."""
    record = WORK.format(announced="announced: 2026-11-20T09:00:00Z\n", updates=updates)
    record = record.replace("ends: 2026-11-25T10:00:00Z", f"ends: {ends}", 1)
    files = {"policy.yml": "languages: [en]\n", "maintenance/2026-11-25-move.md": record}
    seen = [one for one in findings(tmp_path, files, NOW) if one.rule == "policy/maintenance-length"]
    assert [(one.line, one.level) for one in seen] == ([(line, "warning")] if line else [])


@pytest.mark.parametrize(
    ("every", "within"),
    [
        (timedelta(minutes=15), timedelta(minutes=30)),
        (timedelta(minutes=5), timedelta(minutes=20)),
        (timedelta(hours=1), timedelta(hours=2)),
    ],
)
def test_the_next_build_is_promised_with_room_for_a_late_schedule(every: timedelta, within: timedelta) -> None:
    """A run may be left out, or start a quarter of an hour late, and the promise is kept."""
    (output,) = freshness.publish(context(every, timedelta(hours=6)))
    facts = json.loads(output.content)
    assert datetime.fromisoformat(facts["next_build_by"]) == NOW + within
    assert datetime.fromisoformat(facts["believe_until"]) == NOW + timedelta(hours=6)


@pytest.mark.parametrize(
    ("every", "believed", "seconds"),
    [
        (timedelta(minutes=15), timedelta(hours=6), 900),
        (timedelta(hours=4), timedelta(hours=24), 900),
        (timedelta(minutes=15), timedelta(minutes=10), 600),
        (timedelta(minutes=1), timedelta(hours=6), 300),
    ],
)
def test_a_badge_is_kept_no_longer_than_it_holds(every: timedelta, believed: timedelta, seconds: int) -> None:
    """shields.io asks again after a quarter of an hour at most, since each push builds; five minutes is the least."""
    facts = json.loads(
        endpoint(Badge("badges/status", "status", "operational", "operational", ""), context(every, believed))
    )
    assert facts["cacheSeconds"] == seconds


def context(every: timedelta, believed: timedelta) -> Context:
    """A site that is rebuilt so often and believed for so long."""
    ledger = make_ledger(policy=Policy(freshness=Freshness(rebuild_every=every, believe_for=believed)))
    return Context(ledger, NOW, "en", "en", "Example", "https://status.example.com/")
