"""Find the line and column of a hit in its file, in front matter and in the body.

Models keep no positions, so a file with hits is read once more.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from pathlib import Path

from answerable.checks.rule import BODY, NAME, Hit
from answerable.records.comments import OPENING
from answerable.records.files import FrontMatter, read_text, split_front_matter
from answerable.records.findings import Finding
from answerable.records.yaml.reader import read_yaml
from answerable.records.yaml.tree import Loc, Position, Tree

_WHOLE: Position = (0, 0)


class HitPositions:
    """The positions of one file's hits. `text` is what the file will hold, if it is not written yet."""

    def __init__(self, root: Path, path: str, text: str | None = None) -> None:
        self._file = root / path
        self._root = root
        self._text = text
        self._parts: FrontMatter | None = None
        self._tree = Tree()
        self._read = False

    def of(self, hit: Hit) -> Position:
        """(line, column), both from 1; (0, 0) for the whole file."""
        if hit.loc == NAME:
            return _WHOLE
        if hit.line:
            return position_after(hit.text, hit.span[0], hit.line, 1)
        self._open()
        if self._parts is None:
            return self._tree.position(hit.loc)
        return self._in_body(hit, self._parts) if hit.loc == BODY else self._in_yaml(hit, self._parts)

    def of_key(self, loc: Loc) -> Position:
        """The position of the key of the value at `loc`, in a file that is YAML as a whole."""
        self._open()
        return self._tree.key_position(loc)

    def _open(self) -> None:
        if self._read:
            return
        self._read = True
        text = read_text(self._file, self._root) if self._text is None else self._text
        if isinstance(text, Finding):
            return
        if self._file.suffix != ".md":
            self._tree = read_yaml(text, path="")[0]
            return
        parts = split_front_matter(text, path="")
        if isinstance(parts, Finding):
            parts = FrontMatter("", 1, text, 1)  # a body in a further language
        self._parts = parts
        self._tree = read_yaml(parts.yaml, path="", first_line=parts.yaml_line)[0]

    def _in_body(self, hit: Hit, parts: FrontMatter) -> Position:
        start = len(parts.body) - len(parts.body.lstrip()) + hit.span[0]
        if OPENING in parts.body:  # the text of the hit lacks the comments before it
            found = _nth(parts.body, hit.text, hit.span)
            start = start if found is None else found
        return position_after(parts.body, start, parts.body_line, 1)

    def _in_yaml(self, hit: Hit, parts: FrontMatter) -> Position:
        start = self._tree.position(hit.loc)
        if hit.span[0] == hit.span[1] or hit.loc not in self._tree.values:
            return start
        first = _index(parts.yaml, start[0] - parts.yaml_line, start[1] - 1)
        raw = parts.yaml[first : self._end(hit.loc, parts)]
        found = _nth(raw, hit.text, hit.span)
        return position_after(raw, found, *start) if found is not None else start

    def _end(self, loc: Loc, parts: FrontMatter) -> int:
        """The offset at which the next value or key begins, before which the value at `loc` ends."""
        places = sorted({*self._tree.values.values(), *self._tree.keys.values()})
        after = bisect_right(places, self._tree.values[loc])
        if after == len(places):
            return len(parts.yaml)
        return _index(parts.yaml, places[after][0] - parts.yaml_line, places[after][1] - 1)


def position_after(text: str, offset: int, line: int, column: int) -> Position:
    """The position of `text[offset]` in a text that begins at this line and column."""
    before = text[:offset]
    breaks = before.count("\n")
    return (line + breaks, offset - before.rfind("\n")) if breaks else (line, column + offset)


def _index(text: str, line: int, column: int) -> int:
    """The offset of a line and column, both from 0."""
    start = 0
    for _ in range(line):
        start = text.index("\n", start) + 1
    return start + column


def _nth(raw: str, text: str, span: tuple[int, int]) -> int | None:
    """The offset in the YAML `raw` of the words in the span of `text`, which may be folded or have doubled quotes.

    None if they are written in another way, such as with escapes.
    """
    pattern = re.compile(r"\s+".join(re.escape(word).replace("'", "''?") for word in text[slice(*span)].split()))
    count = sum(1 for found in pattern.finditer(text) if found.start() < span[0])
    for number, found in enumerate(pattern.finditer(raw)):
        if number == count:
            return found.start()
    return None
