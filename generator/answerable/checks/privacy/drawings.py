"""Drawings (SVG): what would run or load something when a browser opens one, and the words in them.

A drawing is read as XML, and only elements and attributes that draw are let through: there are too many ways to write
what runs a script for a list of those.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from xml.parsers import expat

from answerable.checks.privacy.picture_parts import JPEG, PNG
from answerable.translation.message import msg

_SVG = re.compile(r"<(?:[\w-]+:)?svg\b", re.IGNORECASE)
_GZIP = b"\x1f\x8b"
_SVG_NAMES, _HTML_NAMES = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"
_BASE = "http://www.w3.org/XML/1998/namespace base"
_ELEMENTS = frozenset({
    "a", "altGlyph", "altGlyphDef", "altGlyphItem", "animate", "animateColor", "animateMotion", "animateTransform",
    "circle", "clipPath", "color-profile", "defs", "desc", "ellipse", "feBlend", "feColorMatrix",
    "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap",
    "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur",
    "feImage", "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting",
    "feSpotLight", "feTile", "feTurbulence", "filter", "font", "font-face", "font-face-format", "font-face-name",
    "font-face-src", "font-face-uri", "g", "glyph", "glyphRef", "hkern", "image", "line", "linearGradient",
    "marker", "mask", "mesh", "meshgradient", "meshpatch", "meshrow", "metadata", "missing-glyph", "mpath", "path",
    "pattern", "polygon", "polyline", "radialGradient", "rect", "set", "solidcolor", "stop", "style", "svg",
    "switch", "symbol", "text", "textPath", "title", "tref", "tspan", "use", "view", "vkern",
})  # fmt: skip
_PAGE = re.compile(r"(?:https?://|mailto:|tel:|\#|[^:]*$)", re.IGNORECASE)
_PICTURE = r"data:image/(?:png|jpe?g|gif|webp)"
"""How the address of a picture that is written into a drawing begins."""
_INSIDE = re.compile(rf"\#|{_PICTURE}[;,]", re.IGNORECASE)
_LOADS = re.compile(
    rf"@import|image-set\(|\b(?:src|image)\(|url\(\s*[\"']?\s*(?!\s*[\"']?\s*(?:\#|{_PICTURE}[;,]))",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?:([0-9A-Fa-f]{1,6})\s?|(.))", re.DOTALL)
_BLANKS = re.compile(r"[\x00-\x20]+")
_ATTRIBUTE = re.compile(r"""(?<![\w:.-])([\w:.-]+)(\s*=\s*)("[^"]*"|'[^']*')""")
_WITH_WORDS = re.compile(r"^(?:data-.*|aria-.*|title|alt|desc|id|class|name|content|.*:.*|label|href)$", re.IGNORECASE)
_NOTES = re.compile(r"<!--.*?-->|<(?P<tag>(?:\w+:)?metadata)\b[^<>]*(?:/>|>.*?</(?P=tag)\s*>)", re.DOTALL)
_DATA = re.compile(rf"{_PICTURE}(?:;[\w=-]+)*;base64,([\sA-Za-z0-9+/=]+)", re.IGNORECASE)
_STYLE = re.compile(r"<style\b[^<>]*>\s?(?:<!\[CDATA\[)?[^<]*", re.IGNORECASE)
_RULES = re.compile(r"(?:^|\*/)(?:(?!/\*).)*", re.DOTALL)
_NOT_A_BREAK = re.compile(r"[^\n]")


class _UnsafeError(Exception):
    """The drawing has something that is not published."""


def drawing_in(data: bytes, at_most: int) -> bytes | None:
    """Return a drawing's XML, unpacked up to `at_most` bytes if it is compressed; None for what is none."""
    if data[:2] == _GZIP:
        with suppress(OSError, EOFError, zlib.error):
            data = gzip.GzipFile(fileobj=BytesIO(data)).read(at_most)
    if data[:3] == JPEG or data[:8] == PNG:
        return None
    return data if _SVG.search(_text(data[:4096])) else None


def _wide(data: bytes) -> str | None:
    """Return the encoding of a text of two bytes a character; None for one whose signs are those of ASCII."""
    return {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(data[:2])


def _text(data: bytes) -> str:
    return data.decode(_wide(data) or "utf-8", "replace")


def only_drawing(drawing: bytes) -> bytes:
    """Return a drawing without its comments and its metadata."""
    wide = _wide(drawing)
    # Latin-1 keeps every byte of any encoding whose signs are those of ASCII.
    return _NOTES.sub("", drawing.decode(wide or "latin-1", "replace")).encode(wide or "latin-1")


def notes_in(drawing: bytes) -> str:
    """Return the comments and the metadata of a drawing, which are not published."""
    return "\n".join(note[0] for note in _NOTES.finditer(_text(drawing)))


def unsafe_part(drawing: bytes) -> str:
    """Return what a drawing has that runs or loads something, such as `an element script`; "" if it has nothing."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.words
    parser.EntityDeclHandler = lambda *_: _refuse(msg("an entity of its own"))
    parser.ProcessingInstructionHandler = lambda *_: _refuse(msg("an instruction for programs"))
    try:
        parser.Parse(drawing, True)
        reader.check_style()
    except _UnsafeError as error:
        return str(error)
    except (expat.ExpatError, ValueError, LookupError):
        return msg("a mistake in its XML")
    return ""


def _refuse(what: str) -> None:
    raise _UnsafeError(what)


class _Reader:
    """Raises _UnsafeError at the first element or attribute that may run or load something."""

    def __init__(self) -> None:
        self._style: list[str] = []
        self._in_style = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, element = name.rpartition(" ")
        if space == _HTML_NAMES or (space in {"", _SVG_NAMES} and element not in _ELEMENTS):
            _refuse(msg("an element %(element)s", element=element[:30]))
        self._in_style += element == "style"
        if _BASE in attributes:
            _refuse(msg("another base for its links"))
        for key, value in attributes.items():
            self._check_attribute(element, key.rpartition(" ")[2], value)

    def end(self, name: str) -> None:
        self._in_style -= name.rpartition(" ")[2] == "style"

    def words(self, words: str) -> None:
        if self._in_style:
            self._style.append(words)

    def check_style(self) -> None:
        _check_css("".join(self._style))

    @staticmethod
    def _check_attribute(element: str, key: str, value: str) -> None:
        if key.lower().startswith("on"):
            _refuse(msg("an attribute %(key)s", key=key[:30]))
        link = _BLANKS.sub("", value)
        if key.lower() in {"href", "src"} and not (_PAGE if element == "a" else _INSIDE).match(link):
            _refuse(msg("a link to something outside of it"))
        if key == "attributeName" and (link.lower().endswith("href") or link.lower().startswith("on")):
            _refuse(msg("a link that changes"))
        _check_css(value)


def _check_css(css: str) -> None:
    if "\\" in css:
        css = _ESCAPE.sub(lambda match: match[2] or chr(min(int(match[1], 16), 0x10FFFF)), css)
    if _LOADS.search(css):
        _refuse(msg("a style that loads something"))


def embedded_pictures(drawing: bytes) -> Iterator[bytes]:
    """Yield the pictures that are written into a drawing."""
    for packed in _DATA.finditer(_text(drawing)):
        with suppress(binascii.Error):
            yield base64.b64decode(packed[1])


def words_in(drawing: bytes) -> str:
    """Return a drawing's text with blanks in the place of notes, pictures, styles and the numbers of shapes."""
    words = _STYLE.sub(_without_rules, _DATA.sub(_blanked, _NOTES.sub(_blanked, _text(drawing))))
    return _ATTRIBUTE.sub(_without_geometry, words)


def _blanked(match: re.Match[str]) -> str:
    return _NOT_A_BREAK.sub(" ", match[0])


def _without_rules(style: re.Match[str]) -> str:
    """A style of which only the comments are left."""
    return _RULES.sub(_blanked, style[0])


def _without_geometry(match: re.Match[str]) -> str:
    """An attribute that may have words as it is; others, whose numbers look like phone numbers, as blanks."""
    if _WITH_WORDS.match(match[1]) and not match[1].startswith("xmlns"):
        return match[0]
    return _blanked(match)
