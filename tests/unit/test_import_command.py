"""`answerable import`: counts in and out, exit codes, and one clear line where something is wrong."""

from __future__ import annotations

import io
import json
import re
from datetime import datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from pytest_httpserver import HTTPServer
from tests.conftest import ROOT

from answerable import importers
from answerable.cli import main
from answerable.commands.importing import ImportOptions, run_import
from answerable.content.reading import read_content
from answerable.importers.imported_history import History, Settings
from answerable.importers.registry import Importer, all_importers
from answerable.output import progress

NOW = "2026-11-24T09:00:00Z"

INCIDENT = {
    "id": "abc",
    "name": "Search is slow",
    "status": "resolved",
    "impact": "minor",
    "components": [{"id": "s1", "name": "Search"}],
    "incident_updates": [{"created_at": "2024-03-05T08:00:00Z", "status": "resolved", "body": "It works."}],
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the configuration of an empty project, with a cState site in the folder beside it."""
    (tmp_path / "content").mkdir()
    settings = "site_name: Ours\nsite_url: https://status.example.org/\ndocs_dir: content\n"
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    issues = tmp_path / "status/content/issues"
    issues.mkdir(parents=True)
    (issues / "a.md").write_text(
        "---\ntitle: Search is slow\ndate: 2024-03-05 8:00:00\nresolved: true\n"
        "resolvedWhen: 2024-03-05 09:00:00\nseverity: down\naffected: [Search]\n---\n",
        encoding="utf-8",
    )
    return tmp_path / "mkdocs.yml"


def _run(project: Path, command: str, *arguments: str | Path) -> Result:
    given = ["import", command, "--config", str(project), "--now", NOW, *map(str, arguments)]
    return CliRunner().invoke(main, given)


def test_a_cstate_site_is_imported_and_passes_the_check(project: Path) -> None:
    """The report counts what was read and what was written; the check finds nothing."""
    done = _run(project, "cstate", project.parent / "status")
    assert done.exit_code == 0
    assert "read content/issues: 1 issues" in done.output
    assert "1 new records written: 1 in incidents/" in done.output
    assert "      2  the instant has no UTC offset; UTC was taken" in done.output
    checked = CliRunner().invoke(main, ["check", "--config", str(project), "--now", NOW])
    assert (checked.exit_code, checked.output) == (0, "1 record, no problems\n")


def test_documents_are_imported_from_files(project: Path) -> None:
    """Any mix of files is one history."""
    source = project.parent / "incidents.json"
    source.write_text(json.dumps({"incidents": [INCIDENT]}), encoding="utf-8")
    done = _run(project, "statuspage", source)
    assert done.exit_code == 0
    assert "read incidents.json: 1 incidents" in done.output
    assert (project.parent / "content/incidents/2024/2024-03-05-search-is-slow.md").is_file()


def test_a_page_is_imported_from_its_own_address(project: Path, httpserver: HTTPServer) -> None:
    """Its three documents are fetched; one that is missing is reported, and the others are imported."""
    httpserver.expect_request("/api/v2/incidents.json").respond_with_json({"incidents": [INCIDENT]})
    httpserver.expect_request("/api/v2/scheduled-maintenances.json").respond_with_data(status=404)
    httpserver.expect_request("/api/v2/components.json").respond_with_json({"components": []})
    done = _run(project, "statuspage", "--allow-private", httpserver.url_for("/"))
    assert done.exit_code == 1
    assert "1 new records written: 1 in incidents/" in done.output
    assert "scheduled-maintenances.json: the server answered 404" in done.output


def test_a_private_page_needs_permission(project: Path, httpserver: HTTPServer) -> None:
    """Without `--allow-private` nothing is asked and nothing written."""
    done = _run(project, "statuspage", httpserver.url_for("/"))
    assert done.exit_code == 1 and "--allow-private" in done.output
    assert httpserver.log == [] and list((project.parent / "content").iterdir()) == []


def test_an_import_with_a_problem_ends_with_exit_code_1(project: Path) -> None:
    """The rest is imported."""
    (project.parent / "status/content/issues/b.md").write_text("nothing", encoding="utf-8")
    done = _run(project, "cstate", project.parent / "status")
    assert done.exit_code == 1
    assert "not imported: b.md: the front matter is missing" in done.output
    assert "1 new records written" in done.output


@pytest.mark.parametrize(
    ("command", "arguments", "words"),
    [
        ("cstate", ["nowhere"], "does not exist"),
        ("cstate", ["."], "has no folder content/issues"),
        ("cstate", ["--zone", "Mars/Olympus", "."], "Mars/Olympus is not a time zone"),
        ("cstate", ["--name", "../x", "."], "--name: use lower-case letters"),
        ("statuspage", [], "Missing argument"),
    ],
)
def test_wrong_use_is_exit_code_2(
    project: Path, command: str, arguments: list[str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says what would be right."""
    monkeypatch.chdir(project.parent)
    done = _run(project, command, *arguments)
    assert done.exit_code == 2 and words in done.output


def test_without_a_project_there_is_nothing_to_import_into(tmp_path: Path) -> None:
    """The message says where to run it."""
    done = _run(tmp_path / "mkdocs.yml", "statuspage", "x.json")
    assert done.exit_code == 2 and "run this in the folder of your site" in done.output


def test_a_file_that_is_not_there_is_one_line(project: Path) -> None:
    """No traceback, nothing written."""
    done = _run(project, "statuspage", "nowhere.json")
    assert done.exit_code == 1
    assert "nowhere.json: the file cannot be read (No such file or directory)" in done.output


def test_two_sources_have_two_state_files(project: Path) -> None:
    """`--name` keeps two imports of one kind apart: the same title of the same day is not the same incident."""
    for name in ("one", "two", "two"):
        assert _run(project, "cstate", "--name", name, project.parent / "status").exit_code == 0
    content = project.parent / "content"
    assert {path.name for path in (content / ".imports").glob("*.json")} == {"one.json", "two.json"}
    assert {path.name for path in (content / "incidents/2024").iterdir()} == {
        "2024-03-05-search-is-slow.md",
        "2024-03-05-search-is-slow-2.md",
    }


class _Terminal(io.StringIO):
    """A stderr that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stderr", "patience", "shown"), [(_Terminal(), 0.0, True), (_Terminal(), 60.0, False), (io.StringIO(), 0.0, False)]
)
def test_progress_is_shown_on_a_terminal_only(
    project: Path, stderr: io.StringIO, patience: float, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And only once the import has taken longer than people like to wait."""
    monkeypatch.setattr(progress, "PATIENCE", patience)
    monkeypatch.setattr(progress, "_PAUSE", 0.0)
    monkeypatch.setattr("sys.stderr", stderr)
    options = ImportOptions(project, "cstate", datetime.fromisoformat(NOW))
    report = run_import(all_importers()["cstate"], {"site": project.parent / "status"}, options)
    assert report.written == {"incidents": 1}
    assert ("1/1  100%" in stderr.getvalue()) == shown
    assert shown or stderr.getvalue() == ""


def test_the_importer_in_contributing_works_as_written(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One module more is one command more, with its help, its arguments and the options that all imports have."""
    recipe = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("# Add an importer\n")[2]
    code = recipe.partition("```python\n")[2].partition("```")[0]
    folder = project.parent / "more"
    folder.mkdir()
    (folder / "outages.py").write_text(code, encoding="utf-8")
    source = project.parent / "outages.txt"
    source.write_text("2024-03-05T08:00Z\t2024-03-05T09:30Z\tSearch is slow\nsoon\n", encoding="utf-8")
    monkeypatch.setattr(importers, "__path__", [*importers.__path__, str(folder)])
    all_importers.cache_clear()
    try:
        listed = CliRunner().invoke(main, ["import", "--help"]).output
        help_ = _run(project, "outages", "--help").output
        done = _run(project, "outages", source, "--impact", "major")
    finally:
        all_importers.cache_clear()
    assert re.search(r"^  outages +Import outages from a file of lines\.$", listed, re.MULTILINE)
    assert "--impact" in help_ and "--dry-run" in help_
    assert done.exit_code == 1 and "not imported: soon: it has no start or no end" in done.output
    (incident,) = read_content(project.parent / "content", datetime.fromisoformat(NOW)).ledger.incidents
    assert (incident.id, incident.impact) == ("2024-03-05-search-is-slow", "major")


def test_an_importer_may_replace_an_option_of_all_imports(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own `--zone` stands in the place of the common one, and its value arrives."""
    seen: list[str] = []

    def read(_settings: Settings, my_zone: str) -> History:
        seen.append(my_zone)
        return History()

    one = Importer("mine", "Import.", (click.option("--zone", "my_zone", help="Of mine."),), read)
    monkeypatch.setattr("answerable.importers.registry.all_importers", lambda: {"mine": one})
    help_ = _run(project, "mine", "--help").output
    assert "Of mine." in help_ and "Of instants without offset." not in help_
    assert _run(project, "mine", "--zone", "Mars").exit_code == 0
    assert seen == ["Mars"]
