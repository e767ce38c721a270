"""Put one translation of a text into a YAML file or a front matter without touching any other byte.

A text is a string in the site's first language, or a map from language to string. The file is edited at the positions
that the parser gives; the result is parsed again and refused unless it has exactly the intended value.
"""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from answerable.records.files import FrontMatter, split_front_matter
from answerable.records.findings import Finding
from answerable.records.yaml.dump import entry
from answerable.records.yaml.edit import _BLOCK, EditError, _block_text, _composed, _entry, _in_breaks_of, _indented
from answerable.records.yaml.reader import read_yaml
from answerable.records.yaml.tree import Loc
from answerable.translation.message import msg

_BLANK = re.compile(r"[^\S ]")
_STEP = 2
"""Columns by which a language stands further in than the key of its text."""


def set_translation(text: str, loc: Loc, languages: tuple[str, str], words: str, *, is_yaml: bool) -> str:
    """Return the text of a record, or of a YAML file, with the text at `loc` also, or anew, in a language.

    `languages` are the site's first one, in which a string without a language is, and that of `words`. Raises EditError
    if the file cannot be changed so.
    """
    parts = None if is_yaml else split_front_matter(text, path="")
    if isinstance(parts, Finding):
        raise EditError(parts.text)
    before, source, after = _around(text, parts)
    made = _Editor(source, loc, *languages, words).edited()
    wanted = copy.deepcopy(_value(source))
    _put(wanted, loc, *languages, words)
    if _value(made) != wanted:
        _refuse()
    return f"{before}{made}{after}"


def _around(text: str, parts: FrontMatter | None) -> tuple[str, str, str]:
    """Return what precedes the YAML of a file, the YAML, and what follows it."""
    if parts is None:
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        return mark, text[len(mark) :], ""
    start = text.index("\n") + 1
    end = start + len(parts.yaml)
    return text[:start], text[start:end], text[end:]


def _value(source: str) -> Any:
    tree, findings = read_yaml(source, path="")
    if any(finding.level == "error" for finding in findings):
        _refuse()
    return tree.value


def _put(value: Any, loc: Loc, first: str, language: str, words: str) -> None:
    """Put the words into a value as the file will be read."""
    for part in loc[:-1]:
        value = value[part]
    old = value[loc[-1]]
    value[loc[-1]] = {**(old if isinstance(old, dict) else {first: old}), language: words}


def _refuse() -> NoReturn:
    raise EditError(msg("the text is written in a way that cannot be changed safely; add the translation by hand"))


@dataclass
class _Editor:
    """Edits one text of a YAML document."""

    source: str
    loc: Loc
    first: str
    language: str
    words: str

    def edited(self) -> str:
        """Return the document with the translation."""
        try:
            root = _composed(self.source)
        except EditError:
            _refuse()
        name, node, in_flow = self._find(root)
        if isinstance(node, yaml.MappingNode):
            return self._into_flow_map(node) if node.flow_style else self._into_block_map(node)
        if not isinstance(node, yaml.ScalarNode) or name is None:
            _refuse()
        return self._scalar_in_flow(node) if in_flow else self._scalar_in_block(name, node)

    def _find(self, node: Any) -> tuple[Any, Any, bool]:
        """Return the key of the text, its value, and whether that stands in braces."""
        name, in_flow = None, False
        for part in self.loc:
            if isinstance(node, yaml.CollectionNode):
                in_flow = in_flow or bool(node.flow_style)
            if isinstance(node, yaml.MappingNode):
                name, node = _entry(node, str(part)) or _refuse()
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
            else:
                _refuse()
        return name, node, in_flow

    def _between(self, start: int, end: int, new: str) -> str:
        return self.source[:start] + new + self.source[end:]

    def _lines(self, column: int) -> str:
        """Return the lines of the new entry of a block, indented, in the line breaks of the file."""
        plain = entry(self.language, self.words)
        tree, findings = read_yaml(plain, path="")
        is_read_back = not findings and tree.value == {self.language: self.words}
        made = plain if is_read_back else f"{self.language}: {_quoted(self.words)}\n"
        return _in_breaks_of(self.source, _indented(made, column))

    def _into_flow_map(self, node: yaml.MappingNode) -> str:
        if old := _entry(node, self.language):
            return self._between(old[1].start_mark.index, old[1].end_mark.index, _quoted(self.words))
        last = node.value[-1][1].end_mark.index
        return self._between(last, last, f", {self.language}: {_quoted(self.words)}")

    def _into_block_map(self, node: yaml.MappingNode) -> str:
        if old := _entry(node, self.language):
            start, end = old[0].start_mark.index - old[0].start_mark.column, self._end_of(old[1])
            if self.source[start : old[0].start_mark.index].strip():
                _refuse()
            if self.source[old[1].end_mark.index : end].strip():  # a comment
                return self._between(old[1].start_mark.index, old[1].end_mark.index, _quoted(self.words))
            return self._between(start, end, self._lines(node.start_mark.column))
        end = self._end_of(node.value[-1][1])
        gap = "" if self.source[:end].endswith("\n") else "\n"
        return self._between(end, end, gap + self._lines(node.start_mark.column))

    def _scalar_in_flow(self, node: yaml.ScalarNode) -> str:
        start, end = node.start_mark.index, node.end_mark.index
        new = f"{{{self.first}: {self.source[start:end]}, {self.language}: {_quoted(self.words)}}}"
        return self._between(start, end, new)

    def _scalar_in_block(self, name: Any, node: yaml.ScalarNode) -> str:
        """Move the string below its key, to its language, and add the other language below it."""
        column = int(name.start_mark.column) + _STEP
        start, end = node.start_mark.index, self._end_of(node)
        first_line, first_break, others = self.source[start:end].partition("\n")
        own = f"{first_line}{first_break}{_indented(others, _STEP)}"
        own += "" if own.endswith("\n") else "\n"
        break_ = "\r\n" if "\r\n" in own else "\n"
        before = self.source[:start].rstrip()
        return f"{before}{break_}{' ' * column}{self.first}: {own}{self._lines(column)}{self.source[end:]}"

    def _end_of(self, node: yaml.Node) -> int:
        """Return where the line after a value begins, without the blank lines and comments after a block text."""
        is_block = isinstance(node, yaml.ScalarNode) and node.style in _BLOCK
        end = node.start_mark.index + len(_block_text(node)) if is_block else node.end_mark.index
        return self.source.find("\n", end) + 1 or len(self.source)


def _quoted(words: str) -> str:
    """Return words in double quotes, on one line, with escapes for blanks that nobody sees."""
    return _BLANK.sub(lambda blank: f"\\u{ord(blank[0]):04x}", json.dumps(words, ensure_ascii=False))
