"""Digests of records, by which a later build knows that one says what it said before."""

from __future__ import annotations

from answerable.output.build_cache import digest
from answerable.records.ledger import Ledger
from answerable.records.model import Record


class RecordDigests:
    """The digest of each record: of its path and its file's text, or of all its values if they were changed since."""

    def __init__(self) -> None:
        self._of: dict[int, tuple[Record, str]] = {}

    def add(self, record: Record, of_file: str) -> None:
        """Note the digest of the path and the text of the file from which a record was read."""
        self._of[id(record)] = (record, of_file)

    def of(self, record: Record) -> str:
        """Return the digest of a record."""
        found = self._of.get(id(record))
        if found is None:
            found = record, digest(type(record).__name__, record.model_dump_json())
            self._of[id(record)] = found
        return found[1]


def company_digest(ledger: Ledger) -> str:
    """Return the digest of all that a ledger has besides records: components, groups, channels, people and policy."""
    parts = (*ledger.every_component, *ledger.groups, *ledger.channels, *ledger.people, ledger.policy)
    return digest(*(f"{type(part).__name__} {part.model_dump_json()}" for part in parts))
