"""Complaints that say the same in nearly the same words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz, process, utils

from generator.facts.fold import fold

FEWEST_LETTERS = 8
"""A text with fewer letters says too little to be like another."""


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one complaint."""

    id: str
    received: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Complaints that are alike, oldest first; the first one's words stand for all."""

    members: tuple[Said, ...]


def clusters(said: Iterable[Said], alike: int) -> tuple[Cluster, ...]:
    """The complaints by what they say, the largest cluster first.

    Each joins the cluster whose first text is most like its own, by at least `alike` per cent of rapidfuzz's ratio. The
    order of words, capitals, punctuation and ways to write a letter do not matter.
    """
    leaders: list[str] = []
    found: list[list[Said]] = []
    for one in sorted(said, key=lambda one: (one.received, one.id)):
        words = " ".join(sorted(utils.default_process(fold(one.text)).split()))
        if len(words) < FEWEST_LETTERS:
            continue
        best = process.extractOne(words, leaders, scorer=fuzz.ratio, score_cutoff=alike)
        if best is None:
            leaders.append(words)
            found.append([])
        found[best[2] if best else -1].append(one)
    return tuple(Cluster(tuple(members)) for members in sorted(found, key=len, reverse=True))
