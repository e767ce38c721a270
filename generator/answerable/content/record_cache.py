"""Records as an earlier build read them, for files that did not change since.

Only clean records are kept: those of which nothing was found. All others are read again, with their positions.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from answerable.content.company_files import FileRead
from answerable.output.build_cache import BuildCache, digest
from answerable.records.files import MAX_BYTES
from answerable.records.model import Record
from answerable.records.text import CHECKED
from answerable.records.validation.references import references
from answerable.records.yaml.tree import Tree

KIND = "record"
SETTLED = 2_000_000_000
"""Nanoseconds after which another change of a file has another time, on every file system in common use."""
References = Mapping[str, Iterable[str]]


class _Row(NamedTuple):
    """What is kept of a record, as a line of four fields and the record as JSON in the next line.

    The fields are what its file was like, its digest, a build's clock at which it broke no invariant (none breaks as
    the clock goes on), and as JSON the ids that it names by their kinds, which must be known for it to be clean.
    """

    mark: str
    digest: str
    clean_at: str
    references: str
    record: str

    @classmethod
    def of(cls, text: str) -> _Row:
        line, _, record = text.partition("\n")
        mark, made, at, named = line.split("\t")
        return cls(mark, made, at, named, record)

    def __str__(self) -> str:
        return f"{self.mark}\t{self.digest}\t{self.clean_at}\t{self.references}\n{self.record}"


class RecordCache:
    """The records of `content` that an earlier build kept, and those that this one keeps."""

    def __init__(self, cache: BuildCache, content: Path, known: Mapping[str, set[str]], now: datetime) -> None:
        self._cache = cache
        self._content = content
        self._above = len(str(content)) + 1
        self._known = known
        self._now = now
        self._rows = cache.rows(KIND)
        self._put: dict[str, str] = {}
        self._seen: set[str] = set()
        self._clean: dict[tuple[str, str], bool] = {}

    def find(self, file: Path, model: type[Record]) -> FileRead | None:
        """Return the record in a file if it is kept and as clean as it was; otherwise None."""
        name = str(file)[self._above :].replace(os.sep, "/")
        self._seen.add(name)
        text = self._rows.get(name)
        if text is None:
            return None
        try:
            row = _Row.of(text)
            if not self._is_clean(row.clean_at, row.references):
                return None
            mark = file_mark(file, self._cache.began)
            same = mark == row.mark and mark != UNSETTLED
            if not mark or not (same or digest_of_file(file, name) == row.digest):
                return None
            part = model.model_validate_json(row.record, context=CHECKED)
        except Exception:  # noqa: BLE001 (whatever is wrong with what was kept, the file itself is there to be read)
            return None
        if mark != row.mark:
            self._put[name] = str(row._replace(mark=mark))
        return FileRead(f"{self._content.name}/{name}", part, Tree(), digest=row.digest, kept=True)

    def _is_clean(self, clean_at: str, references: str) -> bool:
        found = self._clean.get((clean_at, references))
        if found is None:
            found = datetime.fromisoformat(clean_at) <= self._now and self._all_known(json.loads(references))
            self._clean[clean_at, references] = found
        return found

    def _all_known(self, named: References) -> bool:
        return all(kind in self._known and self._known[kind].issuperset(ids) for kind, ids in named.items())

    def keep(self, file: Path, read: FileRead) -> None:
        """Keep a record that was read, if nothing was found about it."""
        part = read.part
        if read.findings or read.draft or not isinstance(part, Record) or not read.digest:
            return
        named: dict[str, list[str]] = {}
        for reference in references(part):
            ids = named.setdefault(reference.kind, [])
            if reference.id is not None and reference.id not in ids:
                ids.append(reference.id)
        if not self._all_known(named):
            return
        mark = file_mark(file, self._cache.began) or UNSETTLED
        record = part.model_dump_json(exclude_unset=True)
        self._put[part.path] = str(_Row(mark, read.digest, self._now.isoformat(), json.dumps(named), record))

    def close(self) -> None:
        """Hand what is to be kept to the cache."""
        gone = [name for name in self._rows if name not in self._seen]
        self._cache.put(KIND, self._put, gone)


UNSETTLED = "unsettled"
"""The mark of a file that changed just now: it may change again without another time on it."""


def file_mark(file: Path, began: int) -> str:
    """Return what tells a file from a changed one without reading it; "" if it is no regular file, such as a link.

    `began` is when the build began, in nanoseconds since 1970.
    """
    found = os.lstat(file)
    if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_BYTES:
        return ""
    if max(found.st_mtime_ns, found.st_ctime_ns) > began - SETTLED:
        return UNSETTLED
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def digest_of_file(file: Path, name: str) -> str:
    """Return the digest of a record's path and its file's text. Raises OSError and UnicodeDecodeError."""
    return digest_of_text(file.read_bytes().decode("utf-8-sig"), name)


def digest_of_text(text: str, name: str) -> str:
    """Return the digest of a record's path and its file's text."""
    return digest(name, text)
