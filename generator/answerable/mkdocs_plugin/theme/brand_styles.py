"""The style of a site's brand: its accent colour, as readable as WCAG 2.2 asks for, and its own fonts.

Contrast is defined in https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio; words need 4.5 (level AA).
"""

from __future__ import annotations

import colorsys
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from PIL import ImageColor

Rgb = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""
READABLE = 4.5
WHITE, BLACK = "#ffffff", "#000000"
_STEPS = 1000
_FONT = "Answerable brand"
_GROUND = re.compile(r"--a-(?!share)(?:\w+-soft|card): (#\w+)")


def colour_of(words: str) -> str | None:
    """Return a colour as `#rrggbb`, from that, from `#rgb` or from a name that CSS knows; None for anything else."""
    given = words.strip().lower()
    if "(" in given:
        return None
    try:
        rgb = ImageColor.getrgb(given)
    except ValueError:
        return None
    return "#{:02x}{:02x}{:02x}".format(*rgb) if len(rgb) == 3 else None


def _grounds() -> dict[str, tuple[str, ...]]:
    """Return what words stand on in each scheme by theme.css: the soft grounds of all states, and cards."""
    css = Path(__file__).with_name("theme.css").read_text("utf-8")
    light, _, dark = css.partition('[data-md-color-scheme="slate"] {')
    parts = {"default": light, "slate": dark.partition("}")[0]}
    return {scheme: tuple(filter(None, map(colour_of, _GROUND.findall(part)))) for scheme, part in parts.items()}


GROUNDS = _grounds()


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, scheme: str) -> float:
    """Return the contrast of words in a colour on that ground of a scheme on which it is lowest."""
    return min(contrast(colour, ground) for ground in GROUNDS[scheme])


def readable(colour: str, scheme: str) -> str:
    """Return the colour nearest in lightness, with the same hue, in which words are readable on all grounds."""
    if least_contrast(colour, scheme) >= READABLE:
        return colour
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    end = 0.0 if scheme == "default" else 1.0

    def tone(step: int) -> str:
        return _hex(colorsys.hls_to_rgb(hue, lightness + (end - lightness) * step / _STEPS, saturation))

    steps = range(_STEPS + 1)  # up to black or white, with contrast growing all the way
    return tone(bisect_left(steps, READABLE, key=lambda step: least_contrast(tone(step), scheme)))


def on(colour: str) -> str:
    """Return white or black, whichever is easier to read on a colour; one of them always has a contrast of 4.5."""
    return max((WHITE, BLACK), key=lambda words: contrast(words, colour))


def accent_styles(accent: str) -> str:
    """Return CSS for links and buttons in both schemes, and for the header with `primary: custom` or no palette."""
    words = on(accent)
    fill = {"--a-fill": accent, "--a-on-fill": words, "--md-accent-bg-color": words}
    header = {"--md-primary-fg-color": accent, "--md-primary-bg-color": words, "--md-primary-bg-color--light": words}
    links = {scheme: _link(readable(accent, scheme)) for scheme in GROUNDS}
    rules = {
        ":root, [data-md-color-scheme]": fill,
        ":root": {**header, **links["default"]},  # a theme without a palette names no scheme
        '[data-md-color-primary="custom"]': header,
        **{f'[data-md-color-scheme="{scheme}"][data-md-color-primary]': link for scheme, link in links.items()},
    }
    on_paper = _rule("[data-md-color-scheme][data-md-color-primary]", links["default"])
    return "\n".join([*(_rule(*rule) for rule in rules.items()), f"@media print {{ {on_paper} }}"])


def font_styles(files: Sequence[str], up: str) -> str:
    """Return CSS that sets all words in fonts of the site's own; `up` leads from the style sheet to the site's root.

    The first file has the regular weight, or all weights if it is the only one, and the second is bold.
    """
    weights = ("100 900",) if len(files) == 1 else ("100 500", "600 900")
    faces = (
        {"font-family": f'"{_FONT}"', "src": f'url("{up}{quote(file)}")', "font-weight": weight, "font-display": "swap"}
        for file, weight in zip(files, weights, strict=False)
    )
    rules = (_rule("@font-face", face) for face in faces)
    return "\n".join(
        [*rules, _rule(":root, [data-md-color-scheme]", {"--md-text-font": f'"{_FONT}", var(--a-face, _)'})]
    )


def _rule(selector: str, declarations: Mapping[str, str]) -> str:
    return f"{selector} {{ {' '.join(f'{name}: {value};' for name, value in declarations.items())} }}"


def changed_tones(accent: str) -> Iterator[tuple[str, float, str]]:
    """Yield, for each scheme in which the accent is not readable as words: the scheme, its contrast, the tone used."""
    for scheme in GROUNDS:
        tone = readable(accent, scheme)
        if tone != accent:
            yield scheme, least_contrast(accent, scheme), tone


def _link(colour: str) -> dict[str, str]:
    return dict.fromkeys(("--a-link", "--md-typeset-a-color", "--md-accent-fg-color"), colour)


def _rgb(colour: str) -> Rgb:
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


def _hex(rgb: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*(round(part * 255) for part in rgb))


def _luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2)."""
    parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _rgb(colour))
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
