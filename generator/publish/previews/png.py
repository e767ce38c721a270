"""PNG files of 16 colours. Pillow's own encoder tries five filters for every row, which costs more than the drawing."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

from PIL import Image

LEVEL = 3
"""Of zlib: 6 makes files a fifth smaller in twice the time."""


def encode(image: Image.Image, width: int, palette: Sequence[tuple[int, int, int]]) -> bytes:
    """The PNG of an image of palette numbers under 16, whose first two columns are number 0.

    Those two are no part of the picture: they become the byte before each row that says “no filter”.
    """
    rows = image.tobytes("raw", "P;4")
    head = struct.pack(">IIBBBBB", width, image.height, 4, 3, 0, 0, 0)
    colours = bytes(part for colour in palette for part in colour)
    chunks = ((b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(rows, LEVEL)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
