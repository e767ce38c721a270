"""What all tests share: a quiet, settled environment and the example, built once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from answerable.publish.context import translations
from tests.shared_folders import BuildOnce, SharedFolders

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE_NOW = "2026-11-24T09:00:00+03:30"
EXAMPLE_SECRET = "the-example-has-no-secrets-0123456789"
SOURCES = ("generator", "content", "overrides", "tests/conftest.py", "mkdocs.yml", "requirements-dev.lock")
"""Files and folders that the sites of the example are made of."""

# A slow machine is not a wrong program; on CI the same examples are tried at every run.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

# Material advertises at every build, and a clock set from outside would move every expected instant.
os.environ["NO_MKDOCS_2_WARNING"] = "1"
os.environ.pop("SOURCE_DATE_EPOCH", None)
os.environ.pop("ANSWERABLE_CODE_SECRET", None)
for _name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
    os.environ.pop(_name, None)
os.environ["LANG"] = "C.UTF-8"  # tests read English, whatever whoever runs them speaks
os.environ["ANSWERABLE_RAISE"] = "1"  # a failure that a build would survive must fail its test


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run browser tests last: the quick ones speak first, and Playwright's event loop is nobody else's."""
    items.sort(key=lambda item: "browser" in item.path.relative_to(ROOT).parts)


@pytest.fixture(scope="session")
def build_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuildOnce]:
    """Give the function that fills a folder once for the whole run; at the end nobody may have written into one."""
    own = tmp_path_factory.getbasetemp()
    run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    shared = SharedFolders(run / "shared", (ROOT / name for name in SOURCES))
    yield shared.get
    assert shared.changed() == []


@pytest.fixture(scope="session")
def site_in(build_once: BuildOnce) -> Callable[[str], Path]:
    """Give the function that returns the folder of the example's site in one language alone, as of `EXAMPLE_NOW`."""
    return lambda language: build_once(f"in-{language}", partial(_build_example_in, language)) / "site"


@pytest.fixture(scope="session")
def whole_site(build_once: BuildOnce) -> Path:
    """Return the folder of the example's site in both its languages: English, and Persian below `fa/`."""
    return build_once("whole", lambda folder: build_example(folder / "site")) / "site"


@pytest.fixture(scope="session")
def example_site(site_in: Callable[[str], Path]) -> Path:
    """Return the folder of the example's site in English alone."""
    return site_in("en")


@pytest.fixture(scope="session")
def persian_site(site_in: Callable[[str], Path]) -> Path:
    """Return the folder of the example's site in Persian alone."""
    return site_in("fa")


@pytest.fixture(scope="session")
def hebrew_site(site_in: Callable[[str], Path]) -> Path:
    """Return the folder of the example's site for readers of Hebrew; its records are in English and say so."""
    return site_in("he")


@pytest.fixture(scope="session")
def russian_site(site_in: Callable[[str], Path]) -> Path:
    """Return the folder of the example's site for readers of Russian; its records are in English and say so."""
    return site_in("ru")


@pytest.fixture(scope="session")
def site_of(build_once: BuildOnce) -> Callable[[str], Path]:
    """Give the function that returns the folder of the example's site with one half alone, `status` or `answers`."""
    return lambda half: build_once(f"of-{half}", partial(_build_example_of, half)) / "site"


def _build_example_of(half: str, folder: Path) -> Path:
    """Build one half of the example, without the team's own words, which may be about both."""
    shutil.copytree(ROOT / "content", folder / "content")
    policy = folder / "content/policy.yml"
    policy.write_text(f"publish: [{half}]\n{policy.read_text('utf-8')}", encoding="utf-8")
    for page in (folder / "content").glob("*.md"):
        text = page.read_text("utf-8")
        page.write_text(f"---{text.split('---', 2)[1]}---\n" if text.startswith("---") else "", encoding="utf-8")
    config = (ROOT / "mkdocs.yml").read_text("utf-8").replace("  custom_dir: overrides\n", "")
    config = config.replace("site_name: Baran status", "site_name: Baran").replace("وضعیت باران", "باران")
    lines = [line for line in config.splitlines(keepends=True) if "site_description:" not in line]
    (folder / "mkdocs.yml").write_text("".join(lines), encoding="utf-8")
    return build_example(folder / "site", "--config", str(folder / "mkdocs.yml"))


def _build_example_in(language: str, folder: Path) -> Path:
    """Build the example; in a language that it does not speak, its pages have the catalog's words for "Status"."""
    if language == "en" or list((ROOT / "content").glob(f"*.{language}.md")):
        return build_example(folder / "site", "--language", language)
    words = translations(language).gettext("Status")
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
