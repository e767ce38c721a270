"""Privacy in tables of any size: the rows of `intake/`, a block at a time, closely only where something could stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from generator.checks.privacy.finding import Finder
from generator.checks.privacy.rules import RULES
from generator.checks.privacy.texts import hits
from generator.checks.rule import Hit, Passage

TABLES = (".csv", ".tsv")
BLOCK = 1 << 20
"""Characters that are looked at together."""
MOST = 1000
"""Finds in one table after which nothing more is looked for: a column of numbers need not be read to its end."""

_DULL = re.compile(
    r"^(?![A-Za-z]{2}\d\d[0-9A-Za-z]{11})(?:[A-Za-z][\w.-]*|[1-9]\d{0,12})(?=[,;\t|])"
    r"|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?",
    re.MULTILINE,
)
"""What nearly all of a table is made of: ids of rows, and instants."""
_SUSPECT = re.compile(
    r"@|%40|(?<![\w-])(?:[+(0]|\d(?:[^\w\n,;|]{0,3}\d){2})(?:[^\w\n,;|]{0,3}\d){6}|(?<=[A-Za-z])/"
    r"|\b[A-Za-z]{2}\d\d(?:[ -]?[0-9A-Za-z]){11}"
)
"""What a row has in which something private may stand."""
_BETWEEN = re.compile("[,;\t|]")
"""What stands between cells: for the search each is a line of its own."""


def in_table(path: Path, name: str, finder: Finder) -> Iterator[Hit]:
    """What is private in a table's rows, each with its line; the first thousand."""
    yield from islice(_all(path, name, finder), MOST)


def _all(path: Path, name: str, finder: Finder) -> Iterator[Hit]:
    number = 1
    with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
        while lines := file.readlines(BLOCK):
            if _is_suspect("".join(lines), finder):
                for place, line in enumerate(lines, start=number):
                    if _is_suspect(line, finder):
                        yield from _row(line, place, name, finder)
            number += len(lines)


def _is_suspect(text: str, finder: Finder) -> bool:
    return bool(_SUSPECT.search(_DULL.sub("", text))) or finder.has_code(text)


def _row(line: str, number: int, name: str, finder: Finder) -> Iterator[Hit]:
    cells = _BETWEEN.sub("\n", line.rstrip("\r\n"))
    first = cells.find("\n")
    for hit in hits(finder, Passage(name, (), "cell", cells, line=number)):
        if hit.rule != RULES["id"].name or hit.span[0] > first:  # one row's id in eleven fits a checksum
            yield replace(hit, text=line)
