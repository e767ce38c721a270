"""What `pip install` brings to somebody's machine."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PASSING = {"__pycache__", ".mypy_cache", ".ruff_cache"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """Build the wheel and open it."""
    folder = tmp_path_factory.mktemp("wheel")
    command: list[str | Path] = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("answerable-*.whl"))) as archive:
        yield archive


def test_templates_assets_and_locales_travel_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    """Every file under generator/answerable/, of whatever kind, is in the wheel under the same name."""
    files = (path.relative_to(ROOT / "generator") for path in (ROOT / "generator").rglob("*") if path.is_file())
    wanted = {path.as_posix() for path in files if not PASSING & set(path.parts)}
    assert wanted - set(wheel.namelist()) == set()


def test_nothing_but_the_generator_travels_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    """The example, the tests and the tools stay in the repository."""
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert tops == {"answerable", "answerable-0.1.0.dist-info"}


def test_the_command_and_the_plugin_are_announced(wheel: zipfile.ZipFile) -> None:
    """The wheel tells pip of the command and MkDocs of the plugin."""
    announced = wheel.read("answerable-0.1.0.dist-info/entry_points.txt").decode()
    assert "answerable = answerable.cli:main" in announced
    assert "answerable = answerable.mkdocs_plugin.plugin:AnswerablePlugin" in announced


def test_the_source_distribution_makes_the_same_wheel(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Who installs from the sdist gets every file that the wheel has, byte for byte."""
    hatch: list[str | Path] = [sys.executable, "-m", "hatchling", "build", "-d", tmp_path]
    subprocess.run([*hatch, "-t", "sdist"], cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(next(tmp_path.glob("answerable-*.tar.gz"))) as archive:
        for member in archive.getmembers():  # Python 3.11.2, Debian 12's, has no extraction filters yet
            if packed := archive.extractfile(member):
                path = tmp_path / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(packed.read())
    subprocess.run([*hatch, "-t", "wheel"], cwd=tmp_path / "answerable-0.1.0", check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("answerable-*.whl"))) as made:
        assert {name: made.read(name) for name in made.namelist()} == {
            name: wheel.read(name) for name in wheel.namelist()
        }
