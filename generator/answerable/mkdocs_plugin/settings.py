"""What commands other than `build` need of mkdocs.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from answerable.mkdocs_plugin.log_lines import one_line
from answerable.records.yaml.reader import read_yaml
from answerable.translation.message import joined


class BadSettingsError(Exception):
    """A mkdocs.yml that MkDocs refuses; the message is one line for people."""


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """Where records and site are, the site's name, and its address as it is written, empty if there is none.

    `watched` are further files and folders of which the site is made, `site_names` its name in further languages.
    """

    docs_dir: Path
    site_dir: Path
    site_url: str
    site_name: str
    watched: tuple[Path, ...] = ()
    site_names: Mapping[str, str] = field(default_factory=dict)


def read_settings(config: Path) -> ProjectSettings:
    """Read mkdocs.yml without its plugins. Raises BadSettingsError."""
    try:
        read = load_config(str(config), plugins=[])
    except MkDocsException as error:
        raise BadSettingsError(_syntax_error(config) or f"{config}: {one_line(str(error))}") from None
    own = [config, *map(Path, filter(None, [read.theme.custom_dir, *read.watch]))]
    return ProjectSettings(
        Path(read.docs_dir), Path(read.site_dir), read.site_url or "", read.site_name, tuple(own), _site_names(config)
    )


def _site_names(config: Path) -> dict[str, str]:
    """Return the site's names in further languages, which are options of our plugin."""
    value: Any = read_yaml(config.read_text(encoding="utf-8"), path="")[0].value
    written = value.get("plugins") if isinstance(value, dict) else None
    plugins = written if isinstance(written, list) else [written]
    options = [one["answerable"] for one in plugins if isinstance(one, dict) and "answerable" in one]
    texts = options[0].get("translations") if options and isinstance(options[0], dict) else None
    found = texts.items() if isinstance(texts, dict) else ()
    return {str(each): str(own["site_name"]) for each, own in found if isinstance(own, dict) and own.get("site_name")}


def _syntax_error(config: Path) -> str:
    """Return where mkdocs.yml is no YAML, and what would be right; "" if it is YAML."""
    try:
        tree, findings = read_yaml(config.read_text(encoding="utf-8"), path="")
    except (OSError, UnicodeError):
        return ""
    if tree.complete or not findings:
        return ""
    found = max(findings, key=lambda finding: finding.line)  # tags such as !ENV are findings too
    return joined("", (f"{config}:{found.line}: ", found.text))


def served_by_mkdocs(config: MkDocsConfig) -> bool:
    """Tell whether MkDocs' server serves the site: its address is then that of the site."""
    host, port = config.dev_addr
    return urlsplit(config.site_url or "").netloc == f"{host}:{port}"


def others_finish(config: MkDocsConfig) -> bool:
    """Return whether a hook or another plugin acts on the finished site, which then has to be there as a whole.

    MkDocs' and Material's search only add files of their own.
    """
    known = ("answerable.", "mkdocs.contrib.search", "properdocs.contrib.search", "material.plugins.search")
    handlers = config.plugins.events.get("post_build", ())
    return any(not (getattr(one, "__module__", None) or "").startswith(known) for one in handlers)
