"""The same id twice: in two files of a folder, or in two entries of a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from generator.records.company_files import FileRead
from generator.records.findings import Finding, quoted
from generator.records.problems import finding


def refuse_doubles(company: Iterable[FileRead], records: list[FileRead]) -> None:
    """Add a finding to each second file of a folder, and to each file with a second entry of a list."""
    first: dict[tuple[str, str], FileRead] = {}
    for read in sorted(records, key=lambda read: not read.good):  # a good record keeps its id against a bad one
        path = PurePosixPath(read.path)
        holder = first.setdefault((path.parts[1], path.stem), read)
        if holder is not read:
            message = f"the id {quoted(path.stem)} is taken by {holder.path}"
            read.findings.append(Finding(read.path, 0, 0, message, "rename this file"))
    for read in company:
        read.findings.extend(_doubles_in(read))


def _doubles_in(read: FileRead) -> Iterator[Finding]:
    for name in type(read.part).model_fields if read.part else ():
        seen: set[str] = set()
        entries = getattr(read.part, name)
        for number, entry in enumerate(entries if isinstance(entries, tuple) else ()):
            id = getattr(entry, "id", None)
            if id in seen:
                yield finding(
                    read.tree,
                    read.path,
                    (name, number, "id"),
                    f"the id {quoted(id)} is given twice",
                    "give each its own",
                )
            if id:
                seen.add(id)
