"""Digests of records and figures, by which a later build knows that one says what it said before."""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Callable
from dataclasses import fields
from io import BytesIO
from operator import attrgetter
from typing import Any

from answerable.facts.response import CohortFigures
from answerable.output.build_cache import digest, digest_of_bytes
from answerable.records.ledger import Ledger
from answerable.records.model import Record


class RecordDigests:
    """The digest of each record: of its path and its file's text, or of all its values if they were changed since.

    A cohort's figures have one, too, which is worked out once although the pages of twelve months show them.
    """

    def __init__(self) -> None:
        self._of: dict[int, tuple[Record | CohortFigures, str]] = {}

    def add(self, record: Record, of_file: str) -> None:
        """Note the digest of the path and the text of the file from which a record was read."""
        self._of[id(record)] = (record, of_file)

    def of(self, value: Record | CohortFigures) -> str:
        """Return the digest of a record, or of a cohort's figures."""
        found = self._of.get(id(value))
        if found is None:
            found = self._of[id(value)] = value, _digest_of_values(value)
        return found[1]


def _digest_of_values(value: Record | CohortFigures) -> str:
    if isinstance(value, CohortFigures):
        return digest_of_bytes(pickled(value))
    return digest(type(value).__name__, value.model_dump_json())


class _Reducers(dict[type, Callable[[Any], Any]]):
    """How to pickle dataclasses with slots by the values of their fields; what they bring themselves is slow."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if "__dataclass_fields__" not in vars(kind) or "__slots__" not in vars(kind) or len(fields(kind)) < 2:
            return copyreg.dispatch_table[kind]
        values = attrgetter(*(field.name for field in fields(kind)))
        made = self[kind] = lambda value: (kind, values(value))
        return made


_REDUCERS = _Reducers()


def pickled(value: Any) -> bytes:
    """Return a value as pickled bytes, to be compared and never read again."""
    made = BytesIO()
    pickler = pickle.Pickler(made)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(value)
    return made.getvalue()


def company_digest(ledger: Ledger) -> str:
    """Return the digest of all that a ledger has besides records: components, groups, channels, people and policy."""
    parts = (*ledger.every_component, *ledger.groups, *ledger.channels, *ledger.people, ledger.policy)
    return digest(*(f"{type(part).__name__} {part.model_dump_json()}" for part in parts))
