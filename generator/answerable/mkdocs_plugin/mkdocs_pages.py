"""What MkDocs renders for us: the team's own pages, and the hole pages that become shells."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
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


def is_published_by_mkdocs(file: File, config: MkDocsConfig) -> bool:
    """Whether MkDocs may have a file: the theme's, the site's own pages, and pictures in `content/assets/`."""
    if file.src_dir != config.docs_dir:
        return True
    if file.src_uri.startswith("assets/"):
        return file.src_uri.lower().endswith(tuple(IMAGES))
    name = file.src_uri.lower()
    own = "/" not in name and name.endswith(".md") and name != "readme.md" and not _TRANSLATION.search(name)
    return own and is_page(Path(config.docs_dir, file.src_uri), Path(config.docs_dir))


def translated_page(file: File, markdown: str, meta: dict[str, Any], language: str) -> tuple[str, dict[str, Any]]:
    """A page's body and keys in a language: those of `contact.fa.md` beside `contact.md`, where there is one."""
    if not file.abs_src_path:
        return markdown, meta
    page = Path(file.abs_src_path)
    there = page.with_suffix(f".{language}.md")
    text = read_text(there, page.parent) if there.is_file() else None
    if not isinstance(text, str):
        return markdown, meta
    body, more = get_data(text)
    return body, {**meta, **more}


def placeholder_page(folder: str, config: MkDocsConfig) -> File:
    """The page whose rendering becomes the shell of a folder."""
    text = f"---\ntitle: {TITLE_MARK}\ndescription: {DESCRIPTION_MARK}\n---\n"
    uri = f"{placeholder_path(folder)}index.md"
    return File.generated(config, uri, content=text, inclusion=InclusionLevel.NOT_IN_NAV)


def placeholder_folder(page: Page) -> str | None:
    """The folder of a hole page; None for every other page."""
    uri = page.file.src_uri
    return uri.removesuffix(f"/{PLACEHOLDER_SLUG}/index.md") if uri.endswith(f"/{PLACEHOLDER_SLUG}/index.md") else None


def mark_active(nav: Navigation, template: str, active: bool) -> None:
    """Show the section of a hole page as the one the reader is in."""
    for page in nav.pages:
        if page.meta.get("answerable", page.meta.get("template")) == template:
            page.active = active
