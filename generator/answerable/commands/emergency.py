"""Put a notice on top of the last good site without building it: for the hour in which no build succeeds.

Nothing here needs MkDocs, the records or mkdocs.yml, each of which may be what is broken. The files of the built site
are edited as text, one after the other and each in one step; the next build that begins afterwards replaces them all.
"""

from __future__ import annotations

import re
import subprocess
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from answerable.publish.emergency.stamping import Emergency, remember, stamp
from answerable.translation.message import msg

LONGEST = 5000
"""Characters of a notice at most."""
LARGEST = 1_000_000
"""Bytes of mkdocs.yml that are looked through for its `site_dir`."""
_ATTEMPTS = 5
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
    if not (site / "index.html").is_file():
        raise EmergencyError(msg("%(site)s: no built site is here; name its folder with --site-dir", site=site))
    words = _INVISIBLE.sub("", _NOT_XML.sub(" ", text)).strip()
    if not words or len(words) > LONGEST:
        raise EmergencyError(msg("write between 1 and %(longest)s characters", longest=LONGEST))
    emergency = Emergency(words, by or _git_user(config), now.isoformat())
    with suppress(OSError):  # then no build can write beside the site either
        remember(site, emergency)
    missed = _stamp_live(site, emergency)
    if "index.html" in missed:
        raise EmergencyError(msg("%(site)s: the first page cannot be changed", site=site))
    return site, missed


def _stamp_live(site: Path, emergency: Emergency) -> list[str]:
    """Put the notice into the site, again if a build has replaced that in the meantime; return what failed."""
    for _ in range(_ATTEMPTS):
        before = _identity(site)
        missed = stamp(site, emergency)
        if _identity(site) == before:
            break
    return missed


def _identity(site: Path) -> tuple[int, int]:
    try:
        found = site.stat()
    except OSError:  # a build is replacing it, in two steps
        return 0, 0
    return found.st_dev, found.st_ino


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
