"""Begin a site: copy the small one that travels with this package."""

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


REQUIREMENT = re.compile(r"\s*(?P<name>[\w.-]+)")
SEPARATORS = re.compile(r"[-_.]+")


def constraints(name: str) -> list[str]:
    """One line `name==version` for all that a distribution needs and that is installed, sorted.

    They are pip's constraints: a line for something that another system does not need does no harm.
    """
    found: dict[str, str] = {}
    for needed, installed in _needed(name, set()):
        if "+" not in installed.version:  # a local build, which no index has
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
            continue  # for another system or another Python
        yield from _needed(needed, seen)


def _requirements(name: str) -> list[str]:
    try:
        return distribution(name).requires or []
    except PackageNotFoundError:
        return []


SITE = Path(__file__).parent.parent / "templates" / "init"
WORDS = SITE.parent / "init_words"
DOT = "dot."  # a name that begins with a dot may be left out of packages and mean something to git here


class AlreadyThereError(ValueError):
    """A file that `init` would have to write over; nothing was written."""


def init(folder: Path, now: datetime, language: str = "en") -> list[Path]:
    """Write a new site into a folder, its pages and examples in a language, and give its files.

    Raises AlreadyThereError when one of its files is there already, and OSError.
    """
    files = {folder / place: text for place, text in _files(_words(language), now)}
    there = next((path for path in files if path.exists()), None)
    if there:
        raise AlreadyThereError(f"{there} is there already; choose an empty folder")
    for path, text in files.items():
        write_whole(path, text)
    return [*files, *write_schemas(folder / "mkdocs.yml", None, now)]


def _words(language: str) -> list[tuple[str, str]]:
    """Pieces of the small site in English, each with the same in another language; none for English."""
    path = WORDS / f"{language}.yml"
    return [(str(one), str(other)) for one, other in yaml.safe_load(path.read_text("utf-8"))] if path.is_file() else []


def _files(words: list[tuple[str, str]], now: datetime) -> Iterator[tuple[Path, str]]:
    marks = {
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
            spoken = dict(words) if place.parts[0] in {"content", "mkdocs.yml"} else {}
            yield place, _filled(path.read_text(encoding="utf-8"), marks | spoken)


def _zone(words: list[tuple[str, str]]) -> ZoneInfo:
    """Return the time zone that the new policy.yml has, in which its days begin."""
    policy = (SITE / "content" / "policy.yml").read_text(encoding="utf-8")
    return ZoneInfo(yaml.safe_load(_filled(policy, dict(words)))["zone"])


def _filled(text: str, marks: dict[str, str]) -> str:
    for mark, words in marks.items():
        text = text.replace(mark, words)
    return text
