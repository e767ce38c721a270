"""The folder of a built site on this machine: where it keeps the same site in further languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

FRESHNESS = "freshness.json"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


class SiteError(ValueError):
    """A folder that holds no built site; the message is one line."""


def translated(folder: Path) -> Iterator[Path]:
    """The folders of the site in its further languages: named like a language, and a whole site each."""
    for inner in sorted(folder.iterdir()):
        if _LANGUAGE.fullmatch(inner.name) and (inner / FRESHNESS).is_file():
            yield inner
