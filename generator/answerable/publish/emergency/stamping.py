"""Put emergency notices into a built site, and keep each beside it for a build that was running at the time.

A build that began before an emergency knows nothing of it, and replaces the site. So the notice is first written to a
file `.site.answerable-emergency-…` beside `site`, then put into the site. A build removes those of these files that
are older than itself, and puts what the others say into the new site.

Nobody waits for anybody: the build looks again after the swap, and the emergency edits the site again if that was
replaced in the meantime. Whoever is last finds the other's work, and a file that has a notice gets it only once.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from answerable.output.served import TWINS
from answerable.publish.emergency.emergency_edits import EDITS, EmergencyNotice, has, other_page

_READABLE = 0o644  # the build may be another user's


@dataclass(frozen=True, slots=True)
class Emergency:
    """What was said, by whom (empty: the site itself), and when, as an instant with offset."""

    text: str
    by: str
    at: str


def remember(site: Path, emergency: Emergency) -> None:
    """Write an emergency to a file beside the site, in one step. Raises OSError if that is not possible."""
    real = site.resolve()
    number, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.answerable-tmp-")
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            json.dump(asdict(emergency), file)
        os.chmod(name, _READABLE)  # noqa: PTH101
        os.replace(name, real.with_name(f"{_prefix(real)}{Path(name).name.rpartition('-')[2]}"))  # noqa: PTH105
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def remembered(site: Path, before_ns: int | None = None) -> list[Path]:
    """Return the files of the emergencies beside the site, all or those written before a time in nanoseconds."""
    real = site.resolve()
    with suppress(OSError):
        found = [path for path in real.parent.iterdir() if path.name.startswith(_prefix(real))]
        return [path for path in found if before_ns is None or path.stat().st_mtime_ns < before_ns]
    return []


def forget(files: Collection[Path]) -> None:
    """Remove the files of emergencies."""
    for file in files:
        with suppress(OSError):
            file.unlink(missing_ok=True)


def stamp_new(site: Path, live: Path, known: Collection[Path]) -> tuple[int, list[str]]:
    """Put the emergencies beside `live` that are not among the `known` files into `site`, the oldest first.

    Returns how many there are, and the paths of files that could not be edited.
    """
    found: list[Emergency] = []
    for file in set(remembered(live)).difference(known):
        with suppress(OSError, ValueError, TypeError):
            one = Emergency(**json.loads(file.read_text("utf-8")))
            datetime.fromisoformat(one.at)
            found.append(one)
    found.sort(key=lambda one: datetime.fromisoformat(one.at))
    missed = {path: None for one in found for path in stamp(site, one)}
    return len(found), list(missed)


def stamp(site: Path, emergency: Emergency) -> list[str]:
    """Put the notice into every file of the site that says what is happening; return those that could not be edited."""
    missed: list[str] = []
    for root in [site, *sorted(path.parent for path in site.glob("*/pinned.json"))]:
        name, address = _name_and_address(root)
        notice = EmergencyNotice(emergency.text, emergency.by or name, datetime.fromisoformat(emergency.at), address)
        missed += [path.relative_to(site).as_posix() for path in _edit_all(root, notice)]
    return missed


def _prefix(real: Path) -> str:
    return f".{real.name}.answerable-emergency-"


def _edit_all(root: Path, notice: EmergencyNotice) -> Iterator[Path]:
    """Edit the files of the site in one language; yield those that are there and could not be edited."""
    for name, edit in EDITS:
        for path in sorted(root.glob(name)):
            if edit is other_page and path.name == "index.html" and path.with_name("pinned.json").exists():
                continue  # the first page in another language
            try:
                old = path.read_text("utf-8")
                new = old if has(old, notice) else edit(old, notice)
                _replace(path, new) if new != old else None
            except (OSError, ValueError, LookupError, TypeError, AttributeError):
                yield path


def _replace(path: Path, text: str) -> None:
    """Replace a file in one step, and remove its compressed twins first, which would be sent in its place.

    It is not written in place, since it may be a hard link to an older site's.
    """
    for ending in TWINS.values():
        path.with_name(path.name + ending).unlink(missing_ok=True)
    number, name = tempfile.mkstemp(dir=path.parent, prefix=".emergency-")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(text.encode())
        os.chmod(name, path.stat().st_mode & 0o777)  # noqa: PTH101
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _name_and_address(root: Path) -> tuple[str, str]:
    """Return the site's name and address in one language, as its API says them; else its folder's name and ""."""
    try:
        page = json.loads((root / "api/v2/status.json").read_text("utf-8"))["page"]
        name, url = str(page["name"]), str(page["url"])
    except (OSError, ValueError, LookupError, TypeError):
        return root.name, ""
    return name, f"{url.rstrip('/')}/" if url else ""
