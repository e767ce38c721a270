"""Privacy in pictures: where they were taken, what their metadata says, and drawings (SVG) that run scripts."""

from __future__ import annotations

import base64
import binascii
import gzip
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path

from PIL import ExifTags, Image

from answerable.checks.privacy.finder import RULES, Finder
from answerable.checks.privacy.picture_parts import PNG, other_parts
from answerable.checks.privacy.record_texts import WITH_CONSENT, hits
from answerable.checks.rule import NAME, Hit, Passage

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
    """What is private in a picture, and whether a drawing runs scripts; `place` is its path in the folder."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST)
    except OSError:
        return
    drawing = drawing_in(data)
    if drawing is None:
        yield from _in_metadata(metadata(data), place, finder)
    else:
        yield from _in_drawing(drawing, place, finder)


def _in_metadata(found: Metadata, place: str, finder: Finder) -> Iterator[Hit]:
    if found.position:
        right = "save it without its metadata"
        yield Hit(RULES["position"].name, place, "the picture says where it was taken", right, NAME)
    said: set[str] = set()
    for words, sure in (*((words, True) for words in found.words), *((words, False) for words in found.raw)):
        for hit in hits(finder, Passage(place, NAME, "metadata", _NAMESPACES.sub(" ", words))):
            if hit.rule not in said and (sure or hit.rule.partition("/")[2] in _SURE):
                said.add(hit.rule)
                yield Hit(hit.rule, hit.path, f"{hit.message}, in the picture's metadata", "save it without", NAME)


_SURE = frozenset(RULES) - WITH_CONSENT - {"address", "passport", "mention"} | {"link"}
"""Rules that find hardly anything in bytes that are no text."""

_SVG = re.compile(r"<(?:[\w-]+:)?svg\b", re.IGNORECASE)
_GZIP = b"\x1f\x8b"
_ATTRIBUTE = re.compile(r"""(?<![\w:.-])([\w:.-]+)(\s*=\s*)("[^"]*"|'[^']*')""")
_WITH_WORDS = re.compile(r"^(?:data-.*|aria-.*|title|alt|desc|id|class|name|content|.*:.*|label|href)$", re.IGNORECASE)
_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp)(?:;[\w=-]+)*;base64,([\sA-Za-z0-9+/=]+)", re.IGNORECASE)
_STYLE = re.compile(r"<style\b[^<>]*>\s?(?:<!\[CDATA\[)?[^<]*", re.IGNORECASE)
_NOT_A_BREAK = re.compile(r"[^\n]")
_EVENTS = (
    r"load|unload|abort|error|resize|scroll|zoom|begin|end|repeat|click|dblclick|activate|input|change|submit|toggle|"
    r"play|pause|message|wheel|copy|cut|paste|drop|blur|(?:mouse|key|pointer|touch|focus|drag|animation|transition|page)\w*"
)
_SCRIPT = re.compile(
    rf"""<(?:[\w-]+:)?(?:script|foreignobject|iframe|embed|object|handler|listener)\b
      | [ "'/]on(?:{_EVENTS})[ ]?= | <!(?:entity|doctype[^<>]*\[) | <\?xml-stylesheet
      | attributename[ ]?=[ ]?["']?[ ]?(?:xlink:)?(?:href|on) | @import | url\([ ]?["']?[ ]?(?:https?:)?//
      | <(?:[\w-]+:)?(?:image|feimage|use)\b[^<>]*href[ ]?=[ ]?["']?[ ]?
        (?!\#|data:image/(?:png|jpe?g|gif|webp)[;,])[^"'\s>]""",
    re.IGNORECASE | re.VERBOSE,
)
"""What runs or loads something, in a drawing whose blanks are single."""
_SCRIPT_LINK = re.compile(r"(?:java|vb)script:|data:text/html|data:image/svg", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_BLANKS = re.compile(r"[\x00-\x20]+")


def drawing_in(data: bytes) -> str | None:
    """The text of a drawing (SVG), unpacked if it is compressed; None for what is none."""
    if data[:2] == _GZIP:
        with suppress(OSError, EOFError, zlib.error):
            data = gzip.GzipFile(fileobj=BytesIO(data)).read(LARGEST)
    if data[:3] == b"\xff\xd8\xff" or data[:8] == PNG:
        return None
    wide = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(data[:2])
    start = data[:4096].decode(wide or "utf-8", "replace")
    return data.decode(wide or "utf-8", "replace") if _SVG.search(start) else None


def _in_drawing(drawing: str, place: str, finder: Finder) -> Iterator[Hit]:
    plain = _SPACES.sub(" ", unescape(drawing))
    if _SCRIPT.search(plain) or _SCRIPT_LINK.search(_BLANKS.sub("", plain)):
        right = "save it without scripts and links to other files"
        yield Hit(RULES["script"].name, place, "the drawing runs a script, or loads from elsewhere", right, NAME)
    for packed in _DATA.finditer(drawing):
        with suppress(binascii.Error):
            yield from _in_metadata(metadata(base64.b64decode(packed[1])), place, finder)
    words = _STYLE.sub(_blanked, _DATA.sub(_blanked, drawing))
    yield from hits(finder, Passage(place, (), "page", _ATTRIBUTE.sub(_without_geometry, words), line=1))


def _blanked(match: re.Match[str]) -> str:
    return _NOT_A_BREAK.sub(" ", match[0])


def _without_geometry(match: re.Match[str]) -> str:
    """An attribute that may have words as it is; others, whose numbers look like phone numbers, as blanks."""
    if _WITH_WORDS.match(match[1]) and not match[1].startswith("xmlns"):
        return match[0]
    return _blanked(match)
