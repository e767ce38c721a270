"""Preview pictures, which networks show beside a link. Each is drawn once and kept in later builds."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import Path

from markupsafe import Markup
from PIL import Image

from answerable.output.hardlinks import is_folder
from answerable.output.outputs import Output
from answerable.output.served import PNG, Lifetime, Served
from answerable.publish.context import Context, looked_up
from answerable.publish.social.previews.drawing import HEIGHT, WIDTH, draw
from answerable.publish.social.previews.picture import FOLDER, Picture, of_incident, of_site, of_topic, pictured
from answerable.publish.text.lettering import can_shape
from answerable.records.model import Incident
from answerable.translation.message import msg

SERVED = (Served(f"{FOLDER}*.png", PNG, Lifetime.HASHED),)
WAITING = ".previews"


def set_aside(site: Path) -> None:
    """Move a site's pictures into a folder that MkDocs leaves alone when it empties the site, if that is possible."""
    pictures, waiting = site / FOLDER, site / WAITING
    if not is_folder(str(pictures)):
        return
    with suppress(OSError):
        waiting.mkdir(exist_ok=True)  # after a failed build it holds the pictures of the last good one
        if is_folder(str(waiting)):
            for picture in pictures.iterdir():
                os.replace(picture, waiting / picture.name)  # noqa: PTH105 - once for each of thousands


class Album:
    """The pictures of the `previous` site, if there is one, and those set aside in the new one."""

    def __init__(self, site: Path, previous: Path | None = None) -> None:
        self._waiting = site / WAITING
        self._folders = [*([previous / FOLDER] if previous else []), self._waiting]

    def get(self, name: str) -> bytes:
        """Return a picture's bytes, empty if there is none or its file is incomplete."""
        for folder in self._folders:
            with suppress(OSError):
                content = (folder / name).read_bytes()
                if _is_complete(content):
                    return content
        return b""

    def clear(self) -> None:
        """Remove the pictures set aside, once the new site is complete."""
        shutil.rmtree(self._waiting, ignore_errors=True)


_PNG_END = b"\0\0\0\0IEND\xaeB`\x82"


def _is_complete(content: bytes) -> bool:
    """Return whether these are the bytes of a whole PNG. Pillow checks the sum of each chunk but of the last one."""
    try:
        Image.open(BytesIO(content), formats=("PNG",)).verify()
    except (OSError, SyntaxError):  # SyntaxError is Pillow's for a wrong check sum
        return False
    return content.endswith(_PNG_END)


_WITH = Markup(  # noqa: S704 (our own constants)
    '<meta property="og:image" content="{image}">\n'
    '<meta property="og:image:type" content="image/png">\n'
    f'<meta property="og:image:width" content="{WIDTH}">\n'
    f'<meta property="og:image:height" content="{HEIGHT}">\n'
    '<meta property="og:image:alt" content="{alt}">\n'
    '<meta name="twitter:card" content="summary_large_image">\n'
)
_WITHOUT = Markup('<meta name="twitter:card" content="summary">\n')


def meta(context: Context, picture: Picture) -> str:
    """Return the meta tags of a page with this picture; they name none if it cannot be drawn."""
    if not picture.can_be_drawn:
        return str(_WITHOUT)
    return str(_WITH.format(image=context.absolute(picture.path), alt=picture.alt))


__all__ = ["SERVED", "Album", "Picture", "left_out", "meta", "of_incident", "of_site", "of_topic", "parts", "set_aside"]
AT_ONCE = 50
"""Pictures drawn in one task."""


def parts(context: Context, album: Album) -> Iterator[Callable[[], list[Output]]]:
    """Yield tasks that together make every picture. Those in the album are not drawn again."""
    yield partial(_of_site_and_topics, context, album)
    for start in range(0, len(pictured(context)), AT_ONCE):
        yield partial(_of_incidents, context, album, str(start))


def _general(context: Context) -> list[Picture]:
    topics = [topic for topic in context.ledger.topics if context.ledger.answers_of_topic(topic.id)]
    return [of_site(context), *(of_topic(context, topic) for topic in topics)]


def _of_site_and_topics(context: Context, album: Album) -> list[Output]:
    return _outputs(album, _general(context))


@looked_up
def _incidents(context: Context, start: str) -> tuple[Incident, ...]:
    """Return the incidents whose pictures are made in one task."""
    return pictured(context)[int(start) : int(start) + AT_ONCE]


def _of_incidents(context: Context, album: Album, start: str) -> list[Output]:
    return _outputs(album, [of_incident(context, incident) for incident in _incidents(context, start)])


def left_out(context: Context) -> str:
    """Return a warning about pictures whose letters cannot be joined on this machine; empty if there are none."""
    if can_shape():
        return ""
    every = [*_general(context), *(of_incident(context, incident) for incident in pictured(context))]
    count = sum(1 for picture in every if not picture.can_be_drawn)
    if not count:
        return ""
    return msg(
        "preview pictures: %(count)s of %(all)s left out, since letters from right to left cannot be joined without "
        "FriBiDi; add it (Debian: apt-get install libfribidi0)",
        count=count,
        all=len(every),
    )


def _outputs(album: Album, pictures: list[Picture]) -> list[Output]:
    return [Output(one.path, album.get(one.name) or draw(one)) for one in pictures if one.can_be_drawn]
