"""Create a new site: copy the template that comes with this package."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from urllib.request import url2pathname
from zoneinfo import ZoneInfo

import yaml

from answerable import __version__
from answerable.commands.project import write_schemas
from answerable.records.yaml.edit import write_whole

NAME = "answerable"
FROM_INDEX = f"{NAME}~={__version__}"
SSH = re.compile(r"(?:ssh://)?[\w.-]+@(?P<host>[\w.-]+)(?::\d+/|[:/])(?P<path>.+)")


def requirement() -> str:
    """Return the line for requirements.txt that installs this version, never with a path of this machine.

    It names the git commit that this package was installed from, or else a version from the package index.
    """
    noted = _direct_url()
    url, vcs = str(noted.get("url", "")), noted.get("vcs_info")
    if isinstance(vcs, dict):
        return _from_git(url, str(vcs.get("commit_id", "")))
    if "dir_info" in noted:
        return _from_clone(Path(url2pathname(urlsplit(url).path)))
    public = _public(url)
    return f"{NAME} @ {public}" if public else FROM_INDEX


def _direct_url() -> dict[str, object]:
    """Return where this package was installed from (PEP 610), or {}."""
    try:
        text = distribution(NAME).read_text("direct_url.json")
    except PackageNotFoundError:
        return {}
    noted = json.loads(text) if text else {}
    return noted if isinstance(noted, dict) else {}


def _from_clone(folder: Path) -> str:
    """Return the requirement for a clone: its origin, at its commit if that is pushed."""
    commit = _git(folder, "rev-parse", "HEAD")
    pushed = commit and _git(folder, "branch", "--remotes", "--contains", commit)
    return _from_git(_git(folder, "remote", "get-url", "origin"), commit if pushed else "")


def _from_git(url: str, commit: str) -> str:
    public = _public(url)
    if not public:
        return FROM_INDEX
    return f"{NAME} @ git+{public}" + (f"@{commit}" if commit else "")


def _public(url: str) -> str:
    """Return an address that works on any machine, with https and without a password, or ""."""
    ssh = SSH.fullmatch(url)
    parts = urlsplit(f"https://{ssh['host']}/{ssh['path']}" if ssh else url)
    if parts.scheme != "https" or not parts.hostname or "." not in parts.hostname:
        return ""
    return urlunsplit(("https", parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _git(folder: Path, *words: str) -> str:
    """Return the output of a git command in a folder, or "" if it fails."""
    try:
        done = subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


REQUIREMENT = re.compile(r"\s*(?P<name>[\w.-]+)")
SEPARATORS = re.compile(r"[-_.]+")


def constraints(name: str) -> list[str]:
    """Return sorted lines `name==version` for all installed dependencies of a distribution.

    They are for pip's --constraint, where lines for packages that a system does not need do no harm.
    """
    found: dict[str, str] = {}
    for needed, installed in _needed(name, set()):
        if "+" not in installed.version:  # a local build is in no package index
            found[needed] = installed.version
    return [f"{needed}=={version}" for needed, version in sorted(found.items())]


def _needed(name: str, seen: set[str]) -> Iterator[tuple[str, Distribution]]:
    for line in _requirements(name):
        match = REQUIREMENT.match(line)
        needed = SEPARATORS.sub("-", match["name"]).lower() if match else ""
        if not needed or needed in seen or "extra ==" in line:
            continue
        seen.add(needed)
        try:
            yield needed, distribution(needed)
        except PackageNotFoundError:
            continue  # needed only on other systems or Python versions
        yield from _needed(needed, seen)


def _requirements(name: str) -> list[str]:
    try:
        return distribution(name).requires or []
    except PackageNotFoundError:
        return []


SITE = Path(__file__).parent.parent / "templates" / "init"
WORDS = SITE.parent / "init_words"
DOT = "dot."  # stands for a leading dot: packaging may skip hidden files, and git would obey .gitignore here


class AlreadyThereError(ValueError):
    """A file that `init` would write exists already; nothing was written."""


def init(folder: Path, now: datetime, language: str = "en") -> list[Path]:
    """Write a new site into a folder, with pages and examples in `language`, and return its files.

    Raises AlreadyThereError when one of its files exists already, and OSError.
    """
    files = {folder / place: text for place, text in _files(_words(language), now)}
    guide = WORDS / f"README.{language}.md"
    if guide.is_file():  # what is needed in a hurry, above the whole in English
        files[folder / "README.md"] = guide.read_text("utf-8") + files[folder / "README.md"]
    existing = next((path for path in files if path.exists()), None)
    if existing:
        raise AlreadyThereError(f"{existing} exists already; choose an empty folder")
    for path, text in files.items():
        write_whole(path, text)
    return [*files, *write_schemas(folder / "mkdocs.yml", None, now)]


def _words(language: str) -> list[tuple[str, str]]:
    """Return the English texts of the template, each with its translation; none for English."""
    path = WORDS / f"{language}.yml"
    return [(str(one), str(other)) for one, other in yaml.safe_load(path.read_text("utf-8"))] if path.is_file() else []


def _files(words: list[tuple[str, str]], now: datetime) -> Iterator[tuple[Path, str]]:
    placeholders = {
        "@REQUIREMENT@": requirement(),
        "@CONSTRAINTS@": "\n".join(constraints(NAME)),
        "@TODAY@": now.astimezone(_zone(words)).date().isoformat(),
    }
    for path in sorted(SITE.rglob("*")):
        if path.is_file():
            parts = (
                part.replace(DOT, ".", 1) if part.startswith(DOT) else part for part in path.relative_to(SITE).parts
            )
            place = Path(*parts)
            translations = dict(words) if place.parts[0] in {"content", "mkdocs.yml"} else {}
            yield place, _filled(path.read_text(encoding="utf-8"), placeholders | translations)


def _zone(words: list[tuple[str, str]]) -> ZoneInfo:
    """Return the time zone that the new policy.yml has, in which its days begin."""
    policy = (SITE / "content" / "policy.yml").read_text(encoding="utf-8")
    return ZoneInfo(yaml.safe_load(_filled(policy, dict(words)))["zone"])


def _filled(text: str, replacements: dict[str, str]) -> str:
    for old, new in replacements.items():
        text = text.replace(old, new)
    return text
