"""Material's own pages: their language, repairs of their defects, and what publications need to know of the theme."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from answerable.mkdocs_plugin.theme.search import without_settings
from answerable.mkdocs_plugin.theme.theme_files import SERVED
from answerable.publish import content_security
from answerable.publish.context import Context, _
from answerable.publish.theme import Theme

TEMPLATES = Path(__file__).parent / "templates"
"""Templates that replace Material's own of the same name."""
_BLANKS = re.compile(
    r"(<(pre|script|style|textarea)\b.*?(?:</\2\s*>|\Z))|[ \t\r\f]*\n[ \t\r\n\f]*", re.DOTALL | re.IGNORECASE
)


def material(brand: str = "", *, search: bool = False) -> Theme:
    """Return what publications need to know of Material; `brand` is the CSS of the site's own colour and fonts.

    `search` says whether mkdocs.yml wants a search box.
    """
    styles = Path(__file__).with_name("theme.css").read_text("utf-8") + brand
    return Theme(styles, SERVED, search=search, has_font="@font-face" in brand)


def theme_language(folders: Iterable[str], language: str) -> str:
    """Return the nearest language that the theme has words in: `he` for `he-IL`, English when there is none.

    `folders` are the theme's template folders. The theme fails on a language that it does not know.
    """
    names = (language, language.partition("-")[0])
    places = [Path(folder, "partials", "languages") for folder in folders]
    return next((name for name in names if any((place / f"{name}.html").is_file() for place in places)), "en")


def repair_theme_page(html: str, context: Context) -> str:
    """Return a page of the theme with its language and direction, and the footer translated.

    The hidden checkboxes lose their `autocomplete`, which HTML does not allow there, and the settings what is for
    Material's search alone.
    """
    direction = context.direction
    made_with = escape(context.gettext(_("Made with")))
    html = re.sub(r'<html lang="[^"]*"', f'<html lang="{escape(context.language)}" dir="{direction}"', html, count=1)
    html = re.sub(r'<body dir="[^"]*"', f'<body dir="{direction}"', html, count=1)
    html = re.sub(r"\bMade with(?=\s*<a [^>]*squidfunk)", made_with, html, count=1)
    html = re.sub(r'(<input class="md-toggle"[^>]*type="checkbox"[^>]*?) autocomplete="off"', r"\1", html)
    return without_settings(html)


def without_blanks(html: str) -> str:
    """Return a page of the theme with one line feed in the place of its indentation and blank lines: 2.8 KB less.

    Browsers show both as one space, but for what stands in a `pre`, script, style or textarea, which stays unchanged.
    """
    return _BLANKS.sub(lambda found: found[1] or "\n", html)


def add_policy(html: str, policy: str) -> str:
    """Return a page with its Content-Security-Policy, before all scripts, after the encoding, which comes first."""
    return re.sub(r"<meta charset=[^>]*>", lambda charset: charset[0] + content_security.meta(policy), html, count=1)
