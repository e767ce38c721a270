"""Put a notice on top of the last good site without building it: for the hour in which no build succeeds.

Nothing here needs MkDocs, the records or mkdocs.yml, each of which may be what is broken. The files of the built site
are edited as text, one after the other and each in one step; the next build replaces them all.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from answerable.commands.emergency_edits import EDITS, EmergencyNotice, other_page
from answerable.output.served import TWINS
from answerable.translation.message import msg

LONGEST = 5000
"""Characters of a notice at most."""
LARGEST = 1_000_000
"""Bytes of mkdocs.yml that are looked through for its `site_dir`."""
_SITE_DIR = re.compile(r"^site_dir:\s*[\"']?([^\"'#\n]+?)[\"']?\s*(?:#.*)?$", re.MULTILINE)
_NOT_XML = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class EmergencyError(Exception):
    """No notice could be published; the message is one line for people."""


def publish_emergency(config: Path, site_dir: Path | None, text: str, by: str, now: datetime) -> tuple[Path, list[str]]:
    """Put the notice into every file of the site that says what is happening; return the site and what failed.

    Raises EmergencyError if there is no built site, or if its first page cannot be changed.
    """
    site = site_dir or _site_folder(config)
    roots = [site, *sorted(path.parent for path in site.glob("*/pinned.json"))]
    if not (site / "index.html").is_file():
        raise EmergencyError(msg("%(site)s: no built site is here; name its folder with --site-dir", site=site))
    words = _INVISIBLE.sub("", _NOT_XML.sub(" ", text)).strip()
    if not words or len(words) > LONGEST:
        raise EmergencyError(msg("write between 1 and %(longest)s characters", longest=LONGEST))
    signer = by or _git_user(config)
    missed: list[str] = []
    for root in roots:
        name, address = _name_and_address(root)
        notice = EmergencyNotice(words, signer or name, now, address)
        missed += [path.relative_to(site).as_posix() for path in _edit_all(root, notice)]
    if "index.html" in missed:
        raise EmergencyError(msg("%(site)s: the first page cannot be changed", site=site))
    return site, missed


def _edit_all(root: Path, notice: EmergencyNotice) -> Iterator[Path]:
    """Edit the files of the site in one language; yield those that are there and could not be edited."""
    for name, edit in EDITS:
        for path in sorted(root.glob(name)):
            if edit is other_page and (path.with_name("pinned.json").exists()):  # the first page in another language
                continue
            try:
                old = path.read_text("utf-8")
                new = edit(old, notice)
                if new == old and edit is not other_page:
                    raise ValueError(msg("nothing in it can be replaced"))  # noqa: TRY301
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


def _site_folder(config: Path) -> Path:
    """Return the folder that mkdocs.yml names, read as text since it may be no YAML any more; `site` by default."""
    found = None
    if config.is_file():  # a pipe or a device would be read for ever
        with suppress(OSError), config.open("rb") as file:
            found = _SITE_DIR.search(file.read(LARGEST).decode("utf-8", "replace"))
    return config.absolute().parent / (found[1] if found else "site")


def _git_user(config: Path) -> str:
    command, folder = ["git", "config", "user.name"], config.absolute().parent
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=1, check=False)
    except (OSError, subprocess.SubprocessError, ValueError):
        return ""
    return done.stdout.strip()


def _name_and_address(root: Path) -> tuple[str, str]:
    """Return the site's name and address in one language, as its API says them; else its folder's name and ""."""
    try:
        page = json.loads((root / "api/v2/status.json").read_text("utf-8"))["page"]
        name, url = str(page["name"]), str(page["url"])
    except (OSError, ValueError, LookupError, TypeError):
        return root.name, ""
    return name, f"{url.rstrip('/')}/" if url else ""
