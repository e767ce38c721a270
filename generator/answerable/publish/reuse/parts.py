"""The parts of a site, and which of them an earlier build made of the same values, so that their files can stay."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from answerable.content.digests import company_digest
from answerable.output.build_cache import BuildCache, digest, digest_of_bytes, digest_of_zones
from answerable.output.outputs import Task
from answerable.publish.context import WATCHED, Context
from answerable.publish.reuse.bundles import Bundle, Bundles
from answerable.publish.reuse.watch import Watch
from answerable.publish.shell import Shell
from answerable.publish.text.lettering import can_shape

_BASE = ""
"""The name of the row with the digest of what is the same for the whole site."""


@dataclass(frozen=True, slots=True)
class SitePart:
    """Files of the site that are made together, by a task that learns what it needs from the context alone.

    `name` tells it from all others, in this build and in earlier ones. A part without a name is always made.
    """

    name: str
    make: Task


class File(NamedTuple):
    """A file of a part: its path, its length in bytes, its time and the digest of its content."""

    path: str
    length: int
    changed_ns: int
    digest: str


class Made(NamedTuple):
    """A part that was made: what it has seen, as JSON, and the paths of its files with their digests."""

    name: str
    seen: str
    files: tuple[tuple[str, str], ...]


class WatchedShells(Mapping[str, Shell]):
    """Shells by folder that tell a watch which is used."""

    def __init__(self, shells: Mapping[str, Shell], watch: Watch) -> None:
        self._shells = shells
        self._watch = watch
        watch.look_ups["shell"] = lambda folder: shells[folder].digest if folder in shells else ""

    def __getitem__(self, folder: str) -> Shell:
        self._watch.saw("shell", folder)
        return self._shells[folder]

    def __iter__(self) -> Iterator[str]:
        return iter(self._shells)

    def __len__(self) -> int:
        return len(self._shells)


class KnownParts:
    """The parts of the site in one language that an earlier build made, and those that this one makes.

    `previous` is the folder with the site in that language as that build left it. Parts of which there are very many
    are asked for in bundles, and what was kept of each is read only where its bundle is not the same.
    """

    def __init__(self, cache: BuildCache, context: Context, previous: Path | None) -> None:
        self._cache = cache
        self._kind = f"part {context.language}"
        self._watch = context.watch
        self._now = context.now
        self._previous = previous
        self._base = _base(context)
        self._usable = previous is not None and cache.rows(self._kind).get(_BASE) == self._base
        self._new: dict[str, dict[str, str]] = {self._kind: {_BASE: self._base}}
        self._seen: dict[str, set[str]] = {self._kind: {_BASE}}
        self._bundles = Bundles(cache, self._kind)
        self._bundle_of: dict[str, str] = {}

    def files_of(self, name: str) -> Sequence[str] | None:
        """Return the paths of a part's files if all of them can stay as they are, else None."""
        kind = self._kind_of(name)
        text = self._cache.rows(kind).get(name) if self._usable and name else None
        if not text:
            return None
        try:
            seen, found = json.loads(text)
            files = [File(*one) for one in found]
            if not self._is_as_seen(*seen) or not all(map(self._is_there, files)):
                return None
        except Exception:  # noqa: BLE001 (whatever is wrong with what was kept, the part can be made again)
            return None
        self._seen.setdefault(kind, set()).add(name)
        return [file.path for file in files]

    def files_of_bundle(self, bundle: str, names: Sequence[str]) -> Sequence[str] | None:
        """Return the paths of the files of all these parts if they can stay, else None: then ask for each part.

        `names` are those of all parts of the bundle in this build.
        """
        with suppress(Exception):  # the same
            found = self._bundles.find(bundle, names) if self._usable else None
            if found and self._is_as_seen(found.since, found.until, ()) and self._is_whole(found):
                return found.paths
        self._bundles.changed[bundle] = names
        self._bundle_of.update(dict.fromkeys(names, bundle))
        self._seen.setdefault(f"{self._kind} {bundle}", set())
        return None

    def _is_whole(self, bundle: Bundle) -> bool:
        """Return whether the look-ups of a bundle give the same, and its files are there, with the same times."""
        if self._watch.digest_of_all(bundle.look_ups) != bundle.digest:
            return False
        for path, length, changed_ns in zip(bundle.paths, bundle.lengths, bundle.changed_ns, strict=True):
            found = os.lstat(f"{self._previous}/{path}")
            if found.st_mtime_ns != changed_ns or found.st_size != length or not stat.S_ISREG(found.st_mode):
                return False
        return True

    def _kind_of(self, name: str) -> str:
        bundle = self._bundle_of.get(name)
        return self._kind if bundle is None else f"{self._kind} {bundle}"

    def _is_as_seen(self, since: str, until: str, look_ups: Iterable[Sequence[Any]]) -> bool:
        bounds = [datetime.fromisoformat(one) if one else self._now for one in (since, until)]
        if not bounds[0] <= self._now <= bounds[1]:
            return False
        return all(self._watch.digest(tuple(one[:-1])) == one[-1] for one in look_ups)

    def _is_there(self, file: File) -> bool:
        """Return whether the previous site has a file unchanged; one with another time is read."""
        path = f"{self._previous}/{file.path}"
        found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode) or found.st_size != file.length:
            return False
        return found.st_mtime_ns == file.changed_ns or digest_of_bytes(Path(path).read_bytes()) == file.digest

    def keep(self, made: Made, site: Path) -> None:
        """Keep a part that was made, whose files are in a folder now."""
        if made.seen:
            found = ((path, os.lstat(f"{site}/{path}"), content) for path, content in made.files)
            files = [File(path, stat.st_size, stat.st_mtime_ns, content) for path, stat, content in found]
            kind = self._kind_of(made.name)
            self._new.setdefault(kind, {})[made.name] = f"[{made.seen}, {json.dumps(files)}]"
            self._seen.setdefault(kind, set()).add(made.name)

    def close(self) -> None:
        """Hand what is to be kept to the cache."""
        for bundle in self._bundles.left_over():
            self._seen.setdefault(f"{self._kind} {bundle}", set())
        for kind, seen in self._seen.items():
            self._cache.put(kind, self._new.get(kind, {}), self._cache.rows(kind).keys() - seen)
        for bundle, names in self._bundles.changed.items():
            kind = f"{self._kind} {bundle}"
            seen, new = self._seen[kind], {**self._cache.rows(kind), **self._new.get(kind, {})}
            self._bundles.keep(bundle, [(name, new[name] if name in seen else "") for name in names])
        self._bundles.close()


def _base(context: Context) -> str:
    """Return the digest of what is not watched, since it is the same for the whole site."""
    settings = [(one.name, _plain(getattr(context, one.name))) for one in fields(context) if one.name not in _APART]
    zones = {context.zone, *(channel.zone for channel in context.ledger.channels if channel.zone)}
    return digest(repr(settings), company_digest(context.ledger), str(can_shape()), digest_of_zones(zones))


_APART = {*WATCHED, "ledger", "watch"}


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value
