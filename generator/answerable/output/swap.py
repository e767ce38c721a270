"""A new site takes the place of the live one in one step, and what killed builds left is cleared away.

Beside a live site `site` a build uses `.site.answerable-new` (being built), `.site.answerable-old` (only
where the system cannot exchange two folders at once) and `.site.answerable-lock`.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from answerable.output.lock import BusyError, locked

_AT_FDCWD = -100  # Linux, fcntl.h
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2), Linux; RENAME_SWAP of renamex_np(2), macOS
_SIGNS = ("sitemap.xml", ".answerable")  # MkDocs writes the first with every theme
_WORK = (".git", "mkdocs.yml", "mkdocs.yaml")  # no build makes these, so a person put them there


class SwapError(Exception):
    """A folder that cannot become or be replaced by a site; the message is one line for people."""


@dataclass(frozen=True, slots=True)
class SiteFolders:
    """The places of one live site: the folder itself, links resolved, and its siblings while building."""

    live: Path
    new: Path
    old: Path
    lock: Path

    @classmethod
    def of(cls, live: Path) -> SiteFolders:
        """Give the places for `live`, which may be a link to a folder or not be there yet."""
        real = live.resolve()
        return cls(real, *(real.with_name(f".{real.name}.answerable-{what}") for what in ("new", "old", "lock")))


@contextmanager
def staging(live: Path, *, wait: float = 0.0, spare: Iterable[Path] = ()) -> Iterator[Path]:
    """Give an empty folder beside `live` to build in, alone; whatever is left of it at the end is removed.

    Clears first what a killed build left. Raises `SwapError` where `live` cannot be replaced (see
    `check_live`), or while another build of the same site runs for longer than `wait` seconds.
    """
    check_live(live, spare=spare)
    places = SiteFolders.of(live)
    with ExitStack() as held:
        try:
            places.lock.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(locked(places.lock, wait=wait))
            _put_back(places)
            _make_new(places)
        except BusyError as error:
            raise SwapError(f"{live}: another build of this site is running ({error}).") from None
        except OSError as error:
            raise SwapError(f"{error.filename}: {error.strerror}; the site is built beside {live}.") from None
        held.callback(_remove, places.new)
        yield places.new


def _make_new(places: SiteFolders) -> None:
    places.new.mkdir()
    if places.live.is_dir():
        places.new.chmod(stat.S_IMODE(places.live.stat().st_mode) | stat.S_IRWXU)


def check_live(live: Path, *, spare: Iterable[Path] = ()) -> None:
    """Refuse, with a `SwapError`, to replace what is not plainly an earlier site or an empty place.

    `spare` are places that may not be inside it, such as the project's own folder.
    """
    real = live.resolve()
    if real.exists() and (fault := _fault(real, spare)):
        raise SwapError(f"{live} {fault}.")


def _fault(real: Path, spare: Iterable[Path]) -> str:
    if not real.is_dir():
        return "is a file, and the site needs a folder: set another site_dir"
    if real.is_mount():
        return "is a mount point and cannot be swapped: set site_dir to a folder inside it"
    if any(place.resolve().is_relative_to(real) for place in (Path("~").expanduser(), *spare)):
        return "holds more than a site, and a build replaces all of it: set another site_dir"
    if mine := next((name for name in _WORK if (real / name).exists()), ""):
        return f"holds {mine}, and a build replaces the whole folder: set another site_dir"
    if any(real.iterdir()) and not _is_signed(real):
        return "is neither empty nor an earlier site (it has no sitemap.xml): set another site_dir"
    return ""


def _is_signed(site: Path) -> bool:
    return any((site / sign).is_file() for sign in _SIGNS)


def mark_as_site(site: Path) -> None:
    """Leave a sign in a site that has none, so that the next build knows it again."""
    if not _is_signed(site):
        (site / _SIGNS[-1]).touch()


def swap_in(new: Path, live: Path) -> None:
    """Make the folder `new` become `live`, whole, and remove what `live` was.

    In one step on Linux and macOS. Elsewhere in two renames, and `recover` undoes the first if the process
    dies between them. A link at `live` stays, and the folder it points to is swapped. Both must be on one
    file system. Raises `SwapError` if `live` is a file, and `OSError` if the system refuses, `live` being
    then as it was.
    """
    places = SiteFolders.of(live)
    if not places.live.exists():
        new.rename(places.live)
    elif not places.live.is_dir():
        raise SwapError(f"{live} is a file, and the site needs a folder: set another site_dir.")
    elif _exchange(new, places.live):
        _remove(new)
    else:
        _rename_twice(new, places)


def _rename_twice(new: Path, places: SiteFolders) -> None:
    _remove(places.old)
    places.live.rename(places.old)
    try:
        new.rename(places.live)
    except BaseException:
        places.old.rename(places.live)
        raise
    _remove(places.old)


def recover(live: Path) -> bool:
    """Put a live site back that a killed build had moved away, and remove what such builds left.

    Does nothing, and returns False, while a build of the same site is running.
    """
    places = SiteFolders.of(live)
    if not places.lock.parent.is_dir():
        return True
    try:
        with locked(places.lock):
            _put_back(places)
    except BusyError:
        return False
    return True


def _put_back(places: SiteFolders) -> None:
    if places.old.is_dir() and not places.live.exists():
        places.old.rename(places.live)
    _remove(places.old)
    _remove(places.new)


def _remove(folder: Path) -> None:
    # What cannot be removed must not fail a site that is already live; the next build tries again.
    shutil.rmtree(folder, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system cannot."""
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        c = ctypes.CDLL(None)
        if sys.platform == "linux":
            return bool(c.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _EXCHANGE) == 0)
        if sys.platform == "darwin":
            return bool(c.renamex_np(first, second, _EXCHANGE) == 0)
    except (AttributeError, OSError, TypeError):  # an older libc; TypeError is Windows' word for CDLL(None)
        return False
    return False
