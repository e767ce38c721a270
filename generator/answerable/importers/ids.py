"""Ids for what comes from elsewhere: made of a day and a title, and always ones that a record may have."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container
from datetime import datetime

from answerable.records.model import ID_PATTERN

LONGEST = 60
_TAKEN = re.compile(r"^(index|page|topic|\d{4}-\d{2})$")
_OTHER = re.compile(r"[^a-z0-9]+")


def is_id(text: str) -> bool:
    """Whether a text may be an id."""
    return bool(re.fullmatch(ID_PATTERN, text))


def slug(text: str, otherwise: str) -> str:
    """Lower-case Latin letters, digits and hyphens, 60 at most.

    A text with hardly any Latin letter gives `otherwise` and six characters made of the text.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = _OTHER.sub("-", plain).strip("-")
    letters = sum(character.isalnum() for character in text)
    if len(words.replace("-", "")) * 2 < letters or not words:
        return f"{otherwise}-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:6]}"
    return _cut(words)


def record_id(started: datetime, title: str, kind: str) -> str:
    """The id of a record: the day on which it began and the slug of its title."""
    return f"{started.date().isoformat()}-{slug(title, kind)}"


def free(wanted: str, taken: Container[str]) -> str:
    """The wanted id, or with the first number behind it that nobody has."""
    candidate, number = wanted, 1
    while candidate in taken or _TAKEN.match(candidate):
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


def _cut(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    return (words[: LONGEST + 1].rpartition("-")[0] or words)[:LONGEST].strip("-")
