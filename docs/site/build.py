# ruff: noqa: INP001 (a script beside the documents)
"""Build the documents as a site, with the example as a live demo below it: python docs/site/build.py FOLDER.

The environment variable DOCS_URL holds the address at which it will be published, with a final slash.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DEMO_NOW = "2026-11-24T09:00:00+03:30"
"""The moment at which the demo stands still."""


def build_documents(site: Path) -> None:
    """Build the documents; a broken link or a page that is in no navigation ends it."""
    mkdocs = [sys.executable, "-m", "mkdocs"]
    _run([*mkdocs, "build", "--strict", "--config-file", HERE / "mkdocs.yml", "--site-dir", site])


def build_demo(site: Path, address: str) -> None:
    """Build the example for an address, as of its own moment."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in ("content", "overrides"):
            shutil.copytree(ROOT / name, work / name)
        config = (ROOT / "mkdocs.yml").read_text("utf-8").replace("https://status.example.com/", address)
        (work / "mkdocs.yml").write_text(config.replace("Baran status", "Baran status (demo)"), "utf-8")
        command = [Path(sys.executable).with_name("answerable"), "build", "--now", DEMO_NOW, "--site-dir", site]
        _run([*command, "--config", work / "mkdocs.yml"])
    clock = (HERE / "demo-clock.js").read_text("utf-8").replace("@MOMENT@", DEMO_NOW)
    for script in site.rglob("assets/answerable/answerable.*.js"):
        script.write_text(clock + script.read_text("utf-8"), "utf-8")


def _run(command: Sequence[str | Path]) -> None:
    """Run a command and end with its code if that is not 0."""
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def main() -> None:
    """Build both into the folder that the command line names."""
    site = Path(sys.argv[1]).resolve()
    build_documents(site)
    build_demo(site / "demo", os.environ.get("DOCS_URL", "http://127.0.0.1:8000/") + "demo/")


if __name__ == "__main__":
    main()
