"""Read YAML as dicts, lists and strings, each with its line and column.

The C parser's events are read directly: libyaml's composer crashes on deep nesting, and PyYAML's constructors guess
types (`no` becomes a boolean, `22:22` a number). Scalars stay strings, which the models convert. YAML features that
records do not need are refused: anchors, aliases, tags, merge keys, several documents, duplicate keys.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn, Self

import yaml

from answerable.records import characters
from answerable.records.findings import Finding, Level, quoted
from answerable.records.yaml.explain import QUOTE_IT, explain
from answerable.records.yaml.plain import HASH, MAX_DEPTH, MAX_EVENTS, NOTHING, plain_value
from answerable.records.yaml.slips import conflict, mend, slip_findings, with_plain_blanks, wrapped
from answerable.records.yaml.tree import Loc, Positions, Tree, Value
from answerable.translation.message import msg

MAX_FINDINGS = 100
NEAR = 2
"""Lines above a syntax error in which its cause may be."""

_COMMENT = re.compile(r"[ \t]+(#.*)")
_WORD_HASH = re.compile(r"#[^\s#]")
_DROPPED = "\0"  # the key of a value that is read but not kept; no real key can be this


def read_yaml(text: str, *, path: str, first_line: int = 1) -> tuple[Tree, list[Finding]]:
    """Read a YAML text that begins on line `first_line` of the file at `path`. Never raises.

    All problems are found at once, except that reading stops at the first syntax error. If slips of the keyboard may be
    its cause, they are reported in its place, and what they leave unread is read without them.
    """
    text, blanks = with_plain_blanks(text.removeprefix("\ufeff"))
    value = None if blanks else plain_value(text)
    if value is not None:
        return Tree(value, find_positions=lambda: _Reader(path, first_line).read(text).positions), []
    reader = _Reader(path, first_line).read(text)
    if reader.stopped_at is not None:
        reader = _read_mended(text, reader)
    return reader.tree, [*reader.findings, *slip_findings(blanks, path, first_line, characters.INVISIBLE_RULE)]


def _read_mended(text: str, failed: _Reader) -> _Reader:
    """Read a text without the slips that made it fail."""
    stopped_at = failed.stopped_at or 0
    if unmerged := conflict(text):
        failed.findings[:] = slip_findings([unmerged], failed.path, failed.first_line)
        failed.tree = Tree(complete=False, find_positions=lambda: Positions({(): (failed.first_line, 1)}))
        return failed
    mended, slips = mend(text, stopped_at)
    reader = _Reader(failed.path, failed.first_line).read(mended) if slips else failed
    if reader.stopped_at == failed.stopped_at:  # what is further away may be a text as it should be
        slips = [slip for slip in slips if slip.line >= stopped_at - NEAR]
    reader.findings += slip_findings(slips, failed.path, failed.first_line)
    return reader


class _Stop(Exception):  # noqa: N818 (not an error)
    """Stop reading; the reason is among the findings."""


class _Reader:
    """Builds a tree from events: `inside` is the collection being filled, `here` its location."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.findings: list[Finding] = []
        self.positions = Positions(values={(): (first_line, 1)})
        self.tree = Tree(find_positions=lambda: self.positions)
        self.documents = 0
        self.outer: list[tuple[Any, Loc]] = []
        self.inside: Any = None
        self.here: Loc = ()
        self.key: str | None = None
        self.lines: list[str] = []  # those of the text, if it may have comments
        self.stopped_at: int | None = None  # the line of a syntax error, from 0

    def read(self, text: str) -> Self:
        self.lines = text.split("\n") if HASH.search(text) else []
        try:
            self.note_invisible(text)
            self.follow(characters.blank_invisible(text))
        except _Stop:
            self.tree.complete = False
        except (yaml.YAMLError, ValueError) as error:
            self.tree.complete = False
            mark = getattr(error, "problem_mark", None)
            self.stopped_at = mark.line if mark else 0
            line, column, message, suggestion = explain(error, text)
            self.note(line + self.first_line, column + 1, message, suggestion)
        return self

    def follow(self, text: str) -> None:
        loader = yaml.CSafeLoader(text)
        next_event, steps = loader.get_event, _STEPS
        for _ in range(MAX_EVENTS):
            event = next_event()
            step = steps.get(type(event))
            if step is not None:
                step(self, event)
            elif type(event) is yaml.StreamEndEvent:
                return
        self.stop_at(
            event,
            msg("more than %(max_events)s values in one file", max_events=MAX_EVENTS),
            msg("split it into several records"),
        )

    def on_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self.stop_at(
                event, msg("a second document begins here"), msg("one record is one file; take this `---` away")
            )
        if event.version or event.tags:
            self.note_at(event, msg("a YAML directive has no use here"), msg("take the line with `%` away"))

    def on_scalar(self, event: Any) -> None:
        style, text = event.style, self.visible(event, event.value)
        if event.anchor is not None or event.tag is not None:
            self.refuse_extras(event)
        if not style and wrapped(text):
            self.note_typographic(event)
            text = text[1:-1]
        value = None if not style and text in NOTHING else text
        if self.key is None and type(self.inside) is dict:
            self.take_key(event, value)
        else:
            loc = self.add(event, value)
            if self.lines and not style:
                self.keep_comment(event, loc)

    def on_alias(self, event: Any) -> None:
        self.note_at(event, msg("a value may not begin with `*`"), QUOTE_IT)
        if self.key is None and type(self.inside) is dict:
            self.key = _DROPPED
        else:
            self.add(event, None)

    def on_start(self, event: Any) -> None:
        self.refuse_extras(event)
        if self.key is None and type(self.inside) is dict:
            self.stop_at(event, msg("a key that is itself a list or a map"), msg("quote the value if braces are meant"))
        if len(self.outer) >= MAX_DEPTH:
            self.stop_at(
                event,
                msg("nested more than %(max_depth)s deep", max_depth=MAX_DEPTH),
                msg("take out the needless levels"),
            )
        new: Value = {} if type(event) is yaml.MappingStartEvent else []
        loc = self.add(event, new)
        self.outer.append((self.inside, self.here))
        self.inside, self.here = new, loc

    def on_end(self, event: Any) -> None:  # noqa: ARG002 (all steps have one shape)
        self.inside, self.here = self.outer.pop()

    def take_key(self, event: Any, key: str | None) -> None:
        """Remember a key for its value; a key that is refused drops its own value only."""
        mark = event.start_mark
        self.key = _DROPPED
        if key is None:
            self.note_at(event, msg("an empty key"), msg("give the value a name before the colon"))
        elif key == "<<" and not event.style:
            self.note_at(event, msg("a merge key, `<<`"), msg("write the keys out"))
        elif key in self.inside:
            first = self.positions.keys[(*self.here, key)][0]
            self.note_at(
                event,
                msg("%(key)s is given twice, first on line %(first)s", key=quoted(key), first=first),
                msg("keep one of the two"),
            )
        else:
            self.key = key
            self.positions.keys[(*self.here, key)] = (mark.line + self.first_line, mark.column + 1)

    def add(self, event: Any, value: Value) -> Loc:
        """Add a value to the collection being filled and remember its position; return its location."""
        inside, mark = self.inside, event.start_mark
        if inside is None:
            loc: Loc = ()
            self.tree.value = value
        elif type(inside) is list:
            loc = (*self.here, len(inside))
            inside.append(value)
        else:
            key, self.key = self.key or _DROPPED, None
            loc = (*self.here, key)
            if key is not _DROPPED:
                inside[key] = value
        self.positions.values[loc] = (mark.line + self.first_line, mark.column + 1)
        return loc

    def keep_comment(self, event: Any, loc: Loc) -> None:
        """Remember the comment that ends an unquoted value: on its line, or indented below it as if it went on."""
        line, column = event.end_mark.line, event.end_mark.column
        found = _COMMENT.match(self.lines[line], column)
        if found is None and line + 1 < len(self.lines):
            line += 1
            found = _COMMENT.match(self.lines[line])
            key_column = self.positions.keys[loc][1] if loc in self.positions.keys else event.start_mark.column + 1
            if found and (not _WORD_HASH.match(found[1]) or found.start(1) < key_column):
                return
        # `key:  # to be filled in` has no value on purpose.
        if found and (event.value or _WORD_HASH.match(found[1])):
            self.tree.comments[loc] = (line + self.first_line, found.start(1) + 1)

    def refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            self.note_at(event, msg("a value may not begin with `&`"), QUOTE_IT)
        if event.tag is not None:
            self.note_at(event, msg("a value may not begin with `!`"), QUOTE_IT)

    def note_invisible(self, text: str) -> None:
        for line, column, character in characters.invisible_positions(text):
            self.note(
                line - 1 + self.first_line,
                column,
                *characters.invisible_problem(character),
                rule=characters.INVISIBLE_RULE,
            )

    def visible(self, event: Any, text: str) -> str:
        """Return a value without invisible characters; one written as an escape such as `\\0` is noted."""
        character = characters.first_invisible(text) if event.style == '"' else ""
        if character:
            mark = event.start_mark
            place = (mark.line + self.first_line, mark.column + 1)
            self.note(*place, *characters.invisible_problem(character), rule=characters.INVISIBLE_RULE)
        return characters.without_invisible(text)

    def note_typographic(self, event: Any) -> None:
        message = msg("typographic quotes, %(value)s, around a value", value=quoted(event.value[0]))
        self.note_at(event, message, msg('write straight ones, "…"'), level="warning")

    def note_at(self, event: Any, message: str, suggestion: str, level: Level = "error") -> None:
        mark = event.start_mark
        self.note(mark.line + self.first_line, mark.column + 1, message, suggestion, level=level)

    def stop_at(self, event: Any, message: str, suggestion: str) -> NoReturn:
        self.note_at(event, message, suggestion)
        raise _Stop

    def note(
        self, line: int, column: int, message: str, suggestion: str, rule: str = "yaml", level: Level = "error"
    ) -> None:
        self.findings.append(Finding(self.path, line, column, message, suggestion, rule, level))
        if len(self.findings) >= MAX_FINDINGS:
            raise _Stop


_STEPS: dict[type, Any] = {
    yaml.DocumentStartEvent: _Reader.on_document,
    yaml.ScalarEvent: _Reader.on_scalar,
    yaml.AliasEvent: _Reader.on_alias,
    yaml.MappingStartEvent: _Reader.on_start,
    yaml.SequenceStartEvent: _Reader.on_start,
    yaml.MappingEndEvent: _Reader.on_end,
    yaml.SequenceEndEvent: _Reader.on_end,
}
