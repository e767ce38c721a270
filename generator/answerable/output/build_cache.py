"""What a build keeps for the next one, in one SQLite file. It may be missing, cut short or another project's any time.

Values are text, never programs or pickled objects: a cache that came from elsewhere can be wrong and cannot run. What
is too large for that is in files beside it, which are read only if they have the digest that a value names.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing, suppress
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path
from zlib import crc32
from zoneinfo import TZPATH, ZoneInfo

from answerable.output.user_cache import name_of, read_cached, write_cached

_PACKAGE = Path(__file__).parents[1]
_PACKAGE_DIGEST = name_of("package")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS made (stamp TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS kept (
  kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, sum INTEGER NOT NULL, UNIQUE (kind, name)
);
"""
_PUT = "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)"
_DROP = "DELETE FROM kept WHERE kind = ? AND name = ?"
FILE = Path(".answerable") / "build.sqlite3"
"""Where a project keeps the cache, beside mkdocs.yml."""


class BuildCache:
    """Values by kind and name, as an earlier build by the same code left them; empty if there is none to be used.

    A kind is read when it is first asked for. What is put is written by `save`, all at once. A cache that cannot be
    read or written costs time and nothing else. `began` is when the build began, in nanoseconds since 1970: a file that
    changed about then may change once more without another time on it.
    """

    def __init__(self, path: Path | None = None, began: int = 0) -> None:
        self.began = began
        self._path = path
        self._found: dict[str, dict[str, str]] = {}
        self._changes: dict[tuple[str, str], str | None] = {}
        self._folder = path.with_name("files") if path else None
        self._files: set[str] = set()
        self._usable = self._stamp() == code_stamp() if path is not None and path.is_file() else False

    @property
    def keeps(self) -> bool:
        """Whether anything is kept for another build."""
        return self._path is not None

    def rows(self, kind: str) -> Mapping[str, str]:
        """Return the values of a kind by name."""
        if kind not in self._found:
            self._found[kind] = self._load(kind) if self._usable else {}
        return self._found[kind]

    def _stamp(self) -> str:
        """Return the stamp of the code that wrote the file; "" if it cannot be read."""
        with suppress(sqlite3.Error, OSError), closing(self._open()) as database:
            stamps = database.execute("SELECT stamp FROM made").fetchall()
            return str(stamps[0][0]) if len(stamps) == 1 else ""
        return ""

    def _load(self, kind: str) -> dict[str, str]:
        found: dict[str, str] = {}
        try:
            with closing(self._open()) as database:
                for name, value, total in database.execute("SELECT name, value, sum FROM kept WHERE kind = ?", (kind,)):
                    texts = isinstance(name, str) and isinstance(value, str)  # SQLite keeps any type
                    if texts and total == _sum(kind, name, value):
                        found[name] = value
        except (sqlite3.Error, OSError):
            self._usable = False
            return {}
        return found

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(str(self._path))

    def put(self, kind: str, rows: Mapping[str, str], gone: Collection[str] = ()) -> None:
        """Keep values for the next build, in the place of earlier ones of the same names, and drop those `gone`."""
        if self._path is None:
            return
        self._changes.update({(kind, name): None for name in gone})
        self._changes.update({(kind, name): value for name, value in rows.items()})

    def file(self, name: str, made: str) -> bytes | None:
        """Return the content of a file that was kept, if it has this digest, and keep it for the next build, too."""
        with suppress(OSError):
            content = (self._folder / name).read_bytes() if self._folder else b""
            if digest_of_bytes(content) == made:
                self._files.add(name)
                return content
        return None

    def put_file(self, name: str, content: bytes) -> str:
        """Keep a file for the next build, in the place of one of the same name; return its digest."""
        if self._folder:
            with suppress(OSError):
                self._folder.mkdir(parents=True, exist_ok=True)
                part = self._folder / f"{name}.part"
                part.write_bytes(content)
                part.replace(self._folder / name)
                self._files.add(name)
        return digest_of_bytes(content)

    def _sweep(self) -> None:
        """Remove all files that this build neither read nor put."""
        if self._folder and self._folder.is_dir():
            for path in self._folder.iterdir():
                if path.name not in self._files:
                    with suppress(OSError):
                        path.unlink()

    def save(self) -> None:
        """Write what was put, in one transaction, and remove files that nothing needs any more."""
        self._sweep()
        if self._path is None or not (self._changes or not self._usable):
            return
        try:
            self._write(self._path)
        except (sqlite3.Error, OSError, UnicodeError):  # the next build begins anew
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
        self._changes.clear()

    def _write(self, path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        if not self._usable:  # there was none, or it was another code's, or damaged
            path.unlink(missing_ok=True)
            Path(f"{path}-journal").unlink(missing_ok=True)
        with closing(self._open()) as database, database:
            if not self._usable:
                database.executescript(_SCHEMA)
                database.execute("INSERT INTO made VALUES (?)", (code_stamp(),))
            gone = (key for key, value in self._changes.items() if value is None)
            database.executemany(_DROP, gone)
            new = ((*key, value, _sum(*key, value)) for key, value in self._changes.items() if value is not None)
            database.executemany(_PUT, new)
        self._usable = True


NO_CACHE = BuildCache()
"""A cache that has nothing and keeps nothing."""


def _sum(kind: str, name: str, value: str) -> int:
    return crc32(value.encode("utf-8", "surrogatepass"), crc32(f"{kind} {name}".encode("utf-8", "surrogatepass")))


def digest(*parts: str) -> str:
    """Return the digest of texts."""
    made = blake2b(digest_size=16)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        made.update(b"%d " % len(content) + content)
    return made.hexdigest()


def digest_of_zones(zones: Iterable[ZoneInfo]) -> str:
    """Return the digest of the rules of time zones, which updates of the system change."""
    files = (Path(folder, key) for key in sorted({zone.key for zone in zones}) for folder in TZPATH)
    return digest_of_bytes(*(file.read_bytes() for file in files if file.is_file()))


def digest_of_bytes(*parts: bytes) -> str:
    """Return the digest of a file's content, which may be given in parts."""
    made = sha256()  # processors have instructions for it
    for part in parts:
        made.update(part)
    return made.hexdigest()[:32]


@cache
def code_stamp() -> str:
    """Return a name for the program that builds: every file of this package, and the versions of Python and libraries.

    The files' contents count and not their times, which are new in each run of a CI.
    """
    made = blake2b(sys.version.encode() + _package_digest(), digest_size=16)
    for name in sorted({each.name for folder in map(Path, sys.path) if folder.is_dir() for each in folder.iterdir()}):
        made.update(name.encode() + b"\0" if name.endswith((".dist-info", ".egg-info")) else b"")
    return made.hexdigest()


def _package_digest() -> bytes:
    """Return the digest of this package's files, which the user's cache keeps for files of these sizes and times."""
    if kept := read_cached(_PACKAGE_DIGEST):
        return kept
    made = blake2b(digest_size=16)
    for path in sorted(_PACKAGE.rglob("*")):
        if path.is_file() and path.parent.name != "__pycache__":
            made.update(f"\0{path.relative_to(_PACKAGE)}\0".encode() + path.read_bytes())
    write_cached(_PACKAGE_DIGEST, made.digest())
    return made.digest()
