"""Files that were meant to be published or counted but have the wrong name are errors, never silence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.content import COMPLAINT, INCIDENT, TEAM, write

from answerable.content.reading import read_content

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ROWS = "id,channel,received\na-1,x,2026-11-18T09:12:00+03:30\n"


def errors(tmp_path: Path, files: dict[str, str]) -> dict[str, str]:
    """Return the errors in such a content folder, by path; each of their paths is set aside, too."""
    content = read_content(write(tmp_path, files), NOW)
    found = {one.path: one.text for one in content.findings if one.level == "error"}
    assert {path.partition(" (")[0] for path in content.set_aside} == found.keys()
    return found


@pytest.mark.parametrize(
    "name",
    [
        "a.txt",
        "a.md.txt",
        "a.markdown",
        "a.MD",
        "a.Md",
        "a",
        "a.md~",
        "a.md.bak",
        "#a.md#",
        "a.yml",
        "a.md.orig",
        "a.md.",
    ],
)
def test_a_record_with_another_ending_is_an_error_with_the_right_name(tmp_path: Path, name: str) -> None:
    """Whatever an editor or a mail program made of the ending."""
    (message,) = errors(tmp_path, {f"incidents/2026/{name}": INCIDENT}).values()
    assert message == "the name does not end in .md, so nothing in this file is published; rename it to `a.md`"


@pytest.mark.parametrize("name", ["a.html", "a.off", "2026-11-23-v1.2-out"])
def test_any_file_that_reads_like_a_record_is_an_error(tmp_path: Path, name: str) -> None:
    """Its text decides where its ending does not."""
    assert errors(tmp_path, {f"complaints/{name}": COMPLAINT})


def test_a_word_processor_file_must_be_converted(tmp_path: Path) -> None:
    """Another name would not make it a text."""
    assert errors(tmp_path, {"incidents/a.docx": "PK"})["content/incidents/a.docx"].endswith(
        "save it in the right format as `a.md`"
    )


def test_a_second_file_beside_the_record_is_an_error(tmp_path: Path) -> None:
    """It may be the one with the newer words."""
    found = errors(tmp_path, {"incidents/a.md": INCIDENT, "incidents/a.md.txt": INCIDENT})
    assert found["content/incidents/a.md.txt"].endswith("`a.md` is there too; keep one of the two")


@pytest.mark.parametrize(
    "name", ["a.md~", "a.md.bak", ".a.md.swp", "#a.md#", ".#a.md", "README", "photo.png", ".gitkeep"]
)
def test_backups_of_a_record_and_other_files_are_no_errors(tmp_path: Path, name: str) -> None:
    """Editors leave them beside the record."""
    text = INCIDENT if "a.md" in name else "A picture"
    assert not errors(tmp_path, {"incidents/a.md": INCIDENT, f"incidents/{name}": text})


@pytest.mark.parametrize("name", ["rows.CSV", "rows.csv.txt", "rows.txt", "rows", "rows.xlsx", "rows.csv.gz"])
def test_an_intake_file_with_another_ending_counts_as_not_counted(tmp_path: Path, name: str) -> None:
    """Its rows are missing from the figures, so the site says that a file could not be read."""
    root = write(tmp_path, {f"intake/{name}": ROWS})
    content = read_content(root, NOW)
    assert [(one.path, one.level) for one in content.findings] == [(f"content/intake/{name}", "error")]
    assert content.intake.uncounted == {"file": 1}
    assert content.set_aside == (f"content/intake/{name} (1 row)",)


@pytest.mark.parametrize("name", ["team.yaml", "team.YML", "Team.yml", "team.yml.txt", "team.txt", "team", "team.yml~"])
def test_a_company_file_with_another_ending_is_an_error(tmp_path: Path, name: str) -> None:
    """Without it nobody signs, so the build says what to rename."""
    root = write(tmp_path, {name: TEAM})
    (root / "team.yml").unlink()
    found = {one.path: one.text for one in read_content(root, NOW).findings}
    assert "`team.yml`" in found[f"content/{name}"]


def test_records_in_an_unknown_folder_or_beside_the_folders_are_errors(tmp_path: Path) -> None:
    """Nothing in them is published, and rows outside the intake are not counted."""
    files = {"outages/a.md": INCIDENT, "b.txt": INCIDENT, "c.markdown": COMPLAINT, "2026-11.csv": ROWS}
    assert errors(tmp_path, files).keys() == {
        f"content/{name}" for name in ("outages", "b.txt", "c.markdown", "2026-11.csv")
    }


def test_records_among_the_templates_and_beside_the_content_are_errors(tmp_path: Path) -> None:
    """A template has no updates; a folder of records beside `content` is read by nobody."""
    root = write(tmp_path, {"templates/a.md": INCIDENT, "templates/b.md": "---\nfor: incident\ntitle: B\n---\n"})
    (tmp_path / "incidents").mkdir()
    (tmp_path / "incidents/c.md").write_text(INCIDENT, encoding="utf-8")
    found = {one.path: one.message for one in read_content(root, NOW).findings}
    message = "a record outside its folder is not published"
    assert found == {"content/templates/a.md": message, "incidents/c.md": message}


@pytest.mark.parametrize(
    "name", ["README", "README.md", "readme.txt", "Thumbs.db", "desktop.ini", "a.md.swx", ".gitkeep", "a.md~"]
)
def test_what_explains_a_folder_and_what_systems_leave_there_is_silent(tmp_path: Path, name: str) -> None:
    """Neither error nor note, in a folder of records and in one below it; a record of that name is an error."""
    files = {
        f"incidents/{name}": "Some words.\n",
        f"complaints/2026/{name}": "Some words.\n",
        "incidents/a.md": INCIDENT,
    }
    assert read_content(write(tmp_path, files), NOW).findings == ()


def test_a_file_without_an_ending_is_no_record_by_its_name_alone(tmp_path: Path) -> None:
    """A licence beside the records is a note."""
    (found,) = read_content(write(tmp_path, {"incidents/LICENSE": "Some words.\n"}), NOW).findings
    assert found.level == "note"
