"""Where this Answerable came from, as a line of requirements.txt that brings the same one to another machine.

pip writes down what it installed from elsewhere than an index: `direct_url.json`, PEP 610.
"""

from __future__ import annotations

import json
import re
import subprocess
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from urllib.request import url2pathname

from generator import __version__

NAME = "answerable"
FROM_INDEX = f"{NAME}~={__version__}"
SSH = re.compile(r"(?:ssh://)?[\w.-]+@(?P<host>[\w.-]+)(?::\d+/|[:/])(?P<path>.+)")


def requirement() -> str:
    """The line; it asks an index of packages when nothing more exact is known, and never names this machine."""
    noted = _noted()
    url, vcs = str(noted.get("url", "")), noted.get("vcs_info")
    if isinstance(vcs, dict):
        return _from_git(url, str(vcs.get("commit_id", "")))
    if "dir_info" in noted:
        return _from_clone(Path(url2pathname(urlsplit(url).path)))
    public = _public(url)
    return f"{NAME} @ {public}" if public else FROM_INDEX


def _noted() -> dict[str, object]:
    try:
        text = distribution(NAME).read_text("direct_url.json")
    except PackageNotFoundError:
        return {}
    noted = json.loads(text) if text else {}
    return noted if isinstance(noted, dict) else {}


def _from_clone(folder: Path) -> str:
    """A clone's origin, at its commit when the origin has that too."""
    commit = _git(folder, "rev-parse", "HEAD")
    pushed = commit and _git(folder, "branch", "--remotes", "--contains", commit)
    return _from_git(_git(folder, "remote", "get-url", "origin"), commit if pushed else "")


def _from_git(url: str, commit: str) -> str:
    public = _public(url)
    if not public:
        return FROM_INDEX
    return f"{NAME} @ git+{public}" + (f"@{commit}" if commit else "")


def _public(url: str) -> str:
    """The address over https and without a password, as a stranger's machine can use it; empty when there is none."""
    ssh = SSH.fullmatch(url)
    parts = urlsplit(f"https://{ssh['host']}/{ssh['path']}" if ssh else url)
    if parts.scheme != "https" or not parts.hostname or "." not in parts.hostname:
        return ""
    return urlunsplit(("https", parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _git(folder: Path, *words: str) -> str:
    """What git says about a folder; empty when there is no git or no repository."""
    try:
        said = subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return said.stdout.strip() if said.returncode == 0 else ""
