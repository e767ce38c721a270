"""A live site is at every moment one whole site."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from answerable.output import swap
from answerable.output.swap import SiteFolders, SwapError, check_live, mark_as_site, staging, swap_in

# Builds one generation after the other, for ever: every file says which generation it is of.
BUILDER = """
import itertools, os, sys
from pathlib import Path
from answerable.output import swap
from answerable.output.outputs import Output, Writer

live, exchange = Path(sys.argv[1]), sys.argv[2] == "exchange"
if not exchange:
    swap._exchange = lambda one, other: False
sys.stdout.write("ready")
sys.stdout.flush()
for number in itertools.count():
    generation = f"{os.getpid()}.{number}".encode()
    pages = [Output(f"{page}/index.html", generation * 50) for page in range(20)]
    steady = [Output("sitemap.xml", b"<urlset/>")]
    with swap.staging(live) as new:
        writer = Writer(new, previous=live if live.is_dir() else None)
        for output in pages + steady:
            writer.put(output)
        swap.swap_in(new, live)
"""
ROOT = Path(__file__).parents[2]


def site(folder: Path, text: str) -> Path:
    """Make a site of two files that both hold `text`."""
    (folder / "sub").mkdir(parents=True)
    (folder / "sitemap.xml").write_text(text)
    (folder / "sub" / "page.html").write_text(text)
    return folder


def texts(folder: Path) -> list[str]:
    """Read all files of a site, in the order of their paths."""
    return [file.read_text() for file in sorted(folder.rglob("*")) if file.is_file()]


def leftovers(live: Path) -> list[str]:
    """Name what builds left beside a site."""
    return sorted(file.name for file in live.parent.iterdir() if "answerable" in file.name)


@pytest.fixture(params=["exchange", "renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Swap in both ways: in one step, and as where the system cannot do that."""
    if request.param == "renames":
        monkeypatch.setattr(swap, "_exchange", lambda _one, _other: False)
    return str(request.param)


@pytest.mark.usefixtures("way")
def test_the_new_site_becomes_the_live_one(tmp_path: Path) -> None:
    """After a swap the live site is the new one, and nothing else is left."""
    live = site(tmp_path / "site", "old")
    swap_in(site(tmp_path / "new", "new"), live)
    assert texts(live) == ["new", "new"]
    assert [file.name for file in tmp_path.iterdir()] == ["site"]


@pytest.mark.usefixtures("way")
def test_the_first_site_needs_no_live_one(tmp_path: Path) -> None:
    """Where there is no site yet the new one becomes it."""
    swap_in(site(tmp_path / "new", "new"), tmp_path / "site")
    assert texts(tmp_path / "site") == ["new", "new"]
    assert not (tmp_path / "new").exists()


@pytest.mark.usefixtures("way")
def test_a_live_site_that_is_a_link_stays_one(tmp_path: Path) -> None:
    """The link is kept, and the folder it points to is the one swapped."""
    real = site(tmp_path / "elsewhere" / "real", "old")
    live = tmp_path / "site"
    live.symlink_to(real)
    with staging(live) as new:
        assert new.parent == real.parent
        swap_in(site(new / "x", "new").parent, live)
    assert live.is_symlink()
    assert texts(real) == ["new", "new"]


def test_a_file_is_not_swapped(tmp_path: Path) -> None:
    """A file where the site should be is refused and kept."""
    live = tmp_path / "site"
    live.write_text("mine")
    with pytest.raises(SwapError, match="is a file"):
        swap_in(site(tmp_path / "new", "new"), live)
    with pytest.raises(SwapError, match="is a file"):
        check_live(live)
    assert live.read_text() == "mine"


def test_two_folders_are_swapped_in_one_step(tmp_path: Path) -> None:
    """On Linux and macOS two folders change places in a single call, with no moment without a live site."""
    one, other = site(tmp_path / "one", "1"), site(tmp_path / "other", "2")
    assert swap._exchange(one, other)
    assert (texts(one), texts(other)) == (["2", "2"], ["1", "1"])


def test_a_second_rename_that_fails_puts_the_old_site_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two renames are needed and the second is refused, the old site is live again."""
    monkeypatch.setattr(swap, "_exchange", lambda _one, _other: False)
    live = site(tmp_path / "site", "old")
    with pytest.raises(OSError, match="No such file"):
        swap_in(tmp_path / "missing", live)
    assert texts(live) == ["old", "old"]


def test_the_next_build_puts_back_a_site_that_was_moved_away(tmp_path: Path) -> None:
    """A process killed between two renames leaves the old site beside its place; the next build moves it back."""
    live = tmp_path / "site"
    site(SiteFolders.of(live).old, "old")
    site(SiteFolders.of(live).new, "new")
    with staging(live) as new:
        assert texts(live) == ["old", "old"]
        assert texts(new) == []
    assert texts(live) == ["old", "old"]
    assert not leftovers(live)


def test_the_next_build_removes_what_killed_builds_left(tmp_path: Path) -> None:
    """Folders of killed builds beside a live site are removed, and the live site stays as it is."""
    live = site(tmp_path / "site", "live")
    site(SiteFolders.of(live).old, "old")
    site(SiteFolders.of(live).new, "new")
    with staging(live) as new:
        assert texts(new) == []
        assert not SiteFolders.of(live).old.exists()
    assert texts(live) == ["live", "live"]
    assert not leftovers(live)


def test_two_builds_of_one_site_do_not_meet(tmp_path: Path) -> None:
    """The second build is refused in one line that names the process of the first."""
    live = tmp_path / "site"
    refused = pytest.raises(SwapError, match=rf"another build .* \(process {os.getpid()}\)")
    with staging(live) as first:
        with refused as told, staging(live):
            pass
        assert first.is_dir()
    assert "\n" not in str(told.value)
    with staging(live) as new:
        assert new.is_dir()


def test_two_builds_of_different_sites_do_not_wait(tmp_path: Path) -> None:
    """A lock is for one site only."""
    with staging(tmp_path / "one") as one, staging(tmp_path / "other") as other:
        assert one != other


def test_a_build_waits_for_the_one_before(tmp_path: Path) -> None:
    """A build that may wait starts when the other process has ended, whatever its end."""
    live = tmp_path / "site"
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom answerable.output.swap import staging\n"
        "with staging(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, live], stdout=subprocess.PIPE, cwd=ROOT) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(SwapError, match=f"process {other.pid}"), staging(live):
            pass
        other.kill()
        with staging(live, wait=30):
            assert other.wait() != 0
    assert not leftovers(live)


@pytest.mark.parametrize("error", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_does_not_stop_a_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    """Where files cannot be locked a build runs all the same, and leaves no lock file."""

    def refuse_lock(_handle: int, _operation: int) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr("fcntl.flock", refuse_lock)
    with staging(tmp_path / "site") as new:
        assert new.is_dir()
    assert not leftovers(tmp_path / "site")


def test_a_build_that_ends_early_leaves_nothing(tmp_path: Path) -> None:
    """Even an interrupted build removes its folder and its lock, and the live site is as it was."""
    live = site(tmp_path / "site", "old")
    with pytest.raises(KeyboardInterrupt), staging(live) as new:
        _interrupted(new)
    assert texts(live) == ["old", "old"]
    assert not leftovers(live)


def test_the_site_keeps_its_permissions(tmp_path: Path) -> None:
    """The folder that replaces a live one is open to whom that was open to."""
    live = site(tmp_path / "site", "old")
    live.chmod(0o2775)
    with staging(live) as new:
        assert new.stat().st_mode & 0o7777 == 0o2775


@pytest.mark.parametrize("mine", ["essay.txt", ".git/config", ".bashrc"])
def test_a_folder_that_is_no_site_is_not_replaced(tmp_path: Path, mine: str) -> None:
    """A folder with a person's files in it is refused in one line, and nothing in it changes."""
    live = tmp_path / "precious"
    file = live / mine
    file.parent.mkdir(parents=True)
    file.write_text("mine")
    with pytest.raises(SwapError, match="set another site_dir") as refused, staging(live):
        pass
    assert "\n" not in str(refused.value)
    assert file.read_text() == "mine"
    assert not leftovers(live)


@pytest.mark.parametrize("mine", [".git/config", "mkdocs.yml"])
def test_a_site_with_a_persons_work_in_it_is_not_replaced(tmp_path: Path, mine: str) -> None:
    """Looking like a site does not help a folder that also holds a repository or a project."""
    live = site(tmp_path / "site", "old")
    (live / mine).parent.mkdir(exist_ok=True)
    (live / mine).write_text("mine")
    with pytest.raises(SwapError, match="replaces the whole folder"):
        check_live(live)


def test_a_folder_around_the_home_or_the_project_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the home folder, nor the project's, nor one around them, is ever replaced."""
    live = site(tmp_path / "site", "old")
    with pytest.raises(SwapError, match="more than a site"):
        check_live(live, spare=[live / "project"])
    monkeypatch.setenv("HOME", str(live / "me"))
    with pytest.raises(SwapError, match="more than a site"):
        check_live(live)


def test_a_mount_point_is_not_swapped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A volume mounted at the site's place cannot be renamed, which is said before anything is built."""
    monkeypatch.setattr(Path, "is_mount", lambda _: True)
    with pytest.raises(SwapError, match="mount point"):
        check_live(site(tmp_path / "site", "old"))


def test_an_empty_folder_and_an_earlier_site_are_replaced(tmp_path: Path) -> None:
    """An empty folder, a site with a sitemap and one that was marked may all be replaced."""
    (tmp_path / "empty").mkdir()
    check_live(tmp_path / "empty")
    check_live(tmp_path / "missing")
    check_live(site(tmp_path / "site", "old"))
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "index.html").write_text("page")
    mark_as_site(bare)
    check_live(bare)


def test_a_site_with_a_sitemap_is_not_marked(tmp_path: Path) -> None:
    """A site that is known by its sitemap gets no further file."""
    mark_as_site(site(tmp_path / "site", "old"))
    assert texts(tmp_path / "site") == ["old", "old"]


@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_a_build_killed_at_any_moment_leaves_one_whole_site(tmp_path: Path, way: str) -> None:
    """However often builds are killed, the live site has every file, and all of one generation."""
    live, chance, seen = tmp_path / "site", random.Random(17), set[str]()  # noqa: S311
    for kills in range(150):
        if kills >= 15 and len(seen) > 5:
            break  # a busy machine needs more kills until enough builds got through
        _kill_a_builder(live, way, seconds=chance.uniform(0.01, 0.06))
        if way == "renames":
            recover(live)  # in one step there is nothing to put back
        assert live.exists() or not seen
        seen.update(_generations(live))
    assert len(seen) > 5, "the builders were killed before they built anything"
    recover(live)
    assert not leftovers(live)


def recover(live: Path) -> None:
    """Begin a build and give it up: it puts back the live site and clears away what killed builds left."""
    with staging(live, wait=30):
        pass


def _interrupted(new: Path) -> None:
    (new / "half.html").write_text("half")
    raise KeyboardInterrupt


def _kill_a_builder(live: Path, way: str, *, seconds: float) -> None:
    command = [sys.executable, "-c", BUILDER, str(live), way]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as builder:
        assert builder.stdout
        assert builder.stdout.read(5) == b"ready"
        time.sleep(seconds)
        builder.kill()


def _generations(live: Path) -> set[str]:
    if not live.exists():
        return set()
    pages = [file.read_text() for file in live.rglob("index.html")]
    assert len(pages) == 20
    assert len(set(pages)) == 1
    assert (live / "sitemap.xml").read_text() == "<urlset/>"
    return set(pages)
