"""What a check has to say about one place in one file.

Findings quote what strangers wrote, so a finding never holds a character that could
forge a line of a log or turn its text around.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

Level = Literal["note", "warning", "error"]

QUOTED_AT_MOST = 80

# C0 and C1 controls, line and paragraph separators, bidi marks, overrides and isolates, byte order mark,
# zero-width space, surrogates, non-characters, tags. ZWNJ and ZWJ stay: Persian and emoji are written with them.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem. `path` is relative to the project, with '/'.

    `line` counts from 1 (0: the whole file), `column` from 1 (0: not known).
    """

    path: str
    line: int
    column: int
    message: str
    suggestion: str = ""
    rule: str = "record"
    level: Level = "error"

    def __post_init__(self) -> None:
        for name in ("path", "message", "suggestion", "rule"):
            object.__setattr__(self, name, escape_invisible(getattr(self, name)))

    @property
    def text(self) -> str:
        """Message and suggestion as one line."""
        return f"{self.message}; {self.suggestion}" if self.suggestion else self.message

    def __str__(self) -> str:
        place = ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])
        return f"{place}: {self.level}: {self.text}"


def escape_invisible(text: str) -> str:
    r"""The text with each control, bidi or otherwise unseen character as an escape such as `\u202e`."""
    return _UNSAFE.sub(_escape, text)


def quoted(value: object) -> str:
    """A value as a message may name it: on one line, cut at 80 characters, between backticks."""
    text = str(value)
    return f"`{escape_invisible(text[:QUOTED_AT_MOST])}{'…' if len(text) > QUOTED_AT_MOST else ''}`"


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """The question "did you mean `checkout`?" where one of the choices is close to the word, else ""."""
    near = closest(word, choices)
    return f"did you mean {quoted(near)}?" if near else ""


def closest(word: str, choices: Iterable[str]) -> str:
    """The choice that somebody who wrote the word may have meant, or ""."""
    by_folded = {choice.casefold(): choice for choice in choices}
    close = difflib.get_close_matches(word[:QUOTED_AT_MOST].casefold(), by_folded, n=1)
    return by_folded[close[0]] if close else ""


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings is an error."""
    return any(finding.level == "error" for finding in findings)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= 0xFF:
        return {"\n": r"\n", "\r": r"\r", "\t": r"\t"}.get(match[0], f"\\x{code:02x}")
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


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
