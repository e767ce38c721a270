"""The site's own style sheet and script, at addresses that change with their content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from generator.build.outputs import Output

ASSETS = Path(__file__).parent.parent / "assets"
STYLES = ("answerable.css", "stories.css", "track.css", "kit.css")
SCRIPT = "answerable.js"
TRACK_SCRIPT = "track.js"
KIT_SCRIPT = "kit.js"


@lru_cache(maxsize=1)
def style_sheet() -> Output:
    """All style sheets as one file."""
    css = "\n".join((ASSETS / name).read_text("utf-8") for name in STYLES if (ASSETS / name).is_file())
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return _hashed("css", re.sub(r"\n\s*", "\n", css).encode())


@lru_cache(maxsize=1)
def script() -> Output:
    """The small script."""
    return _hashed("js", (ASSETS / SCRIPT).read_bytes())


@lru_cache(maxsize=1)
def track_script() -> Output:
    """The script of the page on which cases are looked up, and of no other."""
    return _hashed("js", (ASSETS / TRACK_SCRIPT).read_bytes(), "track")


@lru_cache(maxsize=1)
def kit_script() -> Output:
    """The script of the page with texts to copy, and of no other."""
    return _hashed("js", (ASSETS / KIT_SCRIPT).read_bytes(), "kit")


def publish() -> Iterator[Output]:
    """All of them."""
    yield style_sheet()
    yield script()
    yield track_script()
    yield kit_script()


def _hashed(ending: str, content: bytes, name: str = "answerable") -> Output:
    return Output(f"assets/answerable/{name}.{sha256(content).hexdigest()[:10]}.{ending}", content)
