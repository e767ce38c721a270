"""JSON Schemas: they agree with the reader, judged by an independent validator, and the example's are in step."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft7Validator

from answerable.cli import main
from answerable.content.halves import FOLDERS
from answerable.records.schema import MODELS, schemas

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"
KIND_OF_FOLDER = {
    folder: next(name for name, model in MODELS.items() if model is wanted) for folder, wanted in FOLDERS.items()
}
KNOWN = {"component": ["checkout"], "person": ["sahar"], "channel": ["x"], "topic": ["refunds"], "group": ["shop"]}
INCIDENT = """
title: Card payments fail
impact: major
components: {checkout: partial_outage}
updates:
  - {at: 2026-11-23T10:09:00+03:30, status: investigating, by: sahar, text: One in three fails.}
"""


class Editor(yaml.SafeLoader):
    """YAML as editors read it (YAML 1.2): a date is a text."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [pair for pair in pairs if not pair[0].endswith(":timestamp")]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def front_matter(path: Path) -> Any:
    """A record's keys as an editor sees them."""
    text = path.read_text(encoding="utf-8")
    return yaml.load(text.split("---\n")[1] if path.suffix == ".md" else text, Editor)  # noqa: S506


def problems(kind: str, value: Any) -> list[str]:
    """What the schema has against a value."""
    return [error.message for error in Draft7Validator(schemas(KNOWN)[kind]).iter_errors(value)]


def example_files() -> list[tuple[str, Path]]:
    """Each file of the example with its kind; bodies in further languages have no keys."""
    records = [
        (kind, path)
        for folder, kind in KIND_OF_FOLDER.items()
        for path in (CONTENT / folder).rglob("*.md")
        if path.read_text("utf-8").startswith("---")
    ]
    return [*records, *((path.stem, path) for path in CONTENT.glob("*.yml"))]


def test_every_schema_is_one() -> None:
    """Each is valid against draft 7's own schema."""
    for schema in schemas(KNOWN).values():
        Draft7Validator.check_schema(schema)


@pytest.mark.parametrize(("kind", "path"), example_files(), ids=lambda value: getattr(value, "stem", value))
def test_the_example_fits(kind: str, path: Path) -> None:
    """What `answerable check` passes, an editor does not underline."""
    assert problems(kind, front_matter(path)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("impact:", "inpact:"),
        ("major", "huge"),
        ("partial_outage", "broken"),
        ("+03:30", ""),
        ("investigating", "looking"),
        ("sahar", "Sahar Kiani"),
        ("title: Card payments fail", "title: {}"),
    ],
)
def test_what_the_reader_refuses_is_underlined(old: str, new: str) -> None:
    """Misspelt keys, unknown words, missing offsets and bad ids do not fit."""
    assert problems("incident", yaml.load(INCIDENT, Editor)) == []  # noqa: S506
    assert problems("incident", yaml.load(INCIDENT.replace(old, new), Editor)) != []  # noqa: S506


def test_known_ids_are_offered_and_new_ones_allowed() -> None:
    """An id that came after the schema was written is not called wrong."""
    incident = schemas(KNOWN)["incident"]
    assert list(incident["properties"]["components"]["properties"]) == ["checkout"]
    assert incident["$defs"]["Update"]["properties"]["by"]["anyOf"][0] == {"enum": ["sahar"]}
    assert problems("incident", yaml.load(INCIDENT.replace("sahar", "newcomer"), Editor)) == []  # noqa: S506


def test_the_example_s_schemas_are_in_step(tmp_path: Path) -> None:
    """The files in .vscode are those that `answerable schema` writes today."""
    result = CliRunner().invoke(main, ["schema", "--config", str(ROOT / "mkdocs.yml"), "--output", str(tmp_path)])
    assert result.exit_code == 0, result.output
    made = {path.name: path.read_text("utf-8") for path in (tmp_path / "schemas").iterdir()}
    kept = {path.name: path.read_text("utf-8") for path in (ROOT / ".vscode" / "schemas").iterdir()}
    assert made == kept


def test_the_editor_s_settings_name_schemas_that_exist() -> None:
    """Each schema of the example's settings is a file, and each pattern matches one."""
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    for schema, pattern in settings["yaml.schemas"].items():
        assert (ROOT / schema).is_file()
        assert list(ROOT.glob(pattern))


def test_the_editor_s_settings_are_left_alone(tmp_path: Path) -> None:
    """Somebody's own settings are not written over."""
    (tmp_path / "content").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ndocs_dir: content\n")
    (tmp_path / ".vscode").mkdir()
    own = tmp_path / ".vscode" / "settings.json"
    own.write_text('{"mine": true}')
    assert CliRunner().invoke(main, ["schema", "--config", str(tmp_path / "mkdocs.yml")]).exit_code == 0
    assert own.read_text() == '{"mine": true}'
    assert (tmp_path / ".vscode" / "schemas" / "incident.json").is_file()
