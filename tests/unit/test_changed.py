"""When a record was last changed, by git: what a calendar's version is made of, whatever is done to the history."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import vobject

from answerable.content.git_dates import last_changes
from answerable.content.reading import read_content
from answerable.publish.context import Context
from answerable.publish.files.calendar import publish

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
BUILT = START + timedelta(days=10)
ANNOUNCED = (323 * 24 + 11) * 3600
"""Eleven o'clock of the twentieth of November, the 324th day of the year, in seconds from its first."""
WORK = """---
title: New disks
announced: 2026-11-20T11:00:00Z
starts: {starts}
ends: 2026-12-05T00:00:00Z
---
"""


class Repository:
    """A folder of records in git; each commit is made at a minute that the test names."""

    def __init__(self, root: Path, content: str = "content") -> None:
        self.root = root
        self.content = root / content
        self.content.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str | Path, minute: int = 0, cwd: Path | None = None, date: str = "") -> None:
        """Run git at a minute after the start, by the committer's clock."""
        at = date or (START + timedelta(minutes=minute)).isoformat()
        who = {f"GIT_{role}_{key}": "a@example.com" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
        own = {"GIT_COMMITTER_DATE": at, "GIT_AUTHOR_DATE": at, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_EDITOR": "true"}
        subprocess.run(["git", *words], cwd=cwd or self.root, env=os.environ | who | own, check=True)

    def write(self, name: str, hour: int) -> None:
        """A maintenance that begins at an hour of the fourth of December."""
        file = self.content / "maintenance" / f"{name}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(WORK.format(starts=f"2026-12-04T{hour:02}:00:00Z"), "utf-8")

    def commit(self, minute: int, name: str = "disks", hour: int = 1) -> None:
        """Write a record and commit it."""
        self.write(name, hour)
        self.git("add", "-A")
        self.git("commit", "-qm", "x", "--allow-empty", minute=minute)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """One without any commit."""
    return Repository(tmp_path / "site")


def minutes(content: Path, name: str = "disks") -> float | None:
    """How long after the start the record was last changed."""
    at = last_changes(content, "maintenance").get(name)
    return (at - START) / timedelta(minutes=1) if at else None


def calendar(content: Path, now: datetime = BUILT) -> bytes:
    """The calendar that is built of the folder."""
    ledger = read_content(content, now).ledger
    site = "https://status.example.com/"
    context = Context(ledger, now, "en", "en", "S", site, changed=last_changes(content, "maintenance"))
    return next(output.content for output in publish(context) if output.path == "calendar.ics")


def version(content: Path) -> int:
    """SEQUENCE of the one event, as vobject reads it."""
    return int(vobject.readOne(calendar(content).decode()).vevent.sequence.value)


def test_a_moved_window_rises_without_an_update(repository: Repository) -> None:
    """Who changes `starts` and says nothing still gives calendars a higher version, dated by the commit."""
    repository.commit(0, hour=1)
    before = version(repository.content)
    repository.commit(30, hour=2)
    assert version(repository.content) - before == 30 * 60
    event = vobject.readOne(calendar(repository.content).decode()).vevent
    assert event.dtstamp.value == event.last_modified.value == START + timedelta(minutes=30)


def test_nothing_changed_is_the_same_bytes(repository: Repository) -> None:
    """A build a week later, after commits about other things, writes the same calendar."""
    repository.commit(0)
    before = calendar(repository.content)
    (repository.content / "policy.yml").write_text("zone: Asia/Tehran\n", "utf-8")
    repository.git("add", "-A")
    repository.git("commit", "-qm", "policy", minute=60)
    assert calendar(repository.content, BUILT + timedelta(days=1)) == before
    assert minutes(repository.content) == 0


def test_two_clones_say_the_same(repository: Repository, tmp_path: Path) -> None:
    """The history is a part of what a calendar is made of, and it is the same in each clone."""
    repository.commit(0)
    repository.commit(10, hour=2)
    repository.git("clone", "-q", repository.root, tmp_path / "clone")
    assert calendar(tmp_path / "clone" / "content") == calendar(repository.content)


def test_an_update_that_is_not_committed_counts(repository: Repository) -> None:
    """Words that are newer than the last commit are the last change."""
    repository.commit(-120)
    assert version(repository.content) == int(
        (START.replace(hour=11) - datetime(2026, 1, 1, tzinfo=UTC)).total_seconds()
    )


def test_squashing_and_rebasing_do_not_lower(repository: Repository) -> None:
    """Ten commits made into one, or put on top of another, are as young as that was done."""
    repository.commit(0)
    for minute in range(1, 11):
        repository.commit(minute, hour=minute)
    before = version(repository.content)
    repository.git("reset", "-q", "--soft", "HEAD~10")
    repository.git("commit", "-qm", "squashed", minute=11)
    squashed = version(repository.content)
    repository.git("checkout", "-q", "-b", "other", "HEAD~1")
    repository.commit(12, name="other")
    repository.git("rebase", "-q", "other", "main", minute=13)
    assert before < squashed < version(repository.content)


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_shallow_clone_is_never_behind(repository: Repository, tmp_path: Path, depth: int) -> None:
    """It does not know when, only that it was not later than its oldest commit; a change after that is above it."""
    repository.commit(0, hour=1)
    for minute in (10, 20, 30):
        repository.commit(minute, name=f"other-{minute}")
    source, clones = repository.root.as_uri(), [tmp_path / "first", tmp_path / "second"]
    repository.git("clone", "-q", f"--depth={depth}", source, clones[0])
    assert minutes(clones[0] / "content") == 40 - 10 * depth
    assert minutes(repository.content) == 0
    repository.commit(40, hour=2)
    repository.git("clone", "-q", f"--depth={depth}", source, clones[1])
    assert minutes(clones[1] / "content") == minutes(repository.content) == 40


def test_a_clone_without_old_files_knows_as_much(repository: Repository, tmp_path: Path) -> None:
    """The history without blobs, as the recipe for GitHub fetches it, is enough; nothing more is fetched for it."""
    repository.commit(0, hour=1)
    repository.commit(10, hour=2)
    (repository.content / "maintenance" / "disks.md").rename(repository.content / "maintenance" / "renamed.md")
    repository.commit(20, name="renamed", hour=3)
    repository.commit(30, name="other")
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--filter=blob:none", repository.root.as_uri(), clone)
    repository.git("remote", "set-url", "origin", "https://nowhere.invalid/", cwd=clone)
    assert [minutes(clone / "content", name) for name in ("disks", "renamed", "other")] == [20, 20, 30]


@pytest.mark.parametrize("likes", ["separate", "combined", "off"])
def test_a_merge_counts_when_it_comes(repository: Repository, likes: str) -> None:
    """A window moved on a branch last week is moved for the world today, however git shows merges to somebody here."""
    repository.git("config", "log.diffMerges", likes)
    repository.commit(0, hour=1)
    repository.git("checkout", "-q", "-b", "branch")
    repository.commit(10, hour=2)
    repository.git("checkout", "-q", "main")
    repository.commit(20, name="other")
    assert minutes(repository.content) == 0
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "branch", minute=30)
    assert minutes(repository.content) == 30
    assert minutes(repository.content, "other") == 20


def test_a_slow_clock_does_not_hide_a_change(repository: Repository) -> None:
    """A commit whose machine is an hour behind comes one second after the one before it."""
    repository.commit(60, hour=1)
    repository.commit(0, hour=2)
    assert minutes(repository.content) == 60 + 1 / 60


def test_a_file_that_moves_stays_the_same_record(repository: Repository) -> None:
    """Put into a folder of its year, with a name that git would write in quotes, it goes on."""
    repository.commit(0)
    folder = repository.content / "maintenance" / 'the "year" ۱۴۰۵'
    folder.mkdir()
    (repository.content / "maintenance" / "disks.md").rename(folder / "disks.md")
    repository.git("add", "-A")
    repository.git("commit", "-qm", "moved", minute=5)
    assert minutes(repository.content) == 5
    assert set(last_changes(repository.content, "maintenance")) == {"disks"}


@pytest.mark.parametrize("name", ["@1", "a\u2028b", 'the "content"', "\x1f"])
def test_any_folder_may_hold_the_records(tmp_path: Path, name: str) -> None:
    """Whatever it is called, and in whatever way git writes that."""
    repository = Repository(tmp_path / "site", name)
    repository.git("config", "core.quotePath", "false")
    repository.commit(7)
    assert last_changes(repository.content, "maintenance") == {"disks": START + timedelta(minutes=7)}


def test_a_date_that_no_calendar_has_stops_no_build(repository: Repository) -> None:
    """A commit of the year 5138, or of one that Python does not have, is a late commit."""
    for hour, seconds in enumerate((99_999_999_999, 999_999_999_999)):
        repository.write("disks", hour)
        repository.git("add", "-A")
        repository.git("commit", "-qm", "x", date=f"@{seconds} +0000")
        assert version(repository.content) == 2**31 - 1


def test_without_git_the_record_speaks_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In no repository, without a commit, and on a machine without git, what the record says is its version."""
    repository = Repository(tmp_path / "site")
    repository.write("disks", 1)
    assert last_changes(repository.content, "maintenance") == {}
    assert version(repository.content) == ANNOUNCED
    repository.commit(0)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert last_changes(repository.content, "maintenance") == {}
    assert version(repository.content) == ANNOUNCED
