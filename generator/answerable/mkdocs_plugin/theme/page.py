"""Material's own pages: their language, their defects mended, and what publications need to know of the theme."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from answerable.publish.theme import Theme

TEMPLATES = Path(__file__).parent / "templates"
"""Templates that go before Material's own of the same name."""


def material() -> Theme:
    """Return what publications need to know of Material."""
    return Theme(styles=Path(__file__).with_name("theme.css").read_text("utf-8"))


def theme_language(folders: Iterable[str], language: str) -> str:
    """The nearest language that the theme speaks, by its template folders: `he` for `he-IL`; English when none is near.

    It fails on any other, and a site may be in a language of which it never heard.
    """
    names = (language, language.partition("-")[0])
    places = [Path(folder, "partials", "languages") for folder in folders]
    return next((name for name in names if any((place / f"{name}.html").is_file() for place in places)), "en")


def repair_theme_page(html: str, language: str, direction: str, search_label: str, made_with: str) -> str:
    """The theme's page put right: its language and direction, the search dialog's name, its last English words."""
    html = re.sub(r'<html lang="[^"]*"', f'<html lang="{escape(language)}" dir="{direction}"', html, count=1)
    html = re.sub(r'<body dir="[^"]*"', f'<body dir="{direction}"', html, count=1)
    html = html.replace('role="dialog">', f'role="dialog" aria-label="{escape(search_label)}">', 1)
    html = re.sub(r"\bMade with(?=\s*<a [^>]*squidfunk)", escape(made_with), html, count=1)
    return re.sub(r'(<input class="md-toggle"[^>]*type="checkbox"[^>]*?) autocomplete="off"', r"\1", html)
