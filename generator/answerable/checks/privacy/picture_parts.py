"""The parts of a picture's file: those that make the picture, and those that do not, such as metadata and comments.

Formats: JPEG (ISO 10918-1, Annex B), PNG (W3C, third edition), GIF89a, and RIFF as WebP uses it. The parts that make
the picture are published byte for byte, so that nothing is compressed twice.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import NamedTuple

from PIL import ExifTags, Image

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
ICO = b"\x00\x00\x01\x00"
_PICTURE_CHUNKS = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"cICP", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
    b"acTL", b"fcTL", b"fdAT",
})  # fmt: skip
_WEBP_PICTURE = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_GIF_REPEATS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_LONGEST = 1 << 20
"""Bytes to which a compressed text is unpacked at most."""
_TURNED = range(2, 9)
"""The values of EXIF's orientation that turn or mirror a picture."""
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04


class PicturePart(NamedTuple):
    """A part of a file: its bytes, whether it belongs to the picture, and for other parts the text that it holds."""

    data: bytes
    is_picture: bool
    text: bytes = b""


def other_parts(data: bytes) -> Iterator[bytes]:
    """What is not the picture in a file of a known format, as far as it can be read; everything of other formats."""
    if data[:4] == ICO and PNG in data:
        data = data[data.index(PNG) :]
    yield from (part.text or part.data for part in _parts(data) if not part.is_picture)


def only_picture(data: bytes) -> bytes | None:
    """Return the file without what is not the picture, but turned as before; None for a format that is not published.

    Raises what Pillow raises for a file that it cannot open.
    """
    with Image.open(BytesIO(data)) as image:
        if data[:4] == ICO:
            made = BytesIO()
            image.save(made, "ICO", sizes=image.info["sizes"])
            return made.getvalue()
        turned = image.getexif().get(ExifTags.Base.Orientation, 1)
    kept = [part.data for part in _parts(data) if part.is_picture]
    exif = _orientation(int(turned)) if turned in _TURNED else b""
    if data[:3] == JPEG:
        return b"".join([kept[0], _segment(exif) if exif else b"", *kept[1:]])
    if data[:8] == PNG:
        return b"".join([*kept[:2], _chunk(b"eXIf", exif[6:]) if exif else b"", *kept[2:]])
    if _is_webp(data):
        return _riff(kept[1:], exif[6:])
    return b"".join(kept) if _is_gif(data) else None


def _parts(data: bytes) -> Iterator[PicturePart]:
    read = _jpeg if data[:3] == JPEG else _png if data[:8] == PNG else _webp if _is_webp(data) else _gif
    if read is _gif and not _is_gif(data):
        yield PicturePart(data, is_picture=False)
        return
    with suppress(IndexError, struct.error):
        yield from read(data)


def _is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _is_gif(data: bytes) -> bool:
    return data[:6] in {b"GIF87a", b"GIF89a"}


def _orientation(turned: int) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turned
    return exif.tobytes()


def _segment(exif: bytes) -> bytes:
    return struct.pack(">HH", 0xFFE1, len(exif) + 2) + exif


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _jpeg(data: bytes) -> Iterator[PicturePart]:
    yield PicturePart(data[:2], is_picture=True)
    place = 2
    while place + 1 < len(data):
        marker = data[place + 1] if data[place] == 0xFF else 0
        if marker == 0xD9:
            yield PicturePart(data[place : place + 2], is_picture=True)
            yield PicturePart(data[place + 2 :], is_picture=False)
            return
        if marker < 0xC0 or 0xD0 <= marker <= 0xD8 or marker == 0xFF:  # nothing that may stand between segments
            end = _next_marker(data, place + 1)
            yield PicturePart(data[place:end], is_picture=False)
        else:
            end = place + 2 + int(struct.unpack_from(">H", data, place + 2)[0])
            content = data[place + 4 : end]
            end = _end_of_scan(data, end) if marker == 0xDA else end
            yield PicturePart(data[place:end], _is_of_jpeg(marker, content), content)
        place = end


def _is_of_jpeg(marker: int, content: bytes) -> bool:
    """Tell whether a segment belongs to the picture. APP0 may also hold a small copy, perhaps of more than is shown."""
    if 0xE0 <= marker <= 0xEF:
        sizes = {0xE0: (b"JFIF\0", 14), 0xEE: (b"Adobe", 12)}
        start, size = sizes.get(marker, (b"ICC_PROFILE\0", len(content)))
        return content.startswith(start) and len(content) == size
    return marker != 0xFE


def _next_marker(data: bytes, place: int) -> int:
    found = data.find(b"\xff", place)
    return found if found >= 0 else len(data)


def _end_of_scan(data: bytes, place: int) -> int:
    """Return where coded data ends: at a marker that is neither a restart nor a zero that was stuffed in."""
    while (place := data.find(b"\xff", place)) >= 0 and place + 1 < len(data):
        if data[place + 1] != 0 and not 0xD0 <= data[place + 1] <= 0xD7:
            return place
        place += 2
    return len(data)


def _png(data: bytes) -> Iterator[PicturePart]:
    yield PicturePart(PNG, is_picture=True)
    place = len(PNG)
    while place + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, place)
        whole = data[place : place + 12 + length]
        place += 12 + length
        if name in _PICTURE_CHUNKS:
            yield PicturePart(whole, is_picture=True)
        else:
            yield PicturePart(whole, False, _png_text(name, whole[8:-4]))
        if name == b"IEND":
            break
    yield PicturePart(data[place:], is_picture=False)


def _png_text(name: bytes, content: bytes) -> bytes:
    """A chunk's content, with what it is unpacked to where it is compressed."""
    keyword, _, rest = content.partition(b"\0")
    packed = {b"zTXt": rest[1:], b"iTXt": rest[2:].split(b"\0", 2)[-1] if rest[:1] == b"\1" else b""}.get(name)
    if packed:
        with suppress(zlib.error):
            return content + b" " + keyword + b" " + zlib.decompressobj().decompress(packed, _LONGEST)
    return content


def _webp(data: bytes) -> Iterator[PicturePart]:
    yield PicturePart(data[:12], is_picture=True)
    end = 8 + int(struct.unpack_from("<I", data, 4)[0])
    place = 12
    while place + 8 <= min(end, len(data)):
        name, length = struct.unpack_from("<4sI", data, place)
        whole = data[place : place + 8 + length + length % 2]
        yield PicturePart(whole, name in _WEBP_PICTURE, whole[8:])
        place += len(whole)
    yield PicturePart(data[place:], is_picture=False)


def _riff(chunks: list[bytes], exif: bytes) -> bytes:
    """Return the chunks as a WebP file whose header names no metadata but the orientation."""
    made = [_without_flags(chunk, exif) if chunk[:4] == b"VP8X" else chunk for chunk in chunks]
    if exif:
        made.append(struct.pack("<4sI", b"EXIF", len(exif)) + exif + b"\0" * (len(exif) % 2))
    content = b"WEBP" + b"".join(made)
    return struct.pack("<4sI", b"RIFF", len(content)) + content


def _without_flags(header: bytes, exif: bytes) -> bytes:
    flags = header[8] & ~(_EXIF_FLAG | _XMP_FLAG) | (_EXIF_FLAG if exif else 0)
    return header[:8] + bytes([flags]) + header[9:]


def _gif(data: bytes) -> Iterator[PicturePart]:
    place = 13 + _colours(data[10])
    yield PicturePart(data[:place], is_picture=True)
    while place < len(data):
        start, kind = place, data[place]
        if kind == 0x3B:
            yield PicturePart(data[place : place + 1], is_picture=True)
            yield PicturePart(data[place + 1 :], is_picture=False)
            return
        # An image has its place and size, its colours, and a byte before its data.
        place += 11 + _colours(data[place + 9]) if kind == 0x2C else 2
        blocks, place = _sub_blocks(data, place)
        timed = data[start + 1] == 0xF9 or blocks.startswith(_GIF_REPEATS)
        yield PicturePart(data[start:place], kind == 0x2C or (kind == 0x21 and timed), blocks)


def _colours(flags: int) -> int:
    """The bytes of a table of colours, by the flags of the block before it."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _sub_blocks(data: bytes, place: int) -> tuple[bytes, int]:
    """The content of the sub-blocks that begin at `place`, and the place after them."""
    parts: list[bytes] = []
    while data[place]:
        parts.append(data[place + 1 : place + 1 + data[place]])
        place += 1 + data[place]
    return b"".join(parts), place + 1
