"""The new site, put together in the tree of the build before the last one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.output.spare_tree import put_together


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def read(folder: Path) -> dict[str, str]:
    """Read all files."""
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("has_spare", [False, True])
def test_all_kept_and_all_new_files_are_there_and_no_others(tmp_path: Path, has_spare: bool) -> None:
    """What changed, came or went in two builds is as the new site has it; the live site stays as it is."""
    new, live, spare = (tmp_path / name for name in ("new", "live", "spare"))
    write(live, {"same": "s", "a/changed": "2", "a/kept": "k", "gone": "g", "folder/now/file": "f", "came/x": "c"})
    write(new, {"a/changed": "3", "folder/now": "a file", "fresh/deep/y": "y"})
    if has_spare:
        write(spare, {"same": "old", "a/changed": "1", "lost/z": "z", "came": "was a file", "b": "b"})
        os.link(live / "a/kept", spare / "a/kept")
        (spare / "link").symlink_to(live)
    before = read(live)
    whole = put_together(new, ["same", "a/kept", "came/x"], live, spare)
    assert whole == (spare if has_spare else new)
    expected = {
        "same": "s",
        "a/changed": "3",
        "a/kept": "k",
        "folder/now": "a file",
        "fresh/deep/y": "y",
        "came/x": "c",
    }
    assert read(whole) == expected
    assert read(live) == before
    assert sorted(path.name for path in whole.rglob("*") if path.is_dir()) == ["a", "came", "deep", "folder", "fresh"]
    assert (whole / "same").samefile(live / "same")


names = st.sampled_from(("a", "b", "c/d", "c/e", "f/g/h", "f/g/i", "f/j"))
trees = st.dictionaries(names, st.sampled_from(("1", "2")))


@given(st.data())
def test_any_spare_will_do(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever it holds and shares with the live site, as after a build that was killed."""
    folder = tmp_path_factory.mktemp("trees")
    new, live, spare = (folder / name for name in ("new", "live", "spare"))
    for place in (new, live, spare):
        place.mkdir()
    was, made = data.draw(trees), data.draw(trees)
    write(live, was)
    write(new, made)
    write(spare, data.draw(trees))
    for path in data.draw(st.sets(names)):
        if path in was:
            (spare / path).parent.mkdir(parents=True, exist_ok=True)
            (spare / path).unlink(missing_ok=True)
            os.link(live / path, spare / path)
    kept = [path for path in was if path not in made and data.draw(st.booleans())]
    assert read(put_together(new, kept, live, spare)) == {**{path: was[path] for path in kept}, **made}
    assert read(live) == was
