"""The same reply again: of many replies those that are nearly the same as one before, without comparing each with all.

Words in pairs and in threes make a reply's shingles. Two replies that share at least `SHARED` of all their shingles
share one of the rarest few of each (the prefix filter of Chaudhuri, Ganti and Kaushik, 2006), so only replies that
meet in the index of rare shingles are compared, by rapidfuzz. "Hello, this is the service team" is no meeting.
A repeat is measured against the first reply of its kind and not put into the index, so ten thousand copies cost no more
than ten thousand look-ups.
"""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import NamedTuple

from rapidfuzz import fuzz, process

from answerable.records.characters import HALF_SPACE, normalize

SHARED = 0.35
"""The least share of common shingles (Jaccard) at which two replies surely meet; below, they may."""
COMPARED_AT_MOST = 30
"""Of the replies that meet one, those that share most rare shingles with it are compared."""
MET_AT_MOST = 200
"""Kinds that are looked up for one reply: beyond that its shingles are everybody's, and say nothing."""
_WORD = re.compile(r"\w+")


class RepeatedReply(NamedTuple):
    """Numbers of replies in the sequence given: `this` repeats `first`; `alike` in per cent, `time` 2 or more."""

    this: int
    first: int
    alike: int
    time: int


@dataclass(slots=True)
class _Kind:
    """A reply that is like none before it, and how often it was seen."""

    number: int
    words: str
    seen: int = 1


def repeated_replies(texts: Sequence[str], alike: int, least_words: int) -> Iterator[RepeatedReply]:
    """Each text that is like an earlier one by at least `alike` per cent (rapidfuzz's ratio of their folded words).

    The order of the texts is that of time. Texts of fewer than `least_words` words are left out: "It works again."
    """
    plain = [plain_words(text) for text in texts]
    distinct = dict.fromkeys(words for words in plain if words.count(" ") + 1 >= least_words)
    rare = dict(zip(distinct, _rare_shingles(distinct), strict=True))
    index = _Index()
    kinds: dict[str, _Kind] = {}
    for number, words in enumerate(plain):
        if words not in rare:
            continue
        kind = kinds.get(words) or index.find_or_add(number, words, rare[words], alike)
        kinds.setdefault(words, kind)
        if kind.number != number:
            kind.seen += 1
            yield RepeatedReply(number, kind.number, math.floor(fuzz.ratio(words, kind.words)), kind.seen)


def plain_words(text: str) -> str:
    """The folded words with one space between them; half-spaces join."""
    return " ".join(_WORD.findall(normalize(text).replace(HALF_SPACE, "")))


@dataclass
class _Index:
    """Kinds of replies by their rare shingles."""

    kinds: list[_Kind] = field(default_factory=list)
    where: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def find_or_add(self, number: int, words: str, rare: Sequence[int], alike: int) -> _Kind:
        """The kind that is most like these words, if it is alike enough; else a new kind of them."""
        close = [self.kinds[met] for met, _ in self._met(rare).most_common(COMPARED_AT_MOST)]
        found = process.extractOne(words, [kind.words for kind in close], scorer=fuzz.ratio, score_cutoff=alike)
        if found:
            return close[found[2]]
        for shingle in rare:
            self.where[shingle].append(len(self.kinds))
        self.kinds.append(_Kind(number, words))
        return self.kinds[-1]

    def _met(self, rare: Iterable[int]) -> Counter[int]:
        """How many rare shingles each kind shares; the rarest are asked first, until enough kinds answered."""
        met: Counter[int] = Counter()
        left = MET_AT_MOST
        for kinds in map(self.where.get, rare):
            if kinds:
                met.update(kinds[-left:])
                left -= len(kinds)
                if left <= 0:
                    break
        return met


def _rare_shingles(texts: Iterable[str]) -> Iterator[Sequence[int]]:
    """For each text its rarest shingles that another text has too, the rarest first.

    Shingles are numbered as they come, so that two runs over the same texts do not differ.
    """
    numbers: dict[str, int] = {}
    of_text = [array("L", {numbers.setdefault(s, len(numbers)) for s in _shingles(text)}) for text in texts]
    often = Counter(chain.from_iterable(of_text))
    order = sorted(range(len(numbers)), key=often.__getitem__)
    rank = array("L", bytes(len(numbers) * array("L").itemsize))
    for place, shingle in enumerate(order):
        rank[shingle] = place
    alone = sum(1 for count in often.values() if count == 1)
    for shingles in of_text:
        rarest = sorted(map(rank.__getitem__, shingles))[: len(shingles) - math.ceil(SHARED * len(shingles)) + 1]
        yield array("L", rarest[bisect_left(rarest, alone) :])


def _shingles(text: str) -> Iterator[str]:
    words = text.split()
    pairs = list(map(" ".join, pairwise(words)))
    return chain(pairs, map(" ".join, zip(pairs, words[2:], strict=False)))
