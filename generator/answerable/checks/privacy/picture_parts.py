"""The parts of a picture's file that are not the picture: comments, metadata, and what follows its end.

Formats: JPEG (ISO 10918-1, Annex B), PNG (RFC 2083, chapter 3), GIF89a, and RIFF as WebP uses it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress

PNG = b"\x89PNG\r\n\x1a\n"
_PICTURE_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"fdAT", b"fcTL"})
_WEBP_PICTURE = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_LONGEST = 1 << 20
"""Bytes to which a compressed text is unpacked at most."""


def other_parts(data: bytes) -> Iterator[bytes]:
    """What is not the picture in a file of a known format, as far as it can be read; everything of other formats."""
    with suppress(IndexError, struct.error):
        if data[:3] == b"\xff\xd8\xff":
            yield from _jpeg(data)
        elif data[:8] == PNG:
            yield from _png(data)
        elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            yield from _webp(data)
        elif data[:6] in {b"GIF87a", b"GIF89a"}:
            yield from _gif(data)
        elif data[:4] == b"\x00\x00\x01\x00" and PNG in data:
            yield from _png(data[data.index(PNG) :])
        else:
            yield data


def _jpeg(data: bytes) -> Iterator[bytes]:
    place = 2
    while place + 4 <= len(data):
        place = data.find(b"\xff", place)
        if place < 0:
            return
        marker = data[place + 1]
        if marker == 0xD9:
            yield data[place + 2 :]
            return
        if marker in {0x00, 0x01, 0xFF} or 0xD0 <= marker <= 0xD8:  # coded data, fill bytes, marks without a length
            place += 1 if marker == 0xFF else 2
            continue
        length = int(struct.unpack_from(">H", data, place + 2)[0])
        if marker == 0xFE or (0xE0 <= marker <= 0xEF and data[place + 4 : place + 15] != b"ICC_PROFILE"):
            yield data[place + 4 : place + 2 + length]
        place += 2 + length


def _png(data: bytes) -> Iterator[bytes]:
    place = len(PNG)
    while place + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, place)
        content = data[place + 8 : place + 8 + length]
        place += 12 + length
        if name == b"IEND":
            break
        if name not in _PICTURE_CHUNKS:
            yield from _png_text(name, content)
    yield data[place:]


def _png_text(name: bytes, content: bytes) -> Iterator[bytes]:
    """A chunk, and what it is unpacked to where it is compressed."""
    yield content
    keyword, _, rest = content.partition(b"\0")
    packed = {b"zTXt": rest[1:], b"iTXt": rest[2:].split(b"\0", 2)[-1] if rest[:1] == b"\1" else b""}.get(name)
    if packed:
        with suppress(zlib.error):
            yield keyword + b" " + zlib.decompressobj().decompress(packed, _LONGEST)


def _webp(data: bytes) -> Iterator[bytes]:
    end = 8 + int(struct.unpack_from("<I", data, 4)[0])
    place = 12
    while place + 8 <= min(end, len(data)):
        name, length = struct.unpack_from("<4sI", data, place)
        if name not in _WEBP_PICTURE:
            yield data[place + 8 : place + 8 + length]
        place += 8 + length + length % 2
    yield data[end:]


def _gif(data: bytes) -> Iterator[bytes]:
    place = 13 + _colours(data[10])
    while place < len(data):
        kind = data[place]
        if kind == 0x3B:
            yield data[place + 1 :]
            return
        if kind == 0x2C:  # an image: its place and size, its colours, and a byte before its data
            place += 11 + _colours(data[place + 9])
        else:
            place += 2
        blocks, place = _sub_blocks(data, place)
        if kind != 0x2C:
            yield blocks


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
