"""The temporary folders of the intake: gone after SIGTERM, and cleared away later after SIGKILL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from answerable.output import scratch_folder

COMMAND = """
import time
from answerable.cli import main
from answerable.intake.store import Store

@main.command()
def wait():
    store = Store()
    print(store.folder, flush=True)
    time.sleep(60)

main(["wait"])
"""


@pytest.fixture
def process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[str]]:
    """Return a process with a database; this one uses the same folder for temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", COMMAND]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
        yield running
        running.kill()


def aged_folder(process: subprocess.Popen[str]) -> Path:
    """Return the folder of the process, made two hours old."""
    assert process.stdout
    folder = Path(process.stdout.readline().strip())
    old = folder.stat().st_mtime - 7200
    os.utime(folder, (old, old))
    return folder


def test_sigterm_leaves_nothing(process: subprocess.Popen[str]) -> None:
    """As Ctrl+C does; the exit code says what ended the process."""
    folder = aged_folder(process)
    process.terminate()
    assert process.wait(30) == 128 + signal.SIGTERM
    assert not folder.exists()


def test_folders_of_killed_processes_are_removed_later(process: subprocess.Popen[str], tmp_path: Path) -> None:
    """Old ones that nobody has locked; those of living processes, young ones and links stay."""
    folder = aged_folder(process)
    young = tmp_path / "answerable-intake-young"
    young.mkdir()
    link = tmp_path / "answerable-intake-link"
    link.symlink_to(folder)
    scratch_folder.remove_scratch_folder(*scratch_folder.make_scratch_folder())
    assert folder.exists()
    process.kill()
    process.wait(30)
    scratch_folder.remove_scratch_folder(*scratch_folder.make_scratch_folder())
    assert {path.name for path in tmp_path.iterdir()} == {young.name, link.name}
