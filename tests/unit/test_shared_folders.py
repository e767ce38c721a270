"""The folders that the tests' worker processes share."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.shared_folders import SharedFolders


class Counting:
    """Fills a folder, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, folder: Path) -> None:
        """Write a file."""
        self.times += 1
        (folder / "a.txt").write_text("a", "utf-8")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with one source in it."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "b.py").write_text("1", "utf-8")
    return tmp_path / "source"


def test_a_folder_is_filled_once_for_all_processes(tmp_path: Path, source: Path) -> None:
    """The second, which knows of the first only by the disk, finds it filled."""
    fill = Counting()
    one, other = (SharedFolders(tmp_path / "shared", [source]).get("site", fill) for _ in range(2))
    assert (fill.times, one, (one / "a.txt").read_text("utf-8")) == (1, other, "a")


def test_a_changed_source_is_another_folder(tmp_path: Path, source: Path) -> None:
    """What was built of the source before is not used any more."""
    fill, shared = Counting(), SharedFolders(tmp_path / "shared", [source])
    before = shared.get("site", fill)
    (source / "b.py").write_text("2", "utf-8")
    assert shared.get("site", fill) != before
    assert fill.times == 2


def test_a_folder_that_could_not_be_filled_is_tried_again(tmp_path: Path, source: Path) -> None:
    """By the next who asks, from an empty folder."""
    shared = SharedFolders(tmp_path / "shared", [source])

    def fail(folder: Path) -> None:
        (folder / "half.txt").touch()
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        shared.get("site", fail)
    assert [path.name for path in shared.get("site", Counting()).iterdir()] == ["a.txt"]


def test_a_test_that_writes_into_one_is_found_out(tmp_path: Path, source: Path) -> None:
    """A new file, one that is gone and one that is written over: the folder has changed."""
    shared = SharedFolders(tmp_path / "shared", [source])
    folder = shared.get("site", Counting())
    assert shared.changed() == []
    (folder / "new.txt").touch()
    assert shared.changed() == [folder.name]
    (folder / "new.txt").unlink()
    (folder / "a.txt").write_text("bb", "utf-8")
    assert shared.changed() == [folder.name]
