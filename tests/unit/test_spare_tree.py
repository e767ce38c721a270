"""The new site, put together in the tree of the build before the last one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.output import spare_tree
from answerable.output.build_cache import NO_CACHE, BuildCache
from answerable.output.spare_tree import put_together
from answerable.output.swap import swap_in


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
    whole = put_together(new, ["same", "a/kept", "came/x"], live, spare, NO_CACHE)
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
    assert read(put_together(new, kept, live, spare, NO_CACHE)) == {**{path: was[path] for path in kept}, **made}
    assert read(live) == was


edits = st.sampled_from(
    ("nothing", "add to live", "add to spare", "remove of live", "kill early", "kill late", "lose cache")
)


@settings(max_examples=50)
@given(st.lists(st.tuples(trees, edits, st.booleans()), min_size=3, max_size=8))
def test_after_any_sequence_of_builds_and_meddling_the_site_is_whole(
    tmp_path_factory: pytest.TempPathFactory, builds: list[tuple[dict[str, str], str, bool]]
) -> None:
    """Files that somebody adds or removes, builds that are killed, and a lost cache."""
    folder = tmp_path_factory.mktemp("builds")
    new, live, spare = (folder / name for name in ("new", "site", ".site.answerable-spare"))
    file = folder / "cache.sqlite3"
    site: dict[str, str] = {}
    for number, (files, edit, keeps_all) in enumerate(builds):
        wanted = {**site, **files} if keeps_all else files
        if live.exists() and edit.startswith("add to"):
            place = live if edit == "add to live" or not spare.exists() else spare
            write(place, {"c/added": "x", "added": "x"})
        if edit == "remove of live":
            for path in ("a", "c/d"):
                (live / path).unlink(missing_ok=True)
        if edit == "lose cache":
            file.unlink(missing_ok=True)
        there = read(live) if live.exists() else {}
        kept = [path for path, text in wanted.items() if site.get(path) == text and there.get(path) == text]
        write(new, {path: text for path, text in wanted.items() if path not in kept})
        new.mkdir(exist_ok=True)
        cache = BuildCache(file, number + 1)
        whole = put_together(new, kept, live, spare, cache) if live.exists() else new
        if edit == "kill early":
            shutil.rmtree(new, ignore_errors=True)
            continue
        swap_in(whole, live, keep=True)
        if edit != "kill late":
            cache.save()
        shutil.rmtree(new, ignore_errors=True)
        site = wanted
        assert read(live) == wanted


@pytest.mark.parametrize("meddled", ["", "spare", "site"])
def test_a_spare_tree_of_which_all_is_known_is_not_walked_through(tmp_path: Path, meddled: str) -> None:
    """From the fourth build on, if nobody meddled; in each build one file changes, one comes and one goes."""
    new, live, spare = (tmp_path / name for name in ("new", "site", ".site.answerable-spare"))
    walks = 0
    for number in range(8):
        cache = BuildCache(tmp_path / "cache.sqlite3", number + 1)
        if number == 5 and meddled:
            write(tmp_path / (".site.answerable-spare" if meddled == "spare" else "site"), {"kept/added": "x"})
        made = {"changed": str(number), f"new/{number}/file": "new", "turns" if number % 2 else "turns/file": "x"}
        stays = {"kept/a": "a", "kept/b": "b"}
        write(new, {**made, **({} if number else stays)})
        with patch.object(spare_tree, "_clear", wraps=spare_tree._clear) as walk:
            whole = put_together(new, list(stays), live, spare, cache) if number else new
        walks += walk.called and number > 3
        swap_in(whole, live, keep=True)
        cache.save()
        shutil.rmtree(new, ignore_errors=True)
        assert read(live) == {**made, **stays}
        folders = ["kept", "new", str(number), *([] if number % 2 else ["turns"])]
        assert sorted(path.name for path in live.rglob("*") if path.is_dir()) == sorted(folders)
    assert walks == bool(meddled)
