"""Privacy outside records: the site's own pages, templates, the components' names, intake rows, pictures."""

from __future__ import annotations

import re
import struct
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from PIL import ExifTags, Image

from answerable.checks.privacy.finder import RULES, Finder
from answerable.checks.privacy.records import hits
from answerable.checks.rule import NAME, CheckContext, Hit, Passage
from answerable.records.files import read_text

TABLES = (".csv", ".tsv")
BLOCK = 1 << 20
"""Characters that are looked at together."""
MOST = 1000
"""Finds in one table after which nothing more is looked for: a column of numbers need not be read to its end."""

_DULL = re.compile(
    r"^(?![A-Za-z]{2}\d\d[0-9A-Za-z]{11})(?:[A-Za-z][\w.-]*|[1-9]\d{0,12})(?=[,;\t|])"
    r"|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?",
    re.MULTILINE,
)
"""What nearly all of a table is made of: ids of rows, and instants."""
_SUSPECT = re.compile(
    r"@|%40|(?<![\w-])(?:[+(0]|\d(?:[^\w\n,;|]{0,3}\d){2})(?:[^\w\n,;|]{0,3}\d){6}|(?<=[A-Za-z])/"
    r"|\b[A-Za-z]{2}\d\d(?:[ -]?[0-9A-Za-z]){11}"
)
"""What a row has in which something private may stand."""
_BETWEEN = re.compile("[,;\t|]")
"""What stands between cells: for the search each is a line of its own."""


def in_table(path: Path, name: str, finder: Finder) -> Iterator[Hit]:
    """What is private in a table's rows, each with its line; the first thousand."""
    yield from islice(_all(path, name, finder), MOST)


def _all(path: Path, name: str, finder: Finder) -> Iterator[Hit]:
    number = 1
    with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
        while lines := file.readlines(BLOCK):
            if _is_suspect("".join(lines), finder):
                for place, line in enumerate(lines, start=number):
                    if _is_suspect(line, finder):
                        yield from _row(line, place, name, finder)
            number += len(lines)


def _is_suspect(text: str, finder: Finder) -> bool:
    return bool(_SUSPECT.search(_DULL.sub("", text))) or finder.has_code(text)


def _row(line: str, number: int, name: str, finder: Finder) -> Iterator[Hit]:
    cells = _BETWEEN.sub("\n", line.rstrip("\r\n"))
    first = cells.find("\n")
    for hit in hits(finder, Passage(name, (), "cell", cells, line=number)):
        if hit.rule != RULES["id"].name or hit.span[0] > first:  # one row's id in eleven fits a checksum
            yield replace(hit, text=line)


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


_TAG = re.compile(r"<[^<>]*>")
_NOT_A_BREAK = re.compile(r"[^\n]")


def check_site(sight: CheckContext) -> Iterator[Hit]:
    """What is private in files that are no records."""
    finder = Finder(sight.ledger)
    yield from private_in_published_files(sight.root, finder)
    for path in [*sorted(sight.root.glob("templates/*.md")), sight.root / "components.yml"]:
        yield from _page(path, sight.root, finder)
    for path in _below(sight.root / "intake"):
        yield from _name(path, sight.root, finder)
        if path.suffix.lower() in TABLES:
            yield from in_table(path, _within(path, sight.root), finder)


def private_in_published_files(root: Path, finder: Finder) -> Iterator[Hit]:
    """What is private in files that the site shows as they are: its own pages, and pictures."""
    for path in sorted(root.glob("*.md")):
        yield from _page(path, root, finder)
    for path in _below(root / "assets"):
        yield from _picture(path, root, finder)


def _picture(path: Path, root: Path, finder: Finder) -> Iterator[Hit]:
    """What a picture gives away: by its name, and by what a camera wrote into it."""
    yield from _name(path, root, finder)
    if path.suffix.lower() == ".svg":
        yield from _drawing(path, root, finder)
    if path.suffix.lower() not in IMAGES:
        return
    said, place = metadata(path), _within(path, root)
    if said.position:
        right = "save it without its metadata"
        yield Hit(RULES["position"].name, place, "the picture says where it was taken", right, NAME)
    for words in said.words:
        for hit in hits(finder, Passage(place, NAME, "metadata", words)):
            yield Hit(hit.rule, hit.path, f"{hit.message}, in the picture's metadata", "save it without", NAME)


def _drawing(path: Path, root: Path, finder: Finder) -> Iterator[Hit]:
    """The words of an SVG; its tags are blanked, since the numbers of a path look like anything."""
    text = read_text(path, root)
    if isinstance(text, str):
        words = _TAG.sub(lambda match: _NOT_A_BREAK.sub(" ", match[0]), text)
        yield from hits(finder, Passage(_within(path, root), (), "page", words, line=1))


def _below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _within(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _name(path: Path, root: Path, finder: Finder) -> Iterator[Hit]:
    yield from hits(finder, Passage(_within(path, root), NAME, "file", path.stem))


def _page(path: Path, root: Path, finder: Finder) -> Iterator[Hit]:
    text = read_text(path, root) if path.is_file() else ""
    if isinstance(text, str):
        yield from hits(finder, Passage(_within(path, root), (), "page", text, line=1))
