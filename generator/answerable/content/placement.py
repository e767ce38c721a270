"""Find files in the wrong place of `content/`, which would silently not be published, and duplicate ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath

from answerable.content.company_files import COMPANY, FileRead
from answerable.records.files import FrontMatter, display_path, read_text, split_front_matter
from answerable.records.findings import Finding, closest, quoted
from answerable.records.validation.shape import finding_at
from answerable.records.yaml.tree import read_yaml

NOT_RECORDS = ("assets", "templates", "intake", "published")
"""Folders of `content/` without records."""
RECORD_KEYS = frozenset(
    {"channel", "components", "consent", "ends", "impact", "received", "starts", "steps", "updates"}
)
"""Keys that only the front matter of a record has."""


def misplaced_files(content: Path, folders: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each file and folder directly below `content` that is not read but looks as if it were.

    `folders` are those of records.
    """
    for path in _entries(content):
        if path.is_dir():
            if path.name not in {*folders, *NOT_RECORDS}:
                yield _unread(path, content, "nothing in this folder is published", folders)
        elif path.name in {*folders, *NOT_RECORDS}:
            yield Finding(display_path(path, content), 0, 0, "this is not a folder", "put the folder itself here")
        elif path.suffix in {".yml", ".yaml"} and path.name not in COMPANY:
            yield _unread(path, content, "this file is ignored", COMPANY)
        elif path.suffix == ".md" and _is_record(path, content):
            suggestion = f"move it to the folder of its kind: {', '.join(folders)}"
            yield Finding(display_path(path, content), 0, 0, "a record outside its folder is not published", suggestion)


def _is_record(path: Path, content: Path) -> bool:
    text = read_text(path, content)
    parts = split_front_matter(text, path="") if isinstance(text, str) else text
    value = read_yaml(parts.yaml, path="")[0].value if isinstance(parts, FrontMatter) else None
    return isinstance(value, dict) and bool(RECORD_KEYS & value.keys())


def _entries(content: Path) -> list[Path]:
    try:
        return sorted(path for path in content.iterdir() if not path.name.startswith("."))
    except OSError:
        return []


def _unread(path: Path, content: Path, message: str, names: Collection[str]) -> Finding:
    """Return a finding: an error for a misspelt name, which loses records, and a note for any other."""
    by_stem = {Path(name).stem: name for name in names}
    near = closest(path.stem, by_stem)
    guess = f"did you mean {quoted(by_stem[near])}?" if near else ""
    suggestion = guess or f"known: {', '.join(names)}"
    return Finding(display_path(path, content), 0, 0, message, suggestion, level="error" if guess else "note")


def refuse_duplicate_ids(company: Iterable[FileRead], records: list[FileRead]) -> None:
    """Add a finding to each record whose id another one of its folder has, and to company files with duplicate ids."""
    first: dict[tuple[str, str], FileRead] = {}
    for read in sorted(records, key=lambda read: not read.good):  # a valid record keeps its id, an invalid one does not
        path = PurePosixPath(read.path)
        holder = first.setdefault((path.parts[1], path.stem), read)
        if holder is not read:
            message = f"the id {quoted(path.stem)} is taken by {holder.path}"
            read.findings.append(Finding(read.path, 0, 0, message, "rename this file"))
    for read in company:
        read.findings.extend(_duplicates_in(read))


def _duplicates_in(read: FileRead) -> Iterator[Finding]:
    for name in type(read.part).model_fields if read.part else ():
        seen: set[str] = set()
        entries = getattr(read.part, name)
        for number, entry in enumerate(entries if isinstance(entries, tuple) else ()):
            id = getattr(entry, "id", None)
            if id in seen:
                yield finding_at(
                    read.tree,
                    read.path,
                    (name, number, "id"),
                    f"the id {quoted(id)} is given twice",
                    "give each its own",
                )
            if id:
                seen.add(id)
