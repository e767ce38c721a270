"""Find replies that are nearly the same as an earlier one, without comparing each with all.

A text's shingles are its words in pairs and in threes. Two replies that share at least `SHARED` of all their shingles
share one of the rarest few of each (the prefix filter of Chaudhuri, Ganti and Kaushik, 2006), so a reply is compared by
rapidfuzz only with those that have a rare shingle in common with it; "Hello, this is the service team" is none.
A repeat is compared with the first reply of its group and does not get into the index of rare shingles, so ten thousand
copies cost no more than ten thousand look-ups.
"""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from answerable.facts.similar_texts import TextGroups
from answerable.records.characters import HALF_SPACE, normalize

SHARED = 0.35
"""The share of common shingles (Jaccard) from which on two replies are surely compared; below, they may be."""
COMPARED_AT_MOST = 30
"""A reply is compared with so many groups: those that share most rare shingles with it."""
LOOKED_UP_AT_MOST = 200
"""Groups that are looked up for one reply: beyond that its shingles are in everybody's replies, and say nothing."""
_WORD = re.compile(r"\w+")


class RepeatedReply(NamedTuple):
    """Numbers of replies in the sequence given: `this` repeats `first`; `alike` in per cent, `time` 2 or more."""

    this: int
    first: int
    alike: int
    time: int


def repeated_replies(texts: Sequence[str], alike: int, least_words: int) -> Iterator[RepeatedReply]:
    """Each text that is like an earlier one by at least `alike` per cent (rapidfuzz's ratio of their plain words).

    The texts are in order of time. Those of fewer than `least_words` words are left out: "It works again."
    """
    groups = TextGroups(alike)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number, words, group in _grouped([plain_words(text) for text in texts], groups, least_words):
        members[group].append(number)
        if len(members[group]) > 1:
            ratio = math.floor(groups.ratio(words, group))
            yield RepeatedReply(number, members[group][0], ratio, len(members[group]))


def _grouped(plain: Sequence[str], groups: TextGroups, least_words: int) -> Iterator[tuple[int, str, int]]:
    """(number of the text, its words, its group) for each text that is long enough."""
    distinct = dict.fromkeys(words for words in plain if words.count(" ") + 1 >= least_words)
    rare = dict(zip(distinct, _rare_shingles(distinct), strict=True))
    index, group_of = _ShingleIndex(), dict[str, int]()
    for number, words in enumerate(plain):
        if words not in rare:
            continue
        if words not in group_of:
            group = group_of[words] = groups.join(words, index.candidates(rare[words]))
            if groups.first_texts[group] == words:
                index.add(group, rare[words])
        yield number, words, group_of[words]


def plain_words(text: str) -> str:
    """The normalized words with one space between them; half-spaces join."""
    return " ".join(_WORD.findall(normalize(text).replace(HALF_SPACE, "")))


class _ShingleIndex:
    """Groups of replies by the rare shingles of their first reply."""

    def __init__(self) -> None:
        self._groups: dict[int, list[int]] = {}

    def add(self, group: int, rare: Iterable[int]) -> None:
        for shingle in rare:
            self._groups.setdefault(shingle, []).append(group)

    def candidates(self, rare: Iterable[int]) -> list[int]:
        """The groups that share most rare shingles with a reply; the rarest shingles are looked up first."""
        shared: Counter[int] = Counter()
        left = LOOKED_UP_AT_MOST
        for groups in map(self._groups.get, rare):
            if groups:
                shared.update(groups[-left:])
                left -= len(groups)
                if left <= 0:
                    break
        return [group for group, _ in shared.most_common(COMPARED_AT_MOST)]


def _rare_shingles(texts: Iterable[str]) -> Iterator[Sequence[int]]:
    """For each text the numbers of its rarest shingles that another text has too, the rarest first.

    Shingles are numbered in the order of the texts, so that two runs over the same texts give the same.
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
