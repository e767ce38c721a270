"""A site written by several processes: the same files and the same refusals as by one, whatever happens to them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from answerable.output.outputs import Output, Task, Writer, Written
from answerable.output.paths import OutputError
from answerable.output.swap import staging

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = os.getpid()


@pytest.fixture(autouse=True)
def a_process_without_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers that other tests left running must not decide what is seen here."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def files(site: Path) -> dict[str, bytes]:
    """Read every file of a site."""
    return {f.relative_to(site).as_posix(): f.read_bytes() for f in site.rglob("*") if f.is_file()}


def tasks(*outputs: dict[str, str]) -> list[Task]:
    """One task for each of these."""
    return [partial(_made, some) for some in outputs]


def _made(some: dict[str, str]) -> list[Output]:
    return [Output(path, content.encode()) for path, content in some.items()]


def put_all(writer: Writer, made: list[Task], workers: int = 2) -> list[list[str]]:
    """The paths of each task."""
    return [[placed.path for placed in found] for found in writer.put_all(made, workers)]


MANY = [{f"{folder}/{name}.txt": f"{folder} {name}" for name in range(9)} for folder in range(30)]


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_every_task_s_files_are_there_and_counted(tmp_path: Path, workers: int) -> None:
    """30 tasks of 9 files: 270 written, in the order of the tasks, of 4 to 5 bytes each."""
    writer = Writer(tmp_path / "site")
    assert put_all(writer, tasks(*MANY), workers) == [list(some) for some in MANY]
    expected = {path: content.encode() for some in MANY for path, content in some.items()}
    assert files(tmp_path / "site") == expected
    assert writer.written == Written(270, 0, sum(map(len, expected.values())))


def test_workers_write_and_not_this_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes back are paths and lengths: this process makes no file, and so needs no content."""

    def only_elsewhere(path: str, content: bytes) -> None:
        assert os.getpid() != HERE
        Path(path).write_bytes(content)

    monkeypatch.setattr("answerable.output.outputs.create", only_elsewhere)
    put_all(Writer(tmp_path), tasks(*MANY))
    assert len(files(tmp_path)) == 270


@pytest.mark.parametrize("workers", [1, 2])
def test_an_equal_file_of_the_previous_site_is_the_same_file(tmp_path: Path, workers: int) -> None:
    """In whatever process it is found equal, it becomes a hard link; what changed is a new file."""
    put_all(Writer(tmp_path / "old"), tasks(*MANY))
    changed = [MANY[0] | {"0/3.txt": "changed"}, *MANY[1:]]
    writer = Writer(tmp_path / "new", previous=tmp_path / "old")
    put_all(writer, tasks(*changed), workers)
    assert (writer.written.written, writer.written.unchanged) == (1, 269)
    assert (tmp_path / "new/7/7.txt").samefile(tmp_path / "old/7/7.txt")
    assert (tmp_path / "old/0/3.txt").read_text() == "0 3"
    assert (tmp_path / "new/0/3.txt").read_text() == "changed"


def late(task: Task, after: Path) -> Task:
    """The task, which a worker does only when another has written that file."""

    def made() -> Iterable[Output]:
        end = time.monotonic() + 10
        while os.getpid() != HERE and not after.exists() and time.monotonic() < end:
            time.sleep(0.005)
        return task()

    return made


@pytest.mark.parametrize("order", ["in order", "the last first"])
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ("a.txt", "a.txt", "a second time"),
        ("a.txt", "A.txt", "one file on macOS or Windows"),
        ("a.txt", "a.txt/b", "a file and a folder"),
        ("a/b", "a", "a file and a folder"),
    ],
)
def test_two_tasks_that_claim_one_place_are_refused(
    tmp_path: Path, workers: int, order: str, first: str, then: str, said: str
) -> None:
    """Whichever of the workers was quicker, the error is the one of a single process."""
    one, *between, two = tasks({first: "1"}, *({f"{n}/x": ""} for n in range(8)), {then: "2"})
    one, two = (one, late(two, tmp_path / first)) if order == "in order" else (late(one, tmp_path / then), two)
    with pytest.raises(OutputError, match=said):
        put_all(Writer(tmp_path), [one, *between, two], workers)


@pytest.mark.parametrize("path", ["../out.txt", "/out.txt", "a/../../out.txt", "a\\out.txt", "a//out.txt", "C:out.txt"])
def test_a_path_that_leads_elsewhere_is_refused_before_anything_is_written(tmp_path: Path, path: str) -> None:
    """No process writes outside the site, or at a path that some system would take for another."""
    (tmp_path / "site").mkdir()
    with pytest.raises(OutputError):
        put_all(Writer(tmp_path / "site"), tasks({"good.txt": ""}, {path: "out"}, {"fine.txt": ""}))
    assert {f.name for f in tmp_path.rglob("*")} <= {"site", "good.txt", "fine.txt"}


def test_what_is_somebody_else_s_is_not_touched_by_any_process(tmp_path: Path) -> None:
    """A page of MkDocs, in any case, and what links lead to stay as they are."""
    outside, site = tmp_path / "outside", tmp_path / "site"
    for folder in (outside, site):
        folder.mkdir()
        (folder / "page.txt").write_text("theirs")
    (site / "link").symlink_to(outside)
    for path in ("page.txt", "PAGE.txt", "link/page.txt", "link/new.txt"):
        writer = Writer(site, previous=tmp_path / "old")
        with pytest.raises(OutputError):
            put_all(writer, tasks({path: "ours"}, {f"{abs(hash(path))}.txt": ""}))
    assert files(outside) == {"page.txt": b"theirs"}
    assert (site / "page.txt").read_text() == "theirs"


def test_a_differing_file_is_replaced_only_where_it_is_hidden(tmp_path: Path) -> None:
    """As with one process: refused, unless it is a hidden file, which MkDocs leaves when it clears the folder."""
    put_all(Writer(tmp_path), tasks({"a.txt": "1"}, {".hidden/b": "1"}, {"same.txt": "1"}))
    with pytest.raises(OutputError, match="another content"):
        put_all(Writer(tmp_path), tasks({"a.txt": "2"}, {"c.txt": ""}))
    writer = Writer(tmp_path)
    put_all(writer, tasks({".hidden/b": "2"}, {"same.txt": "1"}))
    assert writer.written == Written(1, 1, 2)
    assert (tmp_path / "a.txt").read_text() == "1"
    assert (tmp_path / ".hidden/b").read_text() == "2"


def test_what_killed_workers_left_is_written_anew(tmp_path: Path) -> None:
    """Each worker dies with half of a task's files written, one of them torn: the site is whole all the same."""

    def killing(number: int) -> list[Output]:
        if os.getpid() != HERE:
            (tmp_path / "new" / f"k{number}").mkdir()
            (tmp_path / "new" / f"k{number}/torn.txt").write_bytes(b"to")
            (tmp_path / "new" / f"k{number}/linked.txt").hardlink_to(tmp_path / "old/linked.txt")
            os.kill(os.getpid(), signal.SIGKILL)
        return [Output(f"k{number}/torn.txt", b"torn no more"), Output(f"k{number}/linked.txt", b"changed")]

    put_all(Writer(tmp_path / "old"), tasks({"linked.txt": "old"}, {"x": ""}))
    writer = Writer(tmp_path / "new", previous=tmp_path / "old")
    made: list[Task] = [*tasks(*MANY[:3]), partial(killing, 1), partial(killing, 2), *tasks(*MANY[3:])]
    put_all(writer, made)
    there = files(tmp_path / "new")
    assert len(there) == 274 == writer.written.written
    assert there["k1/torn.txt"] == there["k2/torn.txt"] == b"torn no more"
    assert there["k1/linked.txt"] == b"changed" and files(tmp_path / "old")["linked.txt"] == b"old"


BUILD = """
    import sys, time
    from pathlib import Path
    from answerable.output.outputs import Output, Writer
    from answerable.output.swap import staging

    def slow(number):
        for part in range(20):
            time.sleep(0.02)
            yield Output(f"{number}/{part}", b"x" * 1000)

    with staging(Path(sys.argv[1])) as new:
        for found in Writer(new).put_all([lambda number=number: slow(number) for number in range(100)], 2):
            print("some", flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
def test_workers_of_a_killed_build_do_not_write_into_the_next_one(tmp_path: Path) -> None:
    """They hold the lock of the site until they are gone, which is at the end of the task that they are at."""
    live = tmp_path / "site"
    build = subprocess.Popen([sys.executable, "-c", textwrap.dedent(BUILD), live], stdout=subprocess.PIPE)
    assert build.stdout is not None and build.stdout.readline() == b"some\n"
    build.kill()
    build.wait()
    with staging(live, wait=30) as new:
        (new / "mine").touch()
        threading.Event().wait(1.0)
        assert [path.name for path in new.iterdir()] == ["mine"]
    build.stdout.close()
