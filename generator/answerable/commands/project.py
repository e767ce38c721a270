"""Where a project keeps its records and its site: MkDocs' docs_dir and site_dir."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from answerable.checks.run import FAMILIES, RULES
from answerable.content.reading import FOLDERS, read_content
from answerable.mkdocs_plugin.settings import BadSettingsError, ProjectSettings, read_settings
from answerable.records.findings import Finding
from answerable.records.ledger import Ledger
from answerable.records.schema import MODELS, schemas
from answerable.records.yaml.edit import write_whole


def content_folder(config: Path) -> Path:
    """The folder with the records. Raises click.UsageError in one line when there is no project here."""
    return project_settings(config).docs_dir


def site_folder(config: Path) -> Path:
    """The folder of the built site. Raises click.UsageError in one line when there is no project here."""
    return project_settings(config).site_dir


def project_settings(config: Path) -> ProjectSettings:
    """Read mkdocs.yml. Raises click.UsageError in one line when there is no project here."""
    if not config.is_file():
        raise click.UsageError(f"{config} is not here; run this in the folder of your site, or give --config")
    try:
        return read_settings(config)
    except BadSettingsError as error:
        raise click.UsageError(str(error)) from None


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
    address = project_settings(config).site_url
    if not address:
        raise click.UsageError(
            f"{config}: site_url is missing; a post needs the full address, add site_url: https://…/"
        )
    return address.rstrip("/") + "/"


FOLDER = ".vscode"
SETTINGS = "settings.json"


def write_schemas(config: Path, folder: Path | None, now: datetime) -> list[Path]:
    """Write one schema for each kind of file and give what was written.

    The editor's settings are written only when there are none, since they may hold other people's choices.
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
    """Settings for Visual Studio Code with the extension redhat.vscode-yaml.

    That extension reads front matter only in files of the language YAML, so records are opened as such. It takes the
    body below the front matter for a second document, which may be underlined although it is right.
    """
    places = {f"{content}/{folder}/**/*.md": name for folder, name in _folders()}
    files = {f"{content}/{name}.yml": name for name in MODELS if name not in places.values()}
    return {
        "yaml.schemas": {f"./{FOLDER}/schemas/{name}.json": path for path, name in (places | files).items()},
        "files.associations": dict.fromkeys((f"**/{path}" for path in places), "yaml"),
        "yaml.customTags": ["!ENV scalar", "!ENV sequence"],  # MkDocs' own, in mkdocs.yml
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
