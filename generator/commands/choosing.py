"""Choices from a list, by number or by name; a misspelt name gets a guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from generator.records.findings import did_you_mean, quoted
from generator.records.words import ComponentStatus

T = TypeVar("T")

IMPACTS = {
    "none": "nobody is held up",
    "minor": "it is a nuisance, and there is a way round",
    "major": "many people cannot do something that matters",
    "critical": "almost nothing works, or somebody may come to harm",
}
STATUSES = {
    "degraded_performance": "slow, or wrong at times",
    "partial_outage": "does not work for some",
    "major_outage": "does not work for anybody",
    "under_maintenance": "stopped on purpose",
    "operational": "works",
}


def listed(choices: Mapping[str, str]) -> tuple[str, ...]:
    """The choices as numbered lines."""
    width = max(map(len, choices), default=0)
    return tuple(f"  {number}  {id:{width}}  {words}" for number, (id, words) in enumerate(choices.items(), start=1))


def pick(words: str, choices: Mapping[str, object]) -> str:
    """The choice that a number or a name means. Raises ValueError with a guess."""
    words = words.strip()
    if words in choices:
        return words
    if re.fullmatch(r"[0-9]{1,3}", words) and 1 <= int(words) <= len(choices):
        return list(choices)[int(words) - 1]
    by_folded = {id.casefold().replace("-", "_"): id for id in choices}
    folded = words.casefold().replace("-", "_").replace(" ", "_")
    if folded in by_folded:
        return by_folded[folded]
    known = f"known: {', '.join(list(choices)[:12])}" if choices else "there is nothing to choose from yet"
    if not words:
        raise ValueError(f"choose one by its number or name; {known}")
    raise ValueError(f"{quoted(words)} is not in the list; {did_you_mean(words, choices) or known}")


def picking(choices: Mapping[str, object], make: Callable[[str], T]) -> Callable[[str], T]:
    """A reader for a question: the choice, made into what is wanted."""
    return lambda words: make(pick(words, choices))


def pick_components(words: str, components: Mapping[str, str]) -> dict[str, ComponentStatus | None]:
    """Components from `checkout=partial_outage, 3`; None where no status was named. Raises ValueError."""
    found: dict[str, ComponentStatus | None] = {}
    for part in filter(None, re.split(r"[,،\s]+", words)):
        id, _, status = part.partition("=")
        found[pick(id, components)] = ComponentStatus(pick(status, STATUSES)) if status else None
    if not found:
        raise ValueError("name at least one, by its number or id")
    return found
