"""Ids of new records: made of a day and a title, fit for an address, and not taken yet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from datetime import UTC, datetime
from pathlib import Path

from answerable.records.files import RESERVED_IDS, record_file
from answerable.records.findings import Finding, quoted
from answerable.records.model import ID_PATTERN
from answerable.translation.message import msg

LONGEST = 60
_OF_INSTANT = re.compile(r"\d{8}t\d{6}z(?:-\d+)?")


def slug(text: str, *, whole_words: bool = True) -> str:
    """Return the text in lower-case ASCII letters, digits and hyphens; "" if it has none of them.

    Accents are dropped, and so are letters of other scripts. At most 60 characters, cut between words if `whole_words`.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    if whole_words and len(words) > LONGEST:
        words = words[: LONGEST + 1].rpartition("-")[0] or words
    return words[:LONGEST].strip("-")


def short_name(words: str) -> str:
    """Return the slug that names a new record in its id; "" if it would have fewer than two letters."""
    name = slug(words.replace("'", ""))
    return name if len(re.findall(r"[a-z]", name)) > 1 else ""


def is_id(text: str) -> bool:
    """Return whether the text may be an id."""
    return bool(re.fullmatch(ID_PATTERN, text))


def read_id(words: str) -> str:
    """Return an id that somebody typed, without surrounding spaces. Raises ValueError with one line if it is none."""
    words = words.strip()
    if not is_id(words) or isinstance(record_file(Path(f"{words}.md"), Path()), Finding):
        raise ValueError(
            msg(
                "%(words)s cannot be an id; use lower-case letters, digits, dots, hyphens, underscores",
                words=quoted(words),
            )
        )
    return words


def taken_ids(content: Path, folder: str) -> dict[str, Path]:
    """Return the ids of the records in a folder of `content/`, each with its path."""
    return {file.stem: file for file in (content / folder).rglob("*.md")}


def free_id(wanted: str, taken: Container[object]) -> str:
    """Return the wanted id, or with the first of `-2`, `-3`, … that is neither taken nor a page's own address."""
    candidate, number = wanted, 1
    while candidate in taken or RESERVED_IDS.match(candidate):
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


def update_id(at: datetime, taken: Container[object] = ()) -> str:
    """Return the id of a new update: the instant at which it was written, which the id keeps if `at` is corrected."""
    return free_id(f"{at.astimezone(UTC):%Y%m%dt%H%M%Sz}", taken)


def record_path(folder: str, day: datetime, id: str) -> str:
    """Return the path of a new record in `content/`; notices are few and need no folder for the year."""
    return f"{folder}/{id}.md" if folder == "notices" else f"{folder}/{day:%Y}/{id}.md"


def is_of_instant(id: str) -> bool:
    """Return whether an update's id says no more than when it was made, as those do that commands and imports write."""
    return _OF_INSTANT.fullmatch(id) is not None
