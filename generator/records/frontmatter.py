"""A record's file as two parts: YAML front matter between `---` lines, and the body after it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.records.findings import Finding

_OPENING = re.compile(r"\A\ufeff?---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parts:
    """The front matter's YAML text, the body, and the line (from 1) on which each begins."""

    yaml: str
    yaml_line: int
    body: str
    body_line: int


def split(text: str, *, path: str) -> Parts | Finding:
    """The parts of a record's text, or what is wrong with it."""
    opening = _OPENING.match(text)
    if not opening:
        return Finding(path, 1, 1, "there is no front matter", "begin the file with a line `---`, the keys, and `---`")
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        return Finding(path, 1, 1, "the front matter is not closed", "put a line `---` after its last key")
    yaml = text[opening.end() : closing.start()]
    body_line = text.count("\n", 0, closing.end()) + 1
    return Parts(yaml, 2, text[closing.end() :], body_line)
