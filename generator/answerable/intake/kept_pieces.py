"""Valid rows of pieces of intake files, as Parquet files in the project's cache, for pieces that did not change since.

A piece is known by its content, whatever its file is called. What is kept belongs to the ids of channels, topics and
components by which its rows were checked; it is looked through for private words as in any other build.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from answerable.intake.columns import COLUMNS
from answerable.intake.row_checks import Refused, Told
from answerable.intake.store import IntakeError, Store
from answerable.output.build_cache import BuildCache, digest
from answerable.translation.message import Message

KIND = "piece of the intake"
LEAST = 100_000
"""Bytes of text from which a piece is kept; a smaller one is read as soon."""


class KeptPieces:
    """The pieces that an earlier build kept, and those that this one keeps.

    `known` and `now`, in seconds since 1970, are those by which rows are checked.
    """

    def __init__(self, cache: BuildCache, store: Store, known: Mapping[str, Sequence[str]], now: int) -> None:
        self._cache = cache
        self._store = store
        self._rules = json.dumps(known)
        self._now = now
        self._rows = cache.rows(KIND)
        self._used: set[str] = set()
        self._put: dict[str, str] = {}

    def find(self, key: str) -> tuple[str, list[Refused]] | None:
        """Return the SQL of a piece's valid rows, with COLUMNS and `line`, and what is wrong with the others."""
        name = digest(key, self._rules)
        try:
            made, clean_at, refused = json.loads(self._rows[name])
            content = self._cache.file(f"{name}.parquet", made)
            if clean_at > self._now or content is None:
                return None
            found = [_unpacked(*one) for one in refused]
        except Exception:  # noqa: BLE001 (whatever is wrong with what was kept, the file itself is there to be read)
            return None
        self._used.add(name)
        return self._store.from_parquet(content), found

    def keep(self, key: str, size: int, table: str, refused: Sequence[Refused]) -> None:
        """Keep the valid rows of a piece, which are in a table, and what is wrong with the others.

        Those that lie in the future will be valid one day, so pieces with any are not kept.
        """
        if not self._cache.keeps or size < LEAST or any(one.rule == "future" for one in refused):
            return
        name = digest(key, self._rules)
        with suppress(OSError, IntakeError):
            content = self._store.parquet(f"SELECT {', '.join(COLUMNS)}, line FROM {table}")
            made = self._cache.put_file(f"{name}.parquet", content)
            self._put[name] = json.dumps([made, self._now, [_packed(one) for one in refused]])
            self._used.add(name)

    def close(self) -> None:
        """Hand what is to be kept to the cache."""
        self._cache.put(KIND, self._put, [name for name in self._rows if name not in self._used])


def _packed(one: Refused) -> list[Any]:
    told = [[line, _words(message), _words(suggestion)] for line, message, suggestion in one.first]
    return [one.rule, one.column, one.number, one.skipped, _words(one.like), told]


def _unpacked(rule: str, column: str, number: int, skipped: int, like: Any, first: list[Any]) -> Refused:
    told: list[Told] = [(line, _text(message), _text(suggestion)) for line, message, suggestion in first]
    return Refused(rule, column, number, skipped, _text(like), tuple(told))


def _words(text: str) -> Any:
    return [text.msgid, dict(text.values)] if isinstance(text, Message) else text


def _text(words: Any) -> str:
    return words if isinstance(words, str) else Message(*words)
