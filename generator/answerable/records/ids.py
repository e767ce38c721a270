"""Names of new records: an id that fits an address, from words in any script, and a file that is not there yet."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from pathlib import Path

from answerable.records.files import record_file
from answerable.records.findings import Finding, quoted
from answerable.records.model import ID_PATTERN

LONGEST = 60


def slug(words: str) -> str:
    """The words in ASCII letters, digits and hyphens, cut between words; "" where fewer than two letters are left."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    parts = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    name = ""
    for part in parts:
        if len(name) + 1 + len(part) > LONGEST:
            break
        name = f"{name}-{part}" if name else part
    name = name or "".join(parts[:1])[:LONGEST]
    return name if len(re.findall(r"[a-z]", name)) > 1 else ""


def read_id(words: str) -> str:
    """An id that somebody chose. Raises ValueError in one line when it cannot be one."""
    words = words.strip()
    found = record_file(Path(f"{words}.md"), Path())
    if not re.match(ID_PATTERN, words) or isinstance(found, Finding):
        raise ValueError(f"{quoted(words)} cannot be an id; use lower-case letters, digits, dots, hyphens, underscores")
    return words


def taken_ids(content: Path, folder: str) -> dict[str, Path]:
    """The ids that a folder of records holds, and where."""
    return {file.stem: file for file in (content / folder).rglob("*.md")}


def free_id(content: Path, folder: str, day: datetime, name: str) -> str:
    """The day and the name as an id, with `-2`, `-3`, … when it is taken."""
    ids = taken_ids(content, folder)
    first = f"{day:%Y-%m-%d}-{name}"
    number, id = 1, first
    while id in ids:
        number += 1
        id = f"{first}-{number}"
    return id


def record_path(folder: str, day: datetime, id: str) -> str:
    """The path of a new record in `content/`: notices are few and need no folder for the year."""
    return f"{folder}/{id}.md" if folder == "notices" else f"{folder}/{day:%Y}/{id}.md"
