"""The site's own style sheets and scripts, at addresses that change with their content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from answerable.output.outputs import Output
from answerable.output.served import CSS, JAVASCRIPT, Lifetime, Served
from answerable.publish.addresses import OWN_ASSETS
from answerable.publish.context import Context
from answerable.publish.text import faces
from answerable.publish.text.faces import face_files, face_styles

ASSETS = Path(__file__).parent.parent / "assets"
STYLES = ("tokens.css", "answerable.css", "status.css", "stories.css", "figures.css", "track.css", "kit.css")
PAGE = ("asking", "locale", "times", "windows", "guard", "news", "pinned", "title", "bars", "search", "start")
"""The parts of the page's script, in `assets/page/`; they share one closure, so each can use what another declares."""
SERVED = (
    Served(f"{OWN_ASSETS}*.css", CSS, Lifetime.HASHED),
    Served(f"{OWN_ASSETS}*.js", JAVASCRIPT, Lifetime.HASHED),
    *faces.SERVED,
)
FEED_STYLE = "feed.css"
KIT_SCRIPT = "kit.js"
WALL_SCRIPT = "wall.js"


@lru_cache(maxsize=16)
def style_sheet(theme_styles: str, language: str) -> Output:
    """Return the style sheet of every page: the language's face, the theme's part (CSS, perhaps empty), then ours."""
    ours = "\n".join((ASSETS / name).read_text("utf-8") for name in STYLES)
    return _hashed("css", _shortened(f"{face_styles(language)}{theme_styles}\n{ours}"))


@lru_cache(maxsize=1)
def feed_style_sheet() -> Output:
    """Return the style sheet of feeds that are opened in a browser."""
    return _hashed("css", _shortened((ASSETS / FEED_STYLE).read_text("utf-8")), "feed")


@lru_cache(maxsize=1)
def embed_style() -> Output:
    """Return the style of what other sites embed."""
    return _hashed("css", _shortened((ASSETS / "embed.css").read_text("utf-8")), "embed")


@lru_cache(maxsize=1)
def script() -> Output:
    """Return the script of every page, as one file."""
    return _hashed("js", _joined(*(f"page/{name}.js" for name in PAGE)))


@lru_cache(maxsize=1)
def track_script() -> Output:
    """Return the script of the page on which cases are looked up."""
    return _hashed("js", _joined("page/asking.js", "page/locale.js", "track.js"), "track")


@lru_cache(maxsize=1)
def search_script() -> Output:
    """Return the script that searches, which a page loads when somebody types."""
    parts = (f"search/{name}.js" for name in ("fold", "days", "index", "panel"))
    return _hashed("js", _joined("page/asking.js", "page/locale.js", *parts), "search")


@lru_cache(maxsize=1)
def kit_script() -> Output:
    """Return the script of the page with texts to copy."""
    return _hashed("js", (ASSETS / KIT_SCRIPT).read_bytes(), "kit")


@lru_cache(maxsize=1)
def wall_script() -> Output:
    """Return the script of the page for a screen on a wall."""
    return _hashed("js", (ASSETS / WALL_SCRIPT).read_bytes(), "wall")


def publish(context: Context) -> Iterator[Output]:
    """Yield every style sheet and script, and the letters of the language."""
    yield style_sheet(context.theme.styles, context.language)
    yield from face_files(context.language)
    yield feed_style_sheet()
    yield script()
    if context.has_answers:
        yield track_script()
    if context.theme.search:
        yield search_script()
    yield kit_script()
    yield wall_script()


def _joined(*names: str) -> bytes:
    parts = "\n".join((ASSETS / name).read_text("utf-8") for name in names)
    return f'(() => {{\n"use strict";\n\n{parts}}})();\n'.encode()


def _shortened(css: str) -> bytes:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\n\s*", "\n", css).encode()


def _hashed(ending: str, content: bytes, name: str = "answerable") -> Output:
    return Output(f"{OWN_ASSETS}{name}.{sha256(content).hexdigest()[:10]}.{ending}", content)
