"""The search's index: what its files say, which of them change with a record, and what is never in it."""

from __future__ import annotations

import json
from itertools import accumulate
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from answerable.publish import search
from answerable.publish.search.entries import SearchEntry
from answerable.publish.search.folding import Folding, rules

FOLDING = Folding(rules("en"))
texts = st.text("abc åß日\U0001f600\U00010400 ", max_size=12)
entries = st.lists(st.builds(SearchEntry, st.just("a/"), texts, st.tuples(texts)), max_size=30)


def read(files: dict[str, bytes]) -> tuple[list[str], list[dict[str, list[int]]]]:
    """Return what the files of keys start with, and the lists of each."""
    starts = json.loads(files[search.STARTS])
    return starts, [json.loads(files[f"{number}.json"]) for number in range(len(starts))]


def utf16(text: str) -> bytes:
    """A text as scripts compare it."""
    return text.encode("utf-16-be", "surrogatepass")


@given(found=entries, leaf=st.sampled_from([1, 60, 10_000]))
def test_each_entry_stands_below_each_of_its_keys(found: list[SearchEntry], leaf: int) -> None:
    """In the file that starts last of those that start before the key; and with a mark if the title has the key."""
    before, search.LEAF = search.LEAF, leaf
    try:
        starts, leaves = read(dict(search._lists(found, FOLDING)))
    finally:
        search.LEAF = before
    assert starts == sorted(starts, key=utf16)
    listed: dict[str, list[int]] = {}
    for number, each in enumerate(leaves):
        for key, differences in each.items():
            assert sum(utf16(start) <= utf16(key) for start in starts) - 1 == number
            listed[key] = list(accumulate(differences))
    for key, numbers in listed.items():
        titled = [place for place, entry in enumerate(found) if key in FOLDING.keys(entry.title)]
        having = [place for place, entry in enumerate(found) if key in FOLDING.keys(f"{entry.title} {entry.texts[0]}")]
        assert [number // 2 for number in numbers] == having
        assert [number // 2 for number in numbers if number % 2] == titled
    assert set().union(*(FOLDING.keys(f"{entry.title} {entry.texts[0]}") for entry in found)) == set(listed)


@given(found=entries)
def test_the_same_entries_give_the_same_bytes(found: list[SearchEntry]) -> None:
    """Whatever was folded before."""
    once: Any = list(search._lists(found, Folding(rules("en"))))
    assert once == list(search._lists(found, FOLDING))
