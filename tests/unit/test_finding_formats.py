"""Findings in the four formats: nothing of a record's text can forge a line, a property or a finding."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from answerable.records.findings import Finding, as_github, as_gitlab, as_json, as_text

WORDS = st.text() | st.sampled_from(["a\n::error::b", "100%", "a,line=1::x", "\r\n", "%0A", "\u202eab"])
FINDINGS = st.builds(
    Finding, path=WORDS, line=st.integers(0, 99), column=st.integers(0, 99), message=WORDS, suggestion=WORDS
)
COMMAND = re.compile(r"::(error|warning|notice) file=([^:,]*)(?:,line=(\d+))?(?:,col=(\d+))?,title=([^:,]*)::(.*)")


def decoded(text: str) -> str:
    """A workflow command's value as GitHub's runner reads it (actions/runner, ActionCommand: its escapes)."""
    for code, letter in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, letter)
    return text


@given(st.lists(FINDINGS, max_size=4))
def test_one_finding_is_one_line_and_says_all_of_itself(findings: list[Finding]) -> None:
    """As text and for GitHub each finding is one line; GitHub's runner reads back what was found, and where."""
    assert len(as_text(findings).splitlines()) == len(findings)
    lines = as_github(findings).splitlines()
    assert len(lines) == len(findings)
    for line, finding in zip(lines, findings, strict=True):
        match = COMMAND.fullmatch(line)
        assert match, line
        level, path, at_line, column, rule, text = match.groups()
        assert (level, decoded(path), decoded(rule)) == ("error", finding.path, finding.rule)
        assert (int(at_line or 0), int(column or 0)) == (finding.line, finding.column)
        assert decoded(text) == finding.full_text


@given(st.lists(FINDINGS, max_size=4))
def test_programs_read_back_what_was_found(findings: list[Finding]) -> None:
    """JSON keeps each field; GitLab's report has the fields its documentation asks for, lines from 1."""
    read = json.loads(as_json(findings))
    assert [Finding(**one) for one in read] == findings
    for one, finding in zip(json.loads(as_gitlab(findings)), findings, strict=True):
        assert one["description"] == finding.full_text
        assert one["location"] == {"path": finding.path, "lines": {"begin": max(1, finding.line)}}
        assert one["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert re.fullmatch(r"[0-9a-f]{64}", one["fingerprint"])


def test_two_findings_of_one_place_have_their_own_fingerprints() -> None:
    """GitLab merges what has the same fingerprint; another message or another line is another finding."""
    one, two = Finding("a.md", 1, 1, "a"), Finding("a.md", 1, 1, "b")
    marks = {entry["fingerprint"] for entry in json.loads(as_gitlab([one, two, Finding("a.md", 2, 1, "a")]))}
    assert len(marks) == 3
