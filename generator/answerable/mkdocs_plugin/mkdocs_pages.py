"""The pages that MkDocs renders: the team's own, and placeholders that become shells for record pages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from answerable.checks.privacy.pictures import published_picture
from answerable.content.own_pages import FIRST_PAGE, PICTURES, OwnFiles, OwnPage
from answerable.mkdocs_plugin.theme.search import UNUSED
from answerable.publish.shell import DESCRIPTION_MARK, PLACEHOLDER_SLUG, TITLE_MARK, placeholder_path
from answerable.records.files import leaves, unsafe_file
from answerable.records.findings import Finding
from answerable.translation.message import msg

NO_FOLDER = os.devnull
"""A path in which MkDocs finds no files when it looks through `docs_dir`."""


def published_files(
    files: Files, own: OwnFiles, folders: Iterable[str], is_hidden: Callable[[str], bool], config: MkDocsConfig
) -> Files:
    """Return what MkDocs publishes: the theme's files, the team's own, and a placeholder page for each record folder.

    The pages have their text with them, so that MkDocs does not read the files again.
    """
    theme = [file for file in files if file.src_dir not in (config.docs_dir, NO_FOLDER) and _is_safe(file, config)]
    theme = [file for file in theme if not file.src_uri.startswith(UNUSED) and not _is_source_map(file, config)]
    pictures = [asset for path in own.pictures if not is_hidden(path) and (asset := _asset(path, config))]
    pages = [own_page(page, config) for page in own.pages if not is_hidden(f"{page.name}.md")]
    return Files([*theme, *pages, *pictures, *(placeholder_page(folder, config) for folder in folders)])


def _is_safe(file: File, config: MkDocsConfig) -> bool:
    """Tell whether a file of the theme may be published: one of the team's own folder may not lead out of it."""
    overrides = config.theme.custom_dir
    if not file.src_dir or file.src_dir != overrides:
        return True
    return unsafe_file(Path(file.src_dir, file.src_uri), Path(file.src_dir).parent) is None


def _is_source_map(file: File, config: MkDocsConfig) -> bool:
    """Tell whether a file of the theme, and not of the team's own folder, is one for debuggers alone: a megabyte."""
    return file.src_uri.endswith((".css.map", ".js.map")) and file.src_dir != config.theme.custom_dir


def own_page(page: OwnPage, config: MkDocsConfig) -> File:
    """Return a page of the team's own. Its front matter is set by `SiteBuild.rewrite_page`.

    The first page has the notices, so no `exclude_docs` of mkdocs.yml takes it away.
    """
    file = _own_file(f"{page.name}.md", config)
    excluded = page.name != FIRST_PAGE.name and config.exclude_docs and config.exclude_docs.match_file(file.src_uri)
    # MkDocs does not complain of pages that the navigation lacks if they are said to be in none.
    file.inclusion = InclusionLevel.EXCLUDED if excluded else InclusionLevel.NOT_IN_NAV
    file.content_string = f"---\nanswerable: ''\n---\n{page.text.body}"
    return file


def _asset(path: str, config: MkDocsConfig) -> File | None:
    """Return a file of `assets/`, a picture without its metadata; None for one that is gone since it was checked."""
    file = _own_file(path, config)
    if path.lower().endswith(tuple(PICTURES)):
        try:
            file.content_bytes = published_picture(Path(config.docs_dir, path))
        except (OSError, ValueError):
            return None
    return file


def _own_file(path: str, config: MkDocsConfig) -> File:
    return File(path, config.docs_dir, config.site_dir, config.use_directory_urls)


def leave_out_linked_overrides(config: MkDocsConfig) -> Finding | None:
    """Take the team's folder of theme overrides out of the theme if a link leads out of it; return what is wrong."""
    folder = Path(config.theme.custom_dir or "")
    if config.theme.custom_dir not in config.theme.dirs:
        return None
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() and leaves(path, folder.parent):
            config.theme.dirs.remove(str(folder))
            message = msg(
                "the link %(path)s points outside the folder, which is not used",
                path=path.relative_to(folder).as_posix(),
            )
            return Finding(folder.name, 0, 0, message, msg("copy the file there"))
    return None


def placeholder_page(folder: str, config: MkDocsConfig) -> File:
    """Return the page whose rendering becomes the shell of a folder's record pages."""
    text = f"---\ntitle: {TITLE_MARK}\ndescription: {DESCRIPTION_MARK}\n---\n"
    uri = f"{placeholder_path(folder)}index.md"
    return File.generated(config, uri, content=text, inclusion=InclusionLevel.NOT_IN_NAV)


def placeholder_folder(page: Page) -> str | None:
    """Return the folder whose placeholder a page is; None for every other page."""
    uri = page.file.src_uri
    return uri.removesuffix(f"/{PLACEHOLDER_SLUG}/index.md") if uri.endswith(f"/{PLACEHOLDER_SLUG}/index.md") else None
