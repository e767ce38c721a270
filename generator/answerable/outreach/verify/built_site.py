"""The built site on this machine, as far as it is compared: few files, of which each says much of the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from answerable.outreach.websub import FRESHNESS, SiteError, translated
from answerable.records.findings import escape_invisible
from answerable.records.instants import parse_instant

HOME = "index.html"
NOT_FOUND = "404.html"
CATALOG = ".well-known/api-catalog"
SECURITY = ".well-known/security.txt"
COMPARED = (
    HOME,
    "pinned.json",
    "feed.xml",
    "feed.atom",
    "feed.json",
    "feeds.opml",
    "history.rss",
    "history.atom",
    "api/v2/summary.json",
    "api/v2/status.json",
    "badges/status.svg",
    "badges/status.json",
    "calendar.ics",
    "embed.js",
    "status.txt",
    CATALOG,
    SECURITY,
)
"""Beside freshness.json; a file that the site has not is not asked for."""
_IN_EACH = (HOME, FRESHNESS, "pinned.json", "feed.xml", "status.txt")
"""The same of the folder of each further language."""


@dataclass(frozen=True)
class BuiltFreshness:
    """What a freshness file says, as far as it can be read."""

    built_at: datetime | None
    believe_until: datetime | None
    next_build_by: datetime | None


@dataclass(frozen=True)
class Site:
    """The built files that are compared, by path in the order of asking, and what the site says of its own age."""

    files: Mapping[str, bytes]
    freshness: BuiltFreshness


def read_site(folder: Path) -> Site:
    """The site in a folder. Raises SiteError."""
    try:
        told = (folder / FRESHNESS).read_bytes()
        paths = (*COMPARED, *_translated(folder), NOT_FOUND)
        files = {path: (folder / path).read_bytes() for path in paths if (folder / path).is_file()}
    except FileNotFoundError:
        raise SiteError(f"{folder / FRESHNESS} is not there; build the site first, or give --site-dir") from None
    except OSError as error:
        raise SiteError(f"{error.filename or folder}: {error.strerror}") from None
    freshness = read_freshness(told)
    if freshness.built_at is None:
        raise SiteError(f"{folder / FRESHNESS} cannot be read; build the site anew")
    return Site({FRESHNESS: told, **files}, freshness)


def _translated(folder: Path) -> Iterator[str]:
    """Some of these files of the site in its further languages."""
    return (f"{inner.name}/{path}" for inner in translated(folder) for path in _IN_EACH)


def read_freshness(told: bytes) -> BuiltFreshness:
    """What a freshness file says; None for each instant that is missing or none."""
    try:
        facts = json.loads(told)
    except (ValueError, RecursionError):
        facts = None
    found: dict[str, Any] = facts if isinstance(facts, dict) else {}
    return BuiltFreshness(*(_instant(found.get(key)) for key in ("built_at", "believe_until", "next_build_by")))


def _instant(value: object) -> datetime | None:
    try:
        return parse_instant(value)
    except ValueError:
        return None


SHOWN_AT_MOST = 300


class Grade(StrEnum):
    """How what the world sees compares with what was built."""

    AS_BUILT = "as built"
    WARNING = "warning"
    DIFFERS = "differs"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """One thing looked at: what it is, its grade, and a sentence; what a host sent is made visible in it."""

    what: str
    grade: Grade
    words: str

    def __str__(self) -> str:
        return f"{self.grade:<11}  {escape_invisible(self.what)}: {escape_invisible(self.words)[:SHOWN_AT_MOST]}"


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """All that was looked at; `url` is the site's address."""

    url: str
    seen: tuple[AnswerReport, ...]

    @property
    def grade(self) -> Grade:
        """The worst that was seen. A file that cannot be had from a host that answers is a difference."""
        grades = {one.grade for one in self.seen}
        if grades <= {Grade.UNREACHABLE}:
            return Grade.UNREACHABLE
        if grades & {Grade.DIFFERS, Grade.UNREACHABLE}:
            return Grade.DIFFERS
        return Grade.WARNING if Grade.WARNING in grades else Grade.AS_BUILT

    @property
    def lines(self) -> Iterator[str]:
        """One line for each thing that was seen, with the files of which the same is to be said."""
        alike: dict[tuple[Grade, str], list[str]] = {}
        for one in self.seen:
            alike.setdefault((one.grade, one.words), []).append(one.what)
        for (grade, words), files in alike.items():
            yield str(AnswerReport(", ".join(files), grade, words))

    def facts(self) -> dict[str, object]:
        """The same for programs."""
        return {"url": self.url, "grade": self.grade.value, "seen": [asdict(one) for one in self.seen]}
