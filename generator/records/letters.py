"""What readers take for one character, of however many it is made: an emoji of a family, a letter with its accents."""

from __future__ import annotations

import regex

_CLUSTER = regex.compile(r"\X")


def letters(words: str) -> list[str]:
    """The words' characters as readers see them (extended grapheme clusters of Unicode's annex 29)."""
    return _CLUSTER.findall(words)


def beginning(words: str, at_most: int) -> str:
    """As many whole characters as are written with so many code points, cut at the last space if there is one."""
    end = 0
    for match in _CLUSTER.finditer(words, 0, at_most + 1):
        if match.end() > at_most:
            break
        end = match.end()
    return words[:end].rsplit(" ", 1)[0]
