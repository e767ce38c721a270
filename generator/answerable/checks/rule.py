"""What a check is made of: rules that are declared, passages that are read, and hits that come of it.

A check is given a `Sight` once per run and gives back a function for single passages or records, so that word lists
and patterns are prepared once. It yields hits; where they stand in a file, and how much they weigh, is not its affair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from answerable.records.findings import Level
from answerable.records.ledger import Ledger
from answerable.records.model import Record
from answerable.records.policy import CheckLevel
from answerable.records.text import Text
from answerable.records.yaml.tree import Loc

BODY: Loc = ("body",)
"""Where a record's body stands."""
NAME: Loc = ("id",)
"""Where a file's name stands: nowhere in its text."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as people read of it: its name, what it finds, why that matters, how to put it right.

    `fixed` says that its level cannot be changed, since a record that breaks it cannot be published.
    """

    name: str
    what: str
    why: str
    fix: str
    level: CheckLevel
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a check may look at. `records` are all of the right shape, drafts too; `root` is the folder `content`."""

    ledger: Ledger
    records: tuple[Record, ...]
    root: Path
    now: datetime

    @property
    def first_language(self) -> str:
        """The language of texts that name none."""
        return self.ledger.policy.languages[0]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words in one language at one place of one file below `content/`.

    `key` is the name of the place: title, text, said, did, changed, reason, quote, link, body; `id` is the file's name;
    `page`, `template` and `cell` are texts that are no record's. `line` is where such a text begins in its file.
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
    """Something found: the rule, and the place as `loc` in the record and `span` in the text that stands there."""

    rule: str
    path: str
    message: str
    suggestion: str = ""
    loc: Loc = ()
    span: tuple[int, int] = (0, 0)
    text: str = ""
    line: int = 0


CheckText = Callable[[Passage], Iterable[Hit]]
CheckRecord = Callable[[Record], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Check:
    """The rules that some looking may break, and the looking: by passage, by record, or over everything at once.

    `reads` and `judges` are begun once per run and then asked for each passage or record, perhaps in several processes.
    """

    rules: tuple[Rule, ...]
    reads: Callable[[CheckContext], CheckText] | None = None
    judges: Callable[[CheckContext], CheckRecord] | None = None
    weighs: Callable[[CheckContext], Iterable[Hit]] | None = None


def finding_level(level: CheckLevel) -> Level | None:
    """The level of findings; None for `off`."""
    return None if level == "off" else level


_STRINGS = frozenset({"link", "name"})
"""Keys that hold words without being texts in several languages; other strings are ids, which others know."""


def passages(record: Record, first_language: str) -> Iterator[Passage]:
    """The file's name, each text in each language, each link, and the body."""
    path = record.path
    yield Passage(path, NAME, "id", record.id, "", record)
    for loc, key, text, language in _inside(record, (), first_language):
        yield Passage(path, loc, key, text, language, record)
    if record.body:
        yield Passage(path, BODY, "body", record.body, first_language, record)


def _inside(part: BaseModel, loc: Loc, first: str) -> Iterator[tuple[Loc, str, str, str]]:
    for key in _keys(type(part)):
        value = getattr(part, key)
        if isinstance(value, Text):
            for language, words in value.by_language.items():
                yield (*loc, key, language) if language else (*loc, key), key, words, language or first
        elif isinstance(value, str):
            if key in _STRINGS:
                yield (*loc, key), key, value, ""
        elif isinstance(value, BaseModel):
            yield from _inside(value, (*loc, key), first)
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _inside(item, (*loc, key, number), first)


@cache
def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(key for key in model.model_fields if key not in {"id", "path", "body"})
