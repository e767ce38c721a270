"""YAML takes ` #` for the beginning of a comment, so a text that ends there is an error, in every file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.content import COMPLAINT, INCIDENT, MKDOCS, NOTICE, write

from answerable.content.reading import Content, read_content
from answerable.importers.helpdesk.mapping import load_column_map
from answerable.importers.imported_history import SourceError
from answerable.records.company import Channels, Policy
from answerable.records.model import Complaint, Incident
from answerable.records.validation.cut_texts import is_text
from answerable.records.yaml.reader import read_yaml
from answerable.records.yaml.tree import Loc

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def read(tmp_path: Path, files: dict[str, str]) -> Content:
    """Return the content of such a folder."""
    return read_content(write(tmp_path, files), NOW)


def places(content: Content) -> list[tuple[str, int, int]]:
    """Return path, line and column of each text that a comment cut short."""
    return [(one.path, one.line, one.column) for one in content.findings if one.rule == "comment"]


def test_a_notice_is_published_as_it_was_read_and_named(tmp_path: Path) -> None:
    """It has to get out; the build says where its texts end too early and exits with 3."""
    text = INCIDENT.replace("Card payments fail", "Error #42 on sign-in").replace(
        "in three fails.", "in three fails, #43"
    )
    content = read(tmp_path, {"incidents/a.md": text})
    (incident,) = content.ledger.incidents
    assert (str(incident.title), str(incident.newest.text)) == ("Error", "One order in three fails,")
    assert places(content) == [("content/incidents/a.md", 2, 14), ("content/incidents/a.md", 9, 37)]
    assert (content.set_aside, content.cut) == ((), ("content/incidents/a.md",))
    assert {one.text for one in content.findings} == {
        "` #` begins a comment, so the text ends before it; put the text in quotes"
    }


def test_a_complaint_is_held_back(tmp_path: Path) -> None:
    """Half of what a customer said may be its opposite."""
    content = read(tmp_path, {"complaints/a.md": COMPLAINT.replace("We paid.", "We paid invoice #7")})
    assert not content.ledger.complaints
    assert (content.set_aside, content.cut) == (("content/complaints/a.md",), ())


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("notices/a.md", NOTICE.replace("card number.", "card number # ever"), 3),
        ("components.yml", "components:\n  - id: checkout\n    name: Till #1\n", 3),
        ("channels.yml", "channels:\n  - id: x\n    name: X\n    kind: x\n    off_hours: Call #7\n", 5),
        ("team.yml", "people:\n  - id: sahar\n    name: {en: Sahar}\n    role: Agent #7\n", 4),
        ("policy.yml", "topics:\n  - id: refunds\n    name: Refunds\nprivacy:\n  allow:\n    - Shop #1\n", 6),
        ("index.md", "---\ntitle: Site #1\n---\n", 2),
        ("templates/a.md", "---\nfor: incident\ntext:\n  en: Line #[which] is down\n---\n", 4),
        ("incidents/a.md", INCIDENT.replace("Card payments fail", "\n  en: Error\n  fa: خطای #۴۲"), 4),
        ("incidents/a.md", INCIDENT.replace("Card payments fail", "Card payments fail\n  #42 is the error"), 3),
    ],
)  # fmt: skip
def test_every_text_of_every_file_is_compared_with_its_line(tmp_path: Path, name: str, text: str, line: int) -> None:
    """Records, the company's files, pages and templates; also a second line that begins with a number sign."""
    assert [place[:2] for place in places(read(tmp_path, {name: text}))] == [(f"content/{name}", line)]


def test_the_name_of_the_site_is_a_text_too(tmp_path: Path) -> None:
    """It stands on every page."""
    content = read(tmp_path, {})
    (tmp_path / "mkdocs.yml").write_text(MKDOCS.replace("Baran", "Shop #1"), encoding="utf-8")
    content = read_content(tmp_path / "content", NOW)
    assert places(content) == [("mkdocs.yml", 1, 17)] and content.cut == ("mkdocs.yml",)


@pytest.mark.parametrize(
    "text",
    [
        INCIDENT.replace("impact: major", "impact: major # as agreed").replace("by: sahar", "by: sahar  #1"),
        INCIDENT.replace("Card payments fail", '"Error #42"  # in quotes'),
        INCIDENT.replace("One order in three fails.", "|  # as a block\n      Error #42 in one order of three"),
        INCIDENT.replace("Card payments fail", "Card#42 fails"),
        INCIDENT.replace("updates:", "# a remark\nupdates:  # newest last").replace("fails.\n", "fails.\n# next\n"),
        INCIDENT.replace("title:", "withdrawn:  # why, if it was wrong\ntitle:").replace("withdrawn:", "started:"),
    ],
)
def test_comments_that_cut_no_text_are_fine(tmp_path: Path, text: str) -> None:
    """After ids, words and dates, after quotes, at the head of blocks, and on lines of their own."""
    assert not places(read(tmp_path, {"incidents/a.md": text}))


def test_a_map_of_the_intake_is_refused(tmp_path: Path) -> None:
    """A column's name with a number sign would be another column."""
    columns = "columns:\n  id: {columns: Number}\n  channel: {always: x}\n  received:\n    columns: Opened #1\n"
    path = tmp_path / "map.yml"
    path.write_text(f"system: Ours\n{columns}", encoding="utf-8")
    with pytest.raises(SourceError, match=r"map\.yml:6:21: error: ` #` begins a comment"):
        load_column_map(str(path))


@pytest.mark.parametrize(
    ("model", "loc", "expected"),
    [
        (Incident, ("title",), True),
        (Incident, ("updates", 0, "text", "fa"), True),
        (Incident, ("updates", 0, "by"), False),
        (Incident, ("components", "checkout"), False),
        (Complaint, ("customer", "name"), True),
        (Complaint, ("customer", "link"), False),
        (Channels, ("channels", 1, "exceptions", 0, "why"), True),
        (Channels, ("channels", 1, "holidays"), False),
        (Policy, ("privacy", "codes", 0, "pattern"), True),
        (Policy, ("tone", "words", "en", "blame", "add", 2), True),
        (Policy, ("no_such_key", 1), False),
    ],
)
def test_free_texts_are_told_from_ids_and_fixed_words(
    model: type[Incident | Complaint | Channels | Policy], loc: Loc, expected: bool
) -> None:
    """By the model's own types."""
    assert is_text(model, loc) is expected


def test_the_place_counts_from_the_beginning_of_the_file() -> None:
    """A front matter begins on its second line."""
    tree, _ = read_yaml("title: Error #42", path="", first_line=2)
    assert tree.comments == {("title",): (2, 14)}


def test_a_title_of_the_navigation_is_a_text_and_a_comment_behind_a_page_is_none(tmp_path: Path) -> None:
    """`Error #42: errors.md` would become a page called `Error`, which there is not."""
    read(tmp_path, {})
    nav = "nav:\n  - index.md # first\n  - Errors #42: errors.md\n  - Shop: https://example.com/ # ours\n"
    (tmp_path / "mkdocs.yml").write_text(MKDOCS + nav, encoding="utf-8")
    assert places(read_content(tmp_path / "content", NOW)) == [("mkdocs.yml", 7, 12)]
