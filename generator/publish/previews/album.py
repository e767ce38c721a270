"""Pictures that need not be drawn: their names are made of all that they say, so the same name is the same picture.

`answerable build` has the site before beside the new one. MkDocs' own `build` and `serve` empty the site's folder
first, but leave what is hidden there: meanwhile the pictures wait in a hidden folder. What is drawn while MkDocs
renders its pages waits there too.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from generator.build.same import create, is_folder
from generator.build.spread import beside
from generator.publish.context import Context
from generator.publish.previews.drawing import draw
from generator.publish.previews.picture import FOLDER, Picture, of_incident
from generator.publish.previews.png import whole

WAITING = ".previews"
MANY = 500
"""Incidents from which on it is worth a process to draw some of their pictures ahead."""


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


class Album:
    """The pictures of the `previous` site, if there is one, and those that wait in the new one."""

    def __init__(self, site: Path, previous: Path | None = None) -> None:
        self._site = site
        self._waiting = site / WAITING
        self._folders = [*([previous / FOLDER] if previous else []), self._waiting]
        self._end: Callable[[], None] = lambda: None

    def get(self, name: str) -> bytes:
        """A picture; empty when there is none, or when its file is torn."""
        for folder in self._folders:
            with suppress(OSError):
                content = (folder / name).read_bytes()
                if whole(content):
                    return content
        return b""

    def draw_ahead(self, context: Context) -> None:
        """Begin with the newest incidents' pictures in a process beside, if there are many and none of before."""
        known = any(os.path.lexists(folder) for folder in (*self._folders, self._site / FOLDER))
        if len(context.ledger.incidents) >= MANY and not known:
            with suppress(OSError):
                self._waiting.mkdir(parents=True)
                self._end = beside(self._steps(context))

    def stop(self) -> None:
        """Draw no further; a picture that was being written is torn and will not be taken."""
        self._end()
        self._end = lambda: None

    def clear(self) -> None:
        """Remove what waited, when the new site is whole."""
        self.stop()
        shutil.rmtree(self._waiting, ignore_errors=True)

    def _steps(self, context: Context) -> Iterator[Callable[[], None]]:
        for incident in context.ledger.incidents:
            yield partial(self._draw, of_incident(context, incident))

    def _draw(self, picture: Picture) -> None:
        if picture.can_be_drawn:
            create(str(self._waiting / picture.name), draw(picture))
