"""A cState site that is imported again after its team went on: nothing stays open for good, nothing stands twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.git import git

from answerable.content.reading import read_content
from answerable.importers.apply_import import apply_import
from answerable.importers.cstate import read_site
from answerable.importers.imported_history import ImportReport, Settings
from answerable.records.ledger import Ledger

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=30)


def issue(
    title: str = "Search moves", date: str = "2026-11-26T08:00:00Z", resolved: str = "", body: str = "We move."
) -> str:
    """Return an issue's file; `resolved` is the end of one that is over."""
    end = f"resolved: true\nresolvedWhen: {resolved}\n" if resolved else "resolved: false\n"
    more = "severity: down\naffected:\n  - Search\nsection: issue\n"
    return f"---\ntitle: {title}\ndate: {date}\n{end}{more}---\n\n{body}\n"


def imported(folder: Path, files: dict[str, str], now: datetime = NOW) -> ImportReport:
    """Import a site that has just these issues into `folder/content`."""
    site = folder / "site"
    for path in site.rglob("*.md"):
        path.unlink()
    for name, text in files.items():
        path = site / "content/issues" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (site / "config.yml").write_text("params:\n  systems:\n    - name: Search\n", "utf-8")
    settings = Settings(now)
    return apply_import(folder / "content", "cstate", read_site(settings, site), settings)


def ledger(folder: Path, now: datetime = NOW) -> Ledger:
    """Return what was imported; it passes the check."""
    content = read_content(folder / "content", now)
    assert content.findings == ()
    return content.ledger


def test_work_that_was_announced_and_runs_stays_a_maintenance_until_it_is_resolved(tmp_path: Path) -> None:
    """While the source says that it is not over, it is not; its kind, file and announcement stay."""
    imported(tmp_path, {"a.md": issue()})
    (planned,) = ledger(tmp_path).maintenances
    assert (planned.announced, planned.ends) == (NOW, datetime(2026, 11, 26, 9, tzinfo=UTC))
    running = datetime(2026, 11, 26, 11, 30, tzinfo=UTC)
    body = "[Update]\nIt takes longer.\n\n[Initial message]\nWe move."
    report = imported(tmp_path, {"a.md": issue(body=body)}, running)
    assert report.clean and report.updated == [f"content/{planned.path}"]
    (found,) = ledger(tmp_path, running).maintenances
    assert (found.ends, found.announced) == (datetime(2026, 11, 26, 12, tzinfo=UTC), NOW)
    assert [str(update.text) for update in found.updates] == ["It takes longer."]
    report = imported(tmp_path, {"a.md": issue(resolved="2026-11-26T13:00:00Z")}, LATER)
    (found,) = ledger(tmp_path, LATER).maintenances
    assert report.clean and found.ended_at == datetime(2026, 11, 26, 13, tzinfo=UTC)


def test_an_incident_that_turns_out_to_be_planned_is_resolved_where_it_stands(tmp_path: Path) -> None:
    """Open, it was taken for an incident; resolved, its title says maintenance: the incident ends."""
    title, date = "Maintenance on Search", "2026-11-20T11:30:00Z"
    imported(tmp_path, {"a.md": issue(title, date)})
    report = imported(tmp_path, {"a.md": issue(title, date, "2026-11-20T12:35:00Z")})
    (found,) = ledger(tmp_path).incidents
    assert report.clean and found.resolved_at == datetime(2026, 11, 20, 12, 35, tzinfo=UTC)
    assert (found.impact.value, ledger(tmp_path).maintenances) == ("major", ())
    assert imported(tmp_path, {"a.md": issue(title, date, "2026-11-20T12:35:00Z")}).unchanged == 1


def test_an_incident_that_is_postponed_cannot_be_one_and_is_listed_once(tmp_path: Path) -> None:
    """No update may lie in the future; the conflict is named at one import."""
    imported(tmp_path, {"a.md": issue(date="2026-11-23T08:00:00Z")})
    first, second = (imported(tmp_path, {"a.md": issue(date="2026-12-23T08:00:00Z")}) for _ in range(2))
    assert ["the source calls it maintenance now" in str(one) for one in first.conflicts] == [True]
    assert second.clean


def test_a_record_that_was_moved_to_the_other_kind_by_hand_is_found_there(tmp_path: Path) -> None:
    """Somebody made an incident a maintenance; the import goes on with that."""
    title, date = "Maintenance on Search", "2026-11-20T11:30:00Z"
    imported(tmp_path, {"a.md": issue(title, date)})
    (found,) = ledger(tmp_path).incidents
    moved = tmp_path / "content/maintenance/2026" / Path(found.path).name
    moved.parent.mkdir(parents=True)
    (tmp_path / "content" / found.path).unlink()
    window = "starts: 2026-11-20T11:30:00+00:00\nends: 2026-11-20T12:30:00+00:00\n"
    moved.write_text(
        f"---\ntitle: {title}\n{window}components:\n  search: under_maintenance\ntext: We move.\n---\n", "utf-8"
    )
    report = imported(tmp_path, {"a.md": issue(title, date, "2026-11-20T12:35:00Z")})
    assert report.deleted == [] and len(ledger(tmp_path).maintenances) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("2026/a.md", issue()),
        ("2026/a.md", issue(body="We move house.")),
        ("b.md", issue(body="We move house.")),
        ("b.md", issue(date="2026-11-28T08:00:00Z")),
    ],
    ids=["moved", "moved and reworded", "renamed and reworded", "renamed and postponed"],
)
def test_a_renamed_file_is_the_same_record(tmp_path: Path, name: str, text: str) -> None:
    """It is known by its name in another folder, by title and beginning, or by title and texts; the report says so."""
    imported(tmp_path, {"a.md": issue()})
    (before,) = ledger(tmp_path).maintenances
    report = imported(tmp_path, {name: text})
    (found,) = ledger(tmp_path).maintenances
    assert found.path == before.path
    assert report.renamed == [f"a.md is {name} now: content/{found.path}"]
    assert any(line.startswith("renamed at the source: a.md is") for line in report.lines(verbose=False))
    assert (report.gone, report.clean) == (0, True)
    assert imported(tmp_path, {name: text}).renamed == []


@pytest.mark.parametrize(
    "text",
    [issue("Search is slow", "2026-11-26T08:30:00Z"), issue(date="2026-12-20T08:00:00Z", body="Other words.")],
    ids=["another title and hour", "another day and other texts"],
)
def test_another_issue_is_another_record_and_what_is_gone_and_not_over_is_named(tmp_path: Path, text: str) -> None:
    """What the source deleted stays here; if it is not over, somebody has to end it."""
    imported(tmp_path, {"a.md": issue()})
    report = imported(tmp_path, {"b.md": text})
    assert len(ledger(tmp_path).maintenances) == 2
    assert (report.renamed, report.gone) == ([], 1)
    assert report.gone_open == ["content/maintenance/2026/2026-11-26-search-moves.md"]
    assert any("not over: content/maintenance/2026" in line for line in report.lines(verbose=False))


def test_the_same_words_about_work_that_is_over_are_other_work(tmp_path: Path) -> None:
    """A monthly maintenance in the words of the last one is a new record, though the last one's file is gone."""
    imported(tmp_path, {"a.md": issue(resolved="2026-11-26T09:00:00Z")}, LATER)
    report = imported(tmp_path, {"b.md": issue(date="2027-01-26T08:00:00Z")}, LATER)
    assert (len(ledger(tmp_path, LATER).incidents), len(ledger(tmp_path, LATER).maintenances)) == (1, 1)
    assert (report.renamed, report.gone, report.gone_open) == ([], 1, [])


def test_an_announcement_without_a_date_is_dated_once(tmp_path: Path) -> None:
    """The first import's clock counts, also at the next one, and what somebody writes in its place stays."""
    imported(tmp_path, {"a.md": issue()})
    report = imported(tmp_path, {"a.md": issue()}, NOW + timedelta(hours=3))
    assert report.unchanged == 1
    (found,) = ledger(tmp_path).maintenances
    path = tmp_path / "content" / found.path
    path.write_text(path.read_text("utf-8").replace("announced: 2026-11-24T09", "announced: 2026-11-22T09"), "utf-8")
    assert imported(tmp_path, {"a.md": issue(body="We move house.")}).clean
    (found,) = ledger(tmp_path).maintenances
    assert found.announced == datetime(2026, 11, 22, 9, tzinfo=UTC)


def _commit(site: Path, day: str) -> None:
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", day)):
        git(site, *words, at=f"{day}T10:00:00Z")


def test_an_announcement_has_the_date_of_its_file_in_git(tmp_path: Path) -> None:
    """The day on which the file was first committed, also after it was renamed; a rename in git is known too."""
    imported(tmp_path, {"a.md": issue()})
    _commit(tmp_path / "site", "2026-11-10")
    assert imported(tmp_path, {"a.md": issue()}).clean
    (found,) = ledger(tmp_path).maintenances
    assert found.announced == datetime(2026, 11, 10, 10, tzinfo=UTC)
    (tmp_path / "site/content/issues/a.md").rename(tmp_path / "site/content/issues/z.md")
    _commit(tmp_path / "site", "2026-11-12")
    report = imported(tmp_path, {"z.md": issue("The search moves", "2026-11-27T08:00:00Z", body="Other words.")})
    assert report.renamed == [f"a.md is z.md now: content/{found.path}"]
    (found,) = ledger(tmp_path).maintenances
    assert found.announced == datetime(2026, 11, 10, 10, tzinfo=UTC)


def test_work_that_was_committed_after_it_began_was_not_announced(tmp_path: Path) -> None:
    """No date is made up for it."""
    text = issue("Planned maintenance", "2026-11-05T08:00:00Z", "2026-11-05T09:00:00Z")
    imported(tmp_path, {"a.md": text})
    _commit(tmp_path / "site", "2026-11-10")
    imported(tmp_path, {"a.md": text})
    (found,) = ledger(tmp_path).maintenances
    assert found.announced is None


def test_a_new_import_names_updates_and_an_old_one_keeps_them_without_names(tmp_path: Path) -> None:
    """Updates of an import before they had ids get none, since feeds know them by their instants."""
    text = issue(date="2026-11-20T11:30:00Z")
    imported(tmp_path, {"a.md": text})
    (found,) = ledger(tmp_path).incidents
    assert [update.id for update in found.updates] == ["20261120t113000z"]
    path = tmp_path / "content" / found.path
    old = path.read_text("utf-8").replace("- id: 20261120t113000z\n    at", "- at")
    path.write_text(old, "utf-8")
    assert imported(tmp_path, {"a.md": text}).unchanged == 1
    assert path.read_text("utf-8") == old
    imported(tmp_path, {"a.md": issue(date="2026-11-20T11:30:00Z", resolved="2026-11-20T12:00:00Z")})
    (found,) = ledger(tmp_path).incidents
    assert [update.id for update in found.updates] == [None, "20261120t120000z"]


def test_an_id_stays_when_the_source_corrects_an_instant(tmp_path: Path) -> None:
    """So that feeds do not announce the update again."""
    for date in ("2026-11-20T11:30:00Z", "2026-11-20T11:20:00Z"):
        imported(tmp_path, {"a.md": issue(date=date)})
    (found,) = ledger(tmp_path).incidents
    assert [(f"{one.at:%H:%M}", one.id) for one in found.updates] == [("11:20", "20261120t113000z")]


@pytest.mark.parametrize("body", ["We move.", "We move, and test it afterwards."], ids=["same words", "other words"])
def test_a_renamed_file_with_another_title_is_the_same_record(tmp_path: Path, body: str) -> None:
    """What began at the same instant with the same words, or on the same components, is not left open beside it."""
    date = "2026-11-20T11:30:00Z"
    imported(tmp_path, {"a.md": issue("Search is down", date)})
    report = imported(tmp_path, {"b.md": issue("Search was down", date, "2026-11-20T12:35:00Z", body)})
    (found,) = ledger(tmp_path).incidents
    assert (str(found.title), found.resolved_at) == ("Search was down", datetime(2026, 11, 20, 12, 35, tzinfo=UTC))
    assert report.renamed == [f"a.md is b.md now: content/{found.path}"]


def test_what_only_shares_a_day_is_another_record(tmp_path: Path) -> None:
    """Where no hour is known, two incidents of a day are two, and one that is gone is named."""
    imported(tmp_path, {"a.md": issue("Search is down", "2026-11-20", body="One.")})
    report = imported(tmp_path, {"b.md": issue("Mail is down", "2026-11-20", body="Two.")})
    assert len(ledger(tmp_path).incidents) == 2
    assert (report.renamed, report.gone) == ([], 1)
