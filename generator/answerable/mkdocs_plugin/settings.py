"""What commands other than `build` need of mkdocs.yml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from answerable.mkdocs_plugin.log_lines import one_line


class BadSettingsError(Exception):
    """A mkdocs.yml that MkDocs refuses; the message is one line for people."""


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """Where records and site are, the site's name, and its address as it is written, empty if there is none."""

    docs_dir: Path
    site_dir: Path
    site_url: str
    site_name: str


def read_settings(config: Path) -> ProjectSettings:
    """Read mkdocs.yml without its plugins. Raises BadSettingsError."""
    try:
        read = load_config(str(config), plugins=[])
    except MkDocsException as error:
        raise BadSettingsError(f"{config}: {one_line(str(error))}") from None
    return ProjectSettings(Path(read.docs_dir), Path(read.site_dir), read.site_url or "", read.site_name)
