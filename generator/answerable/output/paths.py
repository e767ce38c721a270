"""Which paths a site may hold: relative, inside it, and no two that some file system takes for the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from answerable.translation.message import msg

LONGEST_SEGMENT = 255  # bytes of one name, on every file system in common use

_PLAIN = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*")
_DRIVE = re.compile(r"[A-Za-z]:")
_INVISIBLE = {"Cc", "Cs", "Zl", "Zp"}  # controls, lone surrogates, line and paragraph separators


class OutputError(Exception):
    """A file may not be written to the site; the message is one sentence for people."""


def check_path(path: str) -> None:
    """Raise `OutputError` for a path that could leave the site or that some system cannot hold."""
    if len(path) <= LONGEST_SEGMENT and _PLAIN.fullmatch(path):
        return
    if fault := _fault(path):
        raise OutputError(msg("%(path)s cannot be a file of the site: %(fault)s.", path=f"{path!a}", fault=fault))


def _fault(path: str) -> str:
    if path.startswith("/") or _DRIVE.match(path):
        return msg("it is absolute, and a path must be relative to the site")
    if "\\" in path:
        return msg("it has a backslash, and folders are parted by '/'")
    if any(unicodedata.category(letter) in _INVISIBLE for letter in path):
        return msg("it has a control character")
    return next(filter(None, map(_segment_fault, path.split("/"))), "")


def _segment_fault(segment: str) -> str:
    if not segment:
        return msg("it has an empty part")
    if segment in {".", ".."}:
        return msg("%(segment)s is not a name", segment=f"{segment!r}")
    if len(segment.encode()) > LONGEST_SEGMENT:
        return msg("one part is longer than %(longest_segment)s bytes", longest_segment=LONGEST_SEGMENT)
    return ""


def fold_case(path: str) -> str:
    """Return the same text for all paths that macOS or Windows takes for the same file."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", path).casefold())


class ClaimedPaths:
    """The paths of a site that are taken, so that no two files are the same file on any system."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._files: dict[str, str] = {}
        self._folders: set[str] = {""}
        for path in taken:
            self._files[fold_case(path)] = path
            self._add_folders(fold_case(path))

    def claim(self, path: str) -> None:
        """Reserve `path`. Raises `OutputError` if it may not be written or collides with a path claimed before."""
        check_path(path)
        folded = fold_case(path)
        if folded in self._files:
            raise OutputError(_collision(path, self._files[folded]))
        if folded in self._folders:
            raise OutputError(msg("%(path)s would be a file and a folder of the site at once.", path=f"{path!r}"))
        self._add_folders(folded)
        self._files[folded] = path

    def release(self, path: str) -> None:
        """Free a path, so that it may be claimed again."""
        del self._files[fold_case(path)]

    def _add_folders(self, folded: str) -> None:
        folder = folded.rpartition("/")[0]
        while folder not in self._folders:
            if folder in self._files:
                raise OutputError(
                    msg("%(files)s would be a file and a folder of the site at once.", files=f"{self._files[folder]!r}")
                )
            self._folders.add(folder)
            folder = folder.rpartition("/")[0]


def _collision(path: str, other: str) -> str:
    if path == other:
        return msg("%(path)s is already a file of the site, and would be written a second time.", path=f"{path!r}")
    return msg("%(path)s and %(other)s would be one file on macOS or Windows.", path=f"{path!r}", other=f"{other!r}")
