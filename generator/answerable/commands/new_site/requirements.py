"""What installs Answerable for a site: requirements.txt, constraints.txt and, where it must be, a wheel of its own.

A site's CI gets the Answerable that made the site: from a release in the package index, from a public repository, or
from a wheel in the site itself. It never gets it by a name alone, which somebody else could register.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from urllib.request import url2pathname

from answerable.commands.new_site.own_wheel import NAME, PACKAGE, Wheel, installed, own_wheel, package_files
from answerable.records.yaml.edit import write_whole
from answerable.translation.message import msg

LOCK = PACKAGE / "templates" / "pins" / "constraints.txt"
"""Each dependency in the version that Answerable was tested with, and its files' hashes; `make lock` writes it."""
HASH = re.compile(r" \\\n +--hash=\S+")
SSH = re.compile(r"(?:ssh://)?[\w.-]+@(?P<host>[\w.-]+)(?::\d+/|[:/])(?P<path>.+)")
SOURCE = Path("generator", NAME)
"""Where the package is in a clone of Answerable's repository."""
HEADER = """# What installs Answerable, here and in CI: run `pip install -r requirements.txt` in this folder.
# `answerable pin` writes this file and constraints.txt anew, for the Answerable that runs it.
"""
PINNED = """# Everything below Answerable, in the versions that it was tested with. `answerable pin` renews them.
"""


@dataclass(frozen=True, slots=True)
class Pins:
    """The files that install Answerable for a site, by their paths in it, and in words where it comes from."""

    files: Mapping[str, bytes]
    source: str


def pins() -> Pins:
    """Return what installs the Answerable that is running. Raises NotInstalledError."""
    noted = _direct_url()
    if not noted:
        checksum = _hash_in_index()
        return _from_index(checksum) if checksum else _from_site(own_wheel())
    address = _git_address(noted)
    return _from_git(address) if address else _from_site(own_wheel())


def write_pins(folder: Path, found: Pins) -> list[Path]:
    """Write the files into a site's folder, take away wheels of another Answerable, and return what was written."""
    vendor = folder / "vendor"
    for wheel in vendor.glob(f"{NAME}-*.whl"):
        if f"vendor/{wheel.name}" not in found.files:
            wheel.unlink()
    if vendor.is_dir() and not any(vendor.iterdir()):
        vendor.rmdir()
    for place, content in found.files.items():
        write_whole(folder / place, content)
    return [folder / place for place in found.files]


def _from_index(checksum: str) -> Pins:
    version = installed().version
    lines = f"{NAME}=={version} --hash=sha256:{checksum}\n--requirement constraints.txt\n"
    return Pins(
        _files(lines, _lock()), msg("release %(version)s of the package index, pinned by its hash", version=version)
    )


def _from_git(address: str) -> Pins:
    """Return the pins for a repository. pip refuses hashes beside it, as it has none for a repository's files."""
    lines = f"{NAME} @ git+{address}\n--constraint constraints.txt\n"
    return Pins(_files(lines, HASH.sub("", _lock())), address.replace("@", ", commit "))


def _from_site(wheel: Wheel) -> Pins:
    lines = f"./vendor/{wheel.name} --hash=sha256:{wheel.sha256}\n--requirement constraints.txt\n"
    files = {**_files(lines, _lock()), f"vendor/{wheel.name}": wheel.content}
    return Pins(files, msg("a copy in vendor/, since this one is in no public place"))


def _files(lines: str, constraints: str) -> dict[str, bytes]:
    return {"requirements.txt": (HEADER + lines).encode(), "constraints.txt": constraints.encode()}


def _lock() -> str:
    """Return the lock with a comment for those who have a site, in place of the one for developers."""
    lines = LOCK.read_text(encoding="utf-8").splitlines(keepends=True)
    return PINNED + "".join(line for line in lines if not line.startswith("#"))


def _direct_url() -> dict[str, object]:
    """Return where this package was installed from (PEP 610), or {} for a package index."""
    text = installed().read_text("direct_url.json")
    noted = json.loads(text) if text else {}
    return noted if isinstance(noted, dict) else {}


def _hash_in_index() -> str:
    """Return the SHA-256 of this release's wheel in the package index; "" if it cannot be had or has other files."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"]
    quick = ["--retries", "0", "--timeout", "10", "--no-deps", "--only-binary", ":all:"]
    with tempfile.TemporaryDirectory() as folder:
        _output(*pip, *quick, "--dest", folder, f"{NAME}=={installed().version}", timeout=30)
        found = next(Path(folder).glob("*.whl"), None)
        return Wheel(found.name, found.read_bytes()).sha256 if found and _is_ours(found) else ""


def _is_ours(wheel: Path) -> bool:
    """Tell whether a wheel holds the very files that are running."""
    with zipfile.ZipFile(wheel) as packed:
        code = {name: packed.read(name) for name in packed.namelist() if name.startswith(f"{NAME}/")}
    return code == package_files()


def _git_address(noted: Mapping[str, object]) -> str:
    """Return the repository and commit that this package was installed from, or "" if others cannot get it there."""
    url, vcs = str(noted.get("url", "")), noted.get("vcs_info")
    if isinstance(vcs, dict):
        address, commit = public_address(url), str(vcs.get("commit_id", ""))
    elif "dir_info" in noted:
        clone = Path(url2pathname(urlsplit(url).path))
        address, commit = public_address(_git(clone, "remote", "get-url", "origin")), _pushed_commit(clone)
    else:
        return ""
    return f"{address}@{commit}" if address and commit and _strangers_may_read(address) else ""


def _strangers_may_read(address: str) -> bool:
    """Tell whether a repository answers without a password, as a site's CI will ask for it."""
    asks_nobody = {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "echo"}
    return bool(_output("git", "-c", "credential.helper=", "ls-remote", address, "HEAD", timeout=20, **asks_nobody))


def _pushed_commit(clone: Path) -> str:
    """Return a clone's commit, or "" unless origin has it and the running package has exactly its files."""
    commit = _git(clone, "rev-parse", "HEAD")
    pushed = _git(clone, "for-each-ref", "--contains", commit, "refs/remotes/origin") if commit else ""
    changed = _git(clone, "status", "--porcelain", "--", SOURCE.parts[0], "pyproject.toml")
    if not pushed or changed:
        return ""
    return commit if package_files(clone / SOURCE) == package_files() else ""


def public_address(url: str) -> str:
    """Return an address that works on any machine, with https and without a password, or ""."""
    ssh = SSH.fullmatch(url)
    parts = urlsplit(f"https://{ssh['host']}/{ssh['path']}" if ssh else url)
    if parts.scheme != "https" or not parts.hostname or "." not in parts.hostname:
        return ""
    return urlunsplit(("https", parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _git(folder: Path, *words: str) -> str:
    """Return the output of a git command in a folder, or "" if it fails."""
    return _output("git", "-C", str(folder), *words, timeout=10)


def _output(*command: str, timeout: float, **environment: str) -> str:
    """Return the output of a program, or "" if it fails. `environment` is added to this process's own."""
    env = {**os.environ, **environment}
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False, env=env)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
