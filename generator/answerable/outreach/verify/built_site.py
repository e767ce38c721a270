"""The files of the built site that are compared with the published one, and the report of the comparison."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from answerable.output.served import Served, Verify
from answerable.outreach.websub import FRESHNESS, SiteError, language_folders
from answerable.records.findings import escape_invisible
from answerable.records.instants import parse_instant
from answerable.translation.message import joined, msg, padded

HOME = "index.html"
NOT_FOUND = "404.html"
SECURITY = ".well-known/security.txt"


@dataclass(frozen=True)
class BuiltFreshness:
    """The instants of a freshness file; None for each that is missing or cannot be read."""

    built_at: datetime | None
    believe_until: datetime | None
    next_build_by: datetime | None


@dataclass(frozen=True)
class Site:
    """The built files to fetch and compare, by path in the order of asking, and how each is to be served.

    `files` also has the page for missing addresses, which is not fetched at its own address.
    """

    files: Mapping[str, bytes]
    served: Mapping[str, Served]
    freshness: BuiltFreshness


def read_site(folder: Path, served: Sequence[Served]) -> Site:
    """Read the files of a built site that `served` declares as to be verified, in each language.

    A file that the site does not have is left out. Raises `SiteError` if there is no site in the folder.
    """
    try:
        freshness_file = (folder / FRESHNESS).read_bytes()
        declared = dict(_verified(folder, served))
        paths = [path for path in (*declared, NOT_FOUND) if (folder / path).is_file()]
        files = {path: (folder / path).read_bytes() for path in paths}
    except FileNotFoundError:
        raise SiteError(
            msg("%(folder)s is not there; build the site first, or give --site-dir", folder=folder / FRESHNESS)
        ) from None
    except OSError as error:
        raise SiteError(f"{error.filename or folder}: {error.strerror}") from None
    freshness = read_freshness(freshness_file)
    if freshness.built_at is None:
        raise SiteError(msg("%(folder)s cannot be read; build the site anew", folder=folder / FRESHNESS))
    return Site({FRESHNESS: freshness_file, **files}, declared, freshness)


def _verified(folder: Path, served: Sequence[Served]) -> Iterator[tuple[str, Served]]:
    """Yield the path and the declaration of each file to verify, those of the first language first."""
    for one in served:
        if one.verify is not Verify.NEVER:
            yield one.pattern, one
    for language in language_folders(folder):
        for one in served:
            if one.verify is Verify.EVERY_LANGUAGE:
                yield f"{language.name}/{one.pattern}", one


def read_freshness(content: bytes) -> BuiltFreshness:
    """Read a freshness file, whatever it contains."""
    try:
        facts = json.loads(content)
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
"""The longest sentence of a report, in characters."""


class Grade(StrEnum):
    """How the published site compares with the built one."""

    AS_BUILT = "as built"
    WARNING = "warning"
    DIFFERS = "differs"
    UNREACHABLE = "unreachable"


GRADES = {
    Grade.AS_BUILT: msg("as built"),
    Grade.WARNING: msg("warning"),
    Grade.DIFFERS: msg("differs"),
    Grade.UNREACHABLE: msg("unreachable"),
}


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """One finding: its subject, its grade, and a sentence. Invisible characters that a host sent are shown escaped."""

    what: str
    grade: Grade
    words: str

    def __str__(self) -> str:
        what, words = escape_invisible(self.what), escape_invisible(self.words)
        return msg(
            "%(grade)s  %(what)s: %(words)s",
            grade=padded(GRADES[self.grade], 11),
            what=what,
            words=words if len(words) <= SHOWN_AT_MOST else words[:SHOWN_AT_MOST],
        )


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """All findings about the site at `url`."""

    url: str
    seen: tuple[AnswerReport, ...]

    @property
    def grade(self) -> Grade:
        """Return the worst grade; a file that cannot be fetched from a host that answers counts as a difference."""
        grades = {one.grade for one in self.seen}
        if grades <= {Grade.UNREACHABLE}:
            return Grade.UNREACHABLE
        if grades & {Grade.DIFFERS, Grade.UNREACHABLE}:
            return Grade.DIFFERS
        return Grade.WARNING if Grade.WARNING in grades else Grade.AS_BUILT

    @property
    def lines(self) -> Iterator[str]:
        """Yield a line for each finding; files with the same finding share a line."""
        subjects: dict[tuple[Grade, str], list[str]] = {}
        for one in self.seen:
            subjects.setdefault((one.grade, one.words), []).append(one.what)
        for (grade, words), files in subjects.items():
            yield str(AnswerReport(joined(", ", files), grade, words))

    def facts(self) -> dict[str, object]:
        """Return the report as JSON values, for programs."""
        return {"url": self.url, "grade": self.grade.value, "seen": [asdict(one) for one in self.seen]}
