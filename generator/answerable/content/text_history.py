"""Which translations are older than their source, by the history of the files in git.

A translation is out of date if the newest change of one of the two was a change of the source alone. Without git, in a
shallow clone, or when both were changed together, it counts as up to date: nothing is guessed.
"""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from answerable.content.git_dates import git_output
from answerable.content.translatable import TextPlace, written_texts

_GIT = ("git", "--no-pager", "-c", "safe.directory=*", "-c", "core.quotePath=false")
_LOG = ("log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "--format=", "--relative", "--", ".")
_CHANGE = re.compile(r"^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) \w+\t(.+)$", re.MULTILINE)
_NOTHING = re.compile("^0+$")
LONGEST = 5_000_000
"""Bytes of a file's old version that are still read."""


def earlier_sources(
    places: Iterable[TextPlace], content: Path, language: str, first: str
) -> dict[tuple[str, str], str]:
    """Return the source from which each translation was made that is out of date, by path and key."""
    by_path: dict[str, list[TextPlace]] = defaultdict(list)
    for place in places:
        if place.words(language, first) and place.source(language, first)[0]:
            by_path[place.path].append(place)
    versions = {path: blobs for path, blobs in _versions(content).items() if path in by_path}
    texts = _contents([blob for blobs in versions.values() for blob in blobs], content)
    found: dict[tuple[str, str], str] = {}
    for path, blobs in versions.items():
        old = [written_texts(content, path, text) for blob in blobs if (text := texts.get(blob))]
        for place in by_path[path]:
            if earlier := _earlier(place, old, language, first):
                found[path, place.key] = earlier
    return found


def _earlier(place: TextPlace, versions: Sequence[Mapping[str, object]], language: str, first: str) -> str:
    """Return the source in the newest version that differs, if the translation was the same there; else ""."""
    words = place.words(language, first), *place.source(language, first)
    for version in versions:
        value = version.get(place.key)
        before = value[1] if isinstance(value, tuple) else None
        given = before if isinstance(before, dict) else {first: before}
        translation, source = given.get(language), given.get(words[2])
        if (translation, source) != (words[0], words[1]):
            return source if translation == words[0] and isinstance(source, str) else ""
    return ""


def _versions(content: Path) -> dict[str, list[str]]:
    """Return the hashes of each file's versions below `content`, newest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for change in _CHANGE.finditer(git_output([*_GIT, *_LOG], content)):
        if not _NOTHING.match(change[1]):
            found[change[2]].append(change[1])
    return found


def _contents(blobs: Sequence[str], content: Path) -> dict[str, str]:
    """Return the texts of git's objects by their hashes."""
    if not blobs:
        return {}
    command = [*_GIT, "cat-file", "--batch"]
    asked = "".join(f"{blob}\n" for blob in dict.fromkeys(blobs)).encode()
    try:
        done = subprocess.run(command, cwd=content, input=asked, capture_output=True, timeout=600, check=True)
    except (OSError, subprocess.SubprocessError):
        return {}
    return dict(_read_batch(done.stdout))


def _read_batch(output: bytes) -> Iterator[tuple[str, str]]:
    """Yield each object of the output of `git cat-file --batch`: a line `hash type size`, the bytes, a line break."""
    start = 0
    while start < len(output):
        end = output.index(b"\n", start)
        words = output[start:end].split()
        start = end + 1
        if len(words) != 3:  # the object is missing
            continue
        size = int(words[2])
        if size <= LONGEST:
            yield words[0].decode(), output[start : start + size].decode("utf-8-sig", "replace")
        start += size + 1
