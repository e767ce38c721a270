"""The letters of pages in languages that are not written in Latin: one face for each script, in two weights.

A page loads the face of its own language and no other; without one it is set in the reader's system font. The files
are cuts of the fonts that badges are measured and previews drawn with, which `assets/fonts/make.sh` makes.

Until the files have come, a font of the reader's machine stands in, scaled so that lines are as long as they will be:
nothing moves then. See https://www.w3.org/TR/css-fonts-5/#font-metrics-override-desc.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from babel.core import get_global

from answerable.output.outputs import Output
from answerable.output.served import WOFF2, Lifetime, Served
from answerable.publish.addresses import OWN_ASSETS
from answerable.publish.text.lettering import FONTS

SERVED = (Served(f"{OWN_ASSETS}*.woff2", WOFF2, Lifetime.HASHED),)
_FAMILY = "Answerable Sans"
_WEIGHTS = {"Regular": "100 549", "Bold": "550 900"}
_ASCENT, _DESCENT = 1.069, 0.537
"""Heights of the face above and below the baseline, in em, as its files have them."""


@dataclass(frozen=True, slots=True)
class Face:
    """The face of a script, cut from the font `of`. `name` is part of its file names.

    `lines` is how much further apart lines stand than in Latin, for marks above and below the letters. `stand_ins` are
    fonts of readers' machines, each with its scale in per cent in the regular weight and in bold: the width of all
    sentences of the interface in the face, divided by their width in that font.
    """

    name: str
    of: str
    lines: float
    stand_ins: tuple[tuple[str, float, float], ...]


FACES = {
    "Arab": Face(
        "arabic",
        "Vazirmatn",
        1.12,
        (("Noto Naskh Arabic", 109.7, 108.5), ("Noto Sans Arabic", 99.3, 92.2), ("DejaVu Sans", 92.8, 80.3)),
    ),
    "Hebr": Face("hebrew", "Heebo", 1, (("Noto Sans Hebrew", 95.7, 95.3), ("DejaVu Sans", 95.0, 91.6))),
    "Cyrl": Face(
        "cyrillic",
        "Noto Sans",
        1,
        (
            ("Roboto", 104.4, 110.7),
            ("Arial", 105.8, 105.9),
            ("Liberation Sans", 105.8, 105.9),
            ("DejaVu Sans", 92.4, 90.2),
        ),
    ),
}
"""The faces by script, whose code is that of ISO 15924."""


def script_of(language: str) -> str:
    """Return the code of a language's script in ISO 15924, such as `Arab`; empty if CLDR does not know the language."""
    parts = language.split("-")
    named = next((part.title() for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    likely = get_global("likely_subtags")
    known = likely.get("_".join(parts)) or likely.get(parts[0], "")
    return named or next((part for part in known.split("_") if len(part) == 4), "")


def face_of(language: str) -> Face | None:
    """Return the face of a language, or None if it needs none."""
    return FACES.get(script_of(language))


@lru_cache(maxsize=16)
def face_files(language: str) -> tuple[Output, ...]:
    """Return the files of a language's face, the regular weight and the bold one; none if it needs no face."""
    face = face_of(language)
    return tuple(_file(face, weight) for weight in _WEIGHTS) if face else ()


@lru_cache(maxsize=16)
def face_styles(language: str) -> str:
    """Return CSS for a style sheet beside the files: the language's face, named in `--a-face`, and its lines.

    Empty if the language needs no face.
    """
    face = face_of(language)
    if not face:
        return ""
    families = ", ".join(f'"{name}"' for name in (_FAMILY, *(f"{_FAMILY} in {one[0]}" for one in face.stand_ins)))
    root = f":root {{ --a-face: {families}; --a-lines: {face.lines}; }}"
    return "\n".join([*_declared(language), *_standing_in(face), root, ""])


def _file(face: Face, weight: str) -> Output:
    content = (FONTS / f"AnswerableSans-{weight}-{face.name}.woff2").read_bytes()
    name = f"{face.name}-{weight.lower()}.{sha256(content).hexdigest()[:10]}.woff2"
    return Output(OWN_ASSETS + name, content)


def _declared(language: str) -> Iterator[str]:
    for weights, file in zip(_WEIGHTS.values(), face_files(language), strict=True):
        address = file.path.removeprefix(OWN_ASSETS)
        yield _rule(_FAMILY, weights, f'url("{address}") format("woff2")', "font-display: swap;")


def _standing_in(face: Face) -> Iterator[str]:
    for name, *scales in face.stand_ins:
        for (weight, weights), scale in zip(_WEIGHTS.items(), scales, strict=True):
            local = f'local("{name}{" Bold" if weight == "Bold" else ""}"), local("{name.replace(" ", "")}-{weight}")'
            ascent, descent = (f"{height / scale * 1e4:.1f}%" for height in (_ASCENT, _DESCENT))
            sizes = (
                f"size-adjust: {scale}%; ascent-override: {ascent}; descent-override: {descent}; line-gap-override: 0%;"
            )
            yield _rule(f"{_FAMILY} in {name}", weights, local, sizes)


def _rule(family: str, weights: str, source: str, more: str) -> str:
    return f'@font-face {{ font-family: "{family}"; font-weight: {weights}; src: {source}; {more} }}'
