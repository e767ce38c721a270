"""The pages that MkDocs renders: the team's own, and placeholders that become shells for record pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, file_sort_key
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

from answerable.content.placement import is_page
from answerable.publish.shell import DESCRIPTION_MARK, PLACEHOLDER_SLUG, TITLE_MARK, placeholder_path
from answerable.records.files import leaves, read_text, unsafe_file, walk_files
from answerable.records.findings import Finding

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


def content_files(config: MkDocsConfig) -> Files:
    """Return the files directly in `content` and below `content/assets/`, without those that may not be read.

    It takes the place of MkDocs' own function, which follows every link to a folder and looks at each record.
    """
    root = Path(config.docs_dir)
    directly = (path for path in root.iterdir() if path.is_file() and not unsafe_file(path, root))
    below = (path for path in walk_files(root / "assets", root) if isinstance(path, Path))
    paths = [path.relative_to(root).as_posix() for path in (*directly, *below)]
    files = [File(path, config.docs_dir, config.site_dir, config.use_directory_urls) for path in paths]
    return Files(sorted(files, key=file_sort_key))


def published_files(
    files: Files, folders: Iterable[str], is_hidden: Callable[[str], bool], config: MkDocsConfig
) -> Files:
    """Return the files that MkDocs may publish, with a placeholder page for each of the record folders."""
    kept = [file for file in files if is_published_by_mkdocs(file, config) and not is_hidden(file.src_uri)]
    return Files([*kept, *(placeholder_page(folder, config) for folder in folders)])


def is_published_by_mkdocs(file: File, config: MkDocsConfig) -> bool:
    """Tell whether MkDocs may have a file: the theme's, the team's own pages, and pictures in `content/assets/`."""
    if file.src_dir and file.src_dir == config.theme.custom_dir:
        return unsafe_file(Path(file.src_dir, file.src_uri), Path(file.src_dir).parent) is None
    if file.src_dir != config.docs_dir:
        return True
    if file.src_uri.startswith("assets/"):
        return file.src_uri.lower().endswith(tuple(IMAGES))
    name = file.src_uri.lower()
    own = "/" not in name and name.endswith(".md") and name != "readme.md" and not _TRANSLATION.search(name)
    return own and is_page(Path(config.docs_dir, file.src_uri), Path(config.docs_dir))


def leave_out_linked_overrides(config: MkDocsConfig) -> Finding | None:
    """Take the team's folder of theme overrides out of the theme if a link leads out of it; return what is wrong."""
    folder = Path(config.theme.custom_dir or "")
    if config.theme.custom_dir not in config.theme.dirs:
        return None
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() and leaves(path, folder.parent):
            config.theme.dirs.remove(str(folder))
            message = f"the link {path.relative_to(folder).as_posix()} points outside the folder, which is not used"
            return Finding(folder.name, 0, 0, message, "copy the file there")
    return None


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
