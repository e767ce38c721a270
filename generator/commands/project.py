"""Where a project keeps its records and its site: MkDocs' docs_dir and site_dir."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from generator.records.findings import Finding


def content_folder(config: Path) -> Path:
    """The folder with the records. Raises click.UsageError in one line when there is no project here."""
    return Path(_settings(config).docs_dir)


def site_folder(config: Path) -> Path:
    """The folder of the built site. Raises click.UsageError in one line when there is no project here."""
    return Path(_settings(config).site_dir)


def _settings(config: Path) -> MkDocsConfig:
    if not config.is_file():
        raise click.UsageError(f"{config} is not here; run this in the folder of your site, or give --config")
    try:
        return load_config(str(config), plugins=[])
    except MkDocsException as error:
        raise click.UsageError(f"{config}: {' '.join(str(error).split())}") from None


def from_here(findings: Iterable[Finding], content: Path) -> tuple[Finding, ...]:
    """Findings of `content` with their paths from the working folder, where git hosts look for the files.

    A project that lies elsewhere keeps paths that begin with its own folder of records.
    """
    before = Path(os.path.relpath(content.parent)).as_posix()
    if before == "." or before.startswith(".."):
        return tuple(findings)
    return tuple(replace(finding, path=f"{before}/{finding.path}") for finding in findings)


def site_address(config: Path) -> str:
    """The site's address with a slash at its end. Raises click.UsageError in one line where mkdocs.yml names none."""
    try:
        address = load_config(str(config), plugins=[]).site_url
    except MkDocsException as error:
        raise click.UsageError(f"{config}: {' '.join(str(error).split())}") from None
    if not address:
        raise click.UsageError(
            f"{config}: site_url is missing; a post needs the full address, add site_url: https://…/"
        )
    return address.rstrip("/") + "/"
