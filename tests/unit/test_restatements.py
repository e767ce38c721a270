"""Closing a month: what was published is kept, and what changes afterwards is said, with when and by how much."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from answerable.cli import main
from answerable.content.reading import read_content
from answerable.intake.restatements import Restatement, restatements
from answerable.records.published import PublishedFigure

CLOSED = "2026-11-03T09:00:00+00:00"
ROWS = [f"a{number},x,2026-10-{number:02}T10:00:00Z,2026-10-{number:02}T10:30:00Z" for number in range(1, 11)]
SHARE = "all_hours.human.within_hour"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the configuration of a project with ten complaints in October, each answered within half an hour."""
    (tmp_path / "content/intake").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("site_name: Ours\ndocs_dir: content\n", encoding="utf-8")
    (tmp_path / "content/channels.yml").write_text("channels:\n  - {id: x, name: X}\n", encoding="utf-8")
    write(tmp_path, ROWS)
    return tmp_path / "mkdocs.yml"


def write(folder: Path, rows: list[str]) -> None:
    """Write the intake anew."""
    text = "\n".join(["id,channel,received,answered", *rows]) + "\n"
    (folder / "content/intake/2026-10.csv").write_text(text, encoding="utf-8")


def close(project: Path, *arguments: str, now: str = CLOSED) -> Result:
    """Run `answerable close`."""
    return CliRunner().invoke(main, ["close", *arguments, "--config", str(project), "--now", now])


def found(project: Path) -> list[Restatement]:
    """The restatements as of the twentieth of November."""
    content = read_content(project.parent / "content", datetime(2026, 11, 20, tzinfo=UTC))
    assert content.findings == ()
    return list(restatements(content.published, content.intake, content.ledger))


def test_closing_keeps_the_figures_of_the_last_complete_month(project: Path) -> None:
    """All ten within the hour, as of the instant of closing."""
    done = close(project)
    words = "2026-10 is closed with 10 complaints; commit content/published/2026-10.json\n"
    assert (done.exit_code, done.output) == (0, words)
    kept = json.loads((project.parent / "content/published/2026-10.json").read_text(encoding="utf-8"))
    assert (kept["month"], kept["as_of"], kept["corrections"]) == ("2026-10", CLOSED, [])
    assert kept["figures"]["all"][SHARE] == {"n": 10, "numerator": 10}
    assert kept["figures"]["channel/x"]["all_hours.resolution.median"] == {"n": 10, "seconds": None}


def test_time_alone_changes_nothing(project: Path) -> None:
    """A complaint that is resolved after the closing is no correction, since it was not resolved then."""
    close(project)
    text = "id,channel,received,answered,resolved\n" + "\n".join(f"{row},2026-11-10T10:00:00Z" for row in ROWS)
    (project.parent / "content/intake/2026-10.csv").write_text(text, encoding="utf-8")
    assert found(project) == []
    again = close(project, "2026-10", now="2026-11-12T08:00:00+00:00")
    assert again.output == "2026-10 is closed already, and nothing has changed since\n"


def test_a_complaint_that_turns_up_later_is_said(project: Path) -> None:
    """An eleventh, never answered: ten of ten become ten of eleven, and no correction has been written yet."""
    close(project)
    write(project.parent, [*ROWS, "late,x,2026-10-20T10:00:00Z,"])
    said = next(one for one in found(project) if (one.cohort, one.figure) == ("all", SHARE))
    assert said.was == PublishedFigure(n=10, numerator=10)
    assert said.now == PublishedFigure(n=11, numerator=10)
    assert (said.month, said.was_as_of.isoformat(), said.is_as_of) == ("2026-10", CLOSED, None)


def test_a_correction_is_written_once_and_keeps_what_was_published(project: Path) -> None:
    """Closing again appends it with its instant; the first figures stay where they were."""
    close(project)
    before = (project.parent / "content/published/2026-10.json").read_text(encoding="utf-8")
    write(project.parent, [*ROWS, "late,x,2026-10-20T10:00:00Z,"])
    again = close(project, "2026-10", now="2026-11-12T08:00:00+00:00")
    assert "figures corrected; commit content/published/2026-10.json" in again.output
    after = (project.parent / "content/published/2026-10.json").read_text(encoding="utf-8")
    assert after.startswith(before.rpartition('"corrections"')[0])
    said = next(one for one in found(project) if (one.cohort, one.figure) == ("all", "counted"))
    assert (said.was, said.now) == (PublishedFigure(n=10), PublishedFigure(n=11))
    assert said.is_as_of == datetime(2026, 11, 12, 8, tzinfo=UTC)
    third = close(project, "2026-10", now="2026-11-13T08:00:00+00:00")
    assert third.output == "2026-10 is closed already, and nothing has changed since\n"


def test_closing_says_how_many_rows_are_not_in_the_figures(project: Path) -> None:
    """A broken row is no reason to wait, and none to be silent."""
    write(project.parent, [*ROWS, "late,y,2026-10-20T10:00:00Z,"])
    assert close(project).output.endswith("2026-10.json; 1 rows of the intake could not be counted\n")


def test_what_came_after_an_earlier_instant_counts_as_not_yet(project: Path) -> None:
    """Closing October as of 3 November leaves out no complaint because it was answered on the tenth."""
    rows = [row.replace("2026-", "2024-") for row in ROWS]
    rows += ["late,x,2024-10-20T10:00:00Z,2024-11-10T10:00:00Z", "next,x,2024-11-09T10:00:00Z,"]
    write(project.parent, rows)
    assert close(project, "2024-10", now="2024-11-03T09:00:00+00:00").output == (
        "2024-10 is closed with 11 complaints; commit content/published/2024-10.json\n"
    )
    kept = json.loads((project.parent / "content/published/2024-10.json").read_text(encoding="utf-8"))
    assert kept["figures"]["all"][SHARE] == {"n": 11, "numerator": 10}


def test_a_figure_that_is_not_shown_any_more_is_said(project: Path) -> None:
    """One of ten was sent twice: nine are under the minimum, and the share is gone."""
    close(project)
    write(project.parent, ROWS[1:])
    said = next(one for one in found(project) if (one.cohort, one.figure) == ("all", SHARE))
    assert (said.was, said.now) == (PublishedFigure(n=10, numerator=10), None)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["2026-11"], 2, "2026-11 is not over yet"),
        (["october"], 2, "october is not a month; write it as 2026-10"),
        (["2026-09"], 0, "no complaint was received in 2026-09"),
        (["2026-10", "--dry-run"], 0, "2026-10 is closed with 10 complaints"),
    ],
)
def test_closing_says_what_it_does_not_do(project: Path, arguments: list[str], code: int, words: str) -> None:
    """A month that is not over, a word, a month without complaints, a dry run: nothing is written."""
    done = close(project, *arguments)
    assert done.exit_code == code
    assert words in done.output
    assert not (project.parent / "content/published").exists()


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("2026-10.json", "{", "this is not JSON"),
        ("2026-10.json", '{"month": "2026-10"}', "this is not a closed month (at as_of)"),
        ("2026-09.json", f'{{"month": "2026-10", "as_of": "{CLOSED}", "figures": {{}}}}', "this is the month 2026-10"),
    ],
)
def test_a_damaged_file_is_found_and_never_overwritten(project: Path, name: str, text: str, words: str) -> None:
    """What was published is evidence: the check says that it cannot be read."""
    path = project.parent / "content/published" / name
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    content = read_content(project.parent / "content", datetime(2026, 11, 20, tzinfo=UTC))
    assert [words in finding.message for finding in content.findings] == [True]
    if name == "2026-10.json":
        assert close(project, "2026-10").exit_code == 1
        assert path.read_text(encoding="utf-8") == text
