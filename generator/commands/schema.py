"""Write the schemas that editors check and complete records with, and the editor's settings for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from generator.checks.catalogue import FAMILIES, RULES
from generator.commands.project import content_folder
from generator.records.ledger import Ledger
from generator.records.reading import FOLDERS, read_content
from generator.records.schema import MODELS, schemas
from generator.records.writing import write_whole

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
