"""Group texts that say nearly the same, by rapidfuzz's ratio: complaints here, replies in `checks/tone/repeats.py`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from answerable.records.characters import normalize


@dataclass(slots=True)
class TextGroups:
    """Groups of similar texts. A group is represented by its first text, and numbered from 0 in the order of those.

    `alike` is the least ratio, in per cent, between a text and the first one of its group.
    """

    alike: int
    first_texts: list[str] = field(default_factory=list)

    def join(self, text: str, candidates: Sequence[int] | None = None) -> int:
        """Put a text into the group whose first text is most like it, or into a new one, and return the group's number.

        Only the groups in `candidates` are compared, if given.
        """
        from rapidfuzz import fuzz, process  # noqa: PLC0415 (it takes a while, and builds compare nothing)

        known = self.first_texts if candidates is None else [self.first_texts[number] for number in candidates]
        best = process.extractOne(text, known, scorer=fuzz.ratio, score_cutoff=self.alike)
        if best is None:
            self.first_texts.append(text)
            return len(self.first_texts) - 1
        return best[2] if candidates is None else candidates[best[2]]

    def ratio(self, text: str, group: int) -> float:
        """How much a text is like the first one of a group, in per cent."""
        from rapidfuzz import fuzz  # noqa: PLC0415

        return fuzz.ratio(text, self.first_texts[group])


FEWEST_LETTERS = 8
"""A text with fewer letters says too little to be compared."""


@dataclass(frozen=True, slots=True)
class ComplaintText:
    """The words of one complaint."""

    id: str
    received: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Similar complaints, oldest first."""

    members: tuple[ComplaintText, ...]


def similar_complaints(complaints: Iterable[ComplaintText], alike: int) -> tuple[Cluster, ...]:
    """Group complaints that say nearly the same, the largest cluster first.

    The order of words, capitals, punctuation and ways to write a letter do not matter. Texts of fewer than
    `FEWEST_LETTERS` letters are left out.
    """
    from rapidfuzz import utils  # noqa: PLC0415

    groups, members = TextGroups(alike), defaultdict[int, list[ComplaintText]](list)
    for one in sorted(complaints, key=lambda one: (one.received, one.id)):
        words = " ".join(sorted(utils.default_process(normalize(one.text)).split()))
        if len(words) >= FEWEST_LETTERS:
            members[groups.join(words)].append(one)
    return tuple(Cluster(tuple(cluster)) for cluster in sorted(members.values(), key=len, reverse=True))
