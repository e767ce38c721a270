# ruff: noqa: INP001 (a script beside the documents)
"""MkDocs hooks: take in documents from outside docs/, lead links to where they stand on the site, and add the demo."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from posixpath import relpath
from typing import TYPE_CHECKING

from mkdocs.structure.files import File
from mkdocs.structure.nav import Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FROM_OUTSIDE = {
    "README.md": "readme.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security.md",
    "LICENSE": "LICENSE.txt",
    "generator/answerable/templates/init/README.md": "your-site.md",
}
"""The place on the site of each file that the documents name outside docs/."""
LINK = re.compile(r"(\]\()([^)#\s:]+)(?=[)#])")
DEMO = "demo/"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the documents from outside docs/."""
    for source, place in FROM_OUTSIDE.items():
        files.append(File.generated(config, place, abs_src_path=str(ROOT / source)))
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG001 (MkDocs' arguments)
    """Add the link to the demo, which is no page of this build."""
    nav.items.insert(1, Link("Live demo", DEMO))
    return nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Return the text with links to files of the repository led to their places on the site."""
    folder = Path(page.file.abs_src_path or "").parent

    def lead(link: re.Match[str]) -> str:
        place = _place((folder / link[2]).resolve())
        here = PurePosixPath(page.file.src_uri).parent
        return link[1] + (relpath(place, here) if place else link[2])

    return LINK.sub(lead, "".join(_indented(markdown.splitlines(keepends=True))))


def _indented(lines: list[str]) -> Iterator[str]:
    """Yield the lines with the content of numbered items indented by four, as MkDocs wants it; git hosts take three."""
    fenced = False
    for line in lines:
        fenced ^= line.startswith("```")
        yield f" {line}" if line.startswith("   ") and not fenced else line


def _place(file: Path) -> str | None:
    """Return where a file of the repository stands on the site, or None if it does not."""
    if file.is_relative_to(DOCS):
        return file.relative_to(DOCS).as_posix()
    return FROM_OUTSIDE.get(file.relative_to(ROOT).as_posix()) if file.is_relative_to(ROOT) else None
