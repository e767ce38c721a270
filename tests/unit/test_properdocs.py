"""ProperDocs, a fork of MkDocs, builds the same site: by its own command, and for ours where MkDocs is not there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from tests.conftest import EXAMPLE_NOW, EXAMPLE_SECRET, ROOT

ENVIRONMENT = {**os.environ, "ANSWERABLE_CODE_SECRET": EXAMPLE_SECRET}
# Python answers as if MkDocs were not installed for a module that is None.
WITHOUT_MKDOCS = """
import sys
sys.modules["mkdocs"] = None
from answerable.cli import main
main()
"""
GENERATOR = re.compile(rb'<meta name="generator" content="[^"]+">')
HOOK = """
import logging

def on_pre_build(config):
    logging.getLogger("mkdocs.plugins.odd").warning("an odd\\nthing")
"""


def run(command: list[str | Path], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder."""
    return subprocess.run(command, cwd=folder, env={**ENVIRONMENT, **more}, capture_output=True, text=True, check=False)


def answerable_without_mkdocs(folder: Path, *options: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `answerable build` as of the example's instant, where MkDocs cannot be imported."""
    return run([sys.executable, "-c", WITHOUT_MKDOCS, "build", "--now", EXAMPLE_NOW, *options], folder)


def files(site: Path) -> dict[str, bytes]:
    """Read each file of a site; what made its pages is the one line that may differ."""
    return {
        path.relative_to(site).as_posix(): GENERATOR.sub(b"", path.read_bytes())
        for path in site.rglob("*")
        if path.is_file()
    }


def test_answerable_takes_properdocs_without_mkdocs(whole_site: Path, tmp_path: Path) -> None:
    """The example is the same in both its languages, but for the name of what made its pages."""
    done = answerable_without_mkdocs(ROOT, "--site-dir", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert f"mkdocs-ProperDocs {version('properdocs')}," in (tmp_path / "site" / "index.html").read_text("utf-8")
    assert files(tmp_path / "site") == files(whole_site)


def test_answerable_takes_mkdocs_where_both_are(whole_site: Path) -> None:
    """ProperDocs may stand beside it, as another package's dependency."""
    assert f"mkdocs-{version('mkdocs')}," in (whole_site / "index.html").read_text("utf-8")


def test_properdocs_alone_makes_the_same_site(example_site: Path, tmp_path: Path) -> None:
    """Plain `properdocs build --strict` with the same clock gives the same files, as plain `mkdocs build` does."""
    command: list[str | Path] = [sys.executable, "-m", "properdocs", "build", "--strict", "--quiet"]
    clock = "1795498200"  # 2026-11-24T05:30:00Z
    done = run([*command, "-d", tmp_path / "plain"], ROOT, SOURCE_DATE_EPOCH=clock)
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "plain") == files(example_site)


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (("https://x.example/", "nowhere"), 1, "error: Config value 'site_url': The URL isn't valid"),
        (("hooks: []", "hooks: [hooks.py]"), 0, "warning: an odd thing"),
    ],
)
def test_its_log_is_lines_for_people(tmp_path: Path, change: tuple[str, str], code: int, said: str) -> None:
    """Errors and warnings, those of plugins that know MkDocs only too, are one line each on standard error."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "index.md").write_text("---\ntemplate: home.html\n---\n", "utf-8")
    (tmp_path / "hooks.py").write_text(HOOK, "utf-8")
    config = (
        "site_name: Shop\nsite_url: https://x.example/\ndocs_dir: content\ntheme: material\n"
        "plugins: [search, answerable]\nhooks: []\n"
    )
    (tmp_path / "mkdocs.yml").write_text(config.replace(*change), "utf-8")
    done = answerable_without_mkdocs(tmp_path)
    assert done.returncode == code
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1
