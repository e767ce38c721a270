"""The signs of preview pictures, as masks: the same shapes as the page's icons, on the same grid of 24."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageDraw

Points = tuple[tuple[float, float], ...]
_SOFT = 4
_RING = "ring"
_SIGNS: dict[str, tuple[str | Points, ...]] = {
    "check": (_RING, ((8, 12.5), (10.8, 15.3), (16.3, 9.5))),
    "none": (_RING, ((12, 11), (12, 16.5)), ((12, 7.4), (12, 7.6))),
    "minor": (((12, 3.5), (21.5, 20), (2.5, 20), (12, 3.5)), ((12, 10), (12, 14.5)), ((12, 17), (12, 17.2))),
    "major": (_RING, ((12, 7), (12, 13)), ((12, 16.4), (12, 16.6))),
    "critical": (
        ((8.3, 3), (15.7, 3), (21, 8.3), (21, 15.7), (15.7, 21), (8.3, 21), (3, 15.7), (3, 8.3), (8.3, 3)),
        ((9, 9), (15, 15)),
        ((15, 9), (9, 15)),
    ),
    "talk": (((4, 5), (20, 5), (20, 16), (11, 16), (6.5, 20), (6.5, 16), (4, 16), (4, 5)),),
}


@lru_cache(maxsize=32)
def mask(name: str, size: int) -> Image.Image:
    """How much of each pixel a sign covers, `size` pixels by `size`."""
    scale = size * _SOFT / 24
    image = Image.new("L", (size * _SOFT, size * _SOFT), 0)
    draw = ImageDraw.Draw(image)
    thick = 2 * scale
    for shape in _SIGNS[name]:
        if isinstance(shape, str):
            edge = (2 * scale, 2 * scale, 22 * scale, 22 * scale)
            draw.ellipse(edge, outline=255, width=round(thick))
        else:
            _stroke(draw, [(x * scale, y * scale) for x, y in shape], thick)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _stroke(draw: ImageDraw.ImageDraw, points: list[tuple[float, float]], thick: float) -> None:
    draw.line(points, 255, round(thick))
    for x, y in points:  # round ends and corners
        draw.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=255)
