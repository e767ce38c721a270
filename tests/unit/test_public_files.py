"""Only regular files inside their folder are read or copied: a link publishes nothing of the machine."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.command import answerable
from tests.unit.content import INCIDENT, write

from answerable.content.reading import read_content
from answerable.records.files import read_text, unsafe_file, walk_files
from answerable.records.findings import Finding

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SECRET = "canary-of-the-machine"
CONFIG = (
    "site_name: Baran\nsite_url: https://status.example.com/\ndocs_dir: content\n"
    "theme: {name: material, font: false, custom_dir: overrides}\nplugins: [search, answerable]\n"
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a folder of content beside a file with a secret."""
    (tmp_path / "secret.txt").write_text(SECRET)
    return write(tmp_path, {"incidents/a.md": INCIDENT, "assets/logo.svg": "<svg/>", "index.md": "Hello\n"})


@pytest.mark.parametrize(
    ("place", "target"),
    [
        ("assets/a.png", "../../secret.txt"),
        ("assets/a.png", "/proc/self/environ"),
        ("assets/a.png", "../incidents/a.md"),
        ("about.md", "incidents/a.md"),
        ("about.md", "../secret.txt"),
        ("templates/a.md", "../incidents/a.md"),
    ],
)
def test_a_link_out_of_its_folder_is_not_read(content: Path, place: str, target: str) -> None:
    """Its folder is the first one below `content`, so a link inside `content` can leave it, too."""
    (content / place).parent.mkdir(exist_ok=True)
    (content / place).symlink_to(target)
    found = read_text(content / place, content)
    assert isinstance(found, Finding) and found.message == "the link points outside the folder"
    read = read_content(content, NOW)
    assert read.set_aside == (f"content/{place}",)
    assert [(one.path, one.level) for one in read.findings] == [(f"content/{place}", "error")]


@pytest.mark.parametrize(("place", "target"), [("assets/b.svg", "logo.svg"), ("hello.md", "index.md")])
def test_a_link_inside_its_folder_is_read(content: Path, place: str, target: str) -> None:
    """A second name for a public file is no danger."""
    (content / place).symlink_to(target)
    assert unsafe_file(content / place, content) is None
    assert read_content(content, NOW).findings == ()


@pytest.mark.parametrize("place", ["assets/all", "assets", "templates", "intake", "incidents/2026"])
def test_a_linked_folder_is_not_followed(content: Path, place: str) -> None:
    """Wherever it leads: MkDocs would walk through the whole machine, or in a circle."""
    if (content / place).exists():
        (content / "assets/logo.svg").unlink()
        (content / place).rmdir()
    (content / place).symlink_to("..")
    assert [(one.path, one.message) for one in read_content(content, NOW).findings] == [
        (f"content/{place}", "a link to a folder is not followed")
    ]


def test_a_pipe_and_a_dangling_link_are_findings(content: Path) -> None:
    """Reading a pipe would never end."""
    os.mkfifo(content / "assets/pipe.png")
    (content / "assets/nowhere.png").symlink_to("nothing.png")
    (content / "assets/self.png").symlink_to("self.png")
    found = [one for one in walk_files(content / "assets", content) if isinstance(one, Finding)]
    assert [(one.path.removeprefix("content/assets/"), one.message.partition(" (")[0]) for one in found] == [
        ("nowhere.png", "the file cannot be read"),
        ("pipe.png", "this is not a file"),
        ("self.png", "the file cannot be read"),
    ]


def test_nothing_behind_a_link_is_on_the_site(content: Path) -> None:
    """A whole build with links in pages, pictures, overrides and folders: exit 3, and the notice gets out."""
    folder = content.parent
    (folder / "mkdocs.yml").write_text(CONFIG)
    (folder / "overrides").mkdir()
    for place in ("content/assets/a.png", "content/about.md", "overrides/b.png", "overrides/main.html"):
        (folder / place).symlink_to(folder / "secret.txt")
    (content / "assets/all").symlink_to("/")
    (content / "assets/circle").symlink_to(".")
    (content / "assets/other").symlink_to(".")
    done = answerable("build", "--now", "2026-11-24T09:00:00Z", cwd=folder, code=3)
    assert "overrides: error: the link b.png points outside the folder, which is not used" in done.stderr
    built = [path for path in (folder / "site").rglob("*") if path.is_file()]
    assert folder / "site/incidents/a/index.html" in built and folder / "site/assets/logo.svg" in built
    assert [path for path in built if SECRET in path.read_text("utf-8", "replace")] == []
