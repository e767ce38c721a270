"""The company's own order, trip and booking codes, by the patterns of its policy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.records.rules import Code


def patterns(codes: Iterable[Code]) -> tuple[re.Pattern[str], ...]:
    """The policy's patterns as what a word must be, in letters of either case."""
    return tuple(re.compile(rf"(?<![0-9A-Za-z])(?:{code.pattern})(?![0-9A-Za-z])", re.IGNORECASE) for code in codes)


def codes(known: Iterable[re.Pattern[str]], text: str) -> Iterator[tuple[int, int]]:
    """The places of codes in a plain text."""
    for pattern in known:
        yield from (match.span() for match in pattern.finditer(text))
