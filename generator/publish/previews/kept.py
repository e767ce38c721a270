"""Pictures kept from build to build: their names are made of all that they say, so the same name is the same picture.

`answerable build` has the site before beside the new one. MkDocs' own `build` and `serve` empty the site's folder
first, but leave what is hidden there: meanwhile the pictures wait in a hidden folder.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from generator.build.same import is_folder
from generator.publish.previews.picture import FOLDER
from generator.publish.previews.png import whole

WAITING = ".previews"


def set_aside(site: Path) -> None:
    """Before MkDocs empties a site, move its pictures to where they wait. Where that fails they are drawn anew."""
    pictures, waiting = site / FOLDER, site / WAITING
    if not is_folder(str(pictures)):
        return
    with suppress(OSError):
        waiting.mkdir(exist_ok=True)  # a build that failed left those of the last good one there
        if is_folder(str(waiting)):
            for picture in pictures.iterdir():
                os.replace(picture, waiting / picture.name)  # noqa: PTH105 - once for each of thousands


def clear(site: Path) -> None:
    """Remove what waited, when the new site is whole."""
    shutil.rmtree(site / WAITING, ignore_errors=True)


def folder(site: Path, previous: Path | None) -> Path:
    """Where the pictures of before are: in the `previous` site, else where those of `site` wait."""
    return previous / FOLDER if previous else site / WAITING


def kept(where: Path | None, name: str) -> bytes:
    """A picture of before; empty when there is none, or when its file is torn."""
    if where is None:
        return b""
    try:
        content = (where / name).read_bytes()
    except OSError:
        return b""
    return content if whole(content) else b""
