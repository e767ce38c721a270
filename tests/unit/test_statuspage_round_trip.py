"""What the status API tells is enough to begin another site with: our own importer reads it like any other page's."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

from tests.conftest import EXAMPLE_NOW, ROOT

from answerable.content.reading import read_content
from answerable.records.ledger import Ledger

ANSWERABLE = Path(sys.executable).with_name("answerable")
NOW = datetime.fromisoformat(EXAMPLE_NOW)
Story = tuple[str, str, list[tuple[datetime, str, str]]]


def stories(ledger: Ledger) -> dict[str, Story]:
    """Of each incident what its API could tell: impact, post-mortem, and every update's instant, state and words."""
    return {
        str(i.title): (i.impact.value, i.body, [(u.at, u.status.value, str(u.text).strip()) for u in i.updates])
        for i in ledger.incidents
    }


def test_the_example_comes_back_whole(example_site: Path, tmp_path: Path) -> None:
    """All ten incidents of the example arrive in a new site, update for update, and so does its planned work."""
    subprocess.run([ANSWERABLE, "init", "new"], cwd=tmp_path, capture_output=True, timeout=60, check=True)
    api = example_site / "api" / "v2"
    names = ("incidents", "scheduled-maintenances", "components")
    command: list[str | Path] = [ANSWERABLE, "import", "statuspage", "--now", EXAMPLE_NOW]
    command += [api / f"{name}.json" for name in names]
    done = subprocess.run(command, cwd=tmp_path / "new", capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    there, here = (read_content(folder / "content", NOW).ledger for folder in (tmp_path / "new", ROOT))
    assert stories(there) == stories(here)
    assert {(str(m.title), m.starts, m.ends) for m in there.maintenances} == {
        (str(m.title), m.starts, m.ends) for m in here.maintenances
    }
    assert {str(c.name) for c in here.components} <= {str(c.name) for c in there.components}
