"""The texts of the company's files that are published, and where in its file each of them stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from answerable.records.files import read_text
from answerable.records.ledger import Ledger
from answerable.records.text import Text
from answerable.records.yaml.reader import read_yaml
from answerable.records.yaml.tree import Loc


def company_parts(ledger: Ledger) -> dict[str, tuple[BaseModel, ...]]:
    """Return the parts of the company's files that are published, by file."""
    organisation = ledger.policy.model_copy(update={"topics": ()})
    return {
        "components.yml": (*ledger.groups, *ledger.every_component),
        "channels.yml": ledger.channels,
        "team.yml": ledger.people,
        "policy.yml": (organisation, *ledger.topics),
    }


def texts_in(part: BaseModel) -> Iterator[tuple[str, Text]]:
    """Yield every text in a part and in the parts inside it, with its key."""
    for key in type(part).model_fields:
        value = getattr(part, key)
        if isinstance(value, Text):
            yield key, value
        elif isinstance(value, BaseModel):
            yield from texts_in(value)
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, BaseModel):
                    yield from texts_in(item)


def string_places(root: Path, path: str) -> Mapping[str, list[Loc]]:
    """Return where each string stands in a YAML file."""
    text = read_text(root / path, root)
    found: dict[str, list[Loc]] = {}
    for loc, words in _strings(read_yaml(text, path="")[0].value, ()) if isinstance(text, str) else ():
        found.setdefault(words, []).append(loc)
    return found


def _strings(value: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _strings(item, (*loc, key))
