"""What was seen at one address and how it compares, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from generator.records.findings import visible

SHOWN_AT_MOST = 300


class Grade(StrEnum):
    """How what the world sees compares with what was built."""

    AS_BUILT = "as built"
    WARNING = "warning"
    DIFFERS = "differs"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing looked at: what it is, its grade, and a sentence; what a host sent is made visible in it."""

    what: str
    grade: Grade
    words: str

    def __str__(self) -> str:
        return f"{self.grade:<11}  {visible(self.what)}: {visible(self.words)[:SHOWN_AT_MOST]}"


@dataclass(frozen=True, slots=True)
class Report:
    """All that was looked at; `url` is the site's address."""

    url: str
    seen: tuple[Seen, ...]

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
            yield str(Seen(", ".join(files), grade, words))

    def facts(self) -> dict[str, object]:
        """The same for programs."""
        return {"url": self.url, "grade": self.grade.value, "seen": [asdict(one) for one in self.seen]}
