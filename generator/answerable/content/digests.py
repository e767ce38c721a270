"""Digests of records and figures, by which a later build knows that one says what it said before."""

from __future__ import annotations

import pickle

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
        return digest_of_bytes(pickle.dumps(value))
    return digest(type(value).__name__, value.model_dump_json())


def company_digest(ledger: Ledger) -> str:
    """Return the digest of all that a ledger has besides records: components, groups, channels, people and policy."""
    parts = (*ledger.every_component, *ledger.groups, *ledger.channels, *ledger.people, ledger.policy)
    return digest(*(f"{type(part).__name__} {part.model_dump_json()}" for part in parts))
