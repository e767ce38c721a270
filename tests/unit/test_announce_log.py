"""The log of what was announced: in a file, or on a branch that only one of two runs can push to."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.git import git

from answerable.outreach.announce.log_places import BranchLog, FileLog
from answerable.outreach.announce.posted import LogError, Posted, Standing, from_json, to_json

WORDS = st.text(max_size=12)
POSTED = st.builds(Posted, WORDS, st.integers(0, 99), WORDS, WORDS, st.booleans(), st.booleans())
RECORDS = st.dictionaries(WORDS, st.lists(POSTED, min_size=1, max_size=3).map(tuple), max_size=3)
STANDING = st.builds(Standing, WORDS, RECORDS, st.dictionaries(WORDS, WORDS, max_size=2))
ENDLESS = (
    '{"version": 1, "profiles": '
    '{"x": {"account": "", "before": {}, "records": {"a": [{"update": "", "place": 1e999}]}}}}'
)
ONE = Standing("7", {"incident/disk": (Posted("update-1", 0, "42", "abc", pinned=True),)})


@given(st.dictionaries(WORDS, STANDING, max_size=2))
def test_what_is_written_is_read(profiles: dict[str, Standing]) -> None:
    """The JSON keeps everything."""
    assert from_json(to_json(profiles)) == profiles


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 1}', '{"version": 1, "profiles": {"x": 3}}', '{"version": 2}', ENDLESS]
)
def test_a_damaged_log_is_an_error_and_not_an_empty_log(text: str, tmp_path: Path) -> None:
    """Taken for empty, everything would be posted again."""
    (tmp_path / "announced.json").write_text(text, encoding="utf-8")
    with pytest.raises(LogError, match=r"announced\.json: it "), FileLog(tmp_path / "announced.json").opened():
        pass


def test_one_process_at_a_time_has_the_file_open(tmp_path: Path) -> None:
    """The other one says so, and does nothing."""
    path = tmp_path / "announced.json"
    with FileLog(path).opened() as log:
        log.save("x", ONE)
        with pytest.raises(LogError, match="another run is announcing"), FileLog(path).opened(wait=0.05):
            pass
    with FileLog(path).opened() as log:
        assert log.profiles == {"x": ONE}


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Path, Path]:
    """Two clones of one repository, as on two runners."""
    git(tmp_path, "init", "--quiet", "--bare", "origin")
    for name in ("one", "two"):
        git(tmp_path, "clone", "--quiet", "origin", name)
    (tmp_path / "one" / "a.txt").write_text("a", encoding="utf-8")
    git(tmp_path / "one", "add", ".")
    git(tmp_path / "one", "commit", "--quiet", "-m", "A")
    return tmp_path / "one", tmp_path / "two"


def test_the_branch_has_the_log_and_nothing_else_changes(clones: tuple[Path, Path]) -> None:
    """Another machine reads what was saved; files, branch and index of the checkout stay as they are."""
    one, two = clones
    (one / "b.txt").write_text("not committed", encoding="utf-8")
    before = git(one, "status", "--porcelain", "--branch")
    with BranchLog(one, "answerable-log").opened() as log:
        assert log.profiles == {}
        log.save("x", ONE)
        log.save("y", ONE)
    assert git(one, "status", "--porcelain", "--branch") == before
    with BranchLog(two, "answerable-log").opened() as log:
        assert log.profiles == {"x": ONE, "y": ONE}
    assert git(one.parent / "origin", "ls-tree", "--name-only", "answerable-log").split() == ["announced.json"]


@pytest.mark.parametrize("saved_before", [False, True])
def test_of_two_runs_at_once_one_cannot_save_and_so_cannot_post(clones: tuple[Path, Path], saved_before: bool) -> None:
    """What is about to be posted is saved first, and git takes only one of two changes of the same state."""
    one, two = clones
    if saved_before:
        with BranchLog(one, "answerable-log").opened() as log:
            log.save("x", Standing())
    with BranchLog(one, "answerable-log").opened() as first, BranchLog(two, "answerable-log").opened() as second:
        first.save("x", ONE)
        with pytest.raises(LogError, match="another run is announcing"):
            second.save("x", ONE)


def test_a_branch_that_cannot_be_reached_is_one_line_without_the_address(tmp_path: Path) -> None:
    """The address of `origin` may hold a password."""
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "remote", "add", "origin", "https://user:hunter2@127.0.0.1:1/x.git")
    with pytest.raises(LogError) as error, BranchLog(tmp_path, "answerable-log").opened():
        pass
    assert str(error.value) == "the log cannot be fetched from the branch answerable-log of `origin`"


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """Nothing is posted of which there can be no log."""
    (tmp_path / ".answerable").write_text("", encoding="utf-8")
    log = FileLog(tmp_path / ".answerable" / "announced.json")
    with pytest.raises(LogError, match=r"announced\.json cannot be written"), log.opened():
        pass
