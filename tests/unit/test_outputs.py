"""What may be written to a site, and what is left untouched there."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.written import write_files

from answerable.output.hardlinks import keep_unchanged
from answerable.output.outputs import Output, Writer, Written
from answerable.output.paths import ClaimedPaths, OutputError, check_path, fold_case

LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="/\\:")
NAMES = st.text(LETTERS, min_size=1, max_size=40).filter(lambda name: name not in {".", ".."})
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
LONG_AGO = 1_000_000_000_000_000_000  # nanoseconds: a file touched by a test run can never be this old


def files(site: Path) -> dict[str, bytes]:
    """Read every file of a site."""
    return {f.relative_to(site).as_posix(): f.read_bytes() for f in site.rglob("*") if f.is_file()}


def site_of(folder: Path, **contents: str) -> Path:
    """Make a site of plain files whose names lack their ending, all of them old."""
    for name, content in contents.items():
        file = folder / f"{name}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
        os.utime(file, ns=(LONG_AGO, LONG_AGO))
    return folder


def refuse_links(*_: object, **__: object) -> None:
    """Do what a file system without hard links does."""
    raise OSError(errno.EPERM, "Operation not permitted")


# --- paths


@given(PATHS)
def test_a_path_of_ordinary_names_is_accepted(path: str) -> None:
    """Names in any script, with spaces and dots, are paths of a site."""
    check_path(path)


@given(st.lists(NAMES, max_size=3), st.sampled_from(["", ".", ".."]), st.lists(NAMES, max_size=3))
def test_a_path_with_a_part_that_is_no_name_is_refused(before: list[str], part: str, after: list[str]) -> None:
    """An empty part, '.' or '..' is refused wherever it stands."""
    with pytest.raises(OutputError):
        check_path("/".join([*before, part, *after]))


@given(
    PATHS,
    st.integers(min_value=0),
    st.sampled_from(["\\", "\0", "\n", "\x1b", "\x7f", "\x85", "\ud800", "\u2028"]),
)
def test_a_path_with_a_backslash_or_control_character_is_refused(path: str, at: int, letter: str) -> None:
    """A backslash, control character or lone surrogate is refused wherever it stands."""
    at %= len(path) + 1
    with pytest.raises(OutputError):
        check_path(path[:at] + letter + path[at:])


@given(PATHS, st.sampled_from(["/", "//", "C:/", "c:"]))
def test_an_absolute_path_is_refused(path: str, root: str) -> None:
    """A root or a drive letter before a path is refused."""
    with pytest.raises(OutputError, match="absolute"):
        check_path(root + path)


@pytest.mark.parametrize(
    ("name", "fits"), [("a" * 255, True), ("a" * 256, False), ("آ" * 127, True), ("آ" * 128, False)]
)
def test_a_part_is_at_most_255_bytes_long(name: str, fits: bool) -> None:
    """A part of 255 bytes passes and one of 256 does not, counted in UTF-8."""
    if fits:
        check_path(f"answers/{name}/index.html")
    else:
        with pytest.raises(OutputError, match="255 bytes"):
            check_path(f"answers/{name}/index.html")


@given(st.text())
def test_whatever_is_accepted_stays_below_the_site(path: str) -> None:
    """No accepted path, however strange, leads out of the folder it is joined to."""
    with suppress(OutputError):
        check_path(path)
        assert os.path.normpath(f"/site/{path}") == f"/site/{path}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a/index.html", "a/index.html"),
        ("a/index.html", "A/Index.HTML"),
        ("straße", "STRASSE"),
        ("caf\u00e9", "cafe\u0301"),
        ("CAF\u00c9", "cafe\u0301"),
    ],
)
def test_two_paths_that_some_system_takes_for_one_are_refused(one: str, other: str) -> None:
    """Paths equal but for case or the writing of accents cannot both be in a site."""
    assert fold_case(one) == fold_case(other)
    places = ClaimedPaths()
    places.claim(one)
    with pytest.raises(OutputError):
        places.claim(other)


@pytest.mark.parametrize(("first", "then"), [("a", "a/b"), ("a/b", "a"), ("a/b/c", "A/B"), ("a", "A/b/c/d")])
def test_a_path_cannot_be_a_file_and_a_folder(first: str, then: str) -> None:
    """A file cannot stand where other files need a folder, in either order."""
    places = ClaimedPaths()
    places.claim(first)
    with pytest.raises(OutputError, match="a file and a folder"):
        places.claim(then)


# --- writing


def test_outputs_are_written_where_they_say(tmp_path: Path) -> None:
    """Each output becomes a file of just its bytes, its folders being made."""
    outputs = [Output("index.html", b"home"), Output("a/b/c.json", b"{}"), Output("empty", b"")]
    assert write_files(outputs, tmp_path / "site") == Written(written=3, unchanged=0, total_bytes=6)
    assert files(tmp_path / "site") == {"index.html": b"home", "a/b/c.json": b"{}", "empty": b""}


def test_a_task_s_outputs_are_written_one_by_one(tmp_path: Path) -> None:
    """An output is on the disk before the next one is asked for, so memory holds only one."""

    def outputs() -> Iterator[Output]:
        for number in range(5):
            yield Output(f"{number}.txt", b"x")
            assert (tmp_path / f"{number}.txt").exists()

    writer = Writer(tmp_path)
    assert [len(placed) for placed in writer.put_all([outputs], workers=1)] == [5]


def test_an_equal_file_of_the_previous_site_is_the_same_file(tmp_path: Path) -> None:
    """What did not change keeps its inode and its time; what changed is a new file, the old one unharmed."""
    old, new = site_of(tmp_path / "old", same="same", other="before"), tmp_path / "new"
    result = write_files(
        [Output("same.txt", b"same"), Output("other.txt", b"after!"), Output("new/x", b"1")],
        new,
        previous=old,
    )
    assert result == Written(written=2, unchanged=1, total_bytes=11)
    assert (new / "same.txt").samefile(old / "same.txt")
    assert (new / "same.txt").stat().st_mtime_ns == LONG_AGO
    assert files(new) == {"same.txt": b"same", "other.txt": b"after!", "new/x": b"1"}
    assert files(old) == {"same.txt": b"same", "other.txt": b"before"}


def test_where_links_are_refused_an_equal_file_keeps_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without hard links an unchanged file is a copy as old as the first."""
    old, new = site_of(tmp_path / "old", same="same"), tmp_path / "new"
    monkeypatch.setattr(os, "link", refuse_links)
    assert write_files([Output("same.txt", b"same")], new, previous=old).unchanged == 1
    assert (new / "same.txt").stat().st_mtime_ns == LONG_AGO
    assert not (new / "same.txt").samefile(old / "same.txt")


def test_a_link_in_the_previous_site_is_not_shared(tmp_path: Path) -> None:
    """A previous file, or folder, that is a link is written anew, for what it points to is not the site's."""
    outside = site_of(tmp_path / "outside", page="page")
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    (old / "page.txt").symlink_to(outside / "page.txt")
    (old / "folder").symlink_to(outside)
    outputs = [Output("page.txt", b"page"), Output("folder/page.txt", b"page")]
    assert write_files(outputs, new, previous=old).written == 2
    assert not any(file.is_symlink() or file.samefile(outside / "page.txt") for file in new.rglob("*.txt"))


def test_a_file_that_others_wrote_is_refused_in_a_new_site(tmp_path: Path) -> None:
    """A build's own folder holds only what MkDocs wrote, and none of it may be claimed again, in any case."""
    new = site_of(tmp_path / "new", index="page")
    for path in ("index.txt", "INDEX.txt", "index.txt/x"):
        with pytest.raises(OutputError, match=r"index\.txt"):
            write_files([Output(path, b"page")], new, previous=tmp_path / "old")
    assert files(new) == {"index.txt": b"page"}


@pytest.mark.parametrize("previous", [None, "old"])
def test_a_path_is_written_once(tmp_path: Path, previous: str | None) -> None:
    """The same path a second time is refused, even with the same bytes."""
    outputs = [Output("a.txt", b"1"), Output("a.txt", b"1")]
    with pytest.raises(OutputError, match="a second time"):
        write_files(outputs, tmp_path / "new", previous=tmp_path / previous if previous else None)


def test_an_equal_file_of_a_site_written_in_place_is_left_alone(tmp_path: Path) -> None:
    """Without a previous site, a file that already has the bytes keeps its time."""
    site = site_of(tmp_path, same="same")
    assert write_files([Output("same.txt", b"same")], site) == Written(unchanged=1, total_bytes=4)
    assert (site / "same.txt").stat().st_mtime_ns == LONG_AGO


def test_a_differing_file_of_a_site_written_in_place_is_refused(tmp_path: Path) -> None:
    """A differing file is somebody else's page."""
    site = site_of(tmp_path / "site", page="before")
    with pytest.raises(OutputError, match="another content"):
        write_files([Output("page.txt", b"after")], site)
    assert files(site) == {"page.txt": b"before"}


def test_hidden_files_of_an_earlier_build_are_replaced(tmp_path: Path) -> None:
    """MkDocs leaves hidden entries when it clears a site, so a differing one is our own older file."""
    site = site_of(tmp_path / "site" / ".well-known", security="before").parent
    other_name = tmp_path / "linked.txt"
    other_name.hardlink_to(site / ".well-known/security.txt")
    write_files([Output(".well-known/security.txt", b"after")], site)
    assert files(site) == {".well-known/security.txt": b"after"}
    assert other_name.read_bytes() == b"before"


@pytest.mark.parametrize("previous", [None, "old"])
def test_nothing_is_written_through_a_link(tmp_path: Path, previous: str | None) -> None:
    """A link in the site, to a file or a folder, is refused and what it points to stays as it was."""
    outside = site_of(tmp_path / "outside", page="outside")
    site = tmp_path / "site"
    site.mkdir()
    (site / "folder").symlink_to(outside)
    (site / "file.txt").symlink_to(outside / "page.txt")
    before = tmp_path / previous if previous else None
    for path in ("folder/page.txt", "folder/new.txt", "file.txt"):
        with pytest.raises(OutputError):
            write_files([Output(path, b"outside")], site, previous=before)
    assert files(outside) == {"page.txt": b"outside"}


# --- keeping what MkDocs wrote again


def test_files_that_others_wrote_again_unchanged_become_the_old_ones(tmp_path: Path) -> None:
    """Each equal file becomes the previous one, in folders too, and the previous site is as it was."""
    old, new = (
        site_of(tmp_path / "old", same="same", other="1"),
        site_of(tmp_path / "new", same="same", other="2"),
    )
    site_of(old / "sub", page="page")
    site_of(new / "sub", page="page", more="more")
    assert keep_unchanged(new, old) == 2
    assert (new / "same.txt").samefile(old / "same.txt")
    assert (new / "sub/page.txt").samefile(old / "sub/page.txt")
    assert files(new) == {
        "same.txt": b"same",
        "other.txt": b"2",
        "sub/page.txt": b"page",
        "sub/more.txt": b"more",
    }
    assert files(old) == {"same.txt": b"same", "other.txt": b"1", "sub/page.txt": b"page"}


def test_where_links_are_refused_equal_files_only_get_the_old_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without hard links an equal file stays where it is and becomes as old as the previous one."""
    old, new = site_of(tmp_path / "old", same="same"), site_of(tmp_path / "new", same="same")
    os.utime(new / "same.txt")
    monkeypatch.setattr(os, "link", refuse_links)
    assert keep_unchanged(new, old) == 1
    assert (new / "same.txt").stat().st_mtime_ns == LONG_AGO
    assert files(new) == {"same.txt": b"same"}


def test_links_are_neither_kept_nor_followed(tmp_path: Path) -> None:
    """A link in either site is left as it is."""
    outside = site_of(tmp_path / "outside", page="page")
    old, new = tmp_path / "old", site_of(tmp_path / "new", page="page", other="other")
    site_of(new / "sub", page="page")
    old.mkdir()
    (old / "page.txt").symlink_to(outside / "page.txt")
    (old / "sub").symlink_to(outside)
    assert keep_unchanged(new, old) == 0
    assert not (new / "page.txt").samefile(outside / "page.txt")


def test_with_no_previous_site_nothing_is_kept(tmp_path: Path) -> None:
    """The first build has nothing to keep."""
    assert keep_unchanged(site_of(tmp_path / "new", page="page"), tmp_path / "old") == 0


@given(st.binary(max_size=64), st.binary(max_size=64))
def test_only_equal_bytes_are_taken_for_equal(
    tmp_path_factory: pytest.TempPathFactory, one: bytes, other: bytes
) -> None:
    """Both ways of keeping a file share it exactly when the bytes are equal, and give the new bytes."""
    top = tmp_path_factory.mktemp("same")
    write_files([Output("f", one)], top / "old")
    assert write_files([Output("f", other)], top / "new", previous=top / "old").unchanged == (one == other)
    write_files([Output("f", other)], top / "again")
    assert keep_unchanged(top / "again", top / "old") == (one == other)
    assert files(top / "new") == files(top / "again") == {"f": other}
