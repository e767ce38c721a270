"""Where a project keeps its records: MkDocs' docs_dir."""

from __future__ import annotations

from pathlib import Path

import click
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException


def content_folder(config: Path) -> Path:
    """The folder with the records. Raises click.UsageError in one line when there is no project here."""
    if not config.is_file():
        raise click.UsageError(f"{config} is not here; run this in the folder of your site, or give --config")
    try:
        return Path(load_config(str(config), plugins=[]).docs_dir)
    except MkDocsException as error:
        raise click.UsageError(f"{config}: {' '.join(str(error).split())}") from None
