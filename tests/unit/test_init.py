"""`answerable init`: a new site that checks, builds, and whose CI recipes run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import main

BAD = """---
title: Broken
impact: awful
updates: [{at: 2026-01-15T10:00:00+00:00, status: investigating, text: x}]
---
"""


@pytest.fixture
def mysite(tmp_path: Path) -> Path:
    """A new site."""
    folder = tmp_path / "mysite"
    result = CliRunner().invoke(main, ["init", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


def sh(script: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a CI recipe, as CI does, with this environment's `answerable` and without installing anything."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": path, **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def steps(folder: Path, name: str, job: str) -> dict[str, str]:
    """The named shell steps of a GitHub workflow's job."""
    workflow: Any = yaml.safe_load((folder / ".github" / "workflows" / name).read_text("utf-8"))
    return {step["name"]: step["run"] for step in workflow["jobs"][job]["steps"] if "run" in step}


def gitlab(folder: Path) -> Any:
    """The GitLab recipe."""
    return yaml.safe_load((folder / ".gitlab-ci.yml").read_text("utf-8"))


def test_a_new_site_checks_and_builds(mysite: Path) -> None:
    """The two commands of the README work at once, and the draft is not published."""
    assert sh("answerable check", mysite).returncode == 0
    built = sh("answerable build", mysite)
    assert built.returncode == 0, built.stderr
    home = (mysite / "site" / "index.html").read_text("utf-8")
    assert "All systems operational" in home
    assert not list((mysite / "site").rglob("*example-incident*"))


def test_nothing_is_written_over(mysite: Path) -> None:
    """A second `init` in the same folder says which file is there, and changes none."""
    (mysite / "mkdocs.yml").write_text("mine")
    result = CliRunner().invoke(main, ["init", str(mysite)])
    assert result.exit_code == 1
    assert "is there already" in result.output
    assert (mysite / "mkdocs.yml").read_text() == "mine"


def test_the_readme_s_incident_is_right(mysite: Path) -> None:
    """What the README tells a comms team to paste passes the check, its second block included."""
    blocks = (mysite / "README.md").read_text("utf-8").split("```text\n")
    first = "\n".join(line[3:] for line in blocks[1].split("```")[0].splitlines())
    update = blocks[2].split("```")[0]
    text = first.rstrip().removesuffix("---") + update + "---\n"
    (mysite / "content" / "incidents" / "2026-01-15-sign-in.md").write_text(text, encoding="utf-8")
    checked = sh("answerable check", mysite)
    assert checked.returncode == 0, checked.stdout


def test_github_shows_a_finding_on_its_line(mysite: Path) -> None:
    """The check of a pull request fails with an annotation on the bad record's third line."""
    (mysite / "content" / "incidents" / "2026-01-15-bad.md").write_text(BAD, encoding="utf-8")
    checked = sh(steps(mysite, "check.yml", "check")["Check the records"], mysite)
    assert checked.returncode == 1
    assert "::error file=content/incidents/2026-01-15-bad.md,line=3" in checked.stdout


@pytest.mark.parametrize(("record", "code"), [("", "0"), (BAD, "3")])
def test_github_publishes_what_is_good(mysite: Path, tmp_path: Path, record: str, code: str) -> None:
    """The publishing job goes on although a record was left out, and knows that it was."""
    if record:
        (mysite / "content" / "incidents" / "2026-01-15-bad.md").write_text(record, encoding="utf-8")
    output = tmp_path / "output"
    built = sh(steps(mysite, "publish.yml", "publish")["Build"], mysite, GITHUB_OUTPUT=str(output))
    assert built.returncode == 0, built.stderr
    assert output.read_text() == f"code={code}\n"
    assert (mysite / "site" / "index.html").is_file()


def test_github_s_publishing_fails_when_nothing_can_be_built(mysite: Path, tmp_path: Path) -> None:
    """A broken mkdocs.yml publishes nothing."""
    (mysite / "mkdocs.yml").write_text("site_name: [")
    build = steps(mysite, "publish.yml", "publish")["Build"]
    assert sh(build, mysite, GITHUB_OUTPUT=str(tmp_path / "output")).returncode != 0


def test_gitlab_reports_findings_and_fails(mysite: Path) -> None:
    """The merge request's job leaves a report of code quality and fails."""
    (mysite / "content" / "incidents" / "2026-01-15-bad.md").write_text(BAD, encoding="utf-8")
    checked = sh("\n".join(gitlab(mysite)["check"]["script"]), mysite)
    assert checked.returncode == 1
    report = json.loads((mysite / "code-quality.json").read_text("utf-8"))
    assert [entry["location"]["path"] for entry in report] == ["content/incidents/2026-01-15-bad.md"]


def test_gitlab_publishes_the_folder_public(mysite: Path) -> None:
    """The pages job leaves the site where GitLab Pages looks for it."""
    built = sh("\n".join(gitlab(mysite)["pages"]["script"]), mysite)
    assert built.returncode == 0, built.stderr
    assert (mysite / "public" / "index.html").is_file()
