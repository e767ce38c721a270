"""Findings: problems at places in files, and their output as text, JSON, and for GitHub and GitLab.

Findings quote what strangers wrote, so control and bidirectional characters are escaped: none can forge a line of a log
or reverse its text. So are the signs with which a line of a log would be a command to a CI system.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, TypeVar

from answerable.output.failures import raising, reason
from answerable.translation.message import Message, advised, joined, msg, shown, with_values

T = TypeVar("T")
Level = Literal["note", "warning", "error"]
LEVELS: dict[Level, Message] = {"note": msg("note"), "warning": msg("warning"), "error": msg("error")}

QUOTED_AT_MOST = 80

# C0 and C1 controls, line and paragraph separators, bidi marks, overrides and isolates, byte order mark,
# zero-width space, surrogates, non-characters, tags. ZWNJ and ZWJ stay: Persian and emoji are written with them.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
# GitHub takes `::error::` at the start of a line and `##[error]` anywhere for commands, Azure Pipelines `##vso[…]`, and
# TeamCity `##teamcity[…]`. See ActionCommand.cs of GitHub's runner.
_COMMAND_SIGN = re.compile(r"(?<!.):(?=:)|#(?=#\[|#vso\[|#teamcity\[)", re.DOTALL)
_LEADING_SPACE = re.compile(r"\s*")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem. `path` is relative to the project, with `/` between folders.

    `line` counts from 1 (0: the whole file), `column` from 1 (0: unknown).
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
        return advised(self.message, self.suggestion) if self.suggestion else self.message

    @property
    def full_text(self) -> str:
        """The same, and in brackets the rule, which `answerable check --explain` explains."""
        return joined(" ", (self.text, f"[{self.rule}]"))

    @property
    def place(self) -> str:
        """The path, and behind it the line and column where they are known."""
        return ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])

    def __str__(self) -> str:
        return f"{self.place}: {self.level}: {self.full_text}"

    @property
    def shown(self) -> str:
        """The finding as one line in the user's language; the place stands first, as editors look for it."""
        return f"{self.place}: {shown(joined(': ', (LEVELS[self.level], self.full_text)))}"


def survived(make: Callable[[], T], instead: T, path: str, found: list[Finding], rule: str = "record") -> T:
    """Return what `make` returns; if it fails for a reason that nobody thought of, `instead`, with a finding."""
    try:
        return make()
    except Exception as error:
        if raising():
            raise
        message, right = (
            msg("this could not be read or checked (%(error)s)", error=reason(error)),
            msg("please report this fault of the program"),
        )
        found.append(Finding(path, 0, 0, message, right, rule=rule))
        return instead


def escape_invisible(text: str) -> str:
    r"""Return the text with control, bidirectional and other invisible characters as escapes such as `\u202e`.

    The signs of a command to a CI system are escaped too, so that a line of a log may begin with the text. Of a message
    only the values are escaped.
    """
    return with_values(text, lambda own: _UNSAFE.sub(_escape, _without_command(own)))


def escape_commands(text: str) -> str:
    """Return a text of several lines in which none is a command to a CI system; all else stays as it is."""
    return "".join(map(_without_command, text.splitlines(keepends=True)))


def _without_command(line: str) -> str:
    space = _LEADING_SPACE.match(line)
    start = space.end() if space else 0
    return line[:start] + _COMMAND_SIGN.sub(_escape, line[start:])


def quoted(value: object) -> str:
    """Return a value for a message: in backticks, on one line, cut at 80 characters."""
    text = str(value)
    return f"`{escape_invisible(text[:QUOTED_AT_MOST])}{'…' if len(text) > QUOTED_AT_MOST else ''}`"


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return "did you mean `checkout`?" if one of the choices is close to the word, otherwise ""."""
    near = closest(word, choices)
    return msg("did you mean %(near)s?", near=quoted(near)) if near else ""


def closest(word: str, choices: Iterable[str]) -> str:
    """Return the choice closest to the word, or "" if none is close."""
    by_casefold = {choice.casefold(): choice for choice in choices}
    word = word[:QUOTED_AT_MOST].casefold()
    close = difflib.get_close_matches(word, by_casefold, n=1)
    close += [part for part in word.split() if part in by_casefold]  # such as the first name in a whole name
    return by_casefold[close[0]] if close else ""


def has_errors(findings: Iterable[Finding]) -> bool:
    """Return whether any of the findings is an error."""
    return any(finding.level == "error" for finding in findings)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= 0xFF:
        return {"\n": r"\n", "\r": r"\r", "\t": r"\t"}.get(match[0], f"\\x{code:02x}")
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}
_GITLAB = {"error": "major", "warning": "minor", "note": "info"}


def as_text(findings: Iterable[Finding]) -> str:
    """Return one line for each finding: `path:line:column: level: message; suggestion [rule]`."""
    return "\n".join(finding.shown for finding in findings)


def as_json(findings: Iterable[Finding]) -> str:
    """Return a JSON list of objects with path, line, column, level, rule, message and suggestion."""
    keys = ("path", "line", "column", "level", "rule", "message", "suggestion")
    return json.dumps([{key: getattr(f, key) for key in keys} for f in findings], ensure_ascii=False, indent=2)


def as_github(findings: Iterable[Finding]) -> str:
    """Return workflow commands, which GitHub Actions shows on the lines of a pull request."""
    return "\n".join(_command(finding) for finding in findings)


def as_gitlab(findings: Iterable[Finding]) -> str:
    """Return a Code Quality report, which GitLab shows in a merge request."""
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
    properties = ",".join([*place, f"title={_property(finding.rule)}"])
    return f"::{_GITHUB[finding.level]} {properties}::{_data(shown(finding.full_text))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _quality(finding: Finding) -> dict[str, object]:
    identity = f"{finding.path}\0{finding.rule}\0{finding.message}\0{finding.line}"
    return {
        "description": shown(finding.full_text),
        "check_name": finding.rule,
        "fingerprint": sha256(identity.encode()).hexdigest(),
        "severity": _GITLAB[finding.level],
        "location": {"path": finding.path, "lines": {"begin": max(finding.line, 1)}},
    }
