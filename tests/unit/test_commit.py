"""`--commit` and `--push`: one file, its whole message, nothing else, and one line when git refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.command import answerable
from tests.git import git
from tests.unit.content import write

from answerable.commands.dialogue.git_commit import shown_commands

NOW = "2026-11-24T09:00:00+03:30"
TITLE = "Card payments at the checkout fail for people who pay with a card from abroad, and refunds are late too"
NEW = (
    "new", "incident", "--title", TITLE, "--impact", "minor", "--component", "checkout=partial_outage", "--by", "leila",
    "--text", "One order in three fails. Next words at ten.", "--next-update", "30m", "--yes", "--now", NOW,
    "--id", "2026-11-24-cards",
)  # fmt: skip
FILE = "content/incidents/2026/2026-11-24-cards.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site in git, on a branch that follows one of a bare repository beside it."""
    folder = tmp_path / "site"
    folder.mkdir()
    write(folder, {})
    git(tmp_path, "init", "--quiet", "--bare", "-b", "main", "host.git")
    for words in (
        ("init", "--quiet", "-b", "main"), ("config", "user.name", "Leila"), ("config", "user.email", "l@example.com"),
        ("add", "."), ("commit", "--quiet", "-m", "Begin"), ("remote", "add", "origin", "../host.git"),
        ("push", "--quiet", "-u", "origin", "main"),
    ):  # fmt: skip
        git(folder, *words)
    return folder


def test_the_file_alone_is_committed_with_its_whole_title(site: Path) -> None:
    """What somebody else has staged stays staged, and the message is not cut."""
    (site / "other.txt").write_text("unfinished")
    git(site, "add", "other.txt")
    done = answerable(*NEW, "--commit", cwd=site)
    assert git(site, "log", "-1", "--format=%s") == f"2026-11-24-cards: {TITLE}"
    assert git(site, "show", "--format=", "--name-only") == FILE
    assert git(site, "diff", "--cached", "--name-only") == "other.txt"
    short = git(site, "rev-parse", "--short", "HEAD")
    assert done.stdout == f"wrote {FILE} and committed it as {short}. To publish it:\ngit push\n"


def test_pushing_brings_it_to_the_host(site: Path) -> None:
    """`--push` commits, too."""
    done = answerable(*NEW, "--push", cwd=site)
    assert done.stdout.endswith("; it is pushed\n")
    assert git(site.parent / "host.git", "log", "-1", "--format=%s", "main") == f"2026-11-24-cards: {TITLE}"


def test_a_push_that_is_refused_says_so_after_what_was_done(site: Path) -> None:
    """Somebody else pushed in between: the file is written and committed, and the line says what to run."""
    git(site.parent, "clone", "--quiet", "host.git", "colleague")
    there = site.parent / "colleague"
    (there / "news.txt").write_text("x")
    for words in (("add", "."), ("commit", "-qm", "News"), ("push", "-q")):
        git(there, *words)
    done = answerable(*NEW, "--push", cwd=site, code=1)
    assert done.stdout.startswith(f"wrote {FILE} and committed it as ")
    assert done.stderr == (
        "error: git push: rejected, as the branch on the host has commits that are not here; somebody else may have "
        "pushed before: run `git pull --rebase`, then `git push`\n"
    )


def test_a_commit_that_is_refused_leaves_the_index_as_it_was(site: Path) -> None:
    """A hook says no: the file is there, and not staged."""
    hook = site / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho 'no commits on Fridays' >&2\nexit 1\n")
    hook.chmod(0o755)
    done = answerable(*NEW, "--commit", cwd=site, code=1)
    assert (done.stdout, done.stderr) == (f"wrote {FILE}\n", "error: git commit: no commits on Fridays\n")
    assert git(site, "diff", "--cached", "--name-only") == ""


def test_outside_of_git_the_file_is_written_and_the_reason_said(tmp_path: Path) -> None:
    """One line, without a traceback."""
    write(tmp_path, {})
    done = answerable(*NEW, "--commit", cwd=tmp_path, code=1, env={"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)})
    assert (tmp_path / FILE).is_file()
    assert done.stderr.startswith("error: git add: not a git repository")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("system", "shown"),
    [
        ("posix", "git add 'a b.md' && git commit -m 'x: It'\"'\"'s \"late\"' -- 'a b.md' && git push"),
        ("nt", "git add 'a b.md'\ngit commit -m 'x: It''s ''late''' -- 'a b.md'\ngit push"),
    ],
)
def test_commands_are_shown_for_the_shell_of_the_system(
    system: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PowerShell on Windows has no `&&`, doubles a quote, and hands on no double quotes."""
    monkeypatch.setattr("answerable.commands.dialogue.git_commit.SYSTEM", system)
    assert shown_commands("a b.md", 'x: It\'s "late"') == shown
