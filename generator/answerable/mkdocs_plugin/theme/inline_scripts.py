"""The theme's inline scripts and their hashes, for a Content-Security-Policy that lets these run and no others.

A script of a rendered page counts as the theme's only if it is what one of the theme's templates writes. A script that
came into the page with a text is therefore never allowed, however it came there.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_NOT_INLINE = re.compile(r"\bsrc\s*=|\btype\s*=\s*[\"']?application/(ld\+)?json", re.IGNORECASE)
_JINJA = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_VALUE = r"[^\"'<>\\]*?"
"""What Jinja may put into a script in the place of `{{ … }}`: what cannot end a string."""


def template_scripts(folders: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Return a pattern for the whole element of each inline script in the templates of a theme's folders."""
    found = (script for path in _templates(folders) for script in inline_scripts(path.read_text("utf-8", "replace")))
    return tuple(re.compile(pattern) for pattern in dict.fromkeys(map(_pattern, found)))


def inline_scripts(html: str) -> list[str]:
    """Return the texts of the scripts that stand in a page and run; data in JSON does not."""
    return [text for attributes, text in _SCRIPT.findall(html) if not _NOT_INLINE.search(attributes)]


def of_theme(html: str, patterns: Iterable[re.Pattern[str]]) -> list[str]:
    """Return the texts of a page's inline scripts that a template wrote, by the patterns of all templates' scripts.

    They are looked for as wholes, so that a `<script>` without end in a text, or in a comment, hides none after it.
    """
    return [match[1] for pattern in patterns for match in pattern.finditer(html)]


def hash_source(script: str) -> str:
    """Return the source that allows an inline script: `'sha256-…'` of its text in UTF-8."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def _templates(folders: Iterable[str]) -> Iterator[Path]:
    """Yield the HTML templates, without the thousands of icons in hidden folders."""
    for top in folders:
        for folder, inner, names in os.walk(top):
            inner[:] = sorted(name for name in inner if not name.startswith(".") and name != "assets")
            yield from (Path(folder, name) for name in sorted(names) if name.endswith(".html"))


def _pattern(script: str) -> str:
    text = _VALUE.join(re.escape(part) for part in _JINJA.split(script))
    return rf"<script\b[^>]*>({text})</script\s*>"
