"""All words of a record that people wrote, each with its place and language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel

from generator.checks.rule import BODY, NAME, Passage
from generator.records.base import Record
from generator.records.text import Text
from generator.records.yamltree import Loc

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
