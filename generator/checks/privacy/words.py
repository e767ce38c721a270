"""A record with some of its words made unreadable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from pydantic import BaseModel

from generator.checks.privacy.secret import shaded
from generator.checks.rule import NAME, Hit
from generator.records.base import Record
from generator.records.text import Text
from generator.records.yamltree import Loc

R = TypeVar("R", bound=Record)
_IN_ADDRESS = "private"


def with_masks(record: R, hits: Iterable[Hit]) -> R:
    """The record with each hit's characters shaded; a link that has any is left out, since half a link leads astray."""
    by_loc: dict[Loc, list[Hit]] = defaultdict(list)
    for hit in hits:
        if hit.loc != NAME:
            by_loc[hit.loc].append(hit)
    for loc, some in by_loc.items():
        record = _changed(record, loc, shaded(some[0].text, (hit.span for hit in some)))
    return record


def _changed(part: Any, loc: Loc, words: str) -> Any:
    """The part with other words at `loc`; the last step of a text's place is its language, or nothing."""
    if isinstance(part, Text):
        language = str(loc[0]) if loc else ""
        return Text({**part.by_language, language: words})
    if isinstance(part, BaseModel):
        key = str(loc[0])
        new = None if key == "link" else _changed(getattr(part, key), loc[1:], words)
        return part.model_copy(update={key: new})
    if isinstance(part, tuple):
        number = int(loc[0])
        return (*part[:number], _changed(part[number], loc[1:], words), *part[number + 1 :])
    return words


def renamed(id: str, hits: Iterable[Hit], taken: Collection[str]) -> str:
    """An id without what was found in it, and unlike those that are taken."""
    for start, end in sorted((hit.span for hit in hits if hit.loc == NAME), reverse=True):
        id = id[:start] + _IN_ADDRESS + id[end:]
    number, made = 1, id
    while made in taken:
        number += 1
        made = f"{id}-{number}"
    return made
