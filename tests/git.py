"""Runs git in the folders of tests, whatever the machine's own settings are."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

SETTINGS = {"user.name": "Sam", "user.email": "sam@example.com", "init.defaultBranch": "main"}


def git(folder: Path, *words: str, at: str = "") -> str:
    """Run a git command in a folder, whose commits are dated `at` if that is given; return what it says."""
    settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at} if at else {}
    command: list[str | Path] = ["git", "-C", folder, *settings, *words]
    said = subprocess.run(command, env=os.environ | dates, check=True, capture_output=True, text=True)
    return said.stdout.strip()
