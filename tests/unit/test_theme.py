"""The theme can be replaced: what knows Material's pages stands in one folder."""

from __future__ import annotations

import re
from pathlib import Path

import answerable

PACKAGE = Path(answerable.__file__).parent
THEME = PACKAGE / "mkdocs_plugin" / "theme"
# Classes, variables and attributes of Material's pages, and the names of its files.
KNOWLEDGE = re.compile(r"(?<![\w-])(?:--|data-)?md-[a-z]|squidfunk")
CHOOSES_THE_THEME = {Path("templates/init/mkdocs.yml")}
"""A new site's configuration names the theme, as every site of MkDocs does."""


def test_only_the_theme_s_folder_knows_the_theme_s_pages() -> None:
    """No script, style sheet, template or module elsewhere names a class, a variable or a file of Material's."""
    files = (path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".css", ".js", ".html", ".yml"})
    ours = (path for path in files if THEME not in path.parents and path.relative_to(PACKAGE) not in CHOOSES_THE_THEME)
    found = {str(path.relative_to(PACKAGE)): KNOWLEDGE.findall(path.read_text("utf-8")) for path in ours}
    assert {name: hits for name, hits in found.items() if hits} == {}
    assert KNOWLEDGE.search((THEME / "theme.css").read_text("utf-8"))
