"""Compressed twins beside the files of a site, such as `index.html.gz`, which a web server sends as they are.

A server does not ask whether a twin is of the file as it is now, so an old twin is an old page. Therefore twins are
made before the site is swapped in, each gets the very time of its file, and one of the last site is kept only beside a
file that is kept, too. Who changes a file of a live site must remove its twins first.
"""

from __future__ import annotations

import gzip
import importlib
import os
import stat
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from answerable.output.build_cache import BuildCache
from answerable.output.fork_map import fork_map
from answerable.output.hardlinks import create, files_below
from answerable.output.served import TWINS

# Path objects would cost more than the files do, a hundred thousand times over:
# ruff: noqa: PTH103, PTH123

SMALLEST = 1024
"""Files of fewer bytes get no twin: they fit into one packet as they are."""
_GZIP_LEVEL = 6  # 9 takes half as long again for half a percent
_BROTLI_QUALITY = 5  # as quick as gzip and 7 % smaller; 11 is 18 % smaller, and takes 70 times as long
_AT_ONCE = 100
_ROWS = "twins"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A way to compress: the ending of its twins, what makes them, with its version, and the function that does."""

    ending: str
    made_with: str
    compress: Callable[[bytes], bytes]


def encoding(name: str) -> Encoding:
    """Return an encoding of `TWINS`. Raises ImportError for brotli where its library is not installed."""
    if name == "gzip":
        made_with = f"zlib {zlib.ZLIB_RUNTIME_VERSION} level {_GZIP_LEVEL}"
        return Encoding(TWINS[name], made_with, partial(gzip.compress, compresslevel=_GZIP_LEVEL, mtime=0))
    brotli = importlib.import_module("brotli")
    made_with = f"brotli {brotli.__version__} quality {_BROTLI_QUALITY}"
    return Encoding(TWINS[name], made_with, partial(brotli.compress, quality=_BROTLI_QUALITY))


@dataclass(frozen=True, slots=True)
class Twins:
    """Which files of a site get twins: those whose names end in one of `texts`, in each of the encodings."""

    encodings: tuple[Encoding, ...]
    texts: tuple[str, ...]

    def add(self, new: Path, kept: Collection[str], previous: Path | None, cache: BuildCache) -> list[str]:
        """Write the twins that are missing into `new`, and return the paths of those that stay as in `previous`.

        The site has the files of `new`, some of which are hard links to the same of `previous`, and those of `previous`
        at the paths `kept`. The cache knows of each twin of `previous` its length and what made it: another version of
        a library would make other bytes.
        """
        stay: list[str] = []
        missing: list[Callable[[], tuple[str, str]]] = []
        known = cache.rows(_ROWS)
        for folder, path in self._files(new, kept, previous):
            file = f"{folder}/{path}"
            found = os.lstat(file)
            if found.st_size < SMALLEST or not stat.S_ISREG(found.st_mode):
                continue
            is_kept = folder is previous or (previous is not None and _is_same(found, f"{previous}/{path}"))
            for one in self.encodings:
                twin = f"{path}{one.ending}"
                if is_kept and twin in known and known[twin] == _row(one, f"{previous}/{twin}", found.st_mtime_ns):
                    stay.append(twin)
                else:
                    missing.append(partial(_write, one, file, new, twin))
        written = dict(_run(missing))
        cache.put(_ROWS, written, known.keys() - {*stay, *written})
        return stay

    def _files(self, new: Path, kept: Collection[str], previous: Path | None) -> Iterator[tuple[Path | None, str]]:
        """Yield the path of each text of the site, with its folder; what is hidden is left alone."""
        for folder, paths in ((new, list(files_below(str(new)))), (previous, kept)):
            for path in paths:
                if path.endswith(self.texts) and not path.startswith(".") and "/." not in path:
                    yield folder, path


def _run(tasks: Sequence[Callable[[], T]]) -> Iterator[T]:
    """Yield the results of tasks, run by all processors."""

    def some(start: int) -> list[T]:
        return [task() for task in tasks[start : start + _AT_ONCE]]

    for results in fork_map([partial(some, start) for start in range(0, len(tasks), _AT_ONCE)]):
        yield from results


def _write(made: Encoding, file: str, new: Path, twin: str) -> tuple[str, str]:
    """Compress a file; return the path of its twin and the row to keep."""
    with open(file, "rb") as source:
        content, found = source.read(), os.fstat(source.fileno())
    path = f"{new}/{twin}"
    os.makedirs(path.rpartition("/")[0], exist_ok=True)
    create(path, made.compress(content))
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
    return twin, _row(made, path, found.st_mtime_ns) or ""


def _row(made: Encoding, path: str, time_ns: int) -> str | None:
    """Return what is kept of a twin; None if there is none with the time of its file."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    is_current = stat.S_ISREG(found.st_mode) and found.st_mtime_ns == time_ns
    return f"{found.st_size} {made.made_with}" if is_current else None


def _is_same(found: os.stat_result, path: str) -> bool:
    try:
        return os.path.samestat(found, os.lstat(path))
    except OSError:
        return False
