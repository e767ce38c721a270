"""Slips in the company's files: entries are kept one by one, and nobody's records are lost."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from answerable.content.reading import Content, read_content
from answerable.publish import site
from answerable.records.company import RESERVED_LANGUAGES
from answerable.records.text import LANGUAGE

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
INCIDENT = (
    "---\ntitle: Open\nimpact: major\ncomponents: {shop: major_outage}\nupdates:\n"
    "  - {at: 2026-11-30T11:00:00Z, status: investigating, by: sam, text: We look.}\n---\n"
)
FILES = {
    "components.yml": "components:\n  - {id: shop, name: Shop}\n",
    "channels.yml": "channels:\n  - {id: mail, name: Mail, answers: [sam]}\n",
    "team.yml": "people:\n  - {id: sam, name: Sam Smith}\n",
    "policy.yml": "languages: [en]\ntopics:\n  - {id: other, name: Other}\n",
    "incidents/open.md": INCIDENT,
}


def read(tmp_path: Path, **changed: str | None) -> Content:
    """Read the company with some files changed (`team` for team.yml), or left out where None."""
    files = {**FILES, **{f"{name}.yml": text for name, text in changed.items()}}
    for name, text in files.items():
        if text is not None:
            (tmp_path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "content" / name).write_text(text, encoding="utf-8")
    return read_content(tmp_path / "content", NOW)


@pytest.mark.parametrize(
    ("file", "entry", "kind"),
    [
        ("components", "  - {id: shop, name: Again}\n", "components"),
        ("channels", "  - {id: mail, name: Again}\n", "channels"),
        ("policy", "  - {id: other, name: Again}\n", "topics"),
        ("team", "  - {id: sam, name: Again}\n", "people"),
    ],
)
def test_first_of_two_entries_stands(tmp_path: Path, file: str, entry: str, kind: str) -> None:
    """Of two entries with one id the first is published; the file has a finding and is named at the end."""
    content = read(tmp_path, **{file: FILES[f"{file}.yml"] + entry})
    names = [one.name.by_language[""] for one in getattr(content.ledger, kind)]
    assert "Again" not in names
    assert len(names) == 1
    assert [one.path for one in content.findings if "is given twice" in one.message] == [f"content/{file}.yml"]
    assert f"content/{file}.yml" in content.set_aside
    assert content.ledger.incident("open") is not None


@pytest.mark.parametrize(
    ("team", "name"),
    [
        ("", "sam"),
        ("people:\n  - {id: eve, name: Eve}\n", "sam"),
        ("people: [\n", "sam"),
        (None, "sam"),
        ("people:\n  - {id: sam, name: Sam Smith, retired: true}\n", "Sam Smith"),
    ],
)
def test_records_of_somebody_who_left_stay(tmp_path: Path, team: str | None, name: str) -> None:
    """What they signed is published, with their name where the file still has it, else with their id."""
    content = read(tmp_path, team=team)
    person = content.ledger.person("sam")
    assert content.ledger.incident("open") is not None
    assert person is not None
    assert person.name.by_language == {"": name}
    assert person.retired


def test_unlisted_signer_is_a_finding(tmp_path: Path) -> None:
    """The record is published and named at the end of the build, with what would be right."""
    content = read(tmp_path, team="people:\n  - {id: eve, name: Eve}\n")
    found = [one for one in content.findings if one.path == "content/incidents/open.md"]
    assert [(one.line, one.level, one.rule) for one in found] == [(6, "error", "person")]
    assert "one that is gone stays in team.yml with `retired: true`" in found[0].suggestion
    assert content.stray == ("content/channels.yml", "content/incidents/open.md")


@pytest.mark.parametrize(
    ("languages", "kept"), [("[en, api]", ("en",)), ("[api]", ("en",)), ("[fa, api, he]", ("fa", "he"))]
)
def test_language_with_a_folder_of_other_files_is_left_out(
    tmp_path: Path, languages: str, kept: tuple[str, ...]
) -> None:
    """A site in that language would stand among the files of the API."""
    content = read(tmp_path, policy=f"languages: {languages}\n")
    assert content.ledger.policy.languages == kept
    assert "content/policy.yml" in content.set_aside


def test_every_folder_that_could_be_a_language_is_reserved() -> None:
    """Publications have no folder that reads like a language's code, except those that are refused as languages."""
    folders = {one.pattern.partition("/")[0] for one in site.SERVED if "/" in one.pattern}
    assert {folder for folder in folders if LANGUAGE.match(folder)} == RESERVED_LANGUAGES


@pytest.mark.parametrize("name", ["incidents", "notices", "intake", "published", "assets"])
def test_folder_that_is_none_is_said(tmp_path: Path, name: str) -> None:
    """A link to nowhere in a folder's place would silently lose all records."""
    read(tmp_path)
    folder = tmp_path / "content" / name
    if folder.is_dir():
        (folder / "open.md").unlink()
        folder.rmdir()
    folder.symlink_to("nowhere")
    content = read_content(tmp_path / "content", NOW)
    assert f"content/{name}" in content.set_aside


def test_kept_figure_of_unknown_name_sets_the_month_aside(tmp_path: Path) -> None:
    """The other months are compared as before."""
    read(tmp_path)
    folder = tmp_path / "content/published"
    folder.mkdir()
    month = '{{"month": "{}", "as_of": "2026-11-02T00:00:00Z", "figures": {{"{}": {{"{}": {{"n": 1}}}}}}}}'
    (folder / "2026-08.json").write_text(month.format("2026-08", "all", "counted"))
    (folder / "2026-09.json").write_text(month.format("2026-09", "all", "countedx"))
    (folder / "2026-10.json").write_text(month.format("2026-10", "chanel/mail", "counted"))
    content = read_content(tmp_path / "content", NOW)
    assert [one.month for one in content.published] == ["2026-08"]
    assert {*content.set_aside} == {"content/published/2026-09.json", "content/published/2026-10.json"}


def test_intake_file_that_links_to_itself_is_named(tmp_path: Path) -> None:
    """It is a file that cannot be read, and the build goes on."""
    read(tmp_path)
    (tmp_path / "content/intake").mkdir()
    (tmp_path / "content/intake/2026-11.csv").symlink_to("2026-11.csv")
    content = read_content(tmp_path / "content", NOW)
    assert [path.partition(" ")[0] for path in content.set_aside] == ["content/intake/2026-11.csv"]
