"""What `init` writes into requirements.txt: the Answerable that made the site, wherever it came from."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from answerable import __version__
from answerable.commands import init

COMMIT = "0123456789abcdef0123456789abcdef01234567"
INDEX = f"answerable~={__version__}"


class Installed:
    """What pip noted when it installed a distribution; None when that came from an index."""

    def __init__(self, noted: object) -> None:
        self.noted = noted

    def read_text(self, name: str) -> str | None:
        """One of pip's notes."""
        return json.dumps(self.noted) if self.noted and name == "direct_url.json" else None


def asked(monkeypatch: pytest.MonkeyPatch, noted: object) -> str:
    """The requirement of an Answerable that was installed like this."""
    monkeypatch.setattr(init, "distribution", lambda _: Installed(noted))
    return init.requirement()


def git(folder: Path, *words: str) -> str:
    """Run git in a folder."""
    identity = ["-c", "user.name=Sam", "-c", "user.email=sam@example.com", "-c", "init.defaultBranch=main"]
    said = subprocess.run(["git", "-C", folder, *identity, *words], check=True, capture_output=True, text=True)
    return said.stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with one commit that its origin has."""
    git(tmp_path, "init", "--bare", "origin")
    git(tmp_path, "clone", "origin", "clone")
    folder = tmp_path / "clone"
    git(folder, "commit", "--allow-empty", "-m", "first")
    git(folder, "push", "origin", "HEAD:main")
    git(folder, "remote", "set-url", "origin", "git@git.example.com:team/answerable.git")
    return folder


@pytest.mark.parametrize(
    ("noted", "line"),
    [
        (None, INDEX),
        (
            {"url": "https://files.example.com/a-1.whl", "archive_info": {}},
            "answerable @ https://files.example.com/a-1.whl",
        ),
        ({"url": "file:///srv/a-1.whl", "archive_info": {}}, INDEX),
        ({"url": "file:///nowhere/answerable", "dir_info": {}}, INDEX),
        (
            {"url": "https://git.example.com/t/a", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
            f"answerable @ git+https://git.example.com/t/a@{COMMIT}",
        ),
        (
            {"url": "https://sam:secret@git.example.com/t/a.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
            f"answerable @ git+https://git.example.com/t/a.git@{COMMIT}",
        ),
        (
            {"url": "ssh://git@git.example.com:2222/t/a.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
            f"answerable @ git+https://git.example.com/t/a.git@{COMMIT}",
        ),
        ({"url": "file:///srv/a.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}, INDEX),
        ({"url": "https://localhost/t/a", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}, INDEX),
    ],
)
def test_the_same_answerable_is_named(monkeypatch: pytest.MonkeyPatch, noted: object, line: str) -> None:
    """A repository at its commit, a file at its address, else the index; no password and no place on this machine."""
    assert asked(monkeypatch, noted) == line


def test_a_clone_is_named_by_its_origin(monkeypatch: pytest.MonkeyPatch, clone: Path) -> None:
    """After `pip install .` in a clone, CI gets the same commit from the clone's origin, over https."""
    noted = {"url": clone.as_uri(), "dir_info": {"editable": True}}
    commit = git(clone, "rev-parse", "HEAD")
    assert asked(monkeypatch, noted) == f"answerable @ git+https://git.example.com/team/answerable.git@{commit}"


def test_a_commit_that_only_this_machine_has_is_not_named(monkeypatch: pytest.MonkeyPatch, clone: Path) -> None:
    """CI could not find it, so it takes the origin's newest."""
    git(clone, "commit", "--allow-empty", "-m", "not pushed")
    noted = {"url": clone.as_uri(), "dir_info": {}}
    assert asked(monkeypatch, noted) == "answerable @ git+https://git.example.com/team/answerable.git"
