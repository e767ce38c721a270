"""The pages that MkDocs renders: the team's own, and placeholders that become shells for record pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

from answerable.content.placement import is_page
from answerable.publish.shell import DESCRIPTION_MARK, PLACEHOLDER_SLUG, TITLE_MARK, placeholder_path
from answerable.records.files import read_text

IMAGES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
}
"""Endings and media types of the pictures that a team may put into `content/assets/`."""
_TRANSLATION = re.compile(r"\.[a-z]{2,3}(-[a-z0-9]{2,8})*\.md$")


def published_files(
    files: Files, folders: Iterable[str], is_hidden: Callable[[str], bool], config: MkDocsConfig
) -> Files:
    """Return the files that MkDocs may publish, with a placeholder page for each of the record folders."""
    kept = [file for file in files if is_published_by_mkdocs(file, config) and not is_hidden(file.src_uri)]
    return Files([*kept, *(placeholder_page(folder, config) for folder in folders)])


def is_published_by_mkdocs(file: File, config: MkDocsConfig) -> bool:
    """Tell whether MkDocs may have a file: the theme's, the team's own pages, and pictures in `content/assets/`."""
    if file.src_dir != config.docs_dir:
        return True
    if file.src_uri.startswith("assets/"):
        return file.src_uri.lower().endswith(tuple(IMAGES))
    name = file.src_uri.lower()
    own = "/" not in name and name.endswith(".md") and name != "readme.md" and not _TRANSLATION.search(name)
    return own and is_page(Path(config.docs_dir, file.src_uri), Path(config.docs_dir))


def translated_page(file: File, markdown: str, meta: dict[str, Any], language: str) -> tuple[str, dict[str, Any]]:
    """Return a page's text and front matter in a language, from `contact.fa.md` beside `contact.md` if that exists."""
    if not file.abs_src_path:
        return markdown, meta
    page = Path(file.abs_src_path)
    translation = page.with_suffix(f".{language}.md")
    text = read_text(translation, page.parent) if translation.is_file() else None
    if not isinstance(text, str):
        return markdown, meta
    body, translated = get_data(text)
    return body, {**meta, **translated}


def placeholder_page(folder: str, config: MkDocsConfig) -> File:
    """Return the page whose rendering becomes the shell of a folder's record pages."""
    text = f"---\ntitle: {TITLE_MARK}\ndescription: {DESCRIPTION_MARK}\n---\n"
    uri = f"{placeholder_path(folder)}index.md"
    return File.generated(config, uri, content=text, inclusion=InclusionLevel.NOT_IN_NAV)


def placeholder_folder(page: Page) -> str | None:
    """Return the folder whose placeholder a page is; None for every other page."""
    uri = page.file.src_uri
    return uri.removesuffix(f"/{PLACEHOLDER_SLUG}/index.md") if uri.endswith(f"/{PLACEHOLDER_SLUG}/index.md") else None


def mark_active(nav: Navigation, template: str) -> None:
    """Mark the page of the navigation with that template as the section in which the reader is."""
    for page in nav.pages:
        if page.meta.get("answerable", page.meta.get("template")) == template:
            page.active = True
