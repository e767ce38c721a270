"""Keep what somebody typed when a command stops before it writes, and offer it at the next start.

The words may be private, which may be why they were refused. So they are kept outside of the site's folder, in the
folder that the system has for settings of programs, in a file that only its owner can read.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import click

from answerable.records.instants import parse_instant


@dataclass(frozen=True)
class KeptWords:
    """The words of one command in one site, by option, and when they were kept."""

    words: Mapping[str, str]
    at: datetime


def kept_file(site: Path, command: str) -> Path:
    """Return the file for a command, such as `new incident`, in the site with that mkdocs.yml."""
    name = sha256(os.path.realpath(site).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Path(click.get_app_dir("answerable")) / "drafts" / f"{name}-{command.replace(' ', '-')}.json"


def keep_words(file: Path, words: Mapping[str, str], now: datetime) -> bool:
    """Keep the words; return False if that is impossible."""
    text = json.dumps({"at": now.isoformat(timespec="seconds"), "words": dict(words)})
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as handle:
            handle.write(text)
    except OSError:
        return False
    return True


def kept_words(file: Path) -> KeptWords | None:
    """Return what was kept, or None."""
    try:
        read = json.loads(file.read_text("ascii"))
        words = {str(option): str(value) for option, value in read["words"].items()}
        return KeptWords(words, parse_instant(read["at"])) if words else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def forget_words(file: Path) -> None:
    """Delete what was kept."""
    with contextlib.suppress(OSError):  # it is offered once more
        file.unlink(missing_ok=True)
