"""PNG files of 16 colours, put together from strips that were each compressed alone.

Most of a picture is the same in thousands of pictures: such a strip is compressed once. Deflate (RFC 1951) lets blocks
follow each other when none looks back beyond its own strip, and the check sums of two parts give that of both.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageChops

QUICK = (1, zlib.Z_RLE)
"""Level and strategy of zlib: runs of one byte only, which is most of what tells a row from the one above."""
SMALL = (4, zlib.Z_DEFAULT_STRATEGY)
LARGE = 16_000
"""Bytes from which on room is worth more than time: titles that fill their zone."""
_UP = 2
"""The filter of a row that tells only how it differs from the row above, byte by byte (PNG, 9.2)."""
_BASE = 65521
"""The prime of Adler-32 (RFC 1950)."""
_ZLIB_HEADER = b"\x78\x01"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LAST_BLOCK = b"\x03\x00"
"""An empty block that says it is the last one."""


class Strip(NamedTuple):
    """Some rows of a picture: how many, how many bytes they are, and these bytes compressed and summed up."""

    rows: int
    length: int
    packed: bytes
    total: int


def strip(image: Image.Image) -> Strip:
    """The strip of an image of palette numbers under 16, whose first two columns are number 0.

    Those two are no part of the picture: they become the byte before each row that names its filter. The first row
    stands alone, with none; what is above the strip is not known.
    """
    size = image.width // 2, image.height
    rows = Image.frombytes("L", size, image.tobytes("raw", "P;4"))
    above = Image.new("L", size, 0)
    above.paste(rows, (0, 1))
    rows = ImageChops.subtract_modulo(rows, above)
    rows.paste(_UP, (0, 1, 1, image.height))
    content = rows.tobytes()
    packed = _packed(content, *QUICK)
    if len(packed) > LARGE:
        packed = _packed(content, *SMALL)
    return Strip(image.height, len(content), packed, zlib.adler32(content))


def _packed(content: bytes, level: int, strategy: int) -> bytes:
    """The content as blocks of Deflate that end on a full byte, without header and sum."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, strategy)
    return packer.compress(content) + packer.flush(zlib.Z_SYNC_FLUSH)


def encode(strips: Sequence[Strip], width: int, palette: tuple[tuple[int, int, int], ...]) -> bytes:
    """The PNG of strips from the top to the bottom, `width` pixels wide."""
    packed = b"".join((_ZLIB_HEADER, *(one.packed for one in strips), _LAST_BLOCK, _sum(strips).to_bytes(4)))
    head = _head(width, sum(one.rows for one in strips), palette)
    return b"".join((head, *_chunk(b"IDAT", packed), *_chunk(b"IEND", b"")))


def whole(content: bytes) -> bool:
    """Whether a file is a PNG to its last byte: a torn one, or one with a lost block in the middle, is not."""
    at = len(_SIGNATURE)
    name = b""
    while at < len(content):
        end = at + 8 + int.from_bytes(content[at : at + 4])
        name = content[at + 4 : at + 8]
        if zlib.crc32(content[at + 4 : end]) != int.from_bytes(content[end : end + 4]):
            return False
        at = end + 4
    return content.startswith(_SIGNATURE) and name == b"IEND" and at == len(content)


def _sum(strips: Iterable[Strip]) -> int:
    """The Adler-32 of all strips together: each later one begins with the sums that it finds."""
    low, high = 1, 0
    for one in strips:
        high = (high + (one.total >> 16) + one.length * (low - 1)) % _BASE
        low = (low + (one.total & 0xFFFF) - 1) % _BASE
    return high << 16 | low


@lru_cache(maxsize=32)
def _head(width: int, height: int, palette: tuple[tuple[int, int, int], ...]) -> bytes:
    size = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    colours = bytes(part for colour in palette for part in colour)
    return b"".join((_SIGNATURE, *_chunk(b"IHDR", size), *_chunk(b"PLTE", colours)))


def _chunk(name: bytes, content: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    check = zlib.crc32(content, zlib.crc32(name))
    return len(content).to_bytes(4), name, content, check.to_bytes(4)
