"""What a picture's file says beside the picture: where it was taken, by whom, in which words (EXIF, XMP, PNG texts)."""

from __future__ import annotations

import re
import struct
import warnings
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PIL import ExifTags, Image

IMAGES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".heic", ".avif")
_POSITION = re.compile(rb"GPSLatitude|GPSPosition|exif:GPS")
"""How XMP, which stands in a file as it is, names a position."""
LARGEST = 50_000_000
"""Bytes of one file that are looked at."""
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
    """What a picture's file says; nothing for a file that is no picture. The picture itself is not unpacked."""
    with warnings.catch_warnings(), suppress(*_BROKEN):
        warnings.simplefilter("ignore")
        with path.open("rb") as file:
            data = file.read(LARGEST)
        with Image.open(path) as image:
            return _of(image, data)
    return Metadata()


def _of(image: Image.Image, data: bytes) -> Metadata:
    # Asking a PNG for EXIF unpacks the whole picture where none was met so far.
    exif = image.getexif() if image.format != "PNG" or "exif" in image.info or b"eXIf" in data else Image.Exif()
    told = bool(_PLACES & set(exif.get_ifd(ExifTags.IFD.GPSInfo))) or bool(_POSITION.search(data))
    entries = (dict(exif), dict(exif.get_ifd(ExifTags.IFD.Exif)), dict(image.info))
    words = (value for some in entries for value in some.values() if isinstance(value, str))
    return Metadata(told, tuple(value[:_LONGEST] for value in words))
