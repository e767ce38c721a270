"""What all tests share: a quiet, settled environment and the example, built once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE_NOW = "2026-11-24T09:00:00+03:30"
EXAMPLE_SECRET = "the-example-has-no-secrets-0123456789"

# A slow machine is not a wrong program; on CI the same examples are tried at every run.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

# Material advertises at every build, and a clock set from outside would move every expected instant.
os.environ["NO_MKDOCS_2_WARNING"] = "1"
os.environ.pop("SOURCE_DATE_EPOCH", None)
os.environ.pop("ANSWERABLE_CODE_SECRET", None)
os.environ["ANSWERABLE_RAISE"] = "1"  # a failure that a build would survive must fail its test


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run browser tests last: the quick ones speak first, and Playwright's event loop is nobody else's."""
    items.sort(key=lambda item: "browser" in item.path.relative_to(ROOT).parts)


@pytest.fixture(scope="session")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the example's site in English alone, built as of `EXAMPLE_NOW`."""
    return build_example(tmp_path_factory.mktemp("example") / "site", "--language", "en")


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the example's site in both its languages: English, and Persian below `fa/`."""
    return build_example(tmp_path_factory.mktemp("whole") / "site")


@pytest.fixture(scope="session")
def persian_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the example's site in Persian alone."""
    return build_example(tmp_path_factory.mktemp("persian") / "site", "--language", "fa")


@pytest.fixture(scope="session")
def hebrew_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the example's site for readers of Hebrew; its records are in English and say so."""
    return _build_example_in("he", "מצב השירות", tmp_path_factory.mktemp("hebrew"))


@pytest.fixture(scope="session")
def russian_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the example's site for readers of Russian; its records are in English and say so."""
    return _build_example_in("ru", "Состояние", tmp_path_factory.mktemp("russian"))


def _build_example_in(language: str, words: str, folder: Path) -> Path:
    """Build a copy of the example whose own pages are called by some words of that language."""
    shutil.copytree(ROOT / "content", folder / "content")
    for page in sorted((folder / "content").glob("[a-z]*.md")):
        if page.suffixes == [".md"]:
            text = f"---\ntitle: {words}\ndescription: {words}\n---\n{words}\n"
            page.with_suffix(f".{language}.md").write_text(text, encoding="utf-8")
    config = (ROOT / "mkdocs.yml").read_text("utf-8").replace("site_name: Baran status", f"site_name: {words}")
    (folder / "mkdocs.yml").write_text(config.replace("  custom_dir: overrides\n", ""), encoding="utf-8")
    return build_example(folder / "site", "--language", language, "--config", str(folder / "mkdocs.yml"))


def build_example(site: Path, *options: str, cwd: Path = ROOT) -> Path:
    """Build the example, whose `mkdocs.yml` stands in `cwd`, into a folder and give that; beside it, what was said."""
    command = Path(sys.executable).with_name("answerable")
    assert command.exists(), f"{command.name} is not installed beside {sys.executable}; run make install"
    arguments: list[str | Path] = [command, "build", "--now", EXAMPLE_NOW, "--site-dir", site, *options]
    done = subprocess.run(
        arguments,
        cwd=cwd,
        env={**os.environ, "ANSWERABLE_CODE_SECRET": EXAMPLE_SECRET},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, f"answerable build ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    site.with_name("said.txt").write_text(done.stdout, "utf-8")
    return site
