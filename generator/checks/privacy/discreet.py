"""Findings that may stand in a public log: whatever they quote, and however a file is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.checks.privacy.finding import Finder
from generator.checks.privacy.secret import masked
from generator.records.findings import Finding


def discreet(findings: Iterable[Finding], finder: Finder) -> Iterator[Finding]:
    """The findings with everything private in their words and paths masked."""
    for finding in findings:
        path, message, suggestion = (_discreet(s, finder) for s in (finding.path, finding.message, finding.suggestion))
        yield replace(finding, path=path, message=message, suggestion=suggestion)


def discreet_path(path: str, finder: Finder) -> str:
    """A path as a log may name it."""
    return _discreet(path, finder)


def _discreet(words: str, finder: Finder) -> str:
    for secret in reversed(finder.secrets(words.replace("_", " "))):
        words = words[: secret.start] + masked(words[secret.start : secret.end]) + words[secret.end :]
    return words
