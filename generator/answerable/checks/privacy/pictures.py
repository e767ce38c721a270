"""Privacy in pictures: where they were taken, what their metadata says, and what is no picture."""

from __future__ import annotations

import re
import struct
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import ExifTags, Image

from answerable.checks.privacy.drawings import (
    drawing_in,
    embedded_pictures,
    notes_in,
    only_drawing,
    unsafe_part,
    words_in,
)
from answerable.checks.privacy.finder import Finder
from answerable.checks.privacy.picture_parts import only_picture, other_parts
from answerable.checks.privacy.privacy_rules import RULES
from answerable.checks.privacy.record_texts import WITH_CONSENT, hits
from answerable.checks.rule import NAME, Hit, Passage
from answerable.content.own_pages import PICTURES
from answerable.translation.message import msg

_POSITION = re.compile(rb"GPSLatitude|GPSPosition|exif:GPS|drone-dji:Gps")
"""The names that XMP metadata, which is plain text in a file, has for a position."""
_EXIF = b"Exif\0\0"
LARGEST = 50_000_000
"""Bytes of one file that are read."""
_LONGEST = 10_000
"""Characters of one metadata entry that are searched."""
_EXIF_AT_MOST = 20
_PLACES = frozenset({ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSDestLatitude})
_BROKEN = (
    OSError, ValueError, SyntaxError, LookupError, TypeError, EOFError, struct.error, Image.DecompressionBombError,
)  # fmt: skip
"""What Pillow raises for broken pictures and for files that are none."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """A picture's metadata: whether it has a position, its texts, and texts found among bytes that may be no text."""

    position: bool = False
    words: tuple[str, ...] = ()
    raw: tuple[str, ...] = ()


def metadata(data: bytes) -> Metadata:
    """The metadata of a picture, whatever its file is called; empty for data that is no picture."""
    with warnings.catch_warnings(), suppress(*_BROKEN):
        warnings.simplefilter("ignore")
        with Image.open(BytesIO(data)) as image:
            return _of(image, data)
    return Metadata()


def _of(image: Image.Image, data: bytes) -> Metadata:
    parts = list(other_parts(data))
    # Pillow decodes a whole PNG to look for EXIF after the pixels.
    own = image.getexif() if image.format != "PNG" or "exif" in image.info or b"eXIf" in data else Image.Exif()
    every = [own, *(exif for part in parts for exif in _embedded_exif(part))]
    position = any(_PLACES & set(exif.get_ifd(ExifTags.IFD.GPSInfo)) for exif in every)
    position = position or any(_POSITION.search(part) for part in parts)
    entries = (dict(own), dict(own.get_ifd(ExifTags.IFD.Exif)), dict(image.info))
    words = (value for some in entries for value in some.values() if isinstance(value, str))
    raw = (words for part in parts for words in _texts_in(part))
    return Metadata(position, tuple(value[:_LONGEST] for value in words), tuple(raw))


def _embedded_exif(part: bytes) -> Iterator[Image.Exif]:
    """The EXIF blocks inside a part, such as those of a picture that follows another one."""
    place = part.find(_EXIF)
    for _ in range(_EXIF_AT_MOST):
        if place < 0:
            return
        with suppress(*_BROKEN):
            exif = Image.Exif()
            exif.load(part[place : place + (1 << 16)])
            exif.get_ifd(ExifTags.IFD.GPSInfo)
            yield exif
        place = part.find(_EXIF, place + 1)


_RUN = re.compile(rb"(?:[\x20-\x7e\t\r\n]|[\xc2-\xf4][\x80-\xbf]{1,3}){7,}")
_WIDE_RUN = re.compile(rb"(?:[\x20-\x7e]\x00){7,}")
_NAMESPACES = re.compile(r"""\bxmlns:?\w*=(?:"[^"]*"|'[^']*')|\b(?:uuid|xmp\.[di]id|adobe):[\w:-]+|\?xpacket[^>]*""")


def _texts_in(part: bytes) -> Iterator[str]:
    """The runs of characters in bytes, in UTF-8 and in UTF-16 of Latin letters, which some cameras write."""
    for run in _RUN.finditer(part):
        words = run[0].decode("utf-8", "replace")
        yield from (words[start : start + _LONGEST] for start in range(0, min(len(words), 1 << 20), _LONGEST))
    yield from (run[0].decode("utf-16-le")[:_LONGEST] for run in _WIDE_RUN.finditer(part))


def in_picture(path: Path, place: str, finder: Finder) -> Iterator[Hit]:
    """What is private in a picture or unsafe in a drawing, or that it is none; `place` is its path in the folder."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError:
        return
    drawing = drawing_in(data, LARGEST)
    if drawing is not None:
        yield from _in_drawing(drawing, place, finder)
        return
    if path.suffix.lower() in PICTURES:
        try:
            _published(data)
        except ValueError as problem:
            yield Hit(RULES["picture"].name, place, str(problem), msg("save it again as PNG, JPEG, WebP or GIF"), NAME)
    found = metadata(data)
    if found.position:
        yield Hit(RULES["position"].name, place, msg("the picture says where it was taken"), _REMOVED, NAME)
    for words in dict.fromkeys(_private_words(found, place, finder)):
        yield Hit(
            RULES["metadata"].name, place, msg("%(words)s, in the picture's metadata", words=words), _REMOVED, NAME
        )


def _published(data: bytes) -> bytes:
    """Return a picture without what is not the picture. Raises ValueError that says why it cannot be published."""
    if len(data) > LARGEST:
        raise ValueError(msg("the picture has more than %(largest)s MB", largest=LARGEST // 1000000))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shown = only_picture(data)
    except _BROKEN:
        raise ValueError(msg("this cannot be opened as a picture")) from None
    if not shown:
        raise ValueError(msg("pictures of this format are not published"))
    return shown


def published_picture(path: Path) -> bytes:
    """Return what is published of a picture: without what is not the picture, such as comments and metadata.

    Raises OSError or ValueError for a file that cannot be published.
    """
    data = path.read_bytes()
    drawing = drawing_in(data, LARGEST)
    if drawing is not None:
        shown = only_drawing(drawing)
        return drawing if unsafe_part(shown) else shown  # a sign of a comment may stand in a text of the drawing
    return _published(data)


def _private_words(found: Metadata, place: str, finder: Finder) -> Iterator[str]:
    """What each private thing in metadata is, as a finding says it."""
    for words, sure in (*((words, True) for words in found.words), *((words, False) for words in found.raw)):
        for hit in hits(finder, Passage(place, NAME, "metadata", _NAMESPACES.sub(" ", words))):
            if sure or hit.short_rule in _SURE:
                yield hit.message


_REMOVED = msg("it is published without; remove it from the file too")
_SURE = frozenset(RULES) - WITH_CONSENT - {"address", "passport", "mention"} | {"link"}
"""Rules that find hardly anything in bytes that are no text."""


def _in_drawing(drawing: bytes, place: str, finder: Finder) -> Iterator[Hit]:
    if unsafe := unsafe_part(drawing):
        right = msg("save it without scripts, styles and links that load something from elsewhere")
        yield Hit(RULES["script"].name, place, msg("the drawing has %(unsafe)s", unsafe=unsafe), right, NAME)
    for data in embedded_pictures(drawing):
        found = metadata(data)
        if found.position or any(_private_words(found, place, finder)):
            message = msg("a picture inside the drawing has private metadata")
            yield Hit(
                RULES["picture"].name, place, message, msg("save that picture without, and put it in again"), NAME
            )
    yield from hits(finder, Passage(place, (), "page", words_in(drawing), line=1))
    notes = hits(finder, Passage(place, NAME, "page", notes_in(drawing)))
    for words in dict.fromkeys(hit.message for hit in notes):
        yield Hit(
            RULES["metadata"].name,
            place,
            msg("%(words)s, in the drawing's comments or metadata", words=words),
            _REMOVED,
            NAME,
        )
