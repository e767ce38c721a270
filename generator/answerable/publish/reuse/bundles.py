"""Bundles of parts: there are very many pages of records, so many are asked for together."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zlib import crc32

from answerable.output.build_cache import BuildCache
from answerable.publish.reuse.watch import digest_in_order

COUNT = 256
"""How many bundles there are: one changed part costs a look at each part of its bundle."""


def bundle_of(name: str) -> str:
    """Return the name of the bundle to which a part belongs, the same in each build."""
    return str(crc32(name.encode("utf-8", "surrogatepass")) % COUNT)


class Bundle(NamedTuple):
    """What is kept of parts: their names, when they are the same, what they looked up, and their files.

    `since` and `until` are instants in ISO format or "". `look_ups` has the arguments of each look-up by its name, and
    `digest` is that of all their digests in this order. `paths`, `lengths` (bytes) and `changed_ns` are the files'.
    """

    names: Sequence[str]
    since: str
    until: str
    look_ups: Mapping[str, Sequence[Sequence[Any]]]
    digest: str
    paths: Sequence[str]
    lengths: Sequence[int]
    changed_ns: Sequence[int]


class Bundles:
    """The bundles of the parts of one kind in the cache. `changed` has the parts' names of those to be kept anew."""

    def __init__(self, cache: BuildCache, kind: str) -> None:
        self._cache = cache
        self._kind = f"bundle of {kind}"
        self.changed: dict[str, Sequence[str]] = {}
        self._asked: set[str] = set()
        self._new: dict[str, str] = {}

    def find(self, bundle: str, names: Sequence[str]) -> Bundle | None:
        """Return what is kept of a bundle if it was made of these parts, else None."""
        self._asked.add(bundle)
        text = self._cache.rows(self._kind).get(bundle)
        found = Bundle(*json.loads(text)) if text else None
        return found if found and found.names == names else None

    def left_over(self) -> set[str]:
        """Return the names of bundles of which this build has no part any more."""
        return self._cache.rows(self._kind).keys() - self._asked - self.changed.keys()

    def keep(self, bundle: str, parts: Sequence[tuple[str, str]]) -> None:
        """Keep a bundle of parts, given by name and what is kept of each; of nothing if a part may not be kept."""
        if all(text for _, text in parts):
            self._new[bundle] = json.dumps(_together(parts))

    def close(self) -> None:
        """Hand the bundles to the cache."""
        gone = (self.left_over() | self.changed.keys()) - self._new.keys()
        self._cache.put(self._kind, self._new, gone & self._cache.rows(self._kind).keys())


def _together(parts: Sequence[tuple[str, str]]) -> Bundle:
    read = [json.loads(text) for _, text in parts]
    since = [seen[0] for seen, _ in read if seen[0]]
    until = [seen[1] for seen, _ in read if seen[1]]
    digests = {tuple(one[:-1]): one[-1] for seen, _ in read for one in seen[2]}
    look_ups: dict[str, list[list[Any]]] = {}
    for name, *arguments in sorted(digests):
        look_ups.setdefault(name, []).append(arguments)
    files = [file for _, found in read for file in found]
    return Bundle(
        [name for name, _ in parts],
        max(since, key=datetime.fromisoformat, default=""),
        min(until, key=datetime.fromisoformat, default=""),
        look_ups,
        digest_in_order(digests[name, *arguments] for name, some in look_ups.items() for arguments in some),
        [file[0] for file in files],
        [file[1] for file in files],
        [file[2] for file in files],
    )
