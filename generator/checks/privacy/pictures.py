"""What a picture's file says beside the picture: where it was taken, by whom, in which words (EXIF, XMP, PNG texts)."""

from __future__ import annotations

import re
import struct
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PIL import ExifTags, Image

IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".heic", ".avif")
_POSITION = re.compile(rb"GPSLatitude|GPSPosition|exif:GPS", re.IGNORECASE)
_LONGEST = 10_000
"""Characters of one entry that are looked at."""
_PLACES = frozenset({ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSDestLatitude})
_BROKEN = (
    OSError, ValueError, SyntaxError, LookupError, TypeError, EOFError, struct.error, Image.DecompressionBombError,
)  # fmt: skip
"""What Pillow raises for files that are no pictures, or broken ones."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found in a picture's file: whether it tells a position, and all its words."""

    position: bool = False
    words: tuple[str, ...] = ()


def metadata(path: Path) -> Metadata:
    """What a picture's file says; nothing for a file that is no picture. Only its head is read, not the picture."""
    with warnings.catch_warnings(), suppress(*_BROKEN):
        warnings.simplefilter("ignore")
        with Image.open(path) as image:
            return _of(image)
    return Metadata()


def _of(image: Image.Image) -> Metadata:
    exif = image.getexif()
    told = bool(_PLACES & set(exif.get_ifd(ExifTags.IFD.GPSInfo)))
    told = told or any(_POSITION.search(packet) for packet in _packets(image))
    entries = (dict(exif), dict(exif.get_ifd(ExifTags.IFD.Exif)), dict(image.info))
    words = (value for some in entries for value in some.values() if isinstance(value, str))
    return Metadata(told, tuple(value[:_LONGEST] for value in words))


def _packets(image: Image.Image) -> Iterator[bytes]:
    """XMP packets, under whatever name a format has them."""
    for key, value in image.info.items():
        if "xmp" in str(key).lower():
            yield value if isinstance(value, bytes) else str(value).encode()
