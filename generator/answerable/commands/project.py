"""A site's folders and address, from mkdocs.yml, and the schemas for its editors."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from answerable.checks.run import FAMILIES, RULES
from answerable.content.halves import FOLDERS
from answerable.content.reading import read_content
from answerable.mkdocs_plugin.settings import BadSettingsError, ProjectSettings, read_settings
from answerable.records.company import Policy
from answerable.records.findings import Finding
from answerable.records.ledger import Ledger
from answerable.records.schema import MODELS, schemas
from answerable.records.vocabulary import Half
from answerable.records.yaml.edit import write_whole
from answerable.translation.message import msg


def content_folder(config: Path) -> Path:
    """Return the folder with the records. Raises click.UsageError when mkdocs.yml is missing or wrong."""
    return project_settings(config).docs_dir


def site_folder(config: Path) -> Path:
    """Return the folder of the built site. Raises click.UsageError when mkdocs.yml is missing or wrong."""
    return project_settings(config).site_dir


def project_settings(config: Path) -> ProjectSettings:
    """Read mkdocs.yml. Raises click.UsageError when it is missing or wrong."""
    if not config.is_file():
        raise click.UsageError(
            msg("%(config)s was not found; run this in the folder of your site, or give --config", config=config)
        )
    try:
        return read_settings(config)
    except BadSettingsError as error:
        raise click.UsageError(str(error)) from None


def require_answers(policy: Policy) -> None:
    """Raise click.ClickException if complaints are not read, since the site does not publish answers."""
    if Half.ANSWERS not in policy.publish:
        message = msg("`publish` in policy.yml has no `answers`, so complaints are not read; add it there first")
        raise click.ClickException(message)


def from_working_folder(findings: Iterable[Finding], content: Path) -> tuple[Finding, ...]:
    """Return findings with their paths relative to the working folder, where git hosts look for the files.

    If the site is not below the working folder, paths start with the name of its content folder.
    """
    before = Path(os.path.relpath(content.parent)).as_posix()
    if before == "." or before.startswith(".."):
        return tuple(findings)
    return tuple(replace(finding, path=f"{before}/{finding.path}") for finding in findings)


def site_address(config: Path) -> str:
    """Return the site's address with a slash at its end. Raises click.UsageError if mkdocs.yml has none."""
    address = project_settings(config).site_url
    if not address:
        raise click.UsageError(
            msg(
                "%(config)s: site_url is missing, and a post needs the full address; add site_url: https://…/",
                config=config,
            )
        )
    return address.rstrip("/") + "/"


FOLDER = ".vscode"
SETTINGS = "settings.json"


def write_schemas(config: Path, folder: Path | None, now: datetime) -> list[Path]:
    """Write one schema for each kind of file, and return the files written.

    The editor's settings are written only if there are none, since people may have changed them. Raises OSError.
    """
    content = content_folder(config)
    place = folder or config.absolute().parent / FOLDER
    made = schemas(_known(read_content(content, now, intake=False).ledger))
    files = {place / "schemas" / f"{name}.json": _text(schema) for name, schema in made.items()}
    if folder is None and not (place / SETTINGS).exists():
        files[place / SETTINGS] = _text(settings(content.name))
    for path, text in files.items():
        write_whole(path, text)
    return list(files)


def settings(content: str) -> dict[str, object]:
    """Return settings for Visual Studio Code with the extension redhat.vscode-yaml.

    The extension checks front matter only in YAML files, so records are opened as YAML. It takes the text below the
    front matter for a second YAML document and may underline it although it is correct.
    """
    places = {f"{content}/{folder}/**/*.md": name for folder, name in _folders()}
    files = {f"{content}/{name}.yml": name for name in MODELS if name not in places.values()}
    return {
        "yaml.schemas": {f"./{FOLDER}/schemas/{name}.json": path for path, name in (places | files).items()},
        "files.associations": dict.fromkeys((f"**/{path}" for path in places), "yaml"),
        "yaml.customTags": ["!ENV scalar", "!ENV sequence"],  # the tags of mkdocs.yml
        "[yaml]": {"editor.formatOnSave": False, "editor.wordWrap": "on"},
    }


def _folders() -> Iterator[tuple[str, str]]:
    names = {model: name for name, model in MODELS.items()}
    yield from ((folder, names[model]) for folder, model in FOLDERS.items())


def _known(ledger: Ledger) -> dict[str, list[str]]:
    return {
        "component": [one.id for one in ledger.components],
        "channel": [one.id for one in ledger.channels],
        "person": [one.id for one in ledger.people],
        "topic": [one.id for one in ledger.topics],
        "group": [one.id for one in ledger.groups],
        "rule": [*FAMILIES, *RULES],
    }


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
