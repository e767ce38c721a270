"""Findings for people, for programs, and as the annotations of two git hosts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from hashlib import sha256

from generator.records.findings import Finding

_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}
_GITLAB = {"error": "major", "warning": "minor", "note": "info"}


def as_text(findings: Iterable[Finding]) -> str:
    """One line each: path:line:column: level: message; suggestion."""
    return "\n".join(map(str, findings))


def as_json(findings: Iterable[Finding]) -> str:
    """A JSON list of objects with path, line, column, level, rule, message and suggestion."""
    keys = ("path", "line", "column", "level", "rule", "message", "suggestion")
    return json.dumps([{key: getattr(f, key) for key in keys} for f in findings], ensure_ascii=False, indent=2)


def as_github(findings: Iterable[Finding]) -> str:
    """Workflow commands, which GitHub Actions shows on the lines of a pull request."""
    return "\n".join(_command(finding) for finding in findings)


def as_gitlab(findings: Iterable[Finding]) -> str:
    """A Code Quality report, which GitLab shows in a merge request."""
    return json.dumps([_quality(finding) for finding in findings], ensure_ascii=False, indent=2)


FORMATS: dict[str, Callable[[Iterable[Finding]], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "gitlab": as_gitlab,
}


def _command(finding: Finding) -> str:
    place = [f"file={_property(finding.path)}"]
    place += [f"line={finding.line}"] if finding.line else []
    place += [f"col={finding.column}"] if finding.column else []
    return f"::{_GITHUB[finding.level]} {','.join(place)},title={_property(finding.rule)}::{_data(finding.text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _quality(finding: Finding) -> dict[str, object]:
    mark = f"{finding.path}\0{finding.rule}\0{finding.message}\0{finding.line}"
    return {
        "description": finding.text,
        "check_name": finding.rule,
        "fingerprint": sha256(mark.encode()).hexdigest(),
        "severity": _GITLAB[finding.level],
        "location": {"path": finding.path, "lines": {"begin": max(finding.line, 1)}},
    }
