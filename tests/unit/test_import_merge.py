"""Importing into `content/`: what is written, what stays, and who wins where both sides changed something."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.content.reading import read_content
from answerable.importers.apply_import import apply_import
from answerable.importers.imported_history import Entry, History, Imported, ImportReport, Settings, record_id
from answerable.importers.state import StateError
from answerable.records.yaml.edit import EditError, set_keys

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
START = datetime(2024, 3, 5, 8, tzinfo=UTC)
PATH = "incidents/2024/2024-03-05-search-is-slow.md"


def _update(minutes: int, text: str, status: str = "investigating") -> dict[str, Any]:
    return {"at": START + timedelta(minutes=minutes), "status": status, "text": text, "components": None}


def _record(key: str = "k1", title: str = "Search is slow", body: str = "", **front: Any) -> Imported:
    """Return an incident of 5 March 2024 that affects the source's component `s1`."""
    keys = {
        "title": title,
        "impact": "major",
        "components": {"s1": "partial_outage"},
        "updates": [_update(0, "It is slow."), _update(60, "It works.", "resolved")],
        **front,
    }
    return Imported("incident", record_id(START, title, "incident"), keys, body, key, 2024)


def _import(content: Path, *records: Imported, groups: tuple[Entry, ...] = (), **more: Any) -> ImportReport:
    history = History(records=list(records), components=[Entry("s1", "Search")], groups=list(groups))
    return apply_import(content, "test", history, Settings(NOW), **more)


def _files(content: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file below a folder with its bytes and the time of its last change."""
    return {
        path.relative_to(content).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in content.rglob("*")
        if path.is_file()
    }


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_record_is_written_and_passes_the_check(tmp_path: Path) -> None:
    """Its file stands in the folder of its year, its component in components.yml."""
    report = _import(tmp_path, _record())
    assert report.clean and report.written == {"incidents": 1}
    content = read_content(tmp_path, NOW)
    assert content.findings == ()
    assert content.ledger.incidents[0].path == PATH
    assert [component.id for component in content.ledger.components] == ["search"]


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    """Every file keeps its bytes and the time of its last change, also the state and the report of the import."""
    _import(tmp_path, _record())
    before = _files(tmp_path)
    report = _import(tmp_path, _record())
    assert _files(tmp_path) == before
    assert (report.unchanged, report.written, report.updated) == (1, {}, [])


_TEXT = st.text(min_size=1, max_size=60).filter(str.strip)


@st.composite
def _records(draw: st.DrawFn) -> list[Imported]:
    from answerable.importers.markdown import clean, one_line

    made = []
    for number in range(draw(st.integers(0, 4))):
        title = one_line(draw(st.sampled_from(["Slow", "کند است", "a: b", "- x", "#"]) | _TEXT)) or "Title"
        said = [clean(text) or "." for text in draw(st.lists(_TEXT, max_size=3))]
        updates = [_update(n, text) for n, text in enumerate(said)] + [_update(9, "Resolved.", "resolved")]
        made.append(_record(f"k{number}", title, clean(draw(st.text(max_size=40))), updates=updates))
    return made


@settings(max_examples=40)
@given(_records())
def test_importing_any_records_twice_changes_nothing(records: list[Imported]) -> None:
    """Any texts, titles in any script and equal titles are imported, pass the check, and stay as they are."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder)
        report = _import(content, *records)
        assert report.clean and report.written.total() == len(records)
        read = read_content(content, NOW)
        assert (len(read.ledger.incidents), read.findings) == (len(records), ())
        before = _files(content)
        assert _import(content, *records).unchanged == len(records)
        assert _files(content) == before


def test_a_change_of_the_source_arrives_and_local_edits_stay(tmp_path: Path) -> None:
    """The source's new impact is taken; a comment, a new key and another title stay as a person wrote them."""
    _import(tmp_path, _record())
    _edit(tmp_path / PATH, "title: Search is slow", "# ours\npinned: false\ntitle: 'Search was slow'")
    report = _import(tmp_path, _record(impact="critical"))
    text = (tmp_path / PATH).read_text(encoding="utf-8")
    assert "# ours\npinned: false\ntitle: 'Search was slow'\nimpact: critical\n" in text
    assert report.clean and report.updated == [f"{tmp_path.name}/{PATH}"]


def test_new_updates_join_updates_that_somebody_edited(tmp_path: Path) -> None:
    """A text corrected here stays, and the source's newer update is added after it."""
    first = [_update(0, "It is slow."), _update(5, "We look.")]
    _import(tmp_path, _record(updates=first))
    _edit(tmp_path / PATH, "text: It is slow.", 'text: "Search is slow for one in ten."  # counted')
    report = _import(tmp_path, _record(updates=[*first, _update(60, "It works.", "resolved")]))
    assert report.clean
    assert "# counted" in (tmp_path / PATH).read_text(encoding="utf-8")
    (incident,) = read_content(tmp_path, NOW).ledger.incidents
    assert [str(update.text) for update in incident.updates] == [
        "Search is slow for one in ten.",
        "We look.",
        "It works.",
    ]


def test_where_both_sides_changed_a_key_the_local_one_stays_and_is_listed_once(tmp_path: Path) -> None:
    """The conflict is reported at one import; the local value then counts until the source changes again."""
    _import(tmp_path, _record())
    _edit(tmp_path / PATH, "title: Search is slow", "title: Ours")
    report = _import(tmp_path, _record(title="Theirs", impact="minor"))
    assert [str(conflict) for conflict in report.conflicts] == [
        f"k1: {tmp_path.name}/{PATH}: `title` was changed here and in the source; the local one stays"
    ]
    assert not report.clean
    text = (tmp_path / PATH).read_text(encoding="utf-8")
    assert "title: Ours\nimpact: minor\n" in text
    assert _import(tmp_path, _record(title="Theirs", impact="minor")).clean
    assert (tmp_path / PATH).read_text(encoding="utf-8") == text


def test_the_same_change_on_both_sides_is_no_conflict(tmp_path: Path) -> None:
    """A title corrected here as in the source needs nobody's attention."""
    _import(tmp_path, _record())
    _edit(tmp_path / PATH, "title: Search is slow", 'title: "Ours"')
    assert _import(tmp_path, _record(title="Ours")).clean


def test_an_id_stays_when_the_title_changes(tmp_path: Path) -> None:
    """Addresses never change."""
    _import(tmp_path, _record())
    _import(tmp_path, _record(title="Search was slow"))
    assert [path for path in _files(tmp_path) if path.startswith("incidents")] == [PATH]
    assert "title: Search was slow" in (tmp_path / PATH).read_text(encoding="utf-8")


def test_a_key_that_the_source_removes_is_removed(tmp_path: Path) -> None:
    """A `started` and a body that the source no longer has are removed."""
    _import(tmp_path, _record(body="## Why", started=START - timedelta(hours=1)))
    _import(tmp_path, _record())
    text = (tmp_path / PATH).read_text(encoding="utf-8")
    assert "started" not in text and "## Why" not in text


def test_what_was_deleted_here_stays_deleted(tmp_path: Path) -> None:
    """The report says so, each time."""
    _import(tmp_path, _record())
    (tmp_path / PATH).unlink()
    for impact in ("major", "critical"):
        report = _import(tmp_path, _record(impact=impact))
        assert report.deleted == [PATH] and report.clean
        assert not (tmp_path / PATH).exists()


def test_what_is_gone_from_the_source_stays_here(tmp_path: Path) -> None:
    """A source that keeps only its newest incidents removes nothing."""
    _import(tmp_path, _record(), _record("k2", "Other"))
    before = _files(tmp_path)
    report = _import(tmp_path, _record())
    assert (report.gone, report.clean) == (1, True)
    assert _files(tmp_path) == before


def test_a_record_is_found_where_somebody_moved_it(tmp_path: Path) -> None:
    """People may sort records into other folders inside `incidents/`."""
    _import(tmp_path, _record())
    moved = tmp_path / "incidents/search" / Path(PATH).name
    moved.parent.mkdir()
    (tmp_path / PATH).rename(moved)
    _import(tmp_path, _record(impact="critical"))
    assert "impact: critical" in moved.read_text(encoding="utf-8")
    assert not (tmp_path / PATH).exists()


def test_a_record_that_was_not_imported_is_never_changed(tmp_path: Path) -> None:
    """An id that is taken gets a number, whichever folder it is taken in."""
    other = tmp_path / "notices" / Path(PATH).name
    other.parent.mkdir()
    other.write_text("---\ntitle: Mine\nstarts: 2024-03-05T08:00:00Z\nends: 2024-03-06T08:00:00Z\n---\n")
    _import(tmp_path, _record())
    assert other.read_text(encoding="utf-8").count("Mine") == 1
    assert (tmp_path / "incidents/2024/2024-03-05-search-is-slow-2.md").exists()


def test_without_the_state_file_no_record_is_written_twice(tmp_path: Path) -> None:
    """A record of the same id and title counts as the same; what differs in it stays and is listed."""
    records = (_record("k1"), _record("k2"))
    _import(tmp_path, *records)
    _edit(tmp_path / PATH, "impact: major", "impact: minor")
    (tmp_path / ".imports/test.json").unlink()
    before = {path: file for path, file in _files(tmp_path).items() if path.startswith("incidents")}
    report = _import(tmp_path, *records)
    assert {path: file for path, file in _files(tmp_path).items() if path.startswith("incidents")} == before
    assert [conflict.source for conflict in report.conflicts] == ["k1"]


def test_a_record_that_would_fail_the_check_is_left_out(tmp_path: Path) -> None:
    """The report says why, in the words of the check; the other records are imported."""
    far = [_update(0, "x") | {"at": NOW + timedelta(days=9)}]
    report = _import(tmp_path, _record("bad", "Bad", updates=far), _record())
    assert [str(problem) for problem in report.problems] == [
        "bad: this lies in the future; write when it happened; look at day, month and offset"
    ]
    assert report.written == {"incidents": 1} and not report.clean


def test_a_local_file_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    """A broken record is a problem to be corrected by hand."""
    _import(tmp_path, _record())
    (tmp_path / PATH).write_text("---\ntitle: [\n---\n", encoding="utf-8")
    report = _import(tmp_path, _record(impact="critical"))
    assert "cannot be changed" in str(report.problems[0])
    assert (tmp_path / PATH).read_text(encoding="utf-8") == "---\ntitle: [\n---\n"


def test_components_are_added_and_the_rest_of_their_file_is_kept(tmp_path: Path) -> None:
    """One of the same name is the same; comments, order and other keys stay."""
    ours = "# ours\ncomponents:\n  - {id: search, name: {en: search, fa: جست‌وجو}}  # the old one\n"
    (tmp_path / "components.yml").write_text(ours, encoding="utf-8")
    history = History(components=[Entry("s1", "Search"), Entry("m", "Mail", group="g")], groups=[Entry("g", "Shop")])
    apply_import(tmp_path, "test", history, Settings(NOW))
    text = (tmp_path / "components.yml").read_text(encoding="utf-8")
    assert text.startswith(ours)
    assert "- {id: mail, name: Mail, group: shop}" in text
    ledger = read_content(tmp_path, NOW).ledger
    assert [(c.id, c.group) for c in ledger.components] == [("search", None), ("mail", "shop")]
    assert [group.id for group in ledger.groups] == ["shop"]


def test_a_component_removed_here_is_added_again_only_if_a_record_names_it(tmp_path: Path) -> None:
    """Without such a record it stays removed."""
    _import(tmp_path)
    (tmp_path / "components.yml").write_text("components: []\n", encoding="utf-8")
    _import(tmp_path)
    assert read_content(tmp_path, NOW).ledger.components == ()
    (tmp_path / "components.yml").unlink()
    _import(tmp_path, _record())
    assert [c.id for c in read_content(tmp_path, NOW).ledger.components] == ["search"]


def test_where_components_cannot_be_added_nothing_is_written(tmp_path: Path) -> None:
    """All is planned before the first file is written."""
    (tmp_path / "components.yml").write_text("---\ncomponents: []\n---\n", encoding="utf-8")
    before = _files(tmp_path)
    with pytest.raises(EditError, match=r"components\.yml"):
        _import(tmp_path, _record())
    assert _files(tmp_path) == before


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"records": {"k": {"path": "../../x", "marks": {}}}}', "\x00"])
def test_a_damaged_state_file_stops_the_import(tmp_path: Path, damage: str) -> None:
    """One line says what to do; nothing is written."""
    (tmp_path / ".imports").mkdir()
    (tmp_path / ".imports/test.json").write_text(damage, encoding="utf-8")
    with pytest.raises(StateError, match="is damaged; restore it from git"):
        _import(tmp_path, _record())
    assert list(_files(tmp_path)) == [".imports/test.json"]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """It says what would be done."""
    report = _import(tmp_path, _record(), dry_run=True)
    assert report.written == {"incidents": 1}
    assert _files(tmp_path) == {}
    assert "1 new records would be written: 1 in incidents/" in list(report.lines(verbose=False))


def test_the_list_of_guesses_is_a_file_beside_the_state(tmp_path: Path) -> None:
    """The report counts them by kind; the file and `--verbose` name each."""
    history = History()
    history.guess("b", "it has no title", "x")
    history.guess("a", "it has no title", "y\u202e\nz")
    report = apply_import(tmp_path, "test", history, Settings(NOW))
    assert "      2  it has no title" in list(report.lines(verbose=False))
    listed = ["a: it has no title (y\\u202e\\nz)", "b: it has no title (x)"]
    assert [line.strip() for line in report.lines(verbose=True)][-2:] == listed
    assert (tmp_path / ".imports/test-report.txt").read_text(encoding="utf-8").splitlines() == listed


def test_a_file_with_other_line_ends_keeps_them(tmp_path: Path) -> None:
    """A record that an editor saved with CRLF is unchanged to the import, and is changed in its own way."""
    _import(tmp_path, _record())
    path = tmp_path / PATH
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert _import(tmp_path, _record()).unchanged == 1
    _import(tmp_path, _record(impact="critical"))
    raw = path.read_bytes()
    assert b"impact: critical\r\n" in raw and raw.count(b"\n") == raw.count(b"\r\n")


def test_a_signature_added_here_stays(tmp_path: Path) -> None:
    """The `by` of an imported update stays when the source changes the title."""
    (tmp_path / "team.yml").write_text("people:\n  - {id: sara, name: Sara}\n", encoding="utf-8")
    _import(tmp_path, _record())
    path = tmp_path / PATH
    _edit(path, "text: It is slow.", "by: sara\n    text: It is slow.")
    path.write_text(set_keys(path.read_text(encoding="utf-8"), {"draft": True}), encoding="utf-8")
    assert _import(tmp_path, _record(title="New")).clean
    text = path.read_text(encoding="utf-8")
    assert "by: sara" in text and "draft: true" in text and "title: New" in text
