"""The examples in docs/records.md are records: what people copy from there is right."""

from __future__ import annotations

import re
import runpy
from datetime import datetime
from pathlib import Path

from answerable.content.reading import read_content
from answerable.records import company, model

DOCS = Path(__file__).parents[2] / "docs"
DOCUMENT = (DOCS / "records.md").read_text("utf-8")
EXAMPLE = re.compile(r"```yaml\n# (\S+)\n(.*?)```", re.DOTALL)
NOW = datetime.fromisoformat("2026-11-24T09:00:00+03:30")
MODELS = (
    company.Group, company.Component, company.Channel, company.Person, company.Topic, company.Freshness,
    company.SurgeRule, company.Policy, model.Incident, model.Update, model.Maintenance,
    model.MaintenanceUpdate, model.Notice, model.Complaint, model.Step, model.Customer,
)  # fmt: skip
FROM_THE_FILE = {"id", "path", "body"}


def test_every_example_is_right(tmp_path: Path) -> None:
    """The examples together are a whole content folder without a finding."""
    for path, yaml in EXAMPLE.findall(DOCUMENT):
        file = tmp_path / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{yaml}---\n" if file.suffix == ".md" else yaml, encoding="utf-8")
    content = read_content(tmp_path / "content", NOW)
    assert content.findings == ()
    assert content.count == 4


def test_every_key_is_documented() -> None:
    """Each key that a record may have is named in the document."""
    keys = {key for model in MODELS for key in model.model_fields} - FROM_THE_FILE
    assert sorted(key for key in keys if not re.search(rf"`[^`\n]*\b{key}\b[^`\n]*`", DOCUMENT)) == []


def test_the_commands_are_documented_as_they_are() -> None:
    """docs/commands.md is what docs/write_commands.py writes today; run that script when this fails."""
    script = runpy.run_path(str(DOCS / "write_commands.py"))
    assert (DOCS / "commands.md").read_text("utf-8") == script["document"]()


def test_the_api_is_documented_as_it_is() -> None:
    """docs/api.md is what docs/write_api.py writes today; run that script when this fails."""
    script = runpy.run_path(str(DOCS / "write_api.py"))
    assert (DOCS / "api.md").read_text("utf-8").rstrip("\n") == script["document"]().rstrip("\n")
