"""The documents say what is: their examples are right, and no key, command or address is missing."""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.conftest import EXAMPLE_NOW
from tests.unit.content import write

from answerable.content.reading import read_content
from answerable.outreach.notify.way_registry import targets_of
from answerable.records import company, model, notify

DOCS = Path(__file__).parents[2] / "docs"
TEMPLATES = DOCS.parent / "generator" / "answerable" / "templates"
DOCUMENT = (DOCS / "records.md").read_text("utf-8")
API = runpy.run_path(str(DOCS / "write_api.py"))
API_PAGE = (DOCS / "api.md").read_text("utf-8")
NOTIFYING = (DOCS / "notifying.md").read_text("utf-8")
PUBLISH = (TEMPLATES / "init" / "dot.github" / "workflows" / "publish.yml").read_text("utf-8")
VARIABLE = re.compile(r"[A-Z_]+$")
EXAMPLE = re.compile(r"```yaml\n# (\S+)\n(.*?)```", re.DOTALL)
NOW = datetime.fromisoformat(EXAMPLE_NOW)
MODELS = (
    company.Group, company.Component, company.Channel, company.Person, company.Topic, company.Freshness,
    company.SurgeRule, company.Policy, model.Incident, model.Update, model.Maintenance,
    model.MaintenanceUpdate, model.Notice, model.Complaint, model.Step, model.Customer,
)  # fmt: skip
FROM_THE_FILE = {"id", "path", "body", "bodies", "planned_ends"}


def test_every_example_is_right(tmp_path: Path) -> None:
    """The examples together are a whole content folder without a finding."""
    for path, yaml in EXAMPLE.findall(DOCUMENT):
        file = tmp_path / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{yaml}---\n" if file.suffix == ".md" else yaml, encoding="utf-8")
    content = read_content(tmp_path / "content", NOW)
    assert content.findings == ()
    assert content.count == 4


@pytest.mark.parametrize("yaml", [yaml for _, yaml in EXAMPLE.findall(NOTIFYING)])
def test_every_example_of_notifying_is_right(yaml: str, tmp_path: Path) -> None:
    """Each is a whole notify.yml without a finding, and names only variables that GitHub's recipe has."""
    write(tmp_path, {"notify.yml": yaml})
    content = read_content(tmp_path / "content", NOW)
    assert content.findings == ()
    ((_way, target),) = targets_of(content.notify)
    variables = {value for value in target.model_dump().values() if isinstance(value, str) and VARIABLE.match(value)}
    assert variables and all(f"{name}: ${{{{ secrets.{name} }}}}" in PUBLISH for name in variables)


def test_every_key_of_notify_is_documented() -> None:
    """Each key that notify.yml may have is named in its document."""
    models = (notify.WebhookTarget, notify.SmtpTarget, notify.ButtondownTarget, notify.ListmonkTarget, notify.Notify)
    keys = {key for one in models for key in one.model_fields}
    assert sorted(key for key in keys if not re.search(rf"\b{key}\b", NOTIFYING)) == []


def test_every_key_is_documented() -> None:
    """Each key that a record may have is named in the document."""
    keys = {key for model in MODELS for key in model.model_fields} - FROM_THE_FILE
    assert sorted(key for key in keys if not re.search(rf"`[^`\n]*\b{key}\b[^`\n]*`", DOCUMENT)) == []


def test_the_commands_are_documented_as_they_are() -> None:
    """docs/commands.md is what docs/write_commands.py writes today; run that script when this fails."""
    script = runpy.run_path(str(DOCS / "write_commands.py"))
    assert (DOCS / "commands.md").read_text("utf-8") == script["document"]()


def test_the_api_is_documented_as_it_is() -> None:
    """The tables of docs/api.md are what docs/write_api.py writes today; run it when this fails."""
    assert (DOCS / "api.md").read_text("utf-8") == API["document"]()


def test_every_example_of_the_api_fits_its_schema() -> None:
    """Each answer that docs/api.md shows is one that the described address may give."""
    description = API["describe"]()
    for path, answer in api_examples():
        schema = answer_schema(description, path) | {"components": description["components"]}
        assert list(Draft202012Validator(schema).iter_errors(answer)) == [], path


def test_the_documents_are_a_site_with_a_demo_below(tmp_path: Path) -> None:
    """`make docs` builds strictly, its search knows each document, and its pages lead to a demo at its own address."""
    address = "https://docs.example.org/answerable/"
    command = [sys.executable, str(DOCS / "site" / "build.py"), str(tmp_path)]
    subprocess.run(command, env={**os.environ, "DOCS_URL": address}, check=True, capture_output=True, timeout=180)
    index = json.loads((tmp_path / "search" / "search_index.json").read_text("utf-8"))["docs"]
    found = {entry["location"].partition("#")[0] for entry in index}
    assert {f"{page.stem}/" for page in DOCS.glob("*.md")} - {"index/"} <= found
    assert 'href="../demo/"' in (tmp_path / "records" / "index.html").read_text("utf-8")
    demo = (tmp_path / "demo" / "index.html").read_text("utf-8")
    assert f'href="{address}demo/"' in demo and "Partial system outage" in demo
    scripts = [path.read_text("utf-8") for path in (tmp_path / "demo").rglob("answerable/answerable.*.js")]
    assert len(scripts) == 2 and all(EXAMPLE_NOW in script for script in scripts)


@pytest.mark.parametrize("picture", sorted((DOCS / "images").iterdir()), ids=lambda path: path.name)
def test_pictures_are_small(picture: Path) -> None:
    """Each is a WebP file under 60 KB, so that the repository stays small and the README opens at once."""
    content = picture.read_bytes()
    assert content[8:12] == b"WEBP"
    assert len(content) < 60 * 1024


def api_examples() -> list[tuple[str, Any]]:
    """Return the path and the answer of each `curl` in docs/api.md."""
    blocks = re.findall(r"```console\n\$ curl https://status.example.com(\S+)\n(.*?)```", API_PAGE, re.DOTALL)
    assert len(blocks) == API_PAGE.count("$ curl ") > 4
    return [(path, json.loads(answer)) for path, answer in blocks]


def answer_schema(description: dict[str, Any], path: str) -> dict[str, Any]:
    """Return the schema of the answer at a path."""
    schema = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return dict(schema)
