"""Replace the live site by a new one in one step, and clear away what killed builds left.

Beside a live site `site` a build uses `.site.answerable-new` (being built), `.site.answerable-old` (only where the
system cannot exchange two folders at once) and `.site.answerable-lock`. A large site also has `.site.answerable-spare`
beside it, the one before; only who builds can look into it, since it may say what was taken back.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from answerable.output.lock import BusyError, locked
from answerable.translation.message import msg

_AT_FDCWD = -100  # Linux, fcntl.h
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2), Linux; RENAME_SWAP of renamex_np(2), macOS
_SITE_MARKS = ("sitemap.xml", ".answerable")  # MkDocs writes the first with every theme
_PERSONAL = (".git", "mkdocs.yml", "mkdocs.yaml")  # no build writes these, so a person put them there


class SwapError(Exception):
    """A folder cannot become a site or be replaced by one; the message is one line for people."""


@dataclass(frozen=True, slots=True)
class SiteFolders:
    """The live site's folder, links resolved, and the folders and the lock file beside it while building."""

    live: Path
    new: Path
    old: Path
    lock: Path
    spare: Path

    @classmethod
    def of(cls, live: Path) -> SiteFolders:
        """Return the folders for `live`, which may be a link to a folder or not exist yet."""
        real = live.resolve()
        return cls(
            real, *(real.with_name(f".{real.name}.answerable-{what}") for what in ("new", "old", "lock", "spare"))
        )


@contextmanager
def staging(live: Path, *, wait: float = 0.0, spare: Iterable[Path] = ()) -> Iterator[Path]:
    """Yield an empty folder beside `live` to build in, while no other build of the site runs; it is removed afterwards.

    Clears away first what a killed build left. Raises `SwapError` if `live` cannot be replaced (see `check_live`), or
    if another build of the same site runs for longer than `wait` seconds.
    """
    check_live(live, spare=spare)
    folders = SiteFolders.of(live)
    with ExitStack() as stack:
        try:
            folders.lock.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(locked(folders.lock, wait=wait))
            _put_back(folders)
            _make_new(folders)
        except BusyError as error:
            raise SwapError(
                msg("%(live)s: another build of this site is running (%(error)s).", live=live, error=error)
            ) from None
        except OSError as error:
            raise SwapError(
                msg(
                    "%(filename)s: %(strerror)s; the site is built beside %(live)s.",
                    filename=error.filename,
                    strerror=error.strerror,
                    live=live,
                )
            ) from None
        stack.callback(_remove, folders.new)
        yield folders.new


def _make_new(folders: SiteFolders) -> None:
    folders.new.mkdir()
    if folders.live.is_dir():
        folders.new.chmod(stat.S_IMODE(folders.live.stat().st_mode) | stat.S_IRWXU)


def check_live(live: Path, *, spare: Iterable[Path] = ()) -> None:
    """Raise `SwapError` if `live` is neither missing, nor empty, nor plainly an earlier site.

    `spare` are folders that may not be inside it, such as the project's own folder.
    """
    real = live.resolve()
    if real.exists() and (fault := _fault(real, spare)):
        raise SwapError(f"{live} {fault}.")


def _fault(real: Path, spare: Iterable[Path]) -> str:
    if not real.is_dir():
        return msg("is a file, and the site needs a folder: set another site_dir")
    if real.is_mount():
        return msg("is a mount point and cannot be swapped: set site_dir to a folder inside it")
    if any(place.resolve().is_relative_to(real) for place in (Path("~").expanduser(), *spare)):
        return msg("holds more than a site, and a build replaces all of it: set another site_dir")
    if mine := next((name for name in _PERSONAL if (real / name).exists()), ""):
        return msg("holds %(mine)s, and a build replaces the whole folder: set another site_dir", mine=mine)
    if any(real.iterdir()) and not _is_marked(real):
        return msg("is neither empty nor an earlier site (it has no sitemap.xml): set another site_dir")
    return ""


def _is_marked(site: Path) -> bool:
    return any((site / mark).is_file() for mark in _SITE_MARKS)


def mark_as_site(site: Path) -> None:
    """Mark a site that has no sitemap, so that the next build recognizes it."""
    if not _is_marked(site):
        (site / _SITE_MARKS[-1]).touch()


def swap_in(new: Path, live: Path, *, keep: bool = False) -> None:
    """Replace the folder `live` by the folder `new`, and remove the old one, or `keep` it as the spare tree.

    This is one step on Linux and macOS. Elsewhere it is two renames; if the process dies between them, the next
    `staging` undoes the first. A link at `live` stays, and the folder it points to is swapped. Both must be on the same
    file system. Raises `SwapError` if `live` is a file, and `OSError` if the system refuses; `live` is then as it was.
    """
    folders = SiteFolders.of(live)
    if not folders.live.exists():
        new.rename(folders.live)
        _remove(folders.spare)
    elif not folders.live.is_dir():
        raise SwapError(msg("%(live)s is a file, and the site needs a folder: set another site_dir.", live=live))
    elif _exchange(new, folders.live):
        _leave(new, folders, keep=keep)
    else:
        _rename_twice(new, folders, keep=keep)


def _leave(old: Path, folders: SiteFolders, *, keep: bool) -> None:
    """Keep the old site as the spare tree, or remove both."""
    if old != folders.spare or not keep:
        _remove(folders.spare)
    if not keep:
        _remove(old)
        return
    with suppress(OSError):
        old.chmod(stat.S_IRWXU)
        old.rename(folders.spare)


def _rename_twice(new: Path, folders: SiteFolders, *, keep: bool) -> None:
    _remove(folders.old)
    folders.live.rename(folders.old)
    try:
        new.rename(folders.live)
    except BaseException:
        folders.old.rename(folders.live)
        raise
    _leave(folders.old, folders, keep=keep)


def _put_back(folders: SiteFolders) -> None:
    if folders.old.is_dir() and not folders.live.exists():
        folders.old.rename(folders.live)
    _remove(folders.old)
    _remove(folders.new)


def _remove(folder: Path) -> None:
    # A site that is already live must not fail for what cannot be removed; the next build tries again.
    shutil.rmtree(folder, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; return False if the system or the file system cannot."""
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        c = ctypes.CDLL(None)
        if sys.platform == "linux":
            return bool(c.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _EXCHANGE) == 0)
        if sys.platform == "darwin":
            return bool(c.renamex_np(first, second, _EXCHANGE) == 0)
    except (AttributeError, OSError, TypeError):  # an older libc; CDLL(None) is a TypeError on Windows
        return False
    return False
