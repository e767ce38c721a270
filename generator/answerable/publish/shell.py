"""The theme's page as a stamp: rendered once per folder by MkDocs, split at its marks, filled for every record.

Nothing outside this module knows that the theme is Material's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from answerable.output.outputs import Output

INDEX = "index.html"
PLACEHOLDER_SLUG = "answerable-hole"
"""The last part of a hole page's address; a record's own stands there in the end."""
TITLE_MARK = "\ue000answerable-title\ue001"
DESCRIPTION_MARK = "\ue000answerable-description\ue001"
HEAD_MARK = "<!--answerable-head-->"
BODY_MARK = "<!--answerable-body-->"
_MARKS = re.compile(
    "(" + "|".join(map(re.escape, (TITLE_MARK, DESCRIPTION_MARK, HEAD_MARK, BODY_MARK, PLACEHOLDER_SLUG))) + ")"
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be stamped: `path` ends with a slash; `title` and `description` are plain text, the rest is HTML."""

    path: str
    section: str
    title: str
    description: str
    body: str
    head: str = ""


class Shell:
    """One rendered hole page, ready to be filled: its marks and what stands between them, encoded once."""

    def __init__(self, html: str) -> None:
        parts = _MARKS.split(html)
        self._parts = [(part if _MARKS.fullmatch(part) else "", part.encode()) for part in parts]
        missing = {TITLE_MARK, BODY_MARK} - set(parts)
        if missing:
            raise ValueError("the theme's page shows no place for a title or a body; look at overrides/main.html")

    def fill(self, page: Page) -> Output:
        """The page as a file."""
        values = {
            TITLE_MARK: escape(page.title),
            DESCRIPTION_MARK: escape(page.description),
            HEAD_MARK: page.head,
            BODY_MARK: page.body,
            PLACEHOLDER_SLUG: page.path.rstrip("/").rpartition("/")[2],
        }
        encoded = {mark: value.encode() for mark, value in values.items()}
        return Output(page.path + INDEX, b"".join(encoded.get(mark, part) for mark, part in self._parts))


def shell_folder(path: str) -> str:
    """The folder whose shell fits a page: its parent, since the theme's links are relative."""
    return path.rstrip("/").rpartition("/")[0]


def placeholder_path(folder: str) -> str:
    """The address of a folder's hole page."""
    return f"{folder}/{PLACEHOLDER_SLUG}/"


def fill_all(pages: Iterable[Page], shells: Mapping[str, Shell]) -> Iterable[Output]:
    """Every page in the shell of its folder."""
    for page in pages:
        yield shells[shell_folder(page.path)].fill(page)


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
