"""Names of people that a greeting gives away, such as "Hi Jason".

No names are listed. A word counts as one where a greeting has its name, unless it is among the words with which
everybody is greeted or belongs to the company's own people in team.yml. Lists and patterns come from the word files of
all languages, since a text may greet in another language than its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from answerable.checks.word_files import language_words, languages


def names(known: frozenset[str], text: str) -> Iterator[tuple[int, int]]:
    """The places of names in greetings; `known` are words, in lower case, of those who may be named."""
    for pattern in _fitting(text.lower()):
        for match in pattern.finditer(text):
            words = [word.strip(".").lower() for word in match["name"].split()]
            own = [word for word in words if word not in _words("titles")]
            if own and not any(word in _words("everybody") or word in known for word in own):
                yield match.span("name")


def _fitting(lower: str) -> list[re.Pattern[str]]:
    """The patterns that may match: searching for their signs takes less time than trying them."""
    found: list[re.Pattern[str]] = []
    for signs, patterns in _greetings():
        for sign in signs:
            if sign in lower:
                found.extend(patterns)
                break
    return found


@cache
def _greetings() -> tuple[tuple[tuple[str, ...], tuple[re.Pattern[str], ...]], ...]:
    greetings = (greeting for language in languages() for greeting in language_words(language).privacy.greetings)
    return tuple((one.signs, tuple(re.compile(p, re.IGNORECASE) for p in one.patterns)) for one in greetings)


@cache
def _words(name: Literal["titles", "everybody"]) -> frozenset[str]:
    lists: list[tuple[str, ...]] = [getattr(language_words(language).privacy, name) for language in languages()]
    return frozenset(word for words in lists for word in words)
