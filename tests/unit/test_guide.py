"""What the README of a new site gives to paste about planned work is right, in each language of `init`."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
from tests.command import answerable

BLOCK = re.compile(r"^ *```text\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
NOW = "2026-01-19T16:00:00+00:00"


@pytest.mark.parametrize("language", ["en", "fa", "he", "ru"])
def test_an_incident_and_postponed_work_are_pasted_and_published(language: str, tmp_path: Path) -> None:
    """An incident with its end; work with its postponement, which the page tells with its new day."""
    answerable("init", "site", "--language", language, cwd=tmp_path)
    site = tmp_path / "site"
    for example in (site / "content/incidents").glob("*.md"):
        example.unlink()  # it says the same
    blocks = [textwrap.dedent(block) for block in BLOCK.findall((site / "README.md").read_text("utf-8"))]
    incident = next(block for block in blocks if "impact: major" in block)
    over = next(block for block in blocks if "status: resolved" in block)
    work = next(block for block in blocks if "announced:" in block)
    moved = next(block for block in blocks if block.startswith("updates:"))
    for name, text in (
        ("incidents/2026-01-15-sign-in.md", joined(incident, textwrap.indent(over, "  "))),
        ("maintenance/2026-01-20-database.md", joined(work, moved)),
    ):
        (site / "content" / name).parent.mkdir(exist_ok=True)
        (site / "content" / name).write_text(text, encoding="utf-8")
    answerable("check", "--now", NOW, cwd=site)
    answerable("build", "--now", NOW, cwd=site, env={"SITE_URL": "https://status.example.org/"})
    event = (site / "site/calendar.ics").read_text("utf-8")
    assert re.search(r"DTSTART:20260(121T22|121T23|122T00|122T02)\d{4}Z", event), event


def joined(record: str, more: str) -> str:
    """A record with lines above its closing `---`."""
    return f"{record.rstrip().removesuffix('---')}{more}---\n"


@pytest.mark.parametrize("language", ["en", "fa", "he", "ru"])
def test_each_way_to_change_planned_work_is_named(language: str, tmp_path: Path) -> None:
    """Every status that an update of maintenance may have to change something."""
    answerable("init", "site", "--language", language, cwd=tmp_path)
    readme = (tmp_path / "site/README.md").read_text("utf-8")
    table = readme.partition("status: postponed` ")[2].partition("\n\n")[0]
    for status in ("postponed", "scheduled", "in_progress", "completed", "cancelled"):
        assert f"`status: {status}`" in table, status
