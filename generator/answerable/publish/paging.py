"""Divide a list that grows for ever into pages of about a hundred rows, whose addresses and contents stay.

Parts are counted from the oldest row, so a part that is full never changes. The newest rows, of the part that is not
full yet and of the full one before it, stand at the list's own address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from answerable.publish.context import Context
from answerable.publish.reuse.watch import Compound
from answerable.publish.text.formats import format_number

ROWS = 100

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ListPart(Compound, Generic[T]):
    """A part of a list, newest first: its rows and the addresses of the parts beside it, empty where there is none.

    `number` counts from the oldest part, and is 0 for the newest one, which stands at the list's own address.
    """

    number: int
    rows: Sequence[T]
    path: str
    newer: str = ""
    older: str = ""

    @property
    def described(self) -> tuple[Any, ...]:
        """All that it says."""
        return self.number, self.path, self.newer, self.older, tuple(self.rows)


def newest_months(months: Mapping[str, Sequence[T]], rows: int = ROWS) -> list[tuple[str, Sequence[T]]]:
    """Return the newest months, of which the last one may be cut, with so many rows together."""
    found: list[tuple[str, Sequence[T]]] = []
    for month, items in months.items():
        if rows <= 0:
            break
        found.append((month, items[:rows]))
        rows -= len(items)
    return found


def part_title(context: Context, title: str, number: int) -> str:
    """Return the title of a part: that of the list, with the part's number if it has one."""
    if not number:
        return title
    return context.gettext("%(title)s, part %(num)s") % {"title": title, "num": format_number(context, number)}


def divide(rows: Sequence[T], path: str, part_path: Callable[[int], str], size: int = ROWS) -> Iterator[ListPart[T]]:
    """Yield the parts of a list that is newest first, the newest part first."""
    numbers = [0, *range(len(rows) // size - 1, 0, -1)]
    paths = ["", *(part_path(number) if number else path for number in numbers), ""]
    for place, number in enumerate(numbers):
        first = len(rows) - number * size if number else 0
        end = first + size if number else len(rows) - max(len(rows) // size - 1, 0) * size
        yield ListPart(number, rows[first:end], paths[place + 1], newer=paths[place], older=paths[place + 2])
