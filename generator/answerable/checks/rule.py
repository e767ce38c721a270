"""What a check is made of: the rules it declares, the passages it reads, and the hits it yields.

A check gets a `CheckContext` once per run and returns a function for one passage or one record, so that word lists and
patterns are prepared once. The line and level of a hit are worked out in `run.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from answerable.records.findings import Level
from answerable.records.ids import is_of_instant
from answerable.records.ledger import Ledger
from answerable.records.model import Record
from answerable.records.policy import CheckLevel
from answerable.records.text import Text
from answerable.records.yaml.tree import Loc

BODY: Loc = ("body",)
"""The place of a record's body."""
BODIES = "bodies"
"""Begins the place of a body in a further language, which stands in a file of its own."""
NAME: Loc = ("id",)
"""The place of what is found in a file's name."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as `check --explain` shows it: its name, what it finds, why that matters, how to put it right.

    The level of a `fixed` rule cannot be changed, since a record that breaks it is not published.
    """

    name: str
    what: str
    why: str
    fix: str
    level: CheckLevel
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a check may use. `records` are all valid records, drafts included; `root` is the folder `content`."""

    ledger: Ledger
    records: tuple[Record, ...]
    root: Path
    now: datetime

    @property
    def first_language(self) -> str:
        """The language of texts without one of their own."""
        return self.ledger.policy.languages[0]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words in one language at one place of one file below `content/`.

    `key` names the place: title, text, said, did, changed, reason, quote, link, body; `id` is the file's name, and
    `update-id` the id of an update. Texts that belong to no record have `page`, `file`, `cell`, `metadata` or `post`,
    and the `line` where they begin.
    """

    path: str
    loc: Loc
    key: str
    text: str
    language: str = ""
    record: Record | None = None
    line: int = 0

    def hit(self, rule: str, message: str, suggestion: str = "", span: tuple[int, int] = (0, 0)) -> Hit:
        """A hit at the characters from `span[0]` up to `span[1]` of the passage."""
        return Hit(rule, self.path, message, suggestion, self.loc, span, self.text, self.line)


@dataclass(frozen=True, slots=True)
class Hit:
    """A broken rule, at `loc` in the record and at the characters `span` of the text that stands there."""

    rule: str
    path: str
    message: str
    suggestion: str = ""
    loc: Loc = ()
    span: tuple[int, int] = (0, 0)
    text: str = ""
    line: int = 0

    @property
    def short_rule(self) -> str:
        """The rule's name without its family, such as `phone`."""
        return self.rule.partition("/")[2]


CheckText = Callable[[Passage], Iterable[Hit]]
CheckRecord = Callable[[Record], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Check:
    """Rules, and the functions that look for what breaks them: in each passage, in each record, or in the whole site.

    `check_text` and `check_record` are called once per run; what they return is called for each passage or record,
    possibly in several processes.
    """

    rules: tuple[Rule, ...]
    check_text: Callable[[CheckContext], CheckText] | None = None
    check_record: Callable[[CheckContext], CheckRecord] | None = None
    check_site: Callable[[CheckContext], Iterable[Hit]] | None = None


def finding_level(level: CheckLevel) -> Level | None:
    """The level as findings have it; None for `off`."""
    return None if level == "off" else level


_STRINGS = frozenset({"link", "name"})
"""Keys of strings that are published without being texts by language; other strings are ids."""


def passages(record: Record, first_language: str) -> Iterator[Passage]:
    """A record's passages: the file's name, each text in each language, each link, and the body."""
    path = record.path
    yield Passage(path, NAME, "id", record.id, "", record)
    for loc, key, text, language in _inside(record, (), first_language):
        yield Passage(path, loc, key, text, language, record)
    if record.body:
        yield Passage(path, BODY, "body", record.body, first_language, record)
    for language, words in record.bodies.by_language.items() if record.bodies else ():
        yield Passage(path, (BODIES, language), "body", words, language, record)


def _inside(part: BaseModel, loc: Loc, first: str) -> Iterator[tuple[Loc, str, str, str]]:
    for key in _keys(type(part)):
        value = getattr(part, key)
        if isinstance(value, Text):
            for language, words in value.by_language.items():
                yield (*loc, key, language) if language else (*loc, key), key, words, language or first
        elif isinstance(value, str):
            if key in _STRINGS or (key == "id" and loc and not is_of_instant(value)):
                yield (*loc, key), key if key != "id" else "update-id", value, ""
        elif isinstance(value, BaseModel):
            yield from _inside(value, (*loc, key), first)
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _inside(item, (*loc, key, number), first)


@cache
def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    skipped = {"id", "path", "body", BODIES} if issubclass(model, Record) else set()
    return tuple(key for key in model.model_fields if key not in skipped)
